"""The list of one kind of record: by round, by state, or what waits for whoever asks. Every number leads here.

An app's own list takes its place as soon as `links.LISTS` names it.
"""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiangxin.portal import links
from jiangxin.portal.asking import asker, kept, kind, number, page_of
from jiangxin.portal.desk import with_names
from jiangxin.portal.duties import records_for
from jiangxin.process.models import Record
from jiangxin.regulation.words import in_series
from jiangxin.rounds.models import Round

# What the words for a record are made of, so that a list costs the same queries whatever its length.
NAMED_BY: dict[str, tuple[str, ...]] = {
    "rounds.round": ("college", "level__standard__occupation"),
    "enrolment.application": ("person",),
    "enrolment.place": ("application__person",),
    "enrolment.material": ("application__person",),
    "enrolment.roster": ("file",),
    "plans.plan": ("round__level__standard__occupation",),
    "plans.nomination": ("person", "room__site"),
    "items.settingplan": ("round__level__standard__occupation",),
    "items.paper": ("subject",),
    "training.completion": ("application__person",),
    "training.attendance": ("application__person",),
    "exams.sitting": ("subject",),
    "exams.examroom": ("room",),
    "exams.seat": ("application__person",),
    "exams.duty": ("person",),
    "exams.roomrecord": ("exam_room__room",),
    "scoring.scoresheet": ("seat__application__person", "marker"),
    "scoring.subjectmark": ("seat__application__person", "subject"),
    "supervision.inspection": ("record__exam_room__room",),
    "supervision.roundreport": ("round__level__standard__occupation",),
    "results.result": ("application__person",),
    "results.publication": ("round__level__standard__occupation",),
    "results.objection": ("result__application__person",),
    "results.resultfiling": ("round__level__standard__occupation",),
    "results.filingrow": ("result__application__person",),
    "certificates.registration": ("round__level__standard__occupation",),
    "archive.dossier": ("round__level__standard__occupation",),
    "fees.feestandard": ("level__standard__occupation",),
    "venues.room": ("site",),
    "people.appointment": ("person",),
    "people.qualification": ("person",),
    "impartiality.relation": ("person", "other"),
}
MARKS = {"draft": "plain", "open": "go", "returned": "late", "rejected": "late", "refused": "late", "absent": "late"}


def listed(request: HttpRequest, label: str) -> HttpResponse:
    """Show the records of one kind that this user may see, filtered by round, state, and the step he may take."""
    model = kind(label)
    rows = _filtered(request, model)
    page = page_of(request, rows.select_related(*NAMED_BY[label]) if label in NAMED_BY else rows)
    context = {
        "title": model.steps.label,
        "step": _step(request, model),
        "fields": _fields(request, model),
        "rows": _rows(page, model),
        "columns": [{"label": model.steps.label}, {"label": _("批次")}, {"label": _("状态")}, {}],
        "page": page,
        "query": kept(request),
        "reset": request.path,
        "crumbs": _crumbs(request),
        "nothing": _nothing(model),
    }
    return render(request, "portal/records.html", context)


def _step(request: HttpRequest, model: type[Record]) -> Any:
    """Return the step whose records are asked for; 404 for one that isn't in the table."""
    verb = request.GET.get("step", "")
    if verb and verb not in model.steps:
        raise Http404
    return model.steps[verb] if verb else None


def _filtered(request: HttpRequest, model: type[Record]) -> QuerySet[Any]:
    """Return the records that the query asks for, of those that may be seen."""
    user, on = asker(request)
    rows: QuerySet[Any] = model.objects.visible_to(user, on)
    if step := _step(request, model):
        # `may` and `visible` both ask, so that a list never shows what its own page would refuse.
        rows = rows.filter(pk__in=records_for(model, step, step.may.q(model, user, on)).order_by().values("pk"))
    if states := {state for state in request.GET.get("state", "").split(",") if state in model.steps.states}:
        rows = rows.filter(state__in=states)
    path, key = model.steps.round_path, number(request, "round")
    if path:
        rows = rows.annotate(round_key=F(path))
    return rows.filter(**{path: key}) if path and key else rows


def _fields(request: HttpRequest, model: type[Record]) -> list[dict[str, Any]]:
    """Return the filters for `components/filters.html`."""
    states = [{"value": state, "label": label} for state, label in model.steps.states.items()]
    fields: list[dict[str, Any]] = [
        {"name": "state", "label": _("状态"), "kind": "select", "value": request.GET.get("state"), "options": states}
    ]
    if model.steps.round_path and model is not Round:
        rounds = with_names(Round.objects.visible_to(*asker(request)))[:50]
        options = [{"value": str(round_.pk), "label": str(round_)} for round_ in rounds]
        value = request.GET.get("round")
        fields.insert(0, {"name": "round", "label": _("批次"), "kind": "select", "value": value, "options": options})
    return fields


def _rows(page: Page[Any], model: type[Record]) -> list[dict[str, Any]]:
    """Return the rows of one page for `components/table.html`."""
    records = list(page)
    keys = {record.round_key for record in records if getattr(record, "round_key", None)}
    rounds = with_names(Round.objects.filter(pk__in=keys)).in_bulk()
    label = model._meta.label_lower
    return [
        {
            "id": record.pk,
            "cells": [
                {"text": str(record), "url": _page(label, record.pk), "lead": True},
                {"text": str(rounds.get(getattr(record, "round_key", 0)) or "–")},
                {"tag": {"state": MARKS.get(record.state, "ok"), "label": record.state_label}},
                {"button": {"label": _("打开"), "url": _page(label, record.pk)}},
            ],
        }
        for record in records
    ]


def _page(label: str, pk: int) -> str:
    """Return the page of a record; behind a number of candidates stands the candidate's whole course."""
    return links.link("portal:candidate", pk) or "" if label == "enrolment.application" else links.record(label, pk)


def _crumbs(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the way back: to the round, where the list is that of a round."""
    crumbs: list[dict[str, Any]] = [{"label": _("认定批次"), "url": links.link("portal:rounds")}]
    key = number(request, "round")
    round_ = with_names(Round.objects.visible_to(*asker(request))).filter(pk=key).first() if key else None
    return [*crumbs, {"label": str(round_), "url": links.link("portal:round", round_.pk)}] if round_ else crumbs


def _nothing(model: type[Record]) -> dict[str, Any]:
    """Return what an empty list says: how its records come to be."""
    births = [step for step in model.steps if not step.sources]
    how = in_series(_("“%(step)s”由%(who)s办理") % {"step": b.label, "who": b.may.sentence} for b in births)
    return {
        "title": _("没有符合条件的记录"),
        "text": _("这里列出%(what)s：%(how)s。") % {"what": model.steps.label, "how": how},
    }
