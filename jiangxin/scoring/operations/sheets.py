"""Score sheets: opened, marked and handed in on a tablet, or entered from paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.exams.models import Seat
from jiangxin.people.models import Person
from jiangxin.process.errors import Refused, Unable
from jiangxin.process.taking import begin, begin_all, take
from jiangxin.process.who import Actor
from jiangxin.regulation.words import in_series, joined
from jiangxin.scoring import queries
from jiangxin.scoring.models import ScoreSheet
from jiangxin.scoring.rules import marks_legal


class UnableToMark(Unable):
    """A mark can't be given so."""


class UnableToEnter(Unable):
    """A sheet can't be entered so."""


@dataclass(frozen=True)
class SheetRow:
    """What one marker gives one candidate: points by module in the subject's order, or that he was absent."""

    seat: Seat
    marks: Sequence[Decimal] = ()
    absent: bool = False
    knockout: bool = False
    knockout_note: str = ""


def open_sheet(seat: Seat, marker: Person, *, by: Actor, at: datetime) -> ScoreSheet:
    """Open an examiner's sheet for a candidate; his open or submitted sheet is returned as it is."""
    with transaction.atomic():
        Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        known = ScoreSheet.objects.filter(seat=seat, marker=marker).exclude(state="void").first()
        if known is not None:
            return known
        found = queries.seats_for_marking(Seat.objects.filter(pk=seat.pk)).first()
        if found is None:
            raise UnableToMark(_("不能评分：%s已调出这个座位。请刷新座位表，按新的座位评分。") % seat.application)
        seat, subject = found, found.sitting.subject
        sheet = ScoreSheet(seat=seat, subject=subject, marker=marker, marks=[None] * len(subject.maxima))
        return begin(sheet, "open_sheet", by=by, at=at)


def mark(
    sheet: ScoreSheet, marks: Sequence[Decimal | None], *, by: Actor, at: datetime, knockout: bool | None = None,
    knockout_note: str = "", absent: bool = False,
) -> ScoreSheet:  # fmt: skip
    """Write marks by module (None: 未评) into an open sheet; the same content again changes nothing.

    Raises UnableToMark for a mark above its maximum, between half marks, or beside an absence.
    """
    wanted = {"marks": list(marks), "knockout": knockout, "knockout_note": knockout_note, "absent": absent}
    sheet.refresh_from_db()
    if sheet.state in ("open", "submitted") and _content(sheet) == wanted and _is_marker(sheet, by):
        return sheet
    with take(sheet, "mark", by=by, at=at) as sheet:
        for field, value in wanted.items():
            setattr(sheet, field, value)
        _check_marks(sheet)
    return sheet


def _check_marks(sheet: ScoreSheet) -> None:
    """Raise UnableToMark for what no sheet may say, full or half filled."""
    faults = list(marks_legal(sheet))
    if len(sheet.marks) != len(sheet.subject.maxima):
        faults.append(_("各模块都要有一格"))
    if sheet.absent and (sheet.knockout or any(mark is not None for mark in sheet.marks)):
        faults.append(_("登记了缺考，就不能再有分数或否定项"))
    if faults:
        raise UnableToMark(_("不能这样评分：%s。请改正后再保存。") % in_series(faults))


def submit_sheet(sheet: ScoreSheet, *, by: Actor, at: datetime, reason: str = "") -> ScoreSheet:
    """Hand a sheet in; from then on the marker can't change it. When the panel is complete, the mark is composed.

    A second click by the marker returns the sheet as it is.
    """
    sheet.refresh_from_db()
    if sheet.state == "submitted" and _is_marker(sheet, by):
        return sheet
    with transaction.atomic():
        # The seat first, as whoever composes its mark or cancels its sitting does: else each might wait for the other.
        Seat.objects.select_for_update(of=("self",)).get(pk=sheet.seat_id)
        with take(sheet, "submit_sheet", by=by, at=at, reason=reason) as sheet:
            return sheet


