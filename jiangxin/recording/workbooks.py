"""Both workbooks are checked before the first write: faults go back to the person in his own workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from jiangxin.documents import workbook
from jiangxin.enrolment.queries import roster_scope
from jiangxin.enrolment.roster import RosterReport, check_roster
from jiangxin.process.errors import Unable
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.scoring.marks_scope import MarksScope, Module
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
    """Two workbooks without faults (or without their faulty rows)."""

    roster: RosterReport
    marks: MarksReport


def check(roster: Path, marks: Path, level: StandardLevel, on: date, *, clean_rows: bool) -> Checked:
    """Read and check both workbooks against a level; ages count on the day `on`.

    Raises UnableToRead where a file is none that can be read, UnableToAccept where rows are faulty.
    """
    roster_bytes, marks_bytes = roster.read_bytes(), marks.read_bytes()
    roster_report = check_roster(workbook.read(roster_bytes), roster_scope(Round(level=level, apply_until=on)))
    marks_report = check_marks(workbook.read(marks_bytes), marks_scope(level, roster_report, on))
    marked = {}
    if roster_report.faulty and not clean_rows:
        marked["roster-marked.xlsx"] = roster_report.marked(roster_bytes)
    if not marks_report.clean:
        marked["marks-marked.xlsx"] = marks_report.marked(marks_bytes)
    if marked:
        sentence = _(
            "没有写入任何数据：名册有 %(roster)d 行、成绩册有 %(marks)d 处错误。"
            "请按标注文件里的“错误原因”改好后重新运行。"
        )
        counts = {"roster": len(roster_report.faulty), "marks": sum(len(s.faults) for s in marks_report.subjects)}
        raise UnableToAccept(sentence % counts, marked)
    return Checked(roster_report, marks_report)


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
