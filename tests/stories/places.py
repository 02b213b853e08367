"""Stories of places: people who are about to hand in, so that only the handing in itself is told or measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from jiangxin.documents import operations as documents
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.opinions import form_opinion
from jiangxin.enrolment.wanted import asked_materials
from jiangxin.people import idnumber
from jiangxin.people import operations as people
from jiangxin.people.models import User
from jiangxin.process.taking import begin
from jiangxin.rounds.models import Round


def ready(round_: Round, count: int, *, college: User, at: datetime) -> list[Application]:
    """Return `count` drafts to which nothing is missing but their submission, each of a person with an account."""
    condition = round_.level.conditions.get(label="四级-3")
    photo = documents.keep(round_.institution, "证件照.jpg", b"\xff\xd8\xff a picture", "image/jpeg", by=college, at=at)
    persons = people.register_all(round_.institution, [_person(number) for number in range(count)], by=college, at=at)
    ends = (round_.apply_until + timedelta(days=30)).isoformat()
    study = {"school": "bachelor", "major": "电气工程", "expected": ends, "final_year": True}
    drafts = []
    for number, person in enumerate(persons):
        user = getattr(person, "user", None) or people.open_account(person, f"place{number}", None)
        draft = Application(
            round=round_, person=person, condition=condition, category="student", education="bachelor",
            source="school", facts={"studies": [study]}, photo=photo, pledged_at=at, consented_at=at,
        )  # fmt: skip
        form_opinion(draft)
        drafts.append(begin(draft, "draft_application", by=user, at=at))
    enrolment.see_all_on_paper([(draft, asked_materials(draft)) for draft in drafts], by=college, at=at)
    return drafts


def _person(number: int) -> people.NewPerson:
    first = f"9999992004{number // 400 + 1:02d}15{number % 400 * 2:03d}"
    details = {"phone": f"1870000{number:04d}"}
    return people.NewPerson("候补考生", first + idnumber.check_digit(first), details=details)


def hand_in(drafts: Sequence[Application]) -> None:
    """Hand in drafts one after the other, each by its own applicant."""
    for draft in drafts:
        enrolment.submit(draft, by=draft.person.user, at=timezone.now())


def order(round_: Round) -> list[int]:
    """Return the turns of those who wait, the next to move up first."""
    waiting = Place.objects.filter(round=round_, state="waiting").order_by("tier", "turn")
    return list(waiting.values_list("turn", flat=True))
