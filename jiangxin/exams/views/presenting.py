"""Sittings, rooms and duties as the components of the pages take them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.exams.models import Duty, ExamRoom, Seat, Sitting
from jiangxin.exams.queries import Timetable
from jiangxin.exams.rules import Staffing
from jiangxin.regulation.parameters import param

TAGS = {"arranged": "go", "confirmed": "ok", "closed": "plain", "cancelled": "late"}
SEAT_STATES = {"seated": "taken", "present": "taken", "absent": "absent"}
ACROSS = 6  # seats in a row of the map


def tag(sitting: Sitting) -> dict[str, str]:
    """Return a sitting's state as a tag."""
    return {"state": TAGS[sitting.state], "label": sitting.state_label}


def day_and_hours(starts_at: datetime, ends_at: datetime) -> dict[str, Any]:
    """Return a slot as day and hours, for the head of a column."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return {"day": start.date(), "hours": f"{start:%H:%M}–{end:%H:%M}"}


def grid(table: Timetable) -> dict[str, Any]:
    """Return the timetable: slots as heads, and a row of cells for each room."""
    lanes = [
        {
            "room": lane.room,
            "cells": [
                None if exam_room is None else {
                    "sitting": exam_room.sitting,
                    "tag": tag(exam_room.sitting),
                    "count": sum(seat.exam_room_id == exam_room.pk for seat in exam_room.sitting.seats.all()),
                    "seats": lane.room.seats,
                }
                for exam_room in lane.cells
            ],
        }
        for lane in table.lanes
    ]  # fmt: skip
    return {"slots": [day_and_hours(*slot) for slot in table.slots], "lanes": lanes}


def staffing_rows(found: Sequence[Staffing], sitting: Sitting) -> list[dict[str, Any]]:
    """Return how each room is staffed, with the rule behind the number."""
    return [
        {
            "room": one.room,
            "seated": one.seated,
            "have": one.have,
            "need": one.need,
            "enough": one.enough,
            "query": f"?room={one.room.pk}",
            "role": Duty(role=one.rule.role).get_role_display(),
            "basis": ratio_basis(one, sitting),
            "duties": [
                duty for duty in sitting.duties.all()
                if duty.exam_room_id == one.room.pk and duty.state == "assigned"
            ],
        }
        for one in found
    ]  # fmt: skip


def ratio_basis(found: Staffing, sitting: Sitting) -> dict[str, Any]:
    """Return the rule of a room's staffing for `components/basis.html`."""
    key = {"invigilator": "ratio.invigilator", "examiner": "ratio.examiner", "reviewer": "panel.reviewers_min"}
    rule, known = found.rule, param(key[found.rule.role], sitting.starts_at.date())
    parts = [_("1:%d") % rule.per] if rule.per else []
    parts.append(_("每考场不少于 %d 人") % rule.least)
    parts += [_("单数")] if rule.odd else []
    standard = sitting.round.level.standard
    return {
        "article": f"{standard} 1.9.3" if rule.per else known.basis.label,
        "value": _("，").join(parts),
        "since": standard.valid_from,
    }


def room_map(exam_room: ExamRoom, seats: Sequence[Seat], *, linked: bool) -> dict[str, Any]:
    """Return a room seen from above for `components/room_map.html`, free seats included."""
    taken = {seat.number: seat for seat in seats if seat.exam_room_id == exam_room.pk}
    count = max([exam_room.room.seats, *taken])
    places = []
    for number in range(1, count + 1):
        seat = taken.get(number)
        place: dict[str, Any] = {
            "row": (number - 1) // ACROSS + 1, "column": (number - 1) % ACROSS + 1, "no": number,
            "name": seat.application.person.name if seat else "",
            "state": SEAT_STATES[seat.state] if seat else "free",
        }  # fmt: skip
        if seat and linked:
            place["url"] = reverse("exams:move_seat", args=[seat.pk])
        places.append(place)
    columns = min(ACROSS, count)
    return {
        "title": str(exam_room), "columns": columns, "rows": (count - 1) // ACROSS + 1, "seats": places,
        "front": _("讲台") if exam_room.room.kind != "practical" else _("考评台"),
    }  # fmt: skip
