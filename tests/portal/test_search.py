"""The search finds by what people know of somebody, and nothing that they may not see."""

from __future__ import annotations

import pytest

from jiangxin.certificates.models import Certificate
from jiangxin.enrolment.models import Application
from jiangxin.exams.models import Admission
from tests.stories.certificates import certified_round
from tests.stories.enrolment import enrolled_round
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


def hits(world: World, login: str, question: str) -> set[int]:
    """Return the keys of the applications that were found, be it one or many."""
    with at_the_hour(world):
        answer = signed_in(world.user(login)).get("/search", {"q": question})
    if answer.status_code == 302:
        return {int(answer.headers["Location"].rsplit("/", 1)[1])}
    page = words(answer)
    return {each.pk for each in Application.objects.all() if f"/candidates/{each.pk}" in page}


def test_a_person_is_found_by_name_pinyin_and_number(world: World) -> None:
    enrolled_round(world, 3)
    application = Application.objects.order_by("pk")[1]
    number = application.person.id_number
    for question in (application.person.name, number, number.lower(), number[-4:], application.person.sort_key[:30]):
        assert application.pk in hits(world, "centre", question), question
    assert hits(world, "centre", number) == {application.pk}
    assert len(hits(world, "centre", application.person.name[:2])) == 3


def test_a_person_is_found_by_admission_and_certificate(world: World) -> None:
    certified_round(world)
    admission, certificate = Admission.objects.order_by("pk")[0], Certificate.objects.order_by("pk")[0]
    assert hits(world, "centre", admission.number) == {admission.application_id}
    assert hits(world, "centre", certificate.number.lower()) == {certificate.row.result.application_id}


@pytest.mark.parametrize(
    "login", ["examiner", "invigilator", "supervisor", "teacher", "employment", "city", "province"]
)
def test_candidates_are_found_only_by_those_who_may_see_them(world: World, login: str) -> None:
    enrolled_round(world, 2)
    person = Application.objects.order_by("pk")[0].person
    for question in (person.name, person.id_number, person.id_number[-4:]):
        assert hits(world, login, question) == set()


def test_a_candidate_finds_himself_alone(world: World) -> None:
    enrolled_round(world, 2)
    first = Application.objects.order_by("pk")[0]
    from jiangxin.people import operations as people

    people.open_account(first.person, "first", None)
    assert hits(world, "first", first.person.name[:2]) == {first.pk}


def test_a_round_is_found_by_its_number_and_opened(world: World) -> None:
    round_ = world.open_round()
    with at_the_hour(world):
        answer = signed_in(world.user("centre")).get("/search", {"q": round_.number})
    assert answer.headers["Location"] == f"/rounds/{round_.pk}"


@pytest.mark.parametrize("question", ["", " ", "%", "'; DROP TABLE", "x" * 500, "９９９９", "2026-", "-", "\x00"])
def test_whatever_is_typed_gets_an_answer(world: World, question: str) -> None:
    enrolled_round(world, 1)
    with at_the_hour(world):
        assert signed_in(world.user("centre")).get("/search", {"q": question}).status_code in (200, 302)


def test_nothing_found_says_what_to_try(world: World) -> None:
    with at_the_hour(world):
        page = words(signed_in(world.user("centre")).get("/search", {"q": "没有这个人"}))
    assert "没有找到" in page
    assert "证书编号请输入全部 22 位" in page
