"""The list of rounds, and the form of a draft; a round's own page is put together by `portal`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiangxin.people.models import Organisation
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import WITH_FORM, basis_of
from jiangxin.process.views import actor, back_address, find, step_view, today
from jiangxin.regulation.basis import article
from jiangxin.rounds import operations
from jiangxin.rounds.forms import CancelForm, CloseForm, ExtendForm, OpenForm, RoundForm
from jiangxin.rounds.models import Round
from jiangxin.rounds.queries import WHOLE
from jiangxin.standards.models import FilingScope

TAGS = {"draft": "plain", "open": "go", "closed": "ok", "cancelled": "late"}
PER_PAGE = 20
STEPS = [
    path(f"round/<int:pk>/{verb}", step_view(Round, Round.steps[verb], getattr(operations, verb), form), name=verb)
    for verb, form in {"open": OpenForm, "close": CloseForm, "extend": ExtendForm, "cancel": CancelForm}.items()
]
# Each of them leads to a page of its own, which says what will follow.
WITH_FORM.update(("rounds.round", verb) for verb in ("open", "close", "extend", "cancel", "revise_round"))


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds that this user may see, newest first."""
    state = request.GET.get("state", "")
    listed = Round.objects.visible_to(actor(request), today()).select_related(*WHOLE)
    if state in Round.steps.states:
        listed = listed.filter(state=state)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    options = [{"value": code, "label": label} for code, label in Round.steps.states.items()]
    context = {
        "page": page,
        "rows": [_row(round_) for round_ in page],
        "columns": [{"label": label} for label in (_("批次"), _("承办学院"), _("报名截止"), _("计划考核"), _("状态"))],
        "filters": [{"name": "state", "label": _("状态"), "kind": "select", "value": state, "options": options}],
        "query": f"{urlencode({'state': state})}&" if state else "",
        "may_draft": bool(_draftable(request)),
    }
    return render(request, "rounds/list.html", context)


def _row(round_: Round) -> dict[str, Any]:
    return {
        "id": round_.pk,
        "cells": [
            {"text": round_.number, "lead": True, "url": round_.get_absolute_url(), "sub": str(round_.level)},
            {"text": round_.college.name, "sub": round_.get_audience_display()},
            {"day": round_.apply_until},
            {"day": round_.planned_on},
            {"tag": {"state": TAGS[round_.state], "label": round_.state_label}},
        ],
    }


def _draftable(request: HttpRequest) -> list[tuple[Organisation, list[int] | None]]:
    """Return where this user may draft rounds: the institution, and the colleges he is bound to (None: any)."""
    places: dict[int, tuple[Organisation, list[int] | None]] = {}
    for office in actor(request).appointments_on(today()):
        institution: Organisation = office.institution  # type: ignore[attr-defined]
        if office.role == "centre_officer":
            places[institution.pk] = (institution, None)
        elif office.role == "college_officer":
            _known, colleges = places.get(institution.pk, (institution, []))
            places[institution.pk] = (institution, None if colleges is None else [*colleges, office.organisation_id])
    return list(places.values())


def draft_round(request: HttpRequest) -> HttpResponse:
    """Draft a round within a filing; what was typed stays when it is refused."""
    places = _draftable(request)
    if not places:
        raise PermissionDenied
    institution, colleges = places[0]
    form = RoundForm(request.POST or None, institution=institution, colleges=colleges)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.draft_round(
                by=actor(request), at=timezone.now(), institution=institution, **form.fields_of_round()
            )
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已立项：%s。核对无误后由中心开放报名。") % made)
            return redirect(made)
    return _form_page(request, form, _("立项"), reverse("rounds:list"))


def revise_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a round that is still a draft."""
    round_ = find(Round, request, pk)
    step = Round.steps["revise_round"]
    if not step.may.test(actor(request), round_, today()):
        raise PermissionDenied
    kept = ("college", "audience", "apply_from", "apply_until", "planned_on", "capacity", "recorded")
    scope = FilingScope.objects.filter(filing=round_.filing_id, level=round_.level_id, state="valid").first()
    initial = {"scope": scope, **{name: getattr(round_, name) for name in kept}}
    form = RoundForm(request.POST or None, institution=round_.institution, initial=initial)
    back = back_address(request, round_)
    if request.method == "POST" and form.is_valid():
        try:
            operations.revise_round(round_, by=actor(request), at=timezone.now(), **form.fields_of_round())
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect(back)
    return _form_page(request, form, _("修改立项"), back)


def _form_page(request: HttpRequest, form: RoundForm, title: str, back: str) -> HttpResponse:
    context = {
        "form": form, "title": title, "basis": basis_of(article("2")), "back": {"label": _("返回"), "url": back},
        "scopes": form.fields["scope"].queryset.exists(),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "rounds/form.html", context, status=200 if request.method == "GET" else 409)
