"""A candidate alone on a phone: account, one question a page, check, submit; and what goes wrong on the way."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.question_forms import questions_of
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from tests.stories import enrolment as story
from tests.stories.messages import code
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def upload(content: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


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


def test_none_of_the_conditions_leads_to_the_other_levels(world: World) -> None:
    client, application, _round = begun(world)
    response = client.post(ask(application, "condition"), {"condition": "none"})
    assert response.headers["Location"] == reverse("enrolment:none_fits", args=[application.pk])
    assert "只备案了这一个等级" in words(client.get(response.headers["Location"]))


def choosing(world: World, label: str, rule: list[dict[str, Any]] | None = None) -> tuple[Client, Application]:
    """Return a candidate who has chosen a condition: one of the standard, or a new one with a rule of its own."""
    client, application, round_ = begun(world)
    if rule is not None:
        standards.add_condition(
            round_.level, by=world.user("centre"), at=world.at, label=label, short="试", text="原文。", rule=rule
        )
    client.post(ask(application, "condition"), {"condition": str(story.condition_of(round_, label).pk)})
    application.refresh_from_db()
    return client, application


JOB = {"employer": "攀枝花机电公司", "post": "电工", "since": "2024-03", "until": "", "scope": "same"}
CERTIFICATE = {
    "occupation": "电工", "level": "5", "certificate_kind": "skill_level", "number": "1851003005400123",
    "issued": "2020-05-06", "scope": "same",
}  # fmt: skip
STUDY = {
    "school": "bachelor", "name": "攀枝花学院", "major": "电气", "scope": "same", "status": "final_year",
    "ends": "2026-06-30",
}  # fmt: skip


def test_each_condition_is_shown_verbatim_with_what_the_machine_says(world: World) -> None:
    client, application, round_ = begun(world)
    page = words(client.get(ask(application, "condition")))
    for condition in round_.level.conditions.all():
        assert condition.text in page
    assert "接下来会问：原证书、工作经历。" in page
    client.post(ask(application, "jobs"), JOB)
    page = words(client.get(ask(application, "condition")))
    assert "按已填的信息：不符合。累计工作 2 年，未满 5 年" in page


def test_only_what_the_condition_needs_is_asked(world: World) -> None:
    _client, application = choosing(world, "四级-2")
    keys = [question.key for question in questions_of(application)]
    assert keys[4:-3] == ["certificates", "jobs"]
    application.condition = story.condition_of(application.round, "四级-3")
    assert [question.key for question in questions_of(application)][4:-3] == ["studies"]


def test_too_few_years_are_told_with_what_is_lacking_and_a_person_decides(world: World) -> None:
    client, application = choosing(world, "四级-1")
    response = client.post(ask(application, "jobs"), JOB, follow=True)
    assert "机器初审：现在不符合申报条件 四级-1" in words(response)
    page = words(client.get(reverse("enrolment:submit", args=[application.pk])))
    assert "累计工作 2 年，未满 5 年" in page
    assert "继续工作到2029年3月1日满年限" in page
    application.refresh_from_db()
    assert application.opinion == "unmet"


def test_jobs_are_entered_one_by_one_listed_mended_and_taken_out(world: World) -> None:
    client, application = choosing(world, "四级-1")
    jobs = ask(application, "jobs")
    assert client.post(jobs, {**JOB, "more": "1"}).headers["Location"] == f"{jobs}?row=new"
    earlier = {**JOB, "employer": "渡口电厂", "since": "2019-01", "until": "2023-12"}
    assert client.post(f"{jobs}?row=new", earlier).headers["Location"] == ask(application, "photo")
    listed = words(client.get(jobs))
    assert "渡口电厂" in listed
    assert "攀枝花机电公司" in listed
    application.refresh_from_db()
    assert application.facts["jobs"][1] == {
        "employer": "渡口电厂", "post": "电工", "since": "2019-01-01", "until": "2023-12-31", "scope": "same",
    }  # fmt: skip
    assert application.opinion == "met"
    assert 'value="2019-01"' in client.get(f"{jobs}?row=1").content.decode()
    client.post(f"{jobs}?row=1", {**earlier, "until": "2019-12"})
    application.refresh_from_db()
    assert (len(application.facts["jobs"]), application.opinion) == (2, "unmet")
    assert client.post(jobs, {"drop": "1"}).headers["Location"] == f"{jobs}?"
    client.post(jobs, {"drop": "0"})
    application.refresh_from_db()
    assert "jobs" not in application.facts


def test_who_has_nothing_says_so_and_is_not_asked_again(world: World) -> None:
    client, application = choosing(world, "四级-2")
    client.post(ask(application, "certificates"), {"none": "1"})
    application.refresh_from_db()
    assert (application.facts["certificates"], application.opinion) == ([], "unmet")
    assert "没有这样的证书" in words(client.get(ask(application, "certificates")))


@pytest.mark.parametrize("number", ["1851003005400123", "RSN30008820223000123X", "S000051001064204000001", "旧证 123"])
def test_numbers_of_older_certificates_are_taken_as_they_stand(world: World, number: str) -> None:
    client, application = choosing(world, "四级-2")
    client.post(ask(application, "certificates"), {**CERTIFICATE, "number": number})
    (certificate,) = Application.objects.get(pk=application.pk).stated.certificates or ()
    assert (certificate.number, certificate.level) == (number, 5)


@pytest.mark.parametrize(("level", "verdict"), [("4", "open"), ("5", "open")])
def test_levels_run_backwards_and_a_higher_one_counts(world: World, level: str, verdict: str) -> None:
    client, application = choosing(world, "四级-2")
    client.post(ask(application, "certificates"), {**CERTIFICATE, "level": level})
    application.refresh_from_db()
    assert application.opinion == verdict  # the jobs since then are still to be told
    client.post(ask(application, "jobs"), {**JOB, "since": "2020-01"})
    application.refresh_from_db()
    assert application.opinion == "met"


@pytest.mark.parametrize(
    ("key", "reply", "sentence"),
    [
        ("jobs", {**JOB, "until": "2023-01"}, "结束年月早于开始年月"),
        ("jobs", {**JOB, "until": "2026-09"}, "结束年月还没有到"),
        ("jobs", {**JOB, "since": "2026-13"}, "不是年月"),
        ("jobs", {**JOB, "since": "2027-01"}, "这个日期还没有到"),
        ("jobs", {**JOB, "employer": ""}, "工作单位"),
        ("certificates", {**CERTIFICATE, "issued": "2026-04-01"}, "这个日期还没有到"),
        ("certificates", {**CERTIFICATE, "level": ""}, "证书等级"),
        ("studies", {**STUDY, "status": "graduated"}, "毕业日期还没有到"),
        ("studies", {**STUDY, "ends": "2025-06-30"}, "预计毕业日期已经过去"),
        ("studies", {**STUDY, "ends": "2026-02-30"}, "毕业日期"),
        ("titles", {"name": "工程师", "rank": "middle", "issued": "2026-05-01"}, "这个日期还没有到"),
        ("trainings", {"provider": "中心", "level": "5", "hours": "0"}, "学时"),
        ("born", {"born": "2036-01-01"}, "这个日期还没有到"),
        ("engaged", {}, "从事本职业"),
        ("apprenticeship", {"apprenticeship": "x"}, "学徒期"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_and_what_was_typed_stays(
    world: World, key: str, reply: dict[str, str], sentence: str
) -> None:
    client, application, _round = begun(world)
    response = client.post(ask(application, key), reply)
    assert response.status_code == 409
    assert sentence in words(response)
    if "employer" in reply:
        assert reply["post"] in response.content.decode()
    application.refresh_from_db()
    assert application.facts == {}


def test_every_kind_of_fact_is_asked_and_kept(world: World) -> None:
    rule: list[dict[str, Any]] = [
        {"age": 16}, {"engaged": "intends"}, {"title": "junior"}, {"training": {"level": 4, "hours": 100}},
        {"apprenticeship": {"scope": "related"}}, {"work": {"years": 1, "trainee": True}},
        {"study": {"schools": ["technical_school"], "programmes": ["senior_class"]}},
    ]  # fmt: skip
    client, application = choosing(world, "四级-9", rule)
    keys = [question.key for question in questions_of(application)][4:-2]
    assert keys == ["engaged", "titles", "studies", "trainings", "apprenticeship", "jobs"]
    replies: dict[str, dict[str, str]] = {
        "engaged": {"engaged": "works"},
        "titles": {"name": "助理工程师", "rank": "junior", "issued": "2024-05-01"},
        "studies": {**STUDY, "school": "technical_school", "programme": "senior_class", "status": "graduated",
                    "ends": "2023-06-30"},
        "trainings": {"provider": "实训中心", "level": "4", "hours": "120", "certificate": "on", "number": "J-1"},
        "apprenticeship": {"apprenticeship": "same"},
        "jobs": {**JOB, "trainee": "on"},
    }  # fmt: skip
    for place, (key, reply) in enumerate(replies.items()):
        assert client.get(ask(application, key)).status_code == 200
        response = client.post(ask(application, key), reply)
        assert response.headers["Location"] == ask(application, [*keys, "photo"][place + 1])
    application.refresh_from_db()
    # Whether the title matches the occupation only a person can judge.
    assert (application.opinion, application.opinion_notes["clean"]) == ("met", False)
    page = words(client.get(reverse("enrolment:submit", args=[application.pk])))
    for line in ("助理工程师", "高级工班", "120 学时", "本职业学徒期满", "见习", "职称与本职业的专业对应关系"):
        assert line in page


def test_another_condition_asks_only_for_what_is_not_answered(world: World) -> None:
    client, application = choosing(world, "四级-1")
    client.post(ask(application, "jobs"), JOB)
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
