"""The invented applicants of the demonstration, and the roster workbooks that a college makes of them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from jiangxin.documents import workbook
from jiangxin.enrolment.roster_scope import HEADINGS, LISTS, SHEET, level_words
from jiangxin.people import idnumber
from jiangxin.people.operations import NewPerson
from jiangxin.regulation.calendar import add_months
from jiangxin.regulation.codes import code_list

AREAS = ("510499", "999999")  # neither exists
COLLEGE = "电气信息工程学院"
SCHOOL = "攀枝花学院"

# What the answers of each kind of applicant are, by the roster's columns; codes where the column has a list.
KINDS: dict[str, dict[str, Any]] = {
    "student": {
        "category": "student", "source": "school", "education": "bachelor", "major": "电气工程及其自动化",
        "condition": "四级-3",
    },
    "worker": {
        "category": "employee", "source": "enterprise", "education": "high_school", "condition": "四级-1",
        "work_years": 8,
    },
    "beginner": {
        "category": "other", "source": "society", "education": "high_school", "condition": "四级-1", "work_years": 5,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Applicant:
    """Somebody who applies. `number` tells him from all others; ID number and phone are made of it."""

    number: int
    name: str
    sex: str
    kind: str = "student"
    ethnicity: str = "汉族"
    employer: str = COLLEGE
    login: str = ""
    outcome: str = ""
    area: str = ""  # where he was born, if not of AREAS; of another province, and nowhere either
    until: date = field(default=date(2027, 3, 1))  # the last day of enrolment in his round

    @property
    def id_number(self) -> str:
        """A resident's number whose area exists nowhere, with the right check digit."""
        born = f"{2004 if self.kind == 'student' else 1990}{self.number % 12 + 1:02d}{self.number % 28 + 1:02d}"
        order = self.number * 2 + (1 if self.sex == "male" else 0)
        first = f"{self.area or AREAS[self.number % 2]}{born}{order:03d}"
        return first + idnumber.check_digit(first)

    @property
    def phone(self) -> str:
        """A mobile number of his own."""
        return f"1880000{self.number:04d}"

    @property
    def answers(self) -> dict[str, Any]:
        """What he answers beside name and ID number, by the roster's columns."""
        if self.kind != "student":
            return KINDS[self.kind]
        status = "已毕业" if self.graduates <= self.until else "在读应届毕业生"
        return KINDS[self.kind] | {"graduated": f"{self.graduates:%Y-%m}", "student_status": status}

    @property
    def graduates(self) -> date:
        """The end of a student's last year: next June for most of the year, last June in the two months after it."""
        return date(self.until.year + (self.until.month > 8), 6, 30)

    @property
    def facts(self) -> dict[str, Any]:
        """Return what he states for his condition on the pages, where jobs have dates."""
        if self.kind == "student":
            study = {"school": "bachelor", "name": SCHOOL, "major": self.answers["major"]}
            return {"studies": [study | self._end]}
        since = add_months(self.until, -12 * int(self.answers["work_years"]) - 2)
        return {"jobs": [{"since": since.isoformat(), "employer": self.employer, "post": "电工"}]}

    @property
    def _end(self) -> dict[str, Any]:
        ends = self.graduates.isoformat()
        return {"graduated": ends} if self.graduates <= self.until else {"expected": ends, "final_year": True}

    def as_person(self) -> NewPerson:
        """Return what is registered of him."""
        details = {"phone": self.phone, "ethnicity": self.ethnicity, "sex": self.sex}
        return NewPerson(self.name, self.id_number, employer=self.employer, details=details)

    def cells(self, occupation: str, level: int) -> dict[str, Any]:
        """Return his row of a roster workbook, in the words in which an office writes it, by column key."""
        known = {
            "serial": self.number, "name": self.name, "id_type": "resident", "id_number": self.id_number,
            "sex": self.sex, "ethnicity": self.ethnicity, "phone": self.phone, "employer": self.employer,
            "occupation": occupation, "level": level_words(level), "exam_type": "first", **self.answers,
        }  # fmt: skip
        return {key: _words(key, value) for key, value in known.items()}


def _words(key: str, value: Any) -> Any:
    """Return the Chinese words of a code, whatever language is active."""
    return code_list(LISTS[key]).get(value).words.zh if key in LISTS else value


@cache
def _cast() -> dict[str, list[Applicant]]:
    lists = tomllib.loads((Path(__file__).parent / "people.toml").read_text(encoding="utf-8"))
    found: dict[str, list[Applicant]] = {}
    number = 0
    for part, rows in lists.items():
        for row in rows:
            number += 1
            found.setdefault(part, []).append(Applicant(number, **row))
    return found


def applicants(part: str, until: date) -> list[Applicant]:
    """Return the applicants of a part of the demonstration (`people.toml`); its students are in their last year.

    `until` is the last day of their round's enrolment.
    """
    return [replace(one, until=until) for one in _cast()[part]]


def roster_of(rows: Sequence[dict[str, Any]], title: str) -> bytes:
    """Return the roster workbook with these rows, each by column key as `Applicant.cells` gives it."""
    columns = [
        workbook.Column(
            heading, 20 if key == "id_number" else 12, "number" if key in ("serial", "work_years") else "text"
        )
        for key, heading in HEADINGS.items()
    ]
    cells = [[row.get(key, "") for key in HEADINGS] for row in rows]
    return workbook.write([workbook.SheetSpec(SHEET, columns, cells, title=title)])
