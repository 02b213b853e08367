"""Pages of the day: my duties, the roll call of a room, its record. Made for a phone in one hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jiangxin.exams import operations, queries
from jiangxin.exams.models import Duty, ExamRoom, RoomRecord, Seat
from jiangxin.exams.steps import IN_ROOM
from jiangxin.exams.views.presenting import day_and_hours, room_map, tag
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import step_buttons, timeline
from jiangxin.process.views import actor, find, today

CALLED = {
    "seated": ("wait", gettext_lazy("未点名")),
    "present": ("ok", gettext_lazy("到场")),
    "absent": ("late", gettext_lazy("缺考")),
}


@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """List my duties in confirmed sittings, the next first."""
    person = getattr(request.user, "person", None)
    listed = list(queries.duties_of(person)) if person else []
    now = timezone.now()
    context = {
        "coming": [_duty(duty) for duty in listed if duty.ends_at >= now],
        "past": [_duty(duty) for duty in reversed(listed) if duty.ends_at < now],
    }
    return render(request, "exams/duties.html", context)


def _duty(duty: Duty) -> dict[str, Any]:
    record = getattr(duty.exam_room, "record", None)
    return {
        "duty": duty,
        "when": day_and_hours(duty.starts_at, duty.ends_at),
        "tag": tag(duty.sitting),
        "room_url": reverse("exams:exam_room", args=[duty.exam_room_id]) if duty.exam_room_id else "",
        "sitting_url": reverse("exams:sitting", args=[duty.sitting_id]),
        "marks": duty.role in (Duty.EXAMINER, Duty.REVIEWER),
        "record": {"state": "ok" if record.state == "signed" else "wait", "label": record.state_label}
        if record else None,
    }  # fmt: skip


@require_GET
def exam_room(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a room on the day: the roll call, the record, who serves."""
    room = find(ExamRoom, request, pk)
    seats = queries.seats_of(room)
    record = getattr(room, "record", None)
    calling = may_call(request, room)
    came = [seat for seat in seats if seat.state == "present"]
    away = [seat for seat in seats if seat.state == "absent"]
    context = {
        "room": room,
        "sitting": room.sitting,
        "when": day_and_hours(room.sitting.starts_at, room.sitting.ends_at),
        "seats": [seat_row(seat) for seat in seats],
        "calling": calling,
        "came": len(came),
        "away": len(away),
        "left": len(seats) - len(came) - len(away),
        "duties": room.duties.filter(state="assigned").select_related("person"),
        "record": record,
        "facts": record_facts(record) if record else [],
        "reopened": queries.why_reopened(record) if record and record.state == "open" else "",
        "steps": step_buttons(record, actor(request), today(), back=request.path) if record else [],
        "map": room_map(room, seats, linked=False),
        "events": timeline([record]) if record else [],
        "crumbs": [{"label": str(room.sitting), "url": reverse("exams:sitting", args=[room.sitting_id])}],
    }
    return render(request, "exams/exam_room.html", context)


def may_call(request: HttpRequest, room: ExamRoom) -> bool:
    """Tell whether this user calls the roll here now."""
    record = getattr(room, "record", None)
    if record is None or record.state != "open":
        return False
    return IN_ROOM.test(actor(request), Seat(exam_room=room), today())


def seat_row(seat: Seat) -> dict[str, Any]:
    """Return one line of the roll call."""
    kind, word = CALLED[seat.state]
    return {"seat": seat, "number": getattr(seat.application, "admission", ""), "tag": {"state": kind, "label": word}}


def record_facts(record: RoomRecord) -> list[dict[str, Any]]:
    """Return what a room's record says."""
    intact = {True: _("完好"), False: _("不完好"), None: None}[record.seal_intact]
    moments = [(_("启封时间"), record.opened_at), (_("开考时间"), record.started_at), (_("结束时间"), record.ended_at)]
    texts = [
        (_("启封见证人"), record.witnesses), (_("作废试卷及说明"), record.spoiled_papers),
        (_("违纪及处理"), record.violations), (_("延误时间及原因"), record.lost_time),
        (_("异常情况"), record.incidents),
    ]  # fmt: skip
    hours = [
        {"label": label, "value": f"{timezone.localtime(moment):%H:%M}" if moment else None, "num": True}
        for label, moment in moments
    ]
    return [
        {"label": _("试卷密封"), "value": intact},
        *hours,
        *({"label": label, "value": text or _("无")} for label, text in texts),
    ]


@require_POST
def call(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Enter that one candidate came or is absent; htmx gets the line back, any other browser the page."""
    seat = find(Seat, request, pk)
    try:
        {"check_in": operations.check_in, "mark_absent": operations.mark_absent}[verb](
            seat, by=actor(request), at=timezone.now()
        )
    except Unable as error:
        if request.headers.get("HX-Request"):
            return render(request, "errors/refused.html", {"error": error}, status=409)  # app.js says its sentence
        messages.error(request, str(error))
    room = seat.exam_room
    if not request.headers.get("HX-Request"):
        return redirect("exams:exam_room", room.pk)
    fresh = queries.seats_of(room)
    line = next(seat_row(one) for one in fresh if one.pk == seat.pk)
    counts = {state: sum(one.state == state for one in fresh) for state in ("present", "absent", "seated")}
    return render(request, "exams/roll_line.html", {"line": line, "calling": True, "counts": counts, "swapped": True})


@require_POST
def check_in_rest(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that everybody came who is not entered as absent."""
    room = find(ExamRoom, request, pk)
    away = [seat.application_id for seat in queries.seats_of(room) if seat.state == "absent"]
    try:
        operations.check_in_all(room, away, by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("点名完成：缺考 %d 人，其余都已到场。") % len(away))
    return redirect("exams:exam_room", pk)
