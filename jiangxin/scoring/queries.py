"""Reads over sheets and marks: what is missing of a panel, what a round's marks are, what a workbook must look like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from jiangxin.exams.models import Duty, ExamRoom, Seat
from jiangxin.exams.rules import ratio
from jiangxin.people.models import Person
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.scoring.marks_scope import MarksScope, Module
from jiangxin.scoring.marks_scope import Subject as SheetSubject
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.rules import Verdict, compose
from jiangxin.standards.models import StandardLevel, Subject

SHEETS = {"theory": "理论成绩", "practical": "实操成绩", "review": "综合评审成绩"}  # subject → sheet of the workbook


def live_sheets() -> QuerySet[ScoreSheet]:
    """Return the sheets that are not void."""
    return ScoreSheet.objects.exclude(state="void")


def seats_for_marking(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Return seats with all that a sheet's or a mark's checks ask for, in a constant number of queries."""
    return (
        seats.exclude(state="moved")
        .order_by("sitting__number", "exam_room__number", "number")
        .select_related(
            "application__person", "exam_room__room", "sitting__subject", "sitting__round__institution",
            "sitting__round__college", "sitting__round__level",
        )
        .prefetch_related(Prefetch("exam_room__duties", Duty.objects.filter(state="assigned").select_related("person")))
        .prefetch_related(Prefetch("sheets", live_sheets().select_related("marker", "subject")))
        .prefetch_related(Prefetch("marks", SubjectMark.objects.exclude(state="void")))
    )  # fmt: skip


def seats_in(round_: Round, subject: Subject) -> QuerySet[Seat]:
    """Return the seats of a subject in a round, in the order of sittings, rooms and numbers."""
    seats = Seat.objects.filter(sitting__round=round_, sitting__subject=subject).exclude(sitting__state="cancelled")
    return seats_for_marking(seats)


def panel_of(seat: Seat) -> list[Person]:
    """Return who marks this seat: the examiners (reviewers) on duty in its room, in the roster's order."""
    return [
        duty.person
        for duty in seat.exam_room.duties.all()
        if duty.state == "assigned" and duty.role in ("examiner", "reviewer")
    ]


def submitted(seat: Seat) -> list[ScoreSheet]:
    """Return the sheets of a seat that have been handed in."""
    return [sheet for sheet in seat.sheets.all() if sheet.state == "submitted"]


def panel_faults(mark: SubjectMark) -> Iterator[str]:
    """Yield why the sheets of a mark's seat give no mark yet: panel, sheets, agreement on absence."""
    sheets = submitted(mark.seat)
    if mark.subject.kind == Subject.THEORY:
        if len(sheets) != 1:
            yield _("理论成绩还没有录入") if not sheets else _("理论成绩有 %d 张评分表，只能有一张") % len(sheets)
        return
    panel = panel_of(mark.seat)
    yield from _panel_wrong(mark, len(panel))
    markers = {sheet.marker_id for sheet in sheets}
    for person in panel:
        if person.pk not in markers:
            yield _("%s还没有交评分表") % person
    for sheet in sheets:
        if sheet.marker not in panel:
            yield _("%s交了评分表，但不在这个考场的考评组里；请由中心作废这张评分表") % sheet.marker
    yield from _absence_disputed(sheets)


def _panel_wrong(mark: SubjectMark, count: int) -> Iterator[str]:
    sitting = mark.seat.sitting
    rule = ratio(mark.subject.kind, sitting.round.level, sitting.starts_at.date())
    if count < rule.least:
        yield _("考评组只有 %(count)d 人，应有 %(least)d 人以上") % {"count": count, "least": rule.least}
    elif rule.odd and count % 2 == 0:
        yield _("考评组有 %d 人，人数应为单数") % count


def _absence_disputed(sheets: Sequence[ScoreSheet]) -> Iterator[str]:
    absent = [str(sheet.marker) for sheet in sheets if sheet.absent]
    present = [str(sheet.marker) for sheet in sheets if not sheet.absent]
    if absent and present:
        yield _("是否缺考，考评员意见不一：%(absent)s记缺考，%(present)s给了分") % {
            "absent": "、".join(absent),
            "present": "、".join(present),
        }


def verdict(seat: Seat) -> Verdict:
    """Return what the complete sheets of a seat give."""
    sheets = submitted(seat)
    day = seat.sitting.starts_at.date()
    return compose(
        [sheet.total for sheet in sheets], [sheet.absent for sheet in sheets], [sheet.knockout for sheet in sheets], day
    )


def marks_of(round_: Round, subject: Subject | None = None) -> QuerySet[SubjectMark]:
    """Return the marks of a round (in one subject) that stand, with candidates and subjects."""
    marks = SubjectMark.objects.filter(seat__sitting__round=round_).exclude(state="void")
    marks = marks.filter(subject=subject) if subject else marks
    return marks.select_related(
        "subject", "confirmed_by", "seat__application__person", "seat__sitting__subject", "seat__exam_room__room"
    )


def seats_of_marker(person: Person, exam_room: ExamRoom) -> list[tuple[Seat, ScoreSheet | None]]:
    """Return an examiner's candidates in a room, each with his own sheet; another's sheets are not read."""
    seats = exam_room.seats.exclude(state="moved").order_by("number")
    sheets = {
        sheet.seat_id: sheet
        for sheet in ScoreSheet.objects.filter(seat__exam_room=exam_room, marker=person).exclude(state="void")
    }
    listed = seats.select_related("application__person", "application__admission", "application__photo")
    return [(seat, sheets.get(seat.pk)) for seat in listed]


def sheet_subjects(level: StandardLevel, kinds: Collection[str] | None = None) -> tuple[SheetSubject, ...]:
    """Return the sheets of a level's marks workbook (of some kinds of subject): names, modules, maxima."""
    return tuple(
        SheetSubject(
            subject.kind,
            SHEETS[subject.kind],
            tuple(Module(name, maximum) for name, maximum in _modules(subject)),
            panel=subject.kind != Subject.THEORY,
        )
        for subject in level.subjects.all()
        if kinds is None or subject.kind in kinds
    )


def _modules(subject: Subject) -> list[tuple[str, Decimal]]:
    if subject.modules:
        return [(module["name"], Decimal(module["maximum"])) for module in subject.modules]
    return [(SHEETS[subject.kind], subject.full_mark)]


def marks_scope(
    level: StandardLevel, people: Mapping[str, str], *, kinds: Collection[str] | None = None,
    panels: Sequence[frozenset[str]] = (), ignored: Iterable[tuple[str, str]] = (),
) -> MarksScope:  # fmt: skip
    """Return what a marks workbook of a level must look like for these people (ID number → name).

    `panels` are the names of the examiners of each panel, `ignored` the refused rows of the roster as
    (ID number, name).
    """
    return MarksScope(
        sheet_subjects(level, kinds),
        people,
        max(level.least_examiners, param("panel.examiners_min").integer),
        param("mark.step").number,
        list(ignored),
        panels,
    )
