"""A candidate alone on a phone: account, one question a page, check, submit; and what goes wrong on the way."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.people.models import Person
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories import enrolment as story
from tests.stories.messages import code
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.photos import jpeg, somebody, striped
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def upload(content: bytes, name: str = "photo.jpg") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def ask(application: Application, key: str) -> str:
    return reverse("enrolment:question", args=[application.pk, key])


def begun(world: World, number: int = 1) -> tuple[Client, Application, Round]:
    """Return the client of a candidate, his draft, and the round."""
    person, round_ = world.candidate(number, login=True), world.open_round()
    return signed_in(person.user), story.drafted(world, round_, person), round_


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
        "condition": {"condition": str(story.condition_of(round_).pk)},
        "facts": {"education": "bachelor", "source": "school", "study_status": "final_year", "major": "电气工程",
                  "graduation": "2026-06"},
        "materials": {"photo": upload(story.picture()), "proof0": upload(b"%PDF-1.7", "proof.pdf")},
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
    assert "职业技能等级认定报名表" in words(client.get(reverse("enrolment:summary", args=[application.pk])))


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
    assert client.get(start).headers["Location"] == ask(application, "condition")


def test_none_of_the_conditions_leads_to_the_other_levels(world: World) -> None:
    client, application, _round = begun(world)
    response = client.post(ask(application, "condition"), {"condition": "none"})
    assert response.headers["Location"] == reverse("enrolment:none_fits", args=[application.pk])
    assert "只备案了这一个等级" in words(client.get(response.headers["Location"]))


def test_too_few_years_are_told_with_the_rule_and_what_is_lacking(world: World) -> None:
    client, application, round_ = begun(world)
    client.post(ask(application, "condition"), {"condition": str(story.condition_of(round_, "四级-1").pk)})
    response = client.post(ask(application, "facts"), {"education": "bachelor", "source": "school", "work_years": "2"})
    assert response.status_code == 409
    assert "要求工作满 5 年，您填 2 年，还差 3 年" in words(response)
    assert "major" not in words(response)


def test_a_certificate_of_a_lower_level_is_refused(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.drafted(world, round_, person)
    condition = story.condition_of(round_, "四级-2")
    condition_asks = {"education": "bachelor", "source": "school", "work_years": "4", "prior_occupation": "电工",
                      "prior_level": "", "prior_certificate": "1"}  # fmt: skip
    enrolment.fill(application, by=person.user, at=world.at, condition=condition)
    client = signed_in(person.user)
    assert client.post(ask(application, "facts"), condition_asks).status_code == 409
    assert client.post(ask(application, "facts"), {**condition_asks, "prior_level": "5"}).status_code == 302


def test_a_photo_that_is_no_picture_gets_a_sentence_beside_the_form(world: World) -> None:
    client, application, round_ = begun(world)
    client.post(ask(application, "condition"), {"condition": str(story.condition_of(round_).pk)})
    files = {"photo": upload(b"nothing"), "proof0": upload(b"%PDF-1.7", "p.pdf")}
    response = client.post(ask(application, "materials"), files)
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
    enrolment.send_back(application, by=reviewer, at=world.at, reason="照片不清楚", about="materials")
    client = signed_in(person.user)
    assert client.get(reverse("enrolment:start", args=[round_.pk])).headers["Location"] == ask(application, "materials")
    assert "照片不清楚" in words(client.get(ask(application, "materials")))
    assert "照片不清楚" not in words(client.get(ask(application, "category")))
    response = client.post(ask(application, "materials") + "?then=check", {"photo": upload(story.picture())})
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


def at_the_materials(world: World) -> tuple[Client, Application, str]:
    """Return the client of a candidate who has come to the photo, his draft, and the question's address."""
    client, application, round_ = begun(world)
    client.post(ask(application, "condition"), {"condition": str(story.condition_of(round_).pk)})
    return client, application, ask(application, "materials")


def test_a_photo_with_doubts_is_kept_and_comes_back_once_with_them(world: World) -> None:
    client, application, address = at_the_materials(world)
    curtain = jpeg(striped(somebody()))
    answer = client.post(address, {"photo": upload(curtain), "proof0": upload(b"%PDF-1.7", "proof.pdf")})
    assert answer.headers["Location"] == address
    page = words(client.get(address))
    assert "照片已保留，但请再看一下" in page
    assert "背景不是一种颜色" in page
    application.refresh_from_db()
    assert application.photo_doubts == ["patterned"]
    assert client.post(address).headers["Location"] == ask(application, "promises")
    assert "背景不是一种颜色" in words(client.get(reverse("enrolment:submit", args=[application.pk])))
    retaken = client.post(address, {"photo": upload(story.picture())})
    assert retaken.headers["Location"] == ask(application, "promises")
    application.refresh_from_db()
    assert application.photo_doubts == []


def test_a_photo_without_a_face_is_refused_beside_the_form(world: World) -> None:
    client, application, address = at_the_materials(world)
    blank = jpeg(Image.new("RGB", (600, 840), "white"))
    answer = client.post(address, {"photo": upload(blank), "proof0": upload(b"%PDF-1.7", "proof.pdf")})
    assert answer.status_code == 409
    assert "没有认出人脸" in words(answer)
    application.refresh_from_db()
    assert application.photo is None
    assert application.materials.count() == 1
    assert client.post(address, {"photo": upload(story.picture())}).headers["Location"] == ask(application, "promises")


def test_a_chosen_picture_is_shown_as_a_photo_before_it_is_kept(world: World) -> None:
    client, application, address = at_the_materials(world)
    check = reverse("enrolment:check_photo", args=[application.pk])
    shown = words(client.post(check, {"photo": upload(story.picture())}))
    assert "data:image/jpeg;base64," in shown
    assert "再看一下" not in shown
    curtain = jpeg(striped(somebody()))
    read = words(client.post(check, {"photo": upload(curtain)}))
    assert "背景不是一种颜色" in read
    assert 'name="doubts" value="patterned"' in read
    assert "不是可用的照片" in words(client.post(check, {"photo": upload(b"text")}))
    assert words(client.post(check)).strip() == ""
    application.refresh_from_db()
    assert application.photo is None
    known = {"photo": upload(curtain), "proof0": upload(b"%PDF-1.7", "proof.pdf"), "doubts": "patterned"}
    assert client.post(address, known).headers["Location"] == ask(
        application, "promises"
    )  # read before: no second stop
    stranger = signed_in(world.candidate(2, login=True).user)
    assert stranger.post(check, {"photo": upload(story.picture())}).status_code == 404
