"""One candidate's page: for his officers and himself, with the marks that each may see, and never for examiners."""

from __future__ import annotations

import pytest

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.exams.models import Seat
from jiangxin.people import operations as people
from jiangxin.results.models import Result
from tests.stories.enrolment import accepted_round, drafted, enrolled_round, submitted
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.results import confirmed_round, published_round
from tests.stories.supervision import supervised_round
from tests.world import World


def page_of(world: World, login: str, application: Application) -> str:
    """Return the text of a candidate's page."""
    with at_the_hour(world):
        answer = signed_in(world.user(login)).get(f"/candidates/{application.pk}")
    assert answer.status_code == 200
    return words(answer)


def of_conclusion(conclusion: str) -> Application:
    """Return an application whose result is of this kind."""
    return Result.objects.filter(conclusion=conclusion).select_related("application").order_by("pk")[0].application


def with_account(application: Application) -> str:
    """Give the candidate an account and return its name."""
    people.open_account(application.person, "the-candidate", None)
    return "the-candidate"


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("centre", 200), ("college", 200), ("reviewer", 200), ("auditor", 200), ("examiner", 404), ("invigilator", 404),
        ("supervisor", 404), ("teacher", 404), ("finance", 404), ("employment", 404), ("province", 404),
    ],
)  # fmt: skip
def test_who_opens_a_candidate(world: World, login: str, status: int) -> None:
    published_round(world, 6)
    with at_the_hour(world):
        client = signed_in(world.user(login))
        assert client.get(f"/candidates/{of_conclusion('passed').pk}").status_code == status


def test_another_candidate_is_not_there(world: World) -> None:
    round_ = enrolled_round(world, 2)
    first, second = Application.objects.filter(round=round_).order_by("pk")
    login = with_account(first)
    with at_the_hour(world):
        client = signed_in(world.user(login))
        codes = [client.get(f"/candidates/{each.pk}").status_code for each in (first, second)]
    assert codes == [200, 404]


def test_the_line_leads_from_application_to_certificate(world: World) -> None:
    confirmed_round(world, 6)
    page = page_of(world, "centre", of_conclusion("passed"))
    for shown in ("报名", "资格审核", "理论知识考试", "操作技能考核", "公示", "结果备案", "证书", "已确认", "孙倩"):
        assert shown in page


def test_numbers_are_masked(world: World) -> None:
    round_ = accepted_round(world, 1)
    application = Application.objects.get(round=round_)
    page = page_of(world, "centre", application)
    assert application.person.id_number not in page
    assert application.person.masked_id in page


def test_a_candidate_sees_his_marks_once_they_are_published_and_not_before(world: World) -> None:
    round_ = supervised_round(world, 6)
    passing = Seat.objects.filter(sitting__round=round_, marks__mark__gte=60).values("application")
    application = Application.objects.filter(pk__in=passing).order_by("pk")[0]
    login = with_account(application)
    assert "合格线" not in page_of(world, login, application)
    assert "合格线" in page_of(world, "centre", application)


def test_a_candidate_sees_his_own_published_result(world: World) -> None:
    published_round(world, 6)
    application = of_conclusion("passed")
    page = page_of(world, with_account(application), application)
    assert "合格线" in page
    assert "评分表" not in page  # who gave which mark is for the office


def test_whoever_failed_or_stayed_away_ends_there(world: World) -> None:
    published_round(world, 6)
    page = page_of(world, "centre", of_conclusion("absent"))
    line = page[page.index('<ol class="line"') : page.index("</ol>", page.index('<ol class="line"'))]
    assert "缺考" in line
    assert "证书" not in line


def test_a_withdrawn_application_ends_at_once(world: World) -> None:
    round_, person = world.open_round(), world.candidate(1, login=True)
    application = submitted(world, round_, person)
    enrolment.withdraw(application, by=world.user("candidate1"), at=world.at)
    page = page_of(world, "candidate1", application)
    assert "已撤回" in page
    assert "资格审核" not in page[page.index('<ol class="line"') : page.index("</ol>", page.index('<ol class="line"'))]


def test_the_home_says_what_comes_next_and_where_to_go_on(world: World) -> None:
    round_, person = world.open_round(), world.candidate(1, login=True)
    drafted(world, round_, person)
    with at_the_hour(world):
        page = words(signed_in(world.user("candidate1")).get("/mine"))
    assert "还没有提交" in page
    assert f"/enrolment/start/{round_.pk}" in page


def test_a_returned_application_shows_what_to_mend(world: World) -> None:
    round_, person = world.open_round(), world.candidate(1, login=True)
    application = submitted(world, round_, person)
    enrolment.send_back(application, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    with at_the_hour(world):
        assert "照片不清楚" in words(signed_in(world.user("candidate1")).get("/mine"))


def test_a_home_without_applications_says_what_will_be_here(world: World) -> None:
    world.candidate(1, login=True)
    with at_the_hour(world):
        assert "您还没有报名" in words(signed_in(world.user("candidate1")).get("/mine"))
