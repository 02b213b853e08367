"""A college's packs of photos: the upload, what the check matched, the import."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiangxin.enrolment import operations
from jiangxin.enrolment.forms import PhotoPackForm
from jiangxin.enrolment.models import PhotoPack
from jiangxin.enrolment.photo_pack import FOUND, Found
from jiangxin.enrolment.roster_views import TAGS, round_of
from jiangxin.process.errors import Unable
from jiangxin.process.views import ReasonForm, actor, find, posted, record_context, step_view, today
from jiangxin.regulation.parameters import param

STEPS = [
    path(f"photo-pack/<int:pk>/{verb}", step_view(PhotoPack, PhotoPack.steps[verb], operation, ReasonForm), name=verb)
    for verb, operation in (
        ("import_photos", operations.import_photos),
        ("discard_photos", operations.discard_photos),
    )
]


def photo_packs(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a pack of photos in for its check, and list those of the round."""
    round_ = round_of(request, pk)
    form = PhotoPackForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            checked = operations.check_photos(round_, file.name, file.read(), by=actor(request), at=timezone.now())
        except Unable as error:
            form.add_error("file", str(error))
        else:
            return redirect(checked)
    listed = PhotoPack.objects.filter(round=round_).select_related("file")
    context = {
        "round": round_, "form": form, "rows": [_row(one) for one in listed], "columns": _columns(),
        "may": PhotoPack.steps["check_photos"].may.test(actor(request), PhotoPack(round=round_), today()),
        "width": {"least": param("photo.width_min"), "most": param("photo.width_max")},
    }  # fmt: skip
    return render(request, "enrolment/photo_packs.html", context, status=200 if request.method == "GET" else 409)


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("照片包")}, {"label": _("照片数"), "num": True}, {"label": _("可以补录"), "num": True},
        {"label": _("状态")},
    ]  # fmt: skip


def _row(pack: PhotoPack) -> dict[str, Any]:
    return {
        "id": pack.pk,
        "cells": [
            {"text": str(pack), "lead": True, "url": pack.get_absolute_url()},
            {"text": pack.photos, "num": True},
            {"text": pack.matched, "num": True},
            {"tag": {"state": TAGS[pack.state], "label": pack.state_label}},
        ],
    }


@require_GET
def photo_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which photos were matched to whom, and which were not and why."""
    found = find(PhotoPack, request, pk)
    counts = found.summary["counts"]
    figures = [{"value": counts[kind.value], "label": FOUND[kind]} for kind in Found]
    files = [{**file, "found": FOUND[Found(file["found"])]} for file in found.summary["files"]]
    context = record_context(found, request, figures=figures, files=files, round=found.round, tag=TAGS[found.state])
    return render(request, "enrolment/photo_pack.html", context)
