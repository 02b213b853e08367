"""Marks that come in numbers: a workbook, or a table filled by keyboard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.documents import operations as documents
from jiangxin.documents import workbook
from jiangxin.documents.workbook import UnableToRead
from jiangxin.exams.models import Seat
from jiangxin.people.models import Person, User
from jiangxin.process.errors import Unable
from jiangxin.process.who import Actor
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round
from jiangxin.scoring import queries
from jiangxin.scoring.marks_scope import EXAMINER
from jiangxin.scoring.marks_scope import Subject as SheetSubject
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.operations.composing import compose_seats
from jiangxin.scoring.operations.sheets import SheetRow, UnableToEnter, enter_sheets
from jiangxin.scoring.workbook import MarksReport, check_marks
from jiangxin.standards.models import Subject


class UnableToImportMarks(Unable):
    """A marks workbook isn't taken; `marked` is the workbook with 错误原因 beside each refused row."""

    def __init__(self, sentence: str, *, marked: bytes | None = None, report: MarksReport | None = None) -> None:
        self.marked, self.report = marked, report
        super().__init__(sentence)


@dataclass(frozen=True)
class _Hall:
    """The seats of the subjects that a workbook gives: by subject and ID number."""

    seats: Mapping[tuple[str, str], Seat]

    @property
    def people(self) -> dict[str, str]:
        return {number: seat.application.person.name for (_kind, number), seat in self.seats.items()}

    def panel(self, kind: str, number: str) -> dict[str, Person]:
        """Return who marks this candidate, by name."""
        return {person.name: person for person in queries.panel_of(self.seats[kind, number])}

    @property
    def panels(self) -> list[frozenset[str]]:
        """Return every panel of the practical subjects, by names."""
        return list({frozenset(self.panel(*key)) for key in self.seats if key[0] != Subject.THEORY})


def import_marks(
    round_: Round, name: str, content: bytes, *, by: Actor, at: datetime, kinds: Collection[str] | None = None,
    ignored: Iterable[tuple[str, str]] = (),
) -> list[ScoreSheet]:  # fmt: skip
    """Enter a marks workbook: theory for the one who acts, practical for each examiner whose paper is recorded.

    `kinds` are the subjects it must hold (default: those whose sheets it has); `ignored` the refused rows of the
    roster. Theory marks are composed at once, practical ones by `compose_marks`. Raises UnableToImportMarks with the
    marked workbook when it has any fault; then nothing is entered.
    """
    try:
        book = workbook.read(content)
        wanted = set(kinds) if kinds is not None else _kinds_in(book)
        hall = _hall(round_, wanted)
        scope = queries.marks_scope(round_.level, hall.people, kinds=wanted, panels=hall.panels, ignored=ignored)
        report = check_marks(book, scope)
    except UnableToRead as error:
        raise UnableToImportMarks(_("没有导入“%(name)s”：%(why)s") % {"name": name, "why": error}) from error
    _check_rooms(report, hall)
    if not report.clean:
        counts = report.counts()
        sentence = _(
            "没有导入“%(name)s”：%(refused)d 行有错误，%(missing)d 人次缺成绩。请下载标出错误的表格，改好后重新上传。"
        )
        raise UnableToImportMarks(sentence % {"name": name, **counts}, marked=report.marked(content), report=report)
    with transaction.atomic():
        documents.keep(round_.institution, name, content, workbook.MEDIA_TYPE, by=by, at=at)
        reason = _("成绩表“%(name)s”（SHA-256 %(hash)s）") % {"name": name, "hash": sha256(content).hexdigest()}
        return _enter(report, hall, by=by, at=at, reason=reason)


def _kinds_in(book: workbook.Workbook) -> set[str]:
    """Return the subjects whose sheets a workbook has; raises UnableToImportMarks when it has none."""
    names = {workbook.normalised(sheet.name) for sheet in book.sheets}
    found = {kind for kind, name in queries.SHEETS.items() if workbook.normalised(name) in names}
    if not found:
        expected = joined(queries.SHEETS.values())
        raise UnableToImportMarks(_("没有导入成绩表：没有名为%s的工作表。请用模板填写。") % expected)
    return found


