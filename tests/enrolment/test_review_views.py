"""The reviewer's list and page, and the officers who may look but not decide."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.process.models import History
from tests.stories import enrolment as story
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.photos import jpeg
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


def test_a_decision_leads_to_the_next_application(world: World) -> None:
    round_ = story.enrolled_round(world, 2)
    first, second = story.applications(round_)
    client = signed_in(world.user("reviewer"))
    response = client.post(reverse("enrolment:accept", args=[first.pk]), {"reason": "材料齐全"})
    assert response.headers["Location"] == second.get_absolute_url()
    response = client.post(reverse("enrolment:reject", args=[second.pk]), {"reason": "材料不符"})
    assert response.headers["Location"].startswith(reverse(LIST))
    first.refresh_from_db()
    assert (first.state, first.remark) == ("accepted", "材料齐全")


def test_a_refused_decision_keeps_its_words(world: World) -> None:
    application = story.applications(story.enrolled_round(world, 1))[0]
    client = signed_in(world.user("reviewer"))
    address = reverse("enrolment:send_back", args=[application.pk])
    response = client.post(address, {"reason": " ", "about": "materials"})
    assert response.status_code == 409
    assert 'value="materials" selected' in words(response)
    client.post(address, {"reason": "请补照片", "about": "materials"})
    application.refresh_from_db()
    assert (application.state, application.remark_on) == ("returned", "materials")
    again = client.post(address, {"reason": "再退一次", "about": ""})
    assert again.status_code == 409
    assert "再退一次" in words(again)


def test_a_set_is_decided_from_the_list(world: World) -> None:
    round_ = story.enrolled_round(world, 3)
    keys = [application.pk for application in story.applications(round_)]
    client = signed_in(world.user("reviewer"))
    client.post(reverse("enrolment:decide_all", args=["accept"]), {"pk": keys[:2]})
    response = client.post(
        reverse("enrolment:decide_all", args=["send_back"]), {"pk": keys[2:], "reason": ["", "请补材料"]}, follow=True
    )
    assert "退回补正，共 1 份" in words(response)
    states = list(story.applications(round_).values_list("state", flat=True))
    assert states == ["accepted", "accepted", "returned"]
    response = client.post(reverse("enrolment:decide_all", args=["accept"]), {"pk": keys}, follow=True)
    assert "一条也没有办理" in words(response)
    assert client.post(reverse("enrolment:decide_all", args=["erase"]), {"pk": keys}).status_code == 404


def test_the_college_sees_and_adds_but_does_not_decide(world: World) -> None:
    application = story.applications(story.enrolled_round(world, 1))[0]
    client = signed_in(world.user("college"))
    page = words(client.get(application.get_absolute_url()))
    assert reverse("enrolment:accept", args=[application.pk]) not in page
    assert client.post(reverse("enrolment:accept", args=[application.pk]), {}).status_code == 409
    photo = BytesIO(story.picture())
    photo.name = "1.jpg"
    client.post(reverse("enrolment:add_photo", args=[application.pk]), {"photo": photo})
    application.refresh_from_db()
    assert application.photo_id


def test_the_office_answers_for_a_face_that_the_machine_does_not_find(world: World) -> None:
    application = story.applications(story.enrolled_round(world, 1))[0]
    client, address = signed_in(world.user("college")), reverse("enrolment:add_photo", args=[application.pk])

    def added(**more: str) -> str:
        photo = BytesIO(jpeg(Image.new("RGB", (600, 840), "white")))
        photo.name = "1.jpg"
        return words(client.post(address, {"photo": photo, **more}, follow=True))

    assert "工作人员看过后录入" in added()
    application.refresh_from_db()
    assert application.photo_id is None
    assert "由工作人员看过照片后录入" in added(seen="on")
    application.refresh_from_db()
    assert application.photo_doubts == ["no-face"]
    reviewer = signed_in(world.user("reviewer"))
    assert "没有认出人脸" in words(reviewer.get(application.get_absolute_url()))


def test_paper_seen_in_the_office_makes_the_proofs_complete(world: World) -> None:
    round_ = world.open_round()
    (application,) = enrolment.enrol_all(round_, [story.row(1)], by=world.user("college"), at=world.at, on_paper=False)
    client = signed_in(world.user("reviewer"))
    assert "还缺" in words(client.get(application.get_absolute_url()))
    kind = story.condition_of(round_).materials[0]
    client.post(reverse("enrolment:see_on_paper", args=[application.pk]), {"kinds": [kind]})
    assert application.materials.get().on_paper
    client.post(reverse("enrolment:see_on_paper", args=[application.pk]), {"kinds": ["x"]})
    assert application.materials.count() == 1


@pytest.mark.parametrize("login", ["teacher", "examiner", "province", "finance"])
def test_whoever_has_no_part_in_it_finds_nothing(world: World, login: str) -> None:
    application = story.applications(story.enrolled_round(world, 1))[0]
    client = signed_in(world.user(login))
    assert client.get(application.get_absolute_url()).status_code == 404
    assert client.get(reverse("enrolment:photo", args=[application.pk])).status_code == 404
    assert story.name_of(1) not in words(client.get(reverse(LIST), {"state": ""}))


def test_a_candidate_is_led_to_his_own_page(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.submitted(world, world.open_round(), person)
    response = signed_in(person.user).get(application.get_absolute_url())
    assert response.headers["Location"] == reverse("enrolment:submitted", args=[application.pk])


def test_nobody_reviews_himself(world: World) -> None:
    reviewer = world.user("reviewer")
    assert reviewer.person
    application = story.submitted(world, world.open_round(), reviewer.person)
    assert signed_in(reviewer).post(reverse("enrolment:accept", args=[application.pk]), {}).status_code == 404
    assert Application.objects.get(pk=application.pk).state == "submitted"
    assert not History.objects.filter(record=application.pk, model="enrolment.application", verb="accept").exists()
