"""The marks workbook (成绩表): checked as a whole before anything is written, and its template.

Each subject has a sheet: theory with one row a candidate, panel subjects with one row for each candidate and examiner.
`check_marks` never writes and never computes a result: the rule of the practical mark stands elsewhere. It takes
nothing for granted: who has no marks is a fault, not an absentee, and a blank is not nought.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.documents import workbook
from jiangxin.documents.workbook import Column, Finding, SheetSpec, Workbook
from jiangxin.people import idnumber
from jiangxin.people.names import tidy
from jiangxin.scoring.marks_panels import check_panel
from jiangxin.scoring.marks_rows import MarkRow, check_mark_row, find_marks, module_heading
from jiangxin.scoring.marks_scope import (
    ABSENT,
    EXAMINER,
    ID_NUMBER,
    KNOCKED_OUT,
    NAME,
    MarksScope,
    Module,
    Subject,
)

__all__ = [
    "MarksReport", "MarksScope", "Module", "PracticalMark", "Subject", "SubjectMarks", "TheoryMark", "check_marks",
    "marks_template",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TheoryMark:
    """A candidate's mark in a subject without a panel, in points; None where absent. `row` is that of the sheet."""

    row: int
    subject: str
    id_number: str
    name: str
    mark: Decimal | None
    absent: bool


@dataclass(frozen=True, slots=True)
class PracticalMark:
    """One examiner's marks for a candidate: points by module, None where absent. `row` is that of the sheet."""

    row: int
    subject: str
    id_number: str
    name: str
    examiner: str
    modules: Mapping[str, Decimal] | None
    knocked_out: bool
    absent: bool


@dataclass(frozen=True)
class SubjectMarks:
    """What the check of one sheet found.

    `rows` are those of the round's people and of strangers; `ignored` counts rows of people whose application was
    refused; `missing` maps a row number behind the last to the sentence on somebody without marks.
    """

    subject: Subject
    sheet: str
    heading_row: int
    rows: tuple[MarkRow, ...]
    ignored: int
    missing: Mapping[int, Finding]

    @property
    def faults(self) -> dict[int, list[Finding]]:
        """Return the faults by row number."""
        faults = {row.number: list(row.faults) for row in self.rows if row.faults}
        return faults | {number: [finding] for number, finding in self.missing.items()}

    @property
    def kept(self) -> list[MarkRow]:
        """Return the rows that count: no fault, and no copy of another row."""
        return [row for row in self.rows if not row.faults and row.copy_of is None]


@dataclass(frozen=True)
class MarksReport:
    """What a check of a marks workbook found, subject by subject; `notices` concern the workbook as a whole."""

    subjects: tuple[SubjectMarks, ...]
    notices: tuple[str, ...] = ()

    @property
    def clean(self) -> bool:
        """Return whether there is no fault in any sheet."""
        return not any(subject.faults for subject in self.subjects)

    @property
    def theory(self) -> list[TheoryMark]:
        """Return the marks of subjects without a panel, in the order of the sheet."""
        return [
            TheoryMark(
                row.number, found.subject.code, row.id_number, row.name,
                None if row.absent else sum(row.marks.values(), Decimal(0)), row.absent,
            )
            for found in self.subjects if not found.subject.panel for row in found.kept
        ]  # fmt: skip

    @property
    def practical(self) -> list[PracticalMark]:
        """Return each examiner's marks in subjects with a panel, in the order of the sheets."""
        return [
            PracticalMark(
                row.number, found.subject.code, row.id_number, row.name, row.examiner,
                None if row.absent else dict(row.marks), row.knocked_out, row.absent,
            )
            for found in self.subjects if found.subject.panel for row in found.kept
        ]  # fmt: skip

    @property
    def ignored(self) -> int:
        """Return how many rows belong to people whose application was refused."""
        return sum(found.ignored for found in self.subjects)

    def counts(self) -> dict[str, int]:
        """Return how many rows there are in all sheets, and of each kind; `missing` counts people × subjects."""
        return {
            "rows": sum(len(found.rows) + found.ignored for found in self.subjects),
            "kept": sum(len(found.kept) for found in self.subjects),
            "refused": sum(bool(row.faults) for found in self.subjects for row in found.rows),
            "missing": sum(len(found.missing) for found in self.subjects),
            "ignored": self.ignored,
        }

    def marked(self, original: bytes) -> bytes:
        """Return the workbook that was checked, with 错误原因 beside each refused row, people without marks below."""
        faults = {
            found.sheet: {
                number: [finding.sentence for finding in findings] for number, findings in found.faults.items()
            }
            for found in self.subjects
        }
        return workbook.mark(original, faults, {found.sheet: found.heading_row for found in self.subjects})

    def summary(self) -> dict[str, Any]:
        """Return counts and findings as JSON-able data."""
        return {
            **self.counts(),
            "notices": list(self.notices),
            "faults": [
                {"sheet": found.sheet, "row": number, **asdict(finding)}
                for found in self.subjects
                for number, findings in found.faults.items()
                for finding in findings
            ],
        }