def _hall(round_: Round, kinds: Collection[str]) -> _Hall:
    seats: dict[tuple[str, str], Seat] = {}
    for subject in round_.level.subjects.all():
        if subject.kind in kinds:
            seats |= {
                (subject.kind, seat.application.person.id_number): seat for seat in queries.seats_in(round_, subject)
            }
    if not seats:
        raise UnableToImportMarks(_("没有导入成绩表：这些科目还没有考生编座。请先编排场次。"))
    return _Hall(seats)


def _check_rooms(report: MarksReport, hall: _Hall) -> None:
    """Refuse the rows of examiners who aren't on duty in the candidate's own room."""
    for found in report.subjects:
        for row in found.rows if found.subject.panel else ():
            seat = hall.seats.get((found.subject.code, row.id_number))
            if row.faults or seat is None or row.examiner in hall.panel(found.subject.code, row.id_number):
                continue
            sentence = _("%(examiner)s不在该考生的%(room)s考评；请核对考评员姓名。")
            row.fault(EXAMINER, "other-room", sentence % {"examiner": row.examiner, "room": seat.exam_room})


def _enter(report: MarksReport, hall: _Hall, *, by: Actor, at: datetime, reason: str) -> list[ScoreSheet]:
    """Enter the rows of a clean report, marker by marker."""
    theory = [
        SheetRow(hall.seats[row.subject, row.id_number], () if row.mark is None else (row.mark,), row.absent)
        for row in report.theory
    ]
    sheets = enter_sheets(theory, by=by, at=at, reason=reason) if theory else []
    compose_seats([sheet.seat_id for sheet in sheets], by=by, at=at)
    by_examiner: dict[Person, list[SheetRow]] = defaultdict(list)
    for row in report.practical:
        seat = hall.seats[row.subject, row.id_number]
        names = [module.name for module in _subject(report, row.subject).modules]
        marks = tuple(row.modules[name] for name in names) if row.modules is not None else ()
        examiner = hall.panel(row.subject, row.id_number)[row.examiner]
        by_examiner[examiner].append(SheetRow(seat, marks, row.absent, row.knocked_out))
    for examiner, rows in by_examiner.items():
        sheets += enter_sheets(rows, by=_on_paper_of(by, examiner), at=at, reason=reason)
    return sheets


def _subject(report: MarksReport, code: str) -> SheetSubject:
    return next(found.subject for found in report.subjects if found.subject.code == code)


def _on_paper_of(by: Actor, examiner: Person) -> Actor:
    """Return the recorder of an examiner's paper; the examiner himself when he enters his own marks."""
    if by.person_id == examiner.pk and by.paper_of is None:
        return by
    signer = User.objects.filter(person=examiner).first()
    if signer is None:
        sentence = _("没有导入成绩表：考评员%s没有账号，他签过字的评分表就没有人负责。请先为他开通账号。")
        raise UnableToImportMarks(sentence % examiner)
    return User.objects.get(pk=by.id).on_paper_of(signer)


def enter_theory(round_: Round, marks: Mapping[int, Decimal | None], *, by: Actor, at: datetime) -> list[SubjectMark]:
    """Enter theory marks by keyboard and compose them: application (primary key) → mark, None for absent.

    What stands already with the same mark stays. Raises UnableToEnter for somebody without a seat in theory.
    """
    subject = round_.level.subjects.get(kind=Subject.THEORY)
    seats = {seat.application_id: seat for seat in queries.seats_in(round_, subject)}
    if strangers := set(marks) - set(seats):
        sentence = _("不能录入：有 %d 名考生没有编入理论考试的考场。请刷新页面，核对名单。")
        raise UnableToEnter(sentence % len(strangers))
    rows = [SheetRow(seats[key], () if mark is None else (mark,), absent=mark is None) for key, mark in marks.items()]
    with transaction.atomic():
        enter_sheets(rows, by=by, at=at)
        compose_seats([row.seat.pk for row in rows], by=by, at=at)
    wanted = [row.seat.pk for row in rows]
    return list(queries.marks_of(round_, subject).filter(seat__in=wanted))
