"""The world of the tests: the practice institution, its people, and the hour at which things happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from jiangxin.people import idnumber
from jiangxin.people import operations as people
from jiangxin.people.models import Person, User
from jiangxin.practice import Practice, practice
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round


class World:
    """Whatever a story needs: `world.user("reviewer")`, `world.at`, `world.open_round()`, `world.candidate(3)`."""

    def __init__(self) -> None:
        seeded = practice()
        assert seeded is not None
        self.practice: Practice = seeded
        self.at = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai, a Monday

    def user(self, login: str) -> User:
        """Return the account of a member of the practice staff (practice.toml names them)."""
        return self.practice.user(login)

    def later(self, **span: float) -> datetime:
        """Move the hour on and return it."""
        self.at += timedelta(**span)
        return self.at

    def draft_round(self, **fields: Any) -> Round:
        """Draft a round of the practice institution for 电工 四级."""
        day = self.at.date()
        known: dict[str, Any] = {
            "institution": self.practice.institution,
            "college": self.practice.college,
            "filing": self.practice.filing,
            "level": self.practice.level,
            "audience": "own_students",
            "apply_from": day,
            "apply_until": day + timedelta(days=14),
            "planned_on": day + timedelta(days=60),
            "capacity": 120,
        }
        return rounds.draft_round(**{"by": self.user("centre"), "at": self.at, **known, **fields})

    def open_round(self, **fields: Any) -> Round:
        """Draft a round and open it."""
        return rounds.open(self.draft_round(**fields), by=self.user("centre"), at=self.at)

    def leave_practice(self) -> None:
        """Let the institution issue real certificates from now on."""
        with under_way("setup"):
            people.revise_organisation(self.practice.institution, by=SYSTEM, at=self.at, practice=False)

    def candidate(self, number: int, *, name: str = "", login: bool = False) -> Person:
        """Register a candidate with an ID number of an area that exists nowhere; `login` gives him an account."""
        first = f"99999920050301{number:03d}"
        known = people.NewPerson(
            name=name or f"考生{number:03d}",
            id_number=first + idnumber.check_digit(first),
            details={"phone": f"1880000{number:04d}"},
        )
        with under_way("setup"):
            person = people.register(self.practice.institution, known, by=SYSTEM, at=self.at)
        if login:
            people.open_account(person, f"candidate{number}", None)
        return person
