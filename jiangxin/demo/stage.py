"""What every part of the demonstration uses: the practice institution, its people's accounts, and the office days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from jiangxin.people.models import Person, User
from jiangxin.practice import Practice
from jiangxin.process.dues import Calendar
from jiangxin.recording.schedule import at_hour
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room

REACH = 400  # days of the calendar that the demonstration looks back and ahead


@dataclass
class Stage:
    """The practice institution on the present day; `password` is that of every demonstration account."""

    practice: Practice
    now: datetime
    password: str | None
    _users: dict[int, User] = field(default_factory=dict)
    _logins: dict[str, User] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day on which the demonstration is built."""
        return timezone.localdate(self.now)

    @cached_property
    def calendar(self) -> Calendar:
        """The working-day calendar around today."""
        return Calendar(self.today - timedelta(days=REACH), self.today + timedelta(days=REACH))

    def ago(self, days: int) -> date:
        """Return the last working day at least so many calendar days ago."""
        day = self.today - timedelta(days=days)
        while not self.calendar.is_workday(day):
            day -= timedelta(days=1)
        return day

    def after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after a day."""
        while count:
            day += timedelta(days=1)
            count -= self.calendar.is_workday(day)
        return day

    def hour(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Return an hour of a day, never one that is still to come."""
        return min(at_hour(day, hour, minute), self.now)

    def user(self, login: str) -> User:
        """Return the account of a login."""
        if login not in self._logins:
            self._logins[login] = self.practice.user(login)
        return self._logins[login]

    def person(self, login: str) -> Person:
        """Return the person behind a login."""
        found = self.user(login).person
        assert found is not None
        return found

    def account(self, person: Person) -> User:
        """Return the account of somebody on duty."""
        if person.pk not in self._users:
            self._users[person.pk] = User.objects.select_related("person").get(person=person)
        return self._users[person.pk]

    def persons(self, logins: Iterable[str]) -> list[Person]:
        """Return the persons behind some logins."""
        return [self.person(login) for login in logins]

    def room(self, name: str) -> Room:
        """Return a room of the institution."""
        found: Room = Room.objects.get(site__institution=self.practice.institution, name=name)
        return found

    def draft_round(self, by: str, at: datetime, **fields: Any) -> Round:
        """Draft a round of the college for the institution's level, under its first filing unless another is given."""
        practice = self.practice
        filing = fields.pop("filing", practice.filing)
        return rounds.draft_round(
            by=self.user(by), at=at, institution=practice.institution, college=practice.college, filing=filing,
            level=practice.level, audience=filing.audiences[0], **fields,
        )  # fmt: skip
