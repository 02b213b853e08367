"""The review desk: its queue, its filters, and what is decided for a set."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Batch
from tests.stories import enrolment as story
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World

LIST = "enrolment:applications"


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def test_the_list_begins_with_what_waits_and_remembers_its_filters(world: World) -> None:
    round_ = story.enrolled_round(world, 3)
    first = story.applications(round_)[0]
    client = signed_in(world.user("reviewer"))
    client.post(reverse("enrolment:accept", args=[first.pk]), {"reason": ""}, follow=True)
    shown = words(client.get(reverse(LIST)))
    assert story.name_of(1) not in shown
    assert story.name_of(2) in shown
    assert story.name_of(1) in words(client.get(reverse(LIST), {"round": str(round_.pk), "state": "accepted"}))


@pytest.mark.parametrize("text", ["〇〇二", "002X", "002x", "99999920050301002X"])
def test_people_are_found_by_name_or_number(world: World, text: str) -> None:
    story.enrolled_round(world, 3)
    assert story.row(2).id_number == "99999920050301002X"
    shown = words(signed_in(world.user("reviewer")).get(reverse(LIST), {"state": "", "q": text}))
    assert story.name_of(2) in shown
    assert story.name_of(1) not in shown
    assert "99999920050301002X</" not in shown


def test_the_list_costs_the_same_however_many_apply(
    world: World, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    story.enrolled_round(world, 30)
    client = signed_in(world.user("reviewer"))
    client.get(reverse(LIST))
    with django_assert_max_num_queries(30):
        client.get(reverse(LIST), {"size": "100"})


def test_the_export_holds_the_rows_of_the_filter_with_masked_numbers(world: World) -> None:
    story.enrolled_round(world, 3)
    response = signed_in(world.user("reviewer")).get(reverse(LIST), {"q": "〇〇二", "export": "1"})
    rows = list(load_workbook(BytesIO(response.content)).worksheets[0].values)
    assert [row[0] for row in rows][-1] == story.name_of(2)
    assert "*" in str(rows[-1][1])


def test_a_set_is_decided_from_the_list(world: World) -> None:
    round_ = story.enrolled_round(world, 3)
    keys = [application.pk for application in story.applications(round_)]
    client = signed_in(world.user("reviewer"))
    client.post(reverse("enrolment:decide_all", args=["accept"]), {"pk": keys[:2]})
    assert Batch.objects.get().members == keys[:2]  # nobody is accepted yet: a sample must be read
    response = client.post(
        reverse("enrolment:decide_all", args=["send_back"]), {"pk": keys[2:], "reason": ["", "请补材料"]}, follow=True
    )
    assert "退回补正，共 1 份" in words(response)
    states = list(story.applications(round_).values_list("state", flat=True))
    assert states == ["submitted", "submitted", "returned"]
    response = client.post(reverse("enrolment:decide_all", args=["accept"]), {"pk": keys}, follow=True)
    assert "请逐份审核" in words(response)
    assert client.post(reverse("enrolment:decide_all", args=["erase"]), {"pk": keys}).status_code == 404


def test_a_refused_decision_keeps_the_ticks_and_the_reason_once(world: World) -> None:
    round_ = story.enrolled_round(world, 2)
    key, client = story.applications(round_)[0].pk, signed_in(world.user("reviewer"))
    address = reverse("enrolment:decide_all", args=["send_back"])
    response = client.post(address, {"pk": key, "reason": " "}, follow=True)
    assert words(response).count("checked") == 1
    assert f'value="{key}" checked' in words(response)
    assert "checked" not in words(client.get(reverse(LIST)))
    done = story.applications(round_)[1]
    enrolment.send_back(done, by=world.user("reviewer"), at=world.at, reason="缺照片")
    response = client.post(address, {"pk": [key, done.pk], "reason": "请补材料"}, follow=True)
    assert 'value="请补材料"' in words(response)
    assert f'value="{key}" checked' in words(response)
    assert "checked" not in words(client.get(reverse(LIST)))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"opinion": "clean"}, {1, 2}),
        ({"opinion": "unmet"}, {3}),
        ({"alarm": "early"}, {3}),
        ({"alarm": "any"}, {3}),
        ({"alarm": "twin"}, set()),
        ({"alarm": "audience"}, set()),
        ({"alarm": "many"}, set()),
        ({"returned": "True"}, set()),
        ({"source": "enterprise"}, {2}),
        ({"condition": "四级-3"}, {1, 2, 3}),
        ({"condition": "四级-1"}, set()),
    ],
)
def test_the_queue_is_narrowed_by_every_filter(world: World, filters: dict[str, str], expected: set[int]) -> None:
    round_ = world.open_round(audience="public")
    rows = [story.row(1), story.row(2, source="enterprise"), story.row(3, student_status="在读", graduated="2029-06")]
    enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)
    page = words(signed_in(world.user("reviewer")).get(reverse(LIST), {"round": str(round_.pk), **filters}))
    assert {number for number in (1, 2, 3) if story.name_of(number) in page} == expected


def test_who_was_sent_back_before_is_marked(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.submitted(world, world.open_round(), person)
    application = enrolment.send_back(application, by=world.user("reviewer"), at=world.at, reason="请补照片")
    enrolment.submit(application, by=person.user, at=world.at)
    page = words(signed_in(world.user("reviewer")).get(reverse(LIST), {"returned": "True"}))
    assert person.name in page
    assert "<small>退回过</small>" in page
