"""The pages that ask for facts: what is asked, how entries come and go, and what cannot be."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from jiangxin.enrolment.models import Application
from jiangxin.enrolment.question_forms import questions_of
from tests.stories import enrolment as story
from tests.stories.asking import ask, begun, choosing
from tests.stories.pages import at_the_hour, words
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


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
