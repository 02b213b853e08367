"""What an applicant states about himself, as far as conditions of application ask: jobs, certificates, titles, studies.

`None` says that nobody has asked yet, an empty tuple that there is nothing: only the first can still be made good by an
answer. The shapes follow domain.md §4.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self


class Scope(StrEnum):
    """How near a job, certificate or subject of study is to the occupation (本职业、相关职业)."""

    SAME = "same"
    RELATED = "related"


class Rank(StrEnum):
    """The rank of a professional title (职称)."""

    JUNIOR = "junior"
    MIDDLE = "middle"
    SENIOR = "senior"


RANKS = list(Rank)  # from low to high


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Job:
    """A job in the occupation or a related one; without `until` it goes on. `trainee` is 见习.

    Here and below, what no rule reads (names, numbers) is for the people who read the form.
    """

    since: date
    until: date | None = None
    scope: Scope = Scope.SAME
    trainee: bool = False
    employer: str = ""
    post: str = ""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Return the job that `told` states in JSON's words."""
        since = date.fromisoformat(told["since"])
        scope, words = Scope(told.get("scope", "same")), (told.get("employer", ""), told.get("post", ""))
        return cls(since, _day(told.get("until")), scope, bool(told.get("trainee")), *words)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate held: its level, what kind it is, and the day of issue where it is known."""

    level: int
    issued: date | None = None
    scope: Scope = Scope.SAME
    kind: str = "skill_level"  # skill_level 职业技能等级, qualification 职业资格, reserve 预备技师
    occupation: str = ""
    number: str = ""  # 16, 20 or 22 characters, or whatever an older one bears (domain.md §1.4)

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Return the certificate that `told` states in JSON's words."""
        scope, kind = Scope(told.get("scope", "same")), told.get("kind", "skill_level")
        words = (told.get("occupation", ""), told.get("number", ""))
        return cls(int(told["level"]), _day(told.get("issued")), scope, kind, *words)


@dataclass(frozen=True, slots=True)
class Title:
    """A professional title (职称); whether it matches the occupation (符合专业对应关系) a person judges."""

    rank: Rank
    issued: date | None = None
    name: str = ""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Return the title that `told` states in JSON's words."""
        return cls(Rank(told["rank"]), _day(told.get("issued")), told.get("name", ""))


@dataclass(frozen=True, slots=True)
class Study:
    """A course of study, finished (`graduated`) or going on (`expected` is the day of graduation foreseen).

    `school` and `programme` are codes of the lists `school` and `programme`, "" for another; a roster doesn't ask for
    the programme. `evaluated` is no statement but what the institution's list (`standards/evaluated.py`) says: whether
    it is 经评估论证 on the day, None for not listed. `final_year` is what was stated of a student; a day outweighs it.
    """

    school: str
    graduated: date | None = None
    expected: date | None = None
    scope: Scope | None = Scope.SAME  # None: another subject than the occupation's
    programme: str | None = None
    evaluated: bool | None = None
    final_year: bool | None = None
    name: str = ""
    major: str = ""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Return the course of study that `told` states in JSON's words."""
        scope = told.get("scope", "same")
        return cls(
            told["school"],
            _day(told.get("graduated")),
            _day(told.get("expected")),
            Scope(scope) if scope else None,
            told.get("programme"),
            told.get("evaluated"),
            told.get("final_year"),
            told.get("name", ""),
            told.get("major", ""),
        )


@dataclass(frozen=True, slots=True)
class Training:
    """A training for a level, with its hours and whether the certificate of completion (结业证书) is there."""

    level: int
    hours: int
    certificate: bool = True
    provider: str = ""
    number: str = ""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Self:
        """Return the training that `told` states in JSON's words."""
        words = (told.get("provider", ""), told.get("number", ""))
        return cls(int(told["level"]), int(told["hours"]), bool(told.get("certificate", True)), *words)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is stated. `total_years` is a number of years without dates, as rosters give it."""

    born: date | None = None
    engaged: str | None = None  # "works" or "intends" (从事、拟从事)
    jobs: tuple[Job, ...] | None = None
    total_years: Decimal | None = None
    certificates: tuple[Certificate, ...] | None = None
    titles: tuple[Title, ...] | None = None
    studies: tuple[Study, ...] | None = None
    trainings: tuple[Training, ...] | None = None
    apprenticeship: str | None = None  # "same", "related", or "none"

    @classmethod
    def read(cls, told: Mapping[str, Any], *, born: date | None = None) -> Self:
        """Return the facts that `told` states in JSON's words; raises KeyError or ValueError for what is no fact."""
        unknown = set(told) - {field.name for field in fields(cls)}
        if unknown:
            raise KeyError(", ".join(sorted(unknown)))
        lists = {
            name: tuple(kind.read(row) for row in told[name])
            for name, kind in _LISTS.items()
            if told.get(name) is not None
        }
        total = told.get("total_years")
        return cls(
            born=born or _day(told.get("born")),
            engaged=told.get("engaged"),
            total_years=None if total is None else Decimal(str(total)),
            apprenticeship=told.get("apprenticeship"),
            **lists,
        )


_LISTS: dict[str, Any] = {
    "jobs": Job,
    "certificates": Certificate,
    "titles": Title,
    "studies": Study,
    "trainings": Training,
}
