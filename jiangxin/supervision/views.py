"""The supervisor's pages, made for a phone: his rooms, the findings of one, the report; and what others read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from jiangxin.documents import printed
from jiangxin.documents.views import sent, served
from jiangxin.exams.queries import stretch
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, nothing_yet, state_tag
from jiangxin.process.views import actor, find, posted, record_context, today
from jiangxin.regulation.words import in_series, joined
from jiangxin.supervision import operations, queries
from jiangxin.supervision.checks import ANSWERS, CHECKS, NO, YES
from jiangxin.supervision.forms import FindingsForm, ReportForm
from jiangxin.supervision.models import Inspection, RoundReport, Visit

DONE = ("signed",)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List the rooms in which this person is the supervisor on duty, and the reports that are his to write.

    Whoever comes from outside finds the sittings to which he is sent.
    """
    if visits := list(queries.my_visits(actor(request), today())):
        return _visits(request, visits)
    rooms = list(queries.my_inspections(actor(request), today()))
    may_write = RoundReport.steps["write_report"].may.q(RoundReport, actor(request), today())
    reports = RoundReport.objects.filter(may_write).select_related("round__level__standard__occupation")
    context = {
        "columns": [{"label": label} for label in (_("考场"), _("时间"), _("批次"), _("状态"), _("办理"))],
        "rows": [_room_row(one) for one in rooms],
        "reports": [{"report": one, "tag": state_tag(one, good=DONE)} for one in reports.order_by("state", "round")],
        "open": sum(one.state == "open" for one in rooms),
        "empty": nothing_yet(_("还没有您督导的场次"), _("场次确定、并把您安排或派遣为质量督导员以后，会列在这里。")),
    }
    return render(request, "supervision/mine.html", context)


def _visits(request: HttpRequest, visits: list[Visit]) -> HttpResponse:
    """List the sittings to which an outside supervisor is sent."""
    rows = []
    for one in visits:
        sitting = one.duty.sitting
        label, when = str(sitting), stretch(sitting.starts_at, sitting.ends_at)
        cells: list[dict[str, Any]] = [
            {"text": label, "lead": True, "url": one.get_absolute_url(), "sub": str(sitting.site)},
            {"text": when},
            {"text": sitting.round.number, "sub": str(sitting.round.level)},
            {"tag": state_tag(one, good=DONE)},
        ]
        rows.append({"id": one.pk, "cells": cells})
    columns = [{"label": label} for label in (_("场次"), _("时间"), _("批次"), _("状态"))]
    context = {"title": _("我督导的场次"), "tables": [{"columns": columns, "rows": rows}]}
    return render(request, "process/list.html", context)


@require_GET
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an outside supervisor found in a sitting; he writes and signs it by the record's steps."""
    shown = find(Visit, request, pk)
    sitting = shown.duty.sitting
    facts = [
        {"label": _("场次"), "value": str(sitting), "url": sitting.get_absolute_url()},
        {"label": _("批次"), "value": f"{sitting.round.number} {sitting.round.level}"},
        {"label": _("时间"), "value": stretch(sitting.starts_at, sitting.ends_at)},
        {"label": _("考点"), "value": str(sitting.site)},
        {"label": _("外部质量督导员"), "value": shown.duty.person.name},
    ]
    texts = [
        {"title": title, "lines": [line for line in text.splitlines() if line.strip()]}
        for title, text in ((_("督导情况"), shown.findings), (_("整改意见"), shown.demands))
        if text.strip()
    ]
    mine = shown.duty.person_id == actor(request).person_id
    crumbs = [{"label": _("我督导的场次"), "url": reverse("supervision:mine")}] if mine else []
    context = record_context(
        shown, request, title=_("外部督导意见"), sub=str(sitting), tag=state_tag(shown, good=DONE), crumbs=crumbs,
        facts=facts, texts=texts,
    )  # fmt: skip
    return render(request, "process/page.html", context)


def _room_row(one: Inspection) -> dict[str, Any]:
    room = one.record.exam_room
    words = _("填写督导情况") if one.state == "open" else _("查看")
    return {
        "id": one.pk,
        "cells": [
            {"text": str(room), "lead": True, "url": one.get_absolute_url(), "sub": str(room.sitting.subject)},
            {"text": stretch(room.starts_at, room.ends_at), "sub": str(room.sitting.site)},
            {"text": room.sitting.round.number, "sub": str(room.sitting.round.level)},
            {"tag": state_tag(one, good=DONE)},
            {"button": {"label": words, "url": one.get_absolute_url(), "kind": "main" if one.state == "open" else ""}},
        ],
    }


