"""A real institution beside the practice one: filed, staffed and equipped as practice is, its papers no samples."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from jiangxin.documents import operations as documents
from jiangxin.documents.keys import ensure_signing_key
from jiangxin.people import idnumber
from jiangxin.people import operations as people
from jiangxin.people.models import Organisation
from jiangxin.practice import DATA
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.standards import operations as standards
from jiangxin.standards.models import StandardLevel
from jiangxin.training import operations as training
from jiangxin.venues import operations as venues

NAME, FILING = "远山学院", "S000051040001"
PREFIX = "real-"  # of its accounts: real-recorder, real-centre, …


def real_institution(level: StandardLevel, at: datetime, *, key: bool = True) -> Organisation:
    """Return an institution that has left practice, with the practice institution's staff under other logins."""
    since = at.date() - timedelta(days=400)
    until = since.replace(year=since.year + 3)
    with under_way("setup"):
        places = _places(at)
        institution = places["institution"]
        for number, row in enumerate(DATA["staff"], 1):
            if row["at"] in places:
                _member(number, row, places[row["at"]], since, at)
        site = venues.add_site(institution, by=SYSTEM, at=at, name="实训楼", address="远山路1号")
        for row in DATA["rooms"]:
            room = venues.add_room(site, by=SYSTEM, at=at, name=row["name"], kind=row["kind"], seats=row["seats"])
            for name, quantity, needed in row.get("equipment", ()):
                venues.add_equipment(room, by=SYSTEM, at=at, name=name, quantity=quantity, needed=needed)
        for row in DATA["rules"]:
            rule = documents.draft_rule(institution, by=SYSTEM, at=at, **{**row, "valid_from": since})
            documents.adopt_rule(rule, by=SYSTEM, at=at)
        filing = standards.enter_filing(
            institution, by=SYSTEM, at=at, number=FILING, audiences=["own_students"], valid_from=since,
            valid_until=until,
        )  # fmt: skip
        standards.add_scope(filing, level, by=SYSTEM, at=at)
        programme = training.draft_programme(institution, level, by=SYSTEM, at=at, **DATA["programme"])
        training.adopt_programme(programme, by=SYSTEM, at=at)
    if key:
        ensure_signing_key(institution, at)
    return institution


def _places(at: datetime) -> dict[str, Organisation]:
    """Found the institution with a centre and a college; its authorities are the practice institution's."""
    authorities = {
        key: Organisation.objects.get(kind=Organisation.AUTHORITY, name=name)
        for key, name in DATA["authorities"].items()
    }
    institution = people.found(
        by=SYSTEM, at=at, kind=Organisation.INSTITUTION, name=NAME, region="演练地区", practice=False, **authorities
    )
    units = {
        kind: people.found(by=SYSTEM, at=at, kind=kind, name=f"远山{kind}", institution=institution)
        for kind in (Organisation.CENTRE, Organisation.COLLEGE)
    }
    return {"institution": institution, **units}


def _member(number: int, row: dict[str, Any], place: Organisation, since: date, at: datetime) -> None:
    """Register one of the staff with his offices, his card and his account."""
    first = f"99999919860101{number:03d}"
    known = people.NewPerson(name=row["name"], id_number=first + idnumber.check_digit(first), employer=NAME)
    person = people.register(place.root, known, by=SYSTEM, at=at)
    for role in row["roles"]:
        people.appoint(person, place, role, by=SYSTEM, at=at, starts_on=since)
    if "card" in row:
        people.add_qualification(
            person, by=SYSTEM, at=at, kind=row["card"], number=f"{number:016d}",
            occupation=DATA["occupation"]["name"], valid_from=since, valid_until=at.date() + timedelta(days=700),
        )  # fmt: skip
    people.open_account(person, f"{PREFIX}{row['login']}", None)
