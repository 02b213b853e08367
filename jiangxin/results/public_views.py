"""What everybody may read and do during the publicity: the masked list, and an objection against it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiangxin.process.errors import Unable
from jiangxin.process.presenting import rule_of
from jiangxin.process.views import actor, posted, today
from jiangxin.regulation.parameters import param
from jiangxin.results import operations, queries
from jiangxin.results.forms import ObjectionForm
from jiangxin.results.models import Publication, Result
from jiangxin.results.queries import PublicRow


def on_show(pk: int) -> Publication:
    """Return a publication that was published; the list itself is shown only during the publicity."""
    shown = Publication.objects.select_related("round__institution", "round__level__standard__occupation")
    return get_object_or_404(shown, pk=pk, state="published")


@login_not_required
@require_GET
def publicity(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the masked list while it is public; afterwards only that it was."""
    shown = on_show(pk)
    showing = queries.in_publicity(shown, today())
    rows = queries.public_list(shown) if showing else []
    context = {
        "publication": shown,
        "round": shown.round,
        "showing": showing,
        "columns": [{"label": label} for label in (_("姓名和证件号码"), _("准考证号"), _("结论"), _("异议"))],
        "rows": [_row(row, shown) for row in rows],
        "sent": request.GET.get("sent") == "1",
        "basis": rule_of(param("publicity.span", shown.published_on)),
    }
    return render(request, "results/publicity.html", context)


def _row(row: PublicRow, shown: Publication) -> dict[str, Any]:
    address = reverse("results:object", args=[shown.pk, row.key])
    return {
        "id": row.key,
        "cells": [
            {"text": row.name, "lead": True, "sub": row.id_number},
            {"text": row.admission},
            {"text": row.conclusion},
            {"text": _("提出异议"), "url": address},
        ],
    }


@login_not_required
def objecting(request: HttpRequest, pk: int, result: int) -> HttpResponse:
    """Take an objection from anybody; what was written stays when it can't be taken."""
    shown = on_show(pk)
    against = get_object_or_404(Result.objects.select_related("application__person"), pk=result)
    if against.application.round_id != shown.round_id or not queries.in_publicity(shown, today()):
        return redirect("results:publicity", pk=pk)
    form = ObjectionForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.raise_objection(against, by=actor(request), at=timezone.now(), **form.arguments())
        except Unable as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{reverse('results:publicity', args=[pk])}?sent=1")
    row = next(one for one in queries.public_list(shown) if one.key == result)
    context = {"publication": shown, "round": shown.round, "row": row, "form": form}
    return render(request, "results/object.html", context, status=409 if form.errors else 200)
