"""Stories of enrolment: a round with its applications, as the tests of the apps above it need them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from PIL import Image, ImageOps

from jiangxin.demo.pictures import portrait
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.roster_row import RosterRow
from jiangxin.people import idnumber
from jiangxin.people.models import Person
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Condition
from tests.stories.remembered import remembered
from tests.world import World

_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")


def name_of(number: int) -> str:
    """Return the name of the candidate of that number as a roster writes it: digits stand in no name."""
    return f"考生{number:03d}".translate(_DIGITS)


def row(number: int, **fields: Any) -> RosterRow:
    """Return a roster row without fault; the person is the one that `world.candidate(number)` registers."""
    first = f"99999920050301{number:03d}"
    known: dict[str, Any] = {
        "name": name_of(number),
        "id_type": "resident",
        "id_number": first + idnumber.check_digit(first),
        "sex": "male" if number % 2 else "female",
        "ethnicity": "汉族",
        "education": "bachelor",
        "phone": f"1880000{number:04d}",
        "category": "student",
        "source": "school",
        "employer": "电气信息工程学院",
        "student_status": "在读应届毕业生",
        "graduated": "2026-06",
        "occupation": "电工",
        "level": 4,
        "condition": "四级-3",
        "exam_type": "first",
    }
    return RosterRow(number, **{**known, **fields})


def rows(count: int, **fields: Any) -> list[RosterRow]:
    """Return `count` rows without fault, numbered from 1."""
    return [row(number, **fields) for number in range(1, count + 1)]


@remembered
def enrolled_round(world: World, count: int = 6, **fields: Any) -> Round:
    """Return an open round in which a college has enrolled `count` people, their proofs seen on paper."""
    round_ = world.open_round(**fields)
    enrolment.enrol_all(round_, rows(count), by=world.user("college"), at=world.at, on_paper=True)
    return round_


@remembered
def accepted_round(world: World, count: int = 6, **fields: Any) -> Round:
    """Return a closed round with `count` accepted applications."""
    round_ = enrolled_round(world, count, **fields)
    enrolment.accept_all(applications(round_), by=world.user("reviewer"), at=world.at)
    return rounds.close(round_, by=world.user("centre"), at=world.at)


def applications(round_: Round) -> QuerySet[Application]:
    """Return all applications of a round, in the order in which they were made."""
    return Application.objects.filter(round=round_).order_by("pk")


@cache
def picture(width: int = 600, height: int = 900, kind: str = "JPEG") -> bytes:
    """Return a picture such as a phone takes: somebody drawn before a plain light wall, as large as fits."""
    wall = Image.new("RGB", (width, height), "#ffffff")
    with Image.open(BytesIO(portrait(0, "male"))) as person:
        drawn = ImageOps.contain(person, (width, height))
        wall.paste(drawn, ((width - drawn.width) // 2, height - drawn.height))
    buffer = BytesIO()
    wall.save(buffer, kind)
    return buffer.getvalue()


def photo_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of these files, by their names."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def condition_of(round_: Round, label: str = "四级-3") -> Condition:
    """Return a condition of the round's level."""
    return round_.level.conditions.get(label=label)


def drafted(world: World, round_: Round, person: Person) -> Application:
    """Return the draft that a person with an account has begun in a round."""
    return enrolment.draft_application(round_, person, by=person.user, at=world.at)


def filled(world: World, round_: Round, person: Person) -> Application:
    """Return a draft to which nothing is missing but its submission."""
    by, at = person.user, world.at
    application = drafted(world, round_, person)
    condition = condition_of(round_)
    ends = round_.apply_until + timedelta(days=30)  # in the last year, whenever the round is
    study = {"school": "bachelor", "major": "电气工程", "expected": ends.isoformat(), "final_year": True}
    answers = {"category": "student", "education": "bachelor", "source": "school", "facts": {"studies": [study]}}
    enrolment.fill(application, by=by, at=at, condition=condition, **answers)
    enrolment.attach_photo(application, "我.jpg", picture(), by=by, at=at)
    for kind in condition.materials:
        enrolment.attach(application, kind, "学籍证明.pdf", b"%PDF-1.7 proof", "application/pdf", by=by, at=at)
    enrolment.pledge(application, by=by, at=at)
    return enrolment.consent(application, by=by, at=at)


def submitted(world: World, round_: Round, person: Person) -> Application:
    """Return an application that its candidate has handed in alone."""
    return enrolment.submit(filled(world, round_, person), by=person.user, at=world.at)


def states(round_: int) -> list[str]:
    """Return how the applications stand, in the order in which they came in."""
    return list(Application.objects.filter(round=round_).order_by("pk").values_list("state", flat=True))
