"""Reads over sheets and marks: what is missing of a panel, what a round's marks are, what a workbook must look like."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from jiangxin.exams.models import Duty, ExamRoom, Seat
from jiangxin.people.models import Person
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.scoring.marks_scope import MarksScope, Module
from jiangxin.scoring.marks_scope import Subject as SheetSubject
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.panel import panel_faults, panel_of, submitted, verdict
from jiangxin.standards.models import StandardLevel, Subject

__all__ = [
    "SHEETS", "live_sheets", "marks_of", "marks_scope", "panel_faults", "panel_of", "seats_for_marking", "seats_in",
    "seats_of_marker", "sheet_subjects", "submitted", "verdict", "with_marking",
]  # fmt: skip

SHEETS = {"theory": "理论成绩", "practical": "实操成绩", "review": "综合评审成绩"}  # subject → sheet of the workbook


def live_sheets() -> QuerySet[ScoreSheet]:
    """Return the sheets that are not void."""
    return ScoreSheet.objects.exclude(state="void")


def seats_for_marking(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Return those of the seats in which somebody sits, with all that a sheet's or a mark's checks ask for."""
    return with_marking(seats.exclude(state="moved"))


def with_marking(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Return seats with sheets, marks and panel, in a constant number of queries."""
    return (
        seats.order_by("sitting__number", "exam_room__number", "number")
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
