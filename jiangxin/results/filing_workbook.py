"""The workbook 合格人员 of a result filing; its columns are data (`filing_columns.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiangxin.documents import workbook
from jiangxin.documents.workbook import Column, SheetSpec
from jiangxin.regulation.codes import code_list

if TYPE_CHECKING:
    from jiangxin.results.models import Result

SHEET = "合格人员"
OTHER_EMPLOYER = "其他"  # what the national sheet says where nobody employs the candidate (domain.md §3.1)

VALUES: dict[str, Callable[[Result], str]] = {
    "name": lambda result: result.application.person.name,
    "id_type_code": lambda result: id_type(result),  # noqa: PLW0108 - defined below
    "id_number": lambda result: result.application.person.id_number,
    "employer": lambda result: result.application.employer or result.application.person.employer or OTHER_EMPLOYER,
    "occupation": lambda result: result.application.round.level.standard.occupation.name,
    "work_type": lambda result: result.application.round.level.standard.occupation.work_type,
    "level": lambda result: str(result.application.round.level.level),
    "site": lambda result: result.application.round.institution.name,
    "institution": lambda result: result.application.round.institution.name,
}


@cache
def columns() -> tuple[dict[str, Any], ...]:
    """Return the columns as the file states them; KeyError when one names a value that doesn't exist."""
    path = Path(__file__).parent / "filing_columns.toml"
    listed = tuple(tomllib.loads(path.read_text(encoding="utf-8"))["column"])
    for column in listed:
        VALUES[column["value"]]
    return listed


def filing_workbook(results: Sequence[Result]) -> bytes:
    """Return the workbook of passed candidates: one row each, every cell a text, no certificate number.

    In practice the sheet's name says 样张, and the columns stay those of the filing.
    """
    shown = [Column(column["heading"], column["width"]) for column in columns()]
    rows = [[VALUES[column["value"]](result) for column in columns()] for result in results]
    practice = any(result.application.round.institution.practice for result in results)
    return workbook.write([SheetSpec(SHEET, shown, rows)], sample=practice)


def id_type(result: Result) -> str:
    """Return the code of the national sheet; only the resident card's is published, so others go by their name."""
    entry = code_list("id_type").get(result.application.person.id_type)
    return entry.filing_code or entry.words.zh