def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the findings of one room; the supervisor on duty writes them here, saves as often as he likes, and signs."""
    shown = find(Inspection, request, pk)
    step = shown.steps["write_findings"]
    may = shown.state in step.sources and step.may.test(actor(request), shown, today())
    form = FindingsForm(*posted(request), record=shown)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            try:
                operations.write_findings(shown, by=actor(request), at=timezone.now(), **form.arguments())
            except Unable as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("已保存。核对无误后签字；签字后不能再改。"))
                return redirect(shown)
    context = record_context(
        shown,
        request,
        form=form if may else None,
        answers=answers_of(shown),
        facts=_facts(shown),
        room=shown.record.exam_room,
        back=_back(request),
        basis=basis_of(step.basis),
    )
    return render(request, "supervision/inspection.html", context, status=409 if form.errors else 200)


def answers_of(shown: Inspection) -> list[dict[str, Any]]:
    """Return every check with its answer, for `components/checks.html`."""
    known: dict[str, bool | None] = {YES: True, NO: False}
    return [
        {
            "label": label,
            "ok": known.get(shown.checks.get(key, "")),
            "note": ANSWERS.get(shown.checks.get(key, ""), _("未答")),
        }
        for key, label in CHECKS.items()
    ]


def _facts(shown: Inspection) -> list[dict[str, Any]]:
    """Return what a supervisor compares with what he sees: how many were expected, how many came."""
    room = shown.record.exam_room
    states = list(room.seats.exclude(state="moved").values_list("state", flat=True))
    staff = [duty.person.name for duty in room.duties.filter(state="assigned").select_related("person")]
    return [
        {"label": _("时间"), "value": stretch(room.starts_at, room.ends_at)},
        {"label": _("应到"), "value": len(states), "num": True},
        {"label": _("实到"), "value": states.count("present"), "num": True},
        {"label": _("缺考"), "value": states.count("absent"), "num": True},
        {"label": _("考务人员"), "value": joined(staff) or "–"},
        {"label": _("考场记录"), "value": shown.record.state_label},
    ]


def _back(request: HttpRequest) -> dict[str, str]:
    return {"label": _("我督导的考场"), "url": reverse("supervision:mine")}


@require_GET
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the scan of the stamped sheet to whoever may see the findings."""
    shown = find(Inspection, request, pk)
    return served(request, shown.scan, purpose="supervision")


def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the report of a round with the findings it rests on; its supervisors write and sign it here."""
    shown = find(RoundReport, request, pk)
    step = shown.steps["write_report"]
    may = shown.state in step.sources and step.may.test(actor(request), shown, today())
    form = ReportForm(*posted(request), record=shown)
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            try:
                operations.write_report(shown, by=actor(request), at=timezone.now(), **form.cleaned_data)
            except Unable as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("已保存。核对无误后签署；签署后不能再改，成绩可以公示。"))
                return redirect(shown)
    context = record_context(
        shown,
        request,
        form=form if may else None,
        paragraphs=[line for line in shown.text.splitlines() if line.strip()],
        rooms=[_report_room(one) for one in queries.inspections_of(shown.round)],
        visits=queries.signed_visits(shown.round),
        columns=[
            {"label": _("考场")}, {"label": _("应到"), "num": True}, {"label": _("实到"), "num": True},
            {"label": _("问题")}, {"label": _("督导员")}, {"label": _("状态")},
        ],
        basis=basis_of(step.basis),
    )  # fmt: skip
    return render(request, "supervision/report.html", context, status=409 if form.errors else 200)


def _report_room(one: Any) -> dict[str, Any]:
    room, faults = one.record.exam_room, queries.faults_found(one)
    return {
        "id": one.pk,
        "cells": [
            {"text": str(room), "lead": True, "url": one.get_absolute_url(), "sub": str(room.sitting.subject)},
            {"text": one.expected, "num": True},
            {"text": one.present, "num": True},
            {"text": in_series(faults) or _("无")},
            {"text": str(one.supervisor or "–")},
            {"tag": state_tag(one, good=DONE)},
        ],
    }


@require_GET
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the report of a round."""
    shown = find(RoundReport, request, pk)
    at = shown.signed_at or timezone.now()
    name = _("%s期内部质量督导报告.pdf") % shown.round.number
    with override(settings.LANGUAGE_CODE):
        content = printed.supervision_report(queries.report_sheet(shown), at)
    return sent(content, name, "application/pdf")
