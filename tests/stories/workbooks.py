"""Rosters and marks: of a few people cut out of the samples, with faults on request, and of the stories' people."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from jiangxin.documents.workbook import Column, SheetSpec, write
from jiangxin.enrolment.roster_scope import HEADINGS, SHEET
from jiangxin.regulation.codes import code_list
from tests.stories import enrolment as story

SAMPLES = Path(__file__).parents[1] / "samples"
ROSTER, FAULTY, MARKS = (SAMPLES / f"{name}.xlsx" for name in ("roster-120", "roster-120-with-errors", "marks-120"))

# Of the samples' people: one who passed, one who failed, one knocked out, one absent.
PASSED, FAILED = "510499200601217572", "510499200512107339"
PASSED_TOO = "510499200507302148"
KNOCKED_OUT, ABSENT = "510499200506288305", "510499200606276061"
FOUR = (PASSED, FAILED, KNOCKED_OUT, ABSENT)

type Change = Callable[[Worksheet], None]


def few(folder: Path, people: Collection[str] = FOUR, *, change: Change | None = None) -> tuple[Path, Path]:
    """Return a roster, changed where asked, and the marks of these people, by their ID numbers, in the folder."""
    return cut(ROSTER, folder / "roster.xlsx", people, change=change), cut(MARKS, folder / "marks.xlsx", people)


def cut(sample: Path, target: Path, people: Collection[str], *, change: Change | None = None) -> Path:
    """Write those rows of a sample that are these people's, headings and titles with them; return the file.

    `change` may do something to the first sheet of the result.
    """
    source, made = openpyxl.load_workbook(sample, read_only=True), openpyxl.Workbook()
    made.remove(made.active)  # type: ignore[arg-type]
    for sheet in source.worksheets:
        copied = made.create_sheet(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            if _wanted(row, people):
                copied.append(row)
    if change:
        change(made.worksheets[0])
    made.save(target)
    return target


def _wanted(row: tuple[Any, ...], people: Collection[str]) -> bool:
    """Tell whether a row is a title, a heading, or one of these people's."""
    numbers = {str(value) for value in row if isinstance(value, int | str) and len(str(value)) >= 15}
    return bool(numbers & set(people)) or not any(number[:6] == "510499" for number in numbers)


def written(column: str, value: Any, *, row: int = 1) -> Change:
    """Return the change that writes a value into a column (by its heading) of the `row`-th person."""

    def change(sheet: Worksheet) -> None:
        [heading] = [cell for line in sheet.iter_rows(max_row=2) for cell in line if cell.value == column]
        sheet.cell(heading.row + row, heading.column, value)

    return change


def book(*numbers: int, **changed: str) -> bytes:
    """Return a roster workbook of the people of these numbers; `changed` fields are the same in all rows."""
    written = []
    for number in numbers:
        row = story.row(number)
        known = {key: getattr(row, key, "") or "" for key in HEADINGS}
        known |= {
            "serial": str(number), "id_type": "居民身份证", "sex": code_list("sex").get(row.sex).words.zh,
            "education": "大学本科", "category": "普通高校在校学生", "source": "学校(在校生)", "level": "四级/中级工",
            "exam_type": "正考",
        }  # fmt: skip
        written.append([{**known, **changed}[key] for key in HEADINGS])
    return write([SheetSpec(SHEET, [Column(heading) for heading in HEADINGS.values()], written)])
