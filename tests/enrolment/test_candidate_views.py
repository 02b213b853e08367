"""A candidate alone on a phone: account, one question a page, check, submit; and what goes wrong on the way."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.presenting import HEADINGS
from jiangxin.plans import operations as plans
from jiangxin.rounds import operations as rounds
from tests.stories import enrolment as story
from tests.stories.asking import ask, begun, choosing
from tests.stories.messages import code
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.plans import nominate_everybody, settled_setting, written_plan
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_stranger_registers_and_applies_to_the_end(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    round_, client = world.open_round(), Client()
    start = reverse("enrolment:start", args=[round_.pk])
    account = reverse("enrolment:sign_up", args=[round_.pk])
    assert client.get(start).headers["Location"] == account
    stated = story.row(7)
    known = {"name": stated.name, "id_type": "resident", "id_number": stated.id_number, "phone": stated.phone}
    assert "输入验证码" in words(client.post(account, {**known, "act": "send"}))
    assert client.post(account, {**known, "act": "enter", "code": code(capsys)}).headers["Location"] == start
    assert "报考这一期吗" in words(client.get(start))
    client.post(start)
    application = Application.objects.get(round=round_, person__name=stated.name)
    replies: dict[str, dict[str, Any]] = {
        "who": {"phone": stated.phone, "ethnicity": "汉族", "employer": "电气学院", "address": ""},
        "category": {"category": "student"},
        "education": {"education": "bachelor", "source": "school"},
        "condition": {"condition": str(story.condition_of(round_).pk)},
        "studies": {"school": "bachelor", "name": "攀枝花学院", "major": "电气工程", "scope": "same",
                    "status": "final_year", "ends": "2026-06-30"},
        "photo": {"photo": upload(story.picture())},
        "materials": {"proof0": upload(b"%PDF-1.7", "proof.pdf")},
        "promises": {"pledge": "on", "consent": "on"},
    }  # fmt: skip
    for key, reply in replies.items():
        assert client.get(ask(application, key)).status_code == 200
        assert client.post(ask(application, key), reply).status_code == 302, key
    submit = reverse("enrolment:submit", args=[application.pk])
    assert stated.id_number not in words(client.get(submit))
    client.post(submit)
    application.refresh_from_db()
    assert application.state == "submitted"
    assert "报名已提交" in words(client.get(reverse("enrolment:submitted", args=[application.pk])))
    form = client.get(reverse("enrolment:summary", args=[application.pk]))
    assert form.content.startswith(b"%PDF")
    assert form.headers["Content-Type"] == "application/pdf"


def test_an_id_number_is_answered_at_once(world: World) -> None:
    address = reverse("enrolment:id_facts")
    good = words(Client().post(address, {"id_number": story.row(1).id_number}))
    assert "2005年3月1日" in good
    assert "21 周岁" in good
    assert "18 位" in words(Client().post(address, {"id_number": "123"}))
    assert "18 位" not in words(Client().post(address, {"id_number": "E123", "id_type": "passport"}))
    assert Client().get(address).status_code == 405


def test_a_draft_is_not_there_for_the_public_and_a_closed_round_says_so(world: World) -> None:
    draft, round_ = world.draft_round(), world.open_round()
    client = signed_in(world.candidate(1, login=True).user)
    assert client.get(reverse("enrolment:start", args=[draft.pk])).status_code == 404
    rounds.close(round_, by=world.user("centre"), at=world.at)
    address = reverse("enrolment:start", args=[round_.pk])
    assert "现在不接受报名" in words(client.get(address))
    assert client.post(address).status_code == 409


def test_leaving_and_coming_back_leads_to_the_first_open_question(world: World) -> None:
    client, application, round_ = begun(world)
    start = reverse("enrolment:start", args=[round_.pk])
    # The account knows his telephone; to what ethnicity he belongs he still has to say.
    assert client.get(start).headers["Location"] == ask(application, "who")
    client.post(ask(application, "who"), {"phone": "18800000001", "ethnicity": "彝族"})
    assert client.get(start).headers["Location"] == ask(application, "category")
    client.post(ask(application, "category"), {"category": "employee"})
    assert client.get(start).headers["Location"] == ask(application, "education")
    client.post(ask(application, "education"), {"education": "college", "source": "enterprise"})
    assert client.get(start).headers["Location"] == ask(application, "condition")


def test_another_telephone_is_kept_once_a_code_proves_it_and_nothing_typed_is_lost(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    client, application, _round = begun(world)
    old, sent = application.person.phone, {"phone": "13911111111", "ethnicity": "彝族", "address": "某路"}
    asked = client.post(ask(application, "who"), sent)
    assert asked.status_code == 409
    page = words(asked)
    assert 'name="code"' in page
    assert all(f'value="{typed}"' in page for typed in sent.values())
    application.person.refresh_from_db()
    assert Application.objects.get(pk=application.pk).person.phone == old
    client.post(ask(application, "who"), {**sent, "code": code(capsys)})
    assert Application.objects.get(pk=application.pk).person.phone == "13911111111"


def test_none_of_the_conditions_leads_to_the_other_levels(world: World) -> None:
    client, application, _round = begun(world)
    response = client.post(ask(application, "condition"), {"condition": "none"})
    assert response.headers["Location"] == reverse("enrolment:none_fits", args=[application.pk])
    assert "只备案了这一个等级" in words(client.get(response.headers["Location"]))


def test_another_condition_asks_only_for_what_is_not_answered(world: World) -> None:
    client, application = choosing(world, "四级-1")
    client.post(ask(application, "jobs"), {"employer": "机电公司", "post": "电工", "since": "2024-03", "scope": "same"})
    other = {"condition": str(story.condition_of(application.round, "四级-2").pk)}
    response = client.post(ask(application, "condition") + "?then=check", other)
    assert response.headers["Location"] == ask(application, "certificates")


def test_the_words_of_a_return_stand_beside_the_proof_that_they_are_about(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.submitted(world, round_, person)
    (kind,) = (material.kind for material in application.materials.all())
    enrolment.send_back(
        application, by=world.user("reviewer"), at=world.at, reason="印章看不清", about=f"materials:{kind}"
    )
    client = signed_in(person.user)
    address = client.get(reverse("enrolment:start", args=[round_.pk])).headers["Location"]
    assert address == ask(application, "materials")
    assert '<p class="returned">' in client.get(address).content.decode()
    assert "印章看不清" not in words(client.get(ask(application, "photo")))


def test_a_photo_that_is_no_picture_gets_a_sentence_beside_the_form(world: World) -> None:
    client, application, round_ = begun(world)
    client.post(ask(application, "condition"), {"condition": str(story.condition_of(round_).pk)})
    response = client.post(ask(application, "photo"), {"photo": upload(b"nothing")})
    assert response.status_code == 409
    assert "不是可用的照片" in words(response)


def test_pledge_and_consent_are_two_ticks(world: World) -> None:
    client, application, _round = begun(world)
    response = client.post(ask(application, "promises"), {"pledge": "on"})
    assert response.status_code == 409
    application.refresh_from_db()
    assert application.pledged_at is None
    client.post(ask(application, "promises"), {"pledge": "on", "consent": "on"})
    application.refresh_from_db()
    assert application.pledged_at
    assert application.consented_at


def test_a_proof_that_the_condition_does_not_ask_for_can_be_removed_and_nothing_chosen_is_lost(world: World) -> None:
    client, application = choosing(world, "四级-1")
    client.post(ask(application, "materials"), {"proof0": upload(b"%PDF-1.7", "old.pdf")})
    other = story.condition_of(application.round)
    client.post(ask(application, "condition"), {"condition": str(other.pk)})
    page = words(client.get(ask(application, "materials")))
    old = application.materials.get()
    assert "有材料是所选条件不需要的" in page
    assert f'name="remove" value="{old.pk}"' in page
    assert "提交时移除" in words(client.get(reverse("enrolment:submit", args=[application.pk])))
    sent = {"remove": str(old.pk), "proof0": upload(b"%PDF-1.7", "new.pdf")}
    assert client.post(ask(application, "materials"), sent).headers["Location"] == ask(application, "materials")
    (left,) = application.materials.filter(state="attached")
    assert (left.kind, str(left.file)) == (other.materials[0], "new.pdf")
    assert "不需要" not in words(client.get(ask(application, "materials")))


def test_what_is_missing_stands_on_the_check_and_cannot_be_forced(world: World) -> None:
    client, application, _round = begun(world)
    address = reverse("enrolment:submit", args=[application.pk])
    assert "还不能提交" in words(client.get(address))
    response = client.post(address)
    assert response.status_code == 409
    assert "证件照" in words(response)


def test_a_returned_application_shows_the_words_at_its_question(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.submitted(world, round_, person)
    reviewer = world.user("reviewer")
    enrolment.send_back(application, by=reviewer, at=world.at, reason="照片不清楚", about="photo")
    client = signed_in(person.user)
    assert client.get(reverse("enrolment:start", args=[round_.pk])).headers["Location"] == ask(application, "photo")
    assert "照片不清楚" in words(client.get(ask(application, "photo")))
    assert "照片不清楚" not in words(client.get(ask(application, "category")))
    response = client.post(ask(application, "photo") + "?then=check", {"photo": upload(story.picture())})
    assert response.headers["Location"] == reverse("enrolment:submit", args=[application.pk])


def test_submitted_answers_are_read_only(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.submitted(world, world.open_round(), person)
    client = signed_in(person.user)
    page = reverse("enrolment:submitted", args=[application.pk])
    assert client.post(ask(application, "category"), {"category": "other"}).headers["Location"] == page
    application.refresh_from_db()
    assert application.category == "student"


def test_withdrawing_asks_first(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.submitted(world, world.open_round(), person)
    client, address = signed_in(person.user), reverse("enrolment:withdraw", args=[application.pk])
    assert "要撤回这次报名吗" in words(client.get(address))
    client.post(address)
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert client.post(address).status_code == 409


def test_an_accepted_applicant_gives_his_place_to_the_next(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second = (story.submitted(world, round_, world.candidate(number, login=True)) for number in (1, 2))
    enrolment.accept(first, by=world.user("reviewer"), at=world.at)
    client = signed_in(first.person.user)
    assert "撤回报名" in words(client.get(reverse("enrolment:submitted", args=[first.pk])))
    client.post(reverse("enrolment:withdraw", args=[first.pk]))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.place.state, second.place.state) == ("withdrawn", "freed", "held")


def test_an_accepted_applicant_who_is_on_a_plan_that_was_handed_in_is_sent_to_his_college(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.submitted(world, round_, person)
    enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    rounds.close(round_, by=world.user("centre"), at=world.at)
    plan = written_plan(world, round_)
    nominate_everybody(world, plan)
    settled_setting(world, round_)
    plans.submit_plan(plan, by=world.user("college"), at=world.at)
    client, address = signed_in(person.user), reverse("enrolment:withdraw", args=[application.pk])
    page = words(client.get(address))
    assert "告知承办学院" in page
    assert "btn grave" not in page
    assert client.post(address).status_code == 409
    application.refresh_from_db()
    assert application.state == "accepted"


def _stand(world: World, state: str) -> Application:
    """Return an application of a person with an account that has come to a state by its steps."""
    round_ = world.open_round(review_levels=2 if state == "endorsed" else 1, quota=2)
    if state == "unplaced":
        enrolment.enrol_all(round_, story.rows(2), by=world.user("college"), at=world.at, on_paper=True)
    person, reviewer = world.candidate(9, login=True), world.user("reviewer")
    if state == "draft":
        return story.drafted(world, round_, person)
    application = story.submitted(world, round_, person)
    acts: dict[str, Callable[[], object]] = {
        "submitted": lambda: None,
        "endorsed": lambda: enrolment.endorse(application, by=reviewer, at=world.at),
        "returned": lambda: enrolment.send_back(application, by=reviewer, at=world.at, reason="补一页"),
        "accepted": lambda: enrolment.accept(application, by=reviewer, at=world.at),
        "rejected": lambda: enrolment.reject(application, by=reviewer, at=world.at, reason="不符合"),
        "withdrawn": lambda: enrolment.withdraw(application, by=person.user, at=world.at),
        "unplaced": lambda: rounds.close(round_, by=world.user("centre"), at=world.at),
    }
    acts[state]()
    application.refresh_from_db()
    return application


@pytest.mark.parametrize("state", Application.steps.states)
def test_an_application_is_told_as_it_stands_and_how_to_leave(world: World, state: str) -> None:
    application = _stand(world, state)
    assert application.state == state
    response = signed_in(application.person.user).get(reverse("enrolment:submitted", args=[application.pk]))
    if state == "draft":
        assert response.status_code == 302
        return
    page = words(response)
    heading = page.partition("<h1")[2].partition("</h1>")[0]
    assert heading.endswith(str(HEADINGS[state][0]))
    assert ("报名已撤回" in heading) == (state == "withdrawn")
    leaves = state in Application.steps["withdraw"].sources
    assert (reverse("enrolment:withdraw", args=[application.pk]) in page) == leaves


@pytest.mark.parametrize("name", ["submit", "submitted", "withdraw", "summary", "none_fits", "photo"])
def test_the_application_of_another_is_not_there(world: World, name: str) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    address = reverse(f"enrolment:{name}", args=[application.pk])
    assert signed_in(world.candidate(2, login=True).user).get(address).status_code == 404
    assert signed_in(None).get(address).status_code == 302


def test_an_unknown_question_is_not_there(world: World) -> None:
    client, application, _round = begun(world)
    assert client.get(ask(application, "unknown")).status_code == 404


def test_every_question_is_asked_in_english_too(world: World) -> None:
    client, application, _round = begun(world)
    response = client.get(ask(application, "promises"), headers={"accept-language": "en"})
    assert "Pledge of honesty" in words(response)
    assert "Separate consent" in words(response)
