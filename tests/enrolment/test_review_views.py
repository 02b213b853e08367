"""The reviewer's page of one application, and the officers who may look but not decide."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.urls import reverse
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
    promises = ["诚信承诺书", "个人信息处理单独同意书"]
    client.post(reverse("enrolment:see_on_paper", args=[application.pk]), {"kinds": promises})
    page = words(client.get(application.get_absolute_url()))
    assert "还缺" not in page
    assert page.count("已查验本人签字的纸质件") == 2


def test_the_reviewers_own_pledge_stands_beside_the_applicants(world: World) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    client = signed_in(world.user("reviewer"))
    assert "审核承诺</dt>" not in words(client.get(application.get_absolute_url()))
    enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    for address in (application.get_absolute_url(), reverse("portal:candidate", args=[application.pk])):
        page = words(client.get(address))
        assert "审核承诺</dt>" in page
        assert page.count("2026-03-02 10:00 作出（2026-1 版）") == 2
        assert page.count("2026-03-02 10:00 作出（2026-3 版）") == 1


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


def test_the_filters_of_the_queue_go_along(world: World) -> None:
    round_ = story.enrolled_round(world, 3)
    first, second, third = story.applications(round_)
    client = signed_in(world.user("reviewer"))
    address = reverse("enrolment:reject", args=[first.pk]) + f"?round={round_.pk}&q={third.person.name}"
    answer = client.post(address, {"reason": "材料不符"})
    assert answer.headers["Location"].startswith(f"{third.get_absolute_url()}?round={round_.pk}")
    assert second.get_absolute_url() in words(client.get(f"{third.get_absolute_url()}?round={round_.pk}"))


def test_the_last_decision_can_be_found_and_taken_back(world: World) -> None:
    first, second = story.applications(story.enrolled_round(world, 2))
    client = signed_in(world.user("reviewer"))
    client.post(reverse("enrolment:accept", args=[first.pk]), {"reason": ""})
    assert f'href="{first.get_absolute_url()}"' in words(client.get(second.get_absolute_url()))
    assert reverse("enrolment:take_back", args=[first.pk]) in words(client.get(first.get_absolute_url()))
    client.post(reverse("enrolment:take_back", args=[first.pk]), {"reason": "按错了"})
    first.refresh_from_db()
    assert (first.state, first.decided_by, first.vouch_version) == ("submitted", None, "")


def test_evidence_stands_beside_the_facts(world: World) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    page = words(signed_in(world.user("reviewer")).get(application.get_absolute_url()))
    material = application.materials.get()
    file = reverse("enrolment:material", args=[material.pk])
    assert f'<iframe src="{file}"' in page
    answer = signed_in(world.user("reviewer")).get(file)
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]


def test_the_second_level_is_offered_to_the_centre_alone(world: World) -> None:
    application = story.applications(story.enrolled_round(world, 1, review_levels=2))[0]
    reviewer, centre = signed_in(world.user("reviewer")), signed_in(world.user("centre"))
    page = words(reviewer.get(application.get_absolute_url()))
    assert reverse("enrolment:endorse", args=[application.pk]) in page
    assert reverse("enrolment:accept", args=[application.pk]) not in page
    assert "/accept" not in words(centre.get(application.get_absolute_url()))
    reviewer.post(reverse("enrolment:endorse", args=[application.pk]), {"reason": "材料齐全"})
    page = words(centre.get(application.get_absolute_url()))
    assert all(
        reverse(f"enrolment:{verb}", args=[application.pk]) in page for verb in ("accept", "refer_back", "reject")
    )
    assert "材料齐全" in page
    assert application.person.name in words(centre.get(reverse(LIST)))
