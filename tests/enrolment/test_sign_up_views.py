"""Registering from an announcement: what was typed stays, and what is known is told after the code only."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from jiangxin.people.models import Person
from tests.stories import enrolment as story
from tests.stories.messages import code
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def test_what_was_typed_stays_when_registering_is_refused(world: World) -> None:
    address = reverse("enrolment:sign_up", args=[world.open_round().pk])
    wrong = {"name": "王芳", "id_type": "resident", "id_number": "51049920000101001X", "phone": "1", "act": "send"}
    response = Client().post(address, wrong)
    assert response.status_code == 409
    assert "王芳" in words(response)
    assert "51049920000101001X" in words(response)
    assert not Person.objects.filter(name="王芳").exists()


def test_a_document_that_is_known_otherwise_is_told_after_the_code_only(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    round_, person = world.open_round(), world.candidate(1, login=True)
    address, client, stated = reverse("enrolment:sign_up", args=[round_.pk]), Client(), story.row(1)
    own = signed_in(person.user).get(address)
    assert own.headers["Location"] == reverse("enrolment:start", args=[round_.pk])
    known = {"name": "别人", "id_type": "resident", "id_number": stated.id_number, "phone": "18800007777"}
    assert "已经登记" not in words(client.post(address, {**known, "act": "send"}))
    answer = client.post(address, {**known, "act": "enter", "code": code(capsys)})
    assert answer.status_code == 409
    assert "已经登记" in words(answer)
    assert "请带身份证到报名学院更正" in words(answer)