def check_marks(book: Workbook, expected: MarksScope) -> MarksReport:
    """Check every row of a marks workbook against the round: people, maxima, half marks, panels, absences.

    A row given twice is kept once; two rows that contradict each other are both refused. Raises UnableToRead when a
    sheet or a column is missing, or a module's heading differs from the subject's.
    """
    return MarksReport(tuple(_check_subject(book, subject, expected) for subject in expected.subjects), book.notices)


def marks_template(scope: MarksScope) -> bytes:
    """Return the marks workbook to fill: a row for each person and, in panel subjects, for each examiner.

    Examiners are named where there is one panel only; else their cells are left blank.
    """
    panel = sorted(scope.panels[0]) if len(scope.panels) == 1 else [""] * scope.panel_minimum
    sheets = []
    for subject in scope.subjects:
        examiners: Sequence[str] = panel if subject.panel else [""]
        columns = [Column(ID_NUMBER, 22), Column(NAME, 16)]
        columns += [Column(EXAMINER, 16)] if subject.panel else []
        columns += [Column(module_heading(module), 16, "number") for module in subject.modules]
        columns += [Column(KNOCKED_OUT, 10, choices=("是",))] if subject.knocks_out else []
        columns += [Column(ABSENT, 10, choices=("是",))]
        blank = [None] * (len(columns) - (3 if subject.panel else 2))
        rows = [
            [number, name, *([examiner] if subject.panel else []), *blank]
            for number, name in scope.people.items()
            for examiner in examiners
        ]
        sheets.append(SheetSpec(subject.sheet, columns, rows))
    return workbook.write(sheets)


def _check_subject(book: Workbook, subject: Subject, scope: MarksScope) -> SubjectMarks:
    sheet = workbook.find_sheet(book, subject.sheet)
    table, positions = find_marks(sheet, subject)
    found = [check_mark_row(table, row, positions, subject, scope) for row in table.rows]
    rows = _unless_ignored(found, scope)
    _judge_repeated(rows)
    if subject.panel:
        for panel in _by_person(rows).values():
            check_panel(panel, scope)
    missing = _missing(rows, subject, scope, after=table.rows[-1].number if table.rows else table.heading_row)
    return SubjectMarks(subject, sheet.name, table.heading_row, tuple(rows), len(found) - len(rows), missing)


def _unless_ignored(rows: Iterable[MarkRow], scope: MarksScope) -> list[MarkRow]:
    """Return the rows that belong to no refused application, known by its number or, where that is wrong, its name."""
    numbers = {number for number, _name in scope.ignored if number}
    by_name = {tidy(name) for number, name in scope.ignored if name and not number}
    return [
        row
        for row in rows
        if row.id_number in scope.people or (row.id_number not in numbers and row.name not in by_name)
    ]


def _by_person(rows: Iterable[MarkRow]) -> dict[str, list[MarkRow]]:
    people: defaultdict[str, list[MarkRow]] = defaultdict(list)
    for row in rows:
        if row.id_number and row.copy_of is None:
            people[row.id_number].append(row)
    return people


def _judge_repeated(rows: Iterable[MarkRow]) -> None:
    """Keep one of identical rows; refuse rows that differ for one person (and one examiner)."""
    groups: defaultdict[tuple[str, str], list[MarkRow]] = defaultdict(list)
    for row in rows:
        if row.id_number and (row.examiner or not row.faults):
            groups[row.id_number, row.examiner].append(row)
    for first, *others in groups.values():
        same = all(row.content() == first.content() for row in others)
        for row in others if same else [first, *others] if others else []:
            if same:
                row.copy_of = first.number
                sentence = _("与第 %(row)s 行完全相同，只保留第 %(row)s 行。") % {"row": first.number}
                row.notices.append(Finding(ID_NUMBER, "copy", sentence))
            else:
                sentence = _("同一考生的成绩出现多次而内容不同；请核实后只保留正确的一行。")
                if row.examiner:
                    sentence = _("同一考生由%s所评的成绩出现多次而内容不同；请核实后只保留正确的一行。") % row.examiner
                row.fault(EXAMINER if row.examiner else ID_NUMBER, "duplicate", sentence)


def _missing(rows: Iterable[MarkRow], subject: Subject, scope: MarksScope, after: int) -> dict[int, Finding]:
    present = {row.id_number for row in rows}
    absent = [(number, name) for number, name in scope.people.items() if number not in present]
    sentence = _("%(name)s（%(number)s）没有“%(sheet)s”；没有成绩不等于缺考，请补录，确实缺考的请填一行并注明。")
    return {
        after + place: Finding(
            ID_NUMBER,
            "no-row",
            sentence % {"name": name, "number": idnumber.masked(number), "sheet": subject.sheet},
        )
        for place, (number, name) in enumerate(absent, start=1)
    }
