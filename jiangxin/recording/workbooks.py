"""Both workbooks are checked before the first write: faults go back to the person in his own workbook."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from jiangxin.documents import workbook
from jiangxin.documents.workbook import Workbook
from jiangxin.enrolment.queries import roster_scope
from jiangxin.enrolment.roster import RosterReport, check_roster
from jiangxin.enrolment.roster_plan import refuse_other_names
from jiangxin.people.models import Organisation, Person
from jiangxin.process.errors import Unable
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.scoring.marks_scope import EXAMINER, MarksScope, Module
from jiangxin.scoring.marks_scope import Subject as SheetSubject
from jiangxin.scoring.workbook import MarksReport, check_marks
from jiangxin.standards.models import StandardLevel

SHEETS = {"theory": "理论成绩", "practical": "实操成绩", "review": "综合评审成绩"}


class UnableToAccept(Unable):
    """A workbook has faults; `marked` holds the person's own workbook with 错误原因, by file name."""

    def __init__(self, sentence: str, marked: Mapping[str, bytes]) -> None:
        super().__init__(sentence)
        self.marked = dict(marked)


@dataclass(frozen=True)
class Checked:
    """What the check of both workbooks found."""

    roster: RosterReport
    marks: MarksReport


@dataclass(frozen=True)
class Books:
    """The two workbooks of a round: as they came, and as they were read."""

    roster_bytes: bytes
    marks_bytes: bytes
    roster: Workbook
    marks: Workbook


def read(roster: Path, marks: Path) -> Books:
    """Read both workbooks; raises UnableToRead where a file is none that can be read."""
    roster_bytes, marks_bytes = roster.read_bytes(), marks.read_bytes()
    return Books(roster_bytes, marks_bytes, workbook.read(roster_bytes), workbook.read(marks_bytes))


def look(books: Books, level: StandardLevel, on: date, *, register: Organisation | None = None) -> Checked:
    """Check both workbooks against a level; ages count on the day `on`. The faults stand in the reports.

    With a `register`, people whom that institution knows under another name are refused too.
    """
    roster = check_roster(books.roster, roster_scope(Round(level=level, apply_until=on)))
    if register is not None:
        refuse_other_names(roster, register)
    return Checked(roster, check_marks(books.marks, marks_scope(level, roster, on)))


def refuse_strange_examiners(marks: MarksReport, examiners: Collection[Person]) -> dict[str, Person]:
    """Refuse the rows of examiners who are none of these, or whose name two of them have; return these by name."""
    count = Counter(person.name for person in examiners)
    for row in (row for found in marks.subjects if found.subject.panel for row in found.rows if row.examiner):
        if not count[row.examiner]:
            sentence = _("%s不是本机构在任并有账号的考评员；请先登记任职、考评员证和账号，或更正姓名。")
            row.fault(EXAMINER, "unknown-examiner", sentence % row.examiner)
        elif count[row.examiner] > 1:
            sentence = _("本机构有 %(count)d 名叫%(name)s的考评员，分不清是谁评的分；请由管理员先在名册里区分姓名。")
            row.fault(EXAMINER, "two-examiners", sentence % {"count": count[row.examiner], "name": row.examiner})
    return {person.name: person for person in examiners}


def require_clean(books: Books, checked: Checked, *, clean_rows: bool) -> None:
    """Raise UnableToAccept, with the workbooks marked, where rows are faulty; `clean_rows` leaves the roster's out."""
    roster_report, marks_report, marked = checked.roster, checked.marks, dict[str, bytes]()
    if roster_report.faulty and not clean_rows:
        marked["roster-marked.xlsx"] = roster_report.marked(books.roster_bytes)
    if not marks_report.clean:
        marked["marks-marked.xlsx"] = marks_report.marked(books.marks_bytes)
    if marked:
        sentence = _(
            "没有写入任何数据：名册有 %(roster)d 行、成绩册有 %(marks)d 处错误。"
            "请按标注文件里的“错误原因”改好后重新运行。"
        )
        counts = {"roster": len(roster_report.faulty), "marks": sum(len(s.faults) for s in marks_report.subjects)}
        raise UnableToAccept(sentence % counts, marked)


def marks_scope(level: StandardLevel, roster: RosterReport, on: date) -> MarksScope:
    """Return what the marks of these people must look like."""
    subjects = tuple(
        SheetSubject(
            code=subject.kind,
            sheet=SHEETS[subject.kind],
            modules=_modules(subject.modules) or (Module(SHEETS[subject.kind], subject.full_mark),),
            panel=subject.kind != "theory",
        )
        for subject in level.subjects.all()
    )
    return MarksScope(
        subjects=subjects,
        people={row.id_number: row.name for row in roster.accepted},
        panel_minimum=level.least_examiners,
        mark_step=param("mark.step", on).number,
        ignored=roster.refused_people,
    )


def _modules(modules: list[dict[str, str]]) -> tuple[Module, ...]:
    """Return a subject's modules with their maxima."""
    from decimal import Decimal

    return tuple(Module(module["name"], Decimal(module["maximum"])) for module in modules)
