"""The practice institution (演练机构): seeded once, used by the demonstration, by `run-round` and by the tests.

Everything is made through the operations. Its filing number can't exist, and everything it makes says 样张.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiangxin.documents import operations as documents
from jiangxin.fees import operations as fees
from jiangxin.people import idnumber
from jiangxin.people import operations as people
from jiangxin.people.models import Organisation, User
from jiangxin.process.models import CalendarDay
from jiangxin.process.taking import begin_all, under_way
from jiangxin.process.who import SYSTEM
from jiangxin.regulation.calendar import LAST_KNOWN, seed_days
from jiangxin.standards import operations as standards
from jiangxin.standards.models import Filing, StandardLevel
from jiangxin.training import operations as training
from jiangxin.venues import operations as venues

DATA: dict[str, Any] = tomllib.loads((Path(__file__).parent / "practice.toml").read_text(encoding="utf-8"))
VALID_YEARS = 3  # domain.md §1.2: filings are valid for three years


@dataclass(frozen=True)
class Practice:
    """The practice institution with what a round refers to."""

    institution: Organisation
    centre: Organisation
    college: Organisation
    filing: Filing
    level: StandardLevel

    def user(self, login: str) -> User:
        """Return the account of a practice staff member, fresh, so that nothing is cached between steps."""
        return User.objects.select_related("person").get(username=login)


def load_calendar(first: int, last: int, *, at: datetime) -> None:
    """Put the years `first` to `last` into the working-day calendar, leaving days alone that are there already."""
    known = set(CalendarDay.objects.values_list("day", flat=True))
    days = [
        CalendarDay(day=day.date, is_workday=day.is_workday, provisional=day.provisional, name=day.name)
        for day in seed_days(first, last)
        if day.date not in known
    ]
    with under_way("setup"):
        begin_all(days, "load", by=SYSTEM, at=at)


def practice() -> Practice | None:
    """Return the practice institution, or None where it has not been seeded."""
    filing = Filing.objects.filter(number=DATA["filing"]["number"]).first()
    if filing is None:
        return None
    institution = filing.institution
    return Practice(
        institution=institution,
        centre=Organisation.objects.get(institution=institution, kind=Organisation.CENTRE),
        college=Organisation.objects.filter(institution=institution, kind=Organisation.COLLEGE).order_by("pk")[0],
        filing=filing,
        level=StandardLevel.objects.get(
            standard__occupation__code=DATA["occupation"]["code"], standard__version=DATA["standard"]["version"],
            level=DATA["level"]["level"],
        ),
    )  # fmt: skip


@transaction.atomic
def seed(*, at: datetime | None = None, password: str | None = None) -> Practice:
    """Seed the practice institution, or return it when it is there; accounts can sign in only with a password."""
    existing = practice()
    if existing is not None:
        return existing
    at = at or timezone.now()
    # The calendar ends with the year after the last announced one; the desk warns when it runs out.
    load_calendar(at.year - 2, min(at.year + 1, LAST_KNOWN + 1), at=at)
    # What is seeded has been so for a year: rounds that are recorded afterwards find their staff in office.
    since = at.date() - timedelta(days=400)
    with under_way("setup"):
        places = _organisations(at)
        _staff(places, since, at, password)
        _venues(places["institution"], at)
        _rules(places["institution"], since, at)
        level = _standard(at)
        _filing(places["institution"], level, since, at)
        _programme_and_fee(places["institution"], level, since, at)
    seeded = practice()
    assert seeded is not None
    return seeded


def _organisations(at: datetime) -> dict[str, Organisation]:
    """Found authorities, institution, centre and colleges; return them by their key."""
    words = DATA["institution"]
    places = {
        key: people.found(by=SYSTEM, at=at, kind=Organisation.AUTHORITY, name=name, region=words["region"])
        for key, name in DATA["authorities"].items()
    }
    institution = people.found(
        by=SYSTEM, at=at, kind=Organisation.INSTITUTION, name=words["name"], region=words["region"],
        contact=words["contact"], practice=True, **places,
    )  # fmt: skip
    places["institution"] = institution
    places["centre"] = people.found(
        by=SYSTEM, at=at, kind=Organisation.CENTRE, name=words["centre"], institution=institution
    )
    colleges = [
        people.found(by=SYSTEM, at=at, kind=Organisation.COLLEGE, name=name, institution=institution)
        for name in words["colleges"]
    ]
    places["college"] = colleges[0]
    return places


def _staff(places: dict[str, Organisation], since: date, at: datetime, password: str | None) -> None:
    """Register the staff with their offices, cards and accounts."""
    for number, row in enumerate(DATA["staff"], 1):
        place = places[row["at"]]
        first = f"99999919850101{number:03d}"
        known = people.NewPerson(
            name=row["name"], id_number=first + idnumber.check_digit(first), employer=place.name,
            details={"phone": f"1990000{number:04d}"},
        )  # fmt: skip
        person = people.register(place.root, known, by=SYSTEM, at=at)
        for role in row["roles"]:
            people.appoint(person, place, role, by=SYSTEM, at=at, starts_on=since)
        if "card" in row:
            people.add_qualification(
                person, by=SYSTEM, at=at, kind=row["card"], number=f"YL-{number:04d}",
                occupation=DATA["occupation"]["name"],
                valid_from=since, valid_until=since.replace(year=since.year + VALID_YEARS),
            )  # fmt: skip
        people.open_account(person, row["login"], password)


def _venues(institution: Organisation, at: datetime) -> None:
    """Register the site with its rooms, stations and equipment."""
    site = venues.add_site(institution, by=SYSTEM, at=at, **DATA["site"])
    for row in DATA["rooms"]:
        room = venues.add_room(site, by=SYSTEM, at=at, name=row["name"], kind=row["kind"], seats=row["seats"])
        for name, quantity, needed in row.get("equipment", ()):
            venues.add_equipment(room, by=SYSTEM, at=at, name=name, quantity=quantity, needed=needed)


def _rules(institution: Organisation, since: date, at: datetime) -> None:
    """Draft and adopt the rule texts."""
    for row in DATA["rules"]:
        rule = documents.draft_rule(
            institution, by=SYSTEM, at=at, kind=row["kind"], title=row["title"], version=row["version"],
            body=row["body"].strip(), valid_from=since,
        )  # fmt: skip
        documents.adopt_rule(rule, by=SYSTEM, at=at)


def _standard(at: datetime) -> StandardLevel:
    """Register the occupation with its standard, level, subjects and conditions."""
    occupation = standards.enter_occupation(by=SYSTEM, at=at, **DATA["occupation"])
    standard = standards.enter_standard(occupation, by=SYSTEM, at=at, origin="national", **DATA["standard"])
    level = standards.add_level(standard, by=SYSTEM, at=at, **DATA["level"])
    for row in DATA["subjects"]:
        marks = {key: Decimal(row[key]) for key in ("full_mark", "pass_mark")}
        standards.add_subject(level, by=SYSTEM, at=at, **{**row, **marks})
    for row in DATA["conditions"]:
        standards.add_condition(level, by=SYSTEM, at=at, **row)
    standards.adopt_standard(standard, by=SYSTEM, at=at)
    return level


def _filing(institution: Organisation, level: StandardLevel, since: date, at: datetime) -> None:
    """Enter the practice filing, whose number can't exist."""
    filing = standards.enter_filing(
        institution, by=SYSTEM, at=at, valid_from=since, valid_until=since.replace(year=since.year + VALID_YEARS),
        **DATA["filing"],
    )  # fmt: skip
    standards.add_scope(filing, level, by=SYSTEM, at=at)


def _programme_and_fee(institution: Organisation, level: StandardLevel, since: date, at: datetime) -> None:
    """Adopt the training programme and publish the fee."""
    programme = training.draft_programme(institution, level, by=SYSTEM, at=at, **DATA["programme"])
    training.adopt_programme(programme, by=SYSTEM, at=at)
    row = DATA["fee"]
    fee = fees.draft_fee(
        institution, level, by=SYSTEM, at=at, training=Decimal(row["training"]), assessment=Decimal(row["assessment"]),
        grounds=row["grounds"], valid_from=since,
    )  # fmt: skip
    fees.publish_fee(fee, by=SYSTEM, at=at)
