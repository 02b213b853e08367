"""Subject marks: composed from complete panels, knock-outs confirmed by the supervisor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.exams.models import Seat, Sitting
from jiangxin.process.errors import Unable
from jiangxin.process.step import Step
from jiangxin.process.taking import begin_all, take, take_all
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round
from jiangxin.scoring import queries
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.operations.sheets import answerable
from jiangxin.standards.models import Subject


class UnableToCompose(Unable):
    """Marks can't be composed."""


def compose_marks(round_: Round, subject: Subject, *, by: Actor, at: datetime) -> list[SubjectMark]:
    """Compose every candidate's mark in a subject from the sheets; marks that stand already stay.

    A knock-out awaits the supervisor's confirmation. Returns all marks of the subject. Raises Refused, naming the
    candidates, while a panel is even, a sheet is missing or examiners disagree on absence; then nothing is composed.
    """
    with transaction.atomic():
        keys = list(queries.seats_in(round_, subject).values_list("pk", flat=True))
        if not keys:
            raise UnableToCompose(_("不能合成成绩：%s还没有考生编座。请先编排场次。") % subject)
        compose_seats(keys, by=by, at=at)
    return list(queries.marks_of(round_, subject))


def compose_seats(keys: Iterable[int], *, by: Actor, at: datetime) -> list[SubjectMark]:
    """Compose the marks of some seats that have none yet; two who do it at once give one mark."""
    with transaction.atomic():
        locked = Seat.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
        seats = queries.seats_for_marking(Seat.objects.filter(pk__in=[seat.pk for seat in locked]))
        return _begin_marks([seat for seat in seats if not seat.marks.all()], by=by, at=at)


def _begin_marks(seats: Sequence[Seat], *, by: Actor, at: datetime) -> list[SubjectMark]:
    final: list[SubjectMark] = []
    awaiting: list[SubjectMark] = []
    faulty: list[SubjectMark] = []
    for seat in seats:
        mark = SubjectMark(seat=seat, subject=seat.sitting.subject)
        if any(queries.panel_faults(mark)):
            faulty.append(mark)  # the step names what is missing
            continue
        found = queries.verdict(seat)
        mark.mark, mark.absent, mark.knocked_out = found.mark, found.absent, found.knocked_out
        (awaiting if found.knocked_out else final).append(mark)
    return [
        *begin_all([*final, *faulty], "compose_mark", by=by, at=at),
        *begin_all(awaiting, "propose_knockout", by=by, at=at),
    ]


def compose_when_complete(records: Sequence[ScoreSheet], step: Step, by: Actor, at: datetime, **_signal: Any) -> None:
    """Compose the mark when the last examiner of a panel hands in his sheet; heard inside that step."""
    if step.verb != "submit_sheet":
        return
    for sheet in records:
        Seat.objects.select_for_update(of=("self",)).get(pk=sheet.seat_id)  # the last of two who hand in at once
        seat = queries.seats_for_marking(Seat.objects.filter(pk=sheet.seat_id)).get()
        complete = not any(queries.panel_faults(SubjectMark(seat=seat, subject=sheet.subject)))
        if complete and not seat.marks.all():
            _begin_marks([seat], by=by, at=at)


def void_when_cancelled(
    records: Sequence[Sitting], step: Step, by: Actor, at: datetime, reason: str, **_signal: Any
) -> None:
    """Void whatever was marked in a sitting that is cancelled, with its reason; heard inside that step."""
    if step.verb != "cancel_sitting":
        return
    for sitting in records:
        marks = SubjectMark.objects.filter(seat__sitting=sitting).exclude(state="void")
        take_all(marks, "cancel_mark", by=by, at=at, reason=reason)
        sheets = queries.live_sheets().filter(seat__sitting=sitting)
        take_all(sheets, "cancel_sheet", by=by, at=at, reason=reason)


def confirm_knockout(mark: SubjectMark, *, by: Actor, at: datetime, reason: str = "") -> SubjectMark:
    """Confirm a knock-out as the sitting's supervisor: the mark stays, the conclusion is 不合格（否定项）."""
    with take(mark, "confirm_knockout", by=by, at=at, reason=reason) as mark:
        mark.confirmed_by = answerable(by)
    return mark


def void_mark(mark: SubjectMark, *, by: Actor, at: datetime, reason: str) -> SubjectMark:
    """Void a mark, with the reason that history keeps; the sheets stay and may then be voided one by one."""
    with take(mark, "void_mark", by=by, at=at, reason=reason) as mark:
        return mark