def void_sheet(sheet: ScoreSheet, *, by: Actor, at: datetime, reason: str) -> ScoreSheet:
    """Void a submitted sheet, with the reason that history keeps; its marker may then write another."""
    with take(sheet, "void_sheet", by=by, at=at, reason=reason) as sheet:
        return sheet


def enter_sheets(rows: Sequence[SheetRow], *, by: Actor, at: datetime, reason: str = "") -> list[ScoreSheet]:
    """Enter sheets that one marker has given: the one who acts, or who signed the paper that is recorded.

    A row that stands already with the same content gives the sheet that is there. Raises UnableToEnter, naming the
    candidates, for one with another content; Refused for what a sheet may not say. Then nothing is entered.
    """
    marker = answerable(by)
    with transaction.atomic():
        keys = [row.seat.pk for row in rows]
        list(Seat.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        seats = {seat.pk: seat for seat in queries.seats_for_marking(Seat.objects.filter(pk__in=keys))}
        known = {
            seat.pk: sheet for seat in seats.values() for sheet in seat.sheets.all() if sheet.marker_id == marker.pk
        }
        _refuse_changed(rows, seats, known)
        fresh = {
            row.seat.pk: _sheet(row, seats[row.seat.pk], marker)
            for row in rows
            if row.seat.pk in seats and row.seat.pk not in known
        }
        begin_all(list(fresh.values()), "enter_sheet", by=by, at=at, reason=reason)
    return [known.get(key) or fresh[key] for key in keys]


def _refuse_changed(rows: Sequence[SheetRow], seats: Mapping[int, Seat], known: Mapping[int, ScoreSheet]) -> None:
    """Raise UnableToEnter for rows without a seat, given twice, or contradicting a sheet that stands."""
    keys = [row.seat.pk for row in rows]
    if len(set(keys)) < len(keys):
        raise UnableToEnter(_("不能录入：同一名考生的评分出现了两次。请核实后只保留一份。"))
    if gone := [str(row.seat.application) for row in rows if row.seat.pk not in seats]:
        raise UnableToEnter(_("不能录入：%s已调出这个座位。请刷新座位表后重新录入。") % joined(gone[:5]))
    changed = [
        str(row.seat.application)
        for row in rows
        if row.seat.pk in known and _content(known[row.seat.pk]) != _content(_sheet(row, seats[row.seat.pk], None))
    ]
    if changed:
        sentence = _("不能录入：%s已有评分表，内容与这次的不同。确需更正，请由中心先作废原评分表并写明理由。")
        raise UnableToEnter(sentence % joined(changed[:5]))


def _sheet(row: SheetRow, seat: Seat, marker: Person | None) -> ScoreSheet:
    """Return the unsaved sheet of a row."""
    subject = seat.sitting.subject
    marks = [None] * len(subject.maxima) if row.absent and not row.marks else list(row.marks)
    sheet = ScoreSheet(
        seat=seat, subject=subject, marks=marks, absent=row.absent, knockout=row.knockout,
        knockout_note=row.knockout_note,
    )  # fmt: skip
    if marker is not None:
        sheet.marker = marker
    return sheet


def _content(sheet: ScoreSheet) -> dict[str, object]:
    return {
        "marks": list(sheet.marks),
        "knockout": sheet.knockout,
        "knockout_note": sheet.knockout_note,
        "absent": sheet.absent,
    }


def answerable(by: Actor) -> Person:
    """Return the person who answers for an act: who signed the paper, else who acts."""
    person_id = (by.paper_of or by).person_id
    if person_id is None:
        raise Refused("person", _("不能录入评分：这个账号没有登记到人，评分要有人负责。"))
    return Person.objects.get(pk=person_id)


def _is_marker(sheet: ScoreSheet, by: Actor) -> bool:
    return (by.paper_of or by).person_id == sheet.marker_id
