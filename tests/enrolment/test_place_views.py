"""Places on the screens: what is left, where one waits, what the office sees and does."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.place_queries import order_told
from jiangxin.people.models import User
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories import enrolment as story
from tests.stories.pages import at_the_hour
from tests.world import World

pytestmark = pytest.mark.usefixtures("clock")
POOR_FIRST = [{"categories": ["poor"], "basis": "中心 2026 年 1 月 5 日办公会决定"}]


def page(user: User | None, name: str, *args: int) -> str:
    """Return a page as this user sees it."""
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(reverse(name, args=args)).content.decode()


def waiting(world: World, **fields: object) -> tuple[Round, Application, Application]:
    """Return a round with one place, who holds it, and who waits."""
    round_ = world.open_round(quota=1, **fields)
    held, late = [story.submitted(world, round_, world.candidate(number, login=True)) for number in (1, 2)]
    return round_, held, late


def test_the_notice_and_the_first_question_say_what_is_left(world: World) -> None:
    round_ = world.open_round(quota=2, priority=POOR_FIRST)
    assert "共 2 个，还剩 2 个" in page(None, "portal:notice", round_.pk)
    assert "（依据：中心 2026 年 1 月 5 日办公会决定" in page(None, "portal:notice", round_.pk)
    story.submitted(world, round_, world.candidate(1, login=True))
    story.submitted(world, round_, world.candidate(2, login=True))
    shown = page(world.candidate(3, login=True).user, "enrolment:start", round_.pk)
    assert "共 2 个，已报满" in shown
    assert "名额已报满" in shown


def test_a_round_without_a_quota_speaks_of_no_places(world: World) -> None:
    round_ = world.open_round()
    person = world.candidate(1, login=True)
    application = story.submitted(world, round_, person)
    assert "候补" not in page(None, "portal:notice", round_.pk)
    assert "名额" not in page(person.user, "enrolment:submitted", application.pk)
    assert "名额和候补" not in page(world.user("centre"), "portal:round", round_.pk)


def test_an_applicant_sees_his_position_and_why_it_changed(world: World) -> None:
    round_, held, late = waiting(world, priority=POOR_FIRST)
    assert "名额已确认" in page(held.person.user, "enrolment:submitted", held.pk)
    assert "您排在候补第 1 位" in page(late.person.user, "enrolment:submitted", late.pk)
    assert "您排在候补第 1 位" in page(late.person.user, "portal:mine")
    rows = [story.row(9, category="poor")]
    enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)
    shown = page(late.person.user, "enrolment:submitted", late.pk)
    assert "您排在候补第 2 位" in shown
    assert "提交时排在第 1 位，现在第 2 位：其后有优先类别的人提交，排在您前面。" in shown


def test_who_moved_up_is_told_with_the_reason(world: World) -> None:
    _round, held, late = waiting(world)
    enrolment.withdraw(held, by=held.person.user, at=world.at)
    shown = page(late.person.user, "enrolment:submitted", late.pk)
    assert "您已递补，名额已确认" in shown
    assert "有人撤回报名，让出名额" in shown


def test_who_waited_in_vain_is_told(world: World) -> None:
    round_, _held, late = waiting(world)
    rounds.close(round_, by=world.user("centre"), at=world.at)
    shown = page(late.person.user, "enrolment:submitted", late.pk)
    assert "没有取得名额，报名结束" in shown
    assert "看看正在报名的批次" in shown
    assert "您没有取得名额" in page(late.person.user, "portal:mine")
    assert "未取得名额" in page(late.person.user, "portal:candidate", late.pk)


def test_the_office_sees_the_list_in_its_order(world: World) -> None:
    round_, held, late = waiting(world)
    for login in ("centre", "college", "reviewer", "auditor"):
        shown = page(world.user(login), "enrolment:places", round_.pk)
        assert shown.index(late.person.name) < shown.index(held.person.name)
    assert "调整名额" in page(world.user("centre"), "enrolment:places", round_.pk)
    assert "调整名额" not in page(world.user("reviewer"), "enrolment:places", round_.pk)
    assert "名额和候补" in page(world.user("college"), "portal:round", round_.pk)


def test_no_candidate_sees_the_list_and_a_round_without_quota_has_none(world: World) -> None:
    round_, _held, late = waiting(world)
    for user, asked in ((late.person.user, round_), (world.user("centre"), world.open_round())):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("enrolment:places", args=[asked.pk])).status_code == 404


def test_a_place_is_taken_back_from_the_list_once_its_days_are_over(world: World) -> None:
    round_, held, late = waiting(world)
    enrolment.send_back(held, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    assert "名额为您保留到 2026年3月5日" in page(held.person.user, "enrolment:submitted", held.pk)
    assert "收回名额" not in page(world.user("college"), "enrolment:places", round_.pk)
    world.later(days=4)
    with at_the_hour(world):
        asked = ("enrolment:release_place", Place.objects.get(application=held).pk)
        address = reverse(asked[0], args=asked[1:])
        assert address in page(world.user("college"), "enrolment:places", round_.pk)
        assert "名额让给下一位候补的人" in page(world.user("college"), *asked)
        client = Client()
        client.force_login(world.user("college"), backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(address, {"reason": "电话联系两次，未补正"}).status_code == 302
        assert "名额已收回" in page(held.person.user, "enrolment:submitted", held.pk)
        assert "您已递补，名额已确认" in page(late.person.user, "enrolment:submitted", late.pk)


def test_who_takes_a_place_back_after_the_close_reads_that_the_application_ends(world: World) -> None:
    round_, held, _late = waiting(world)
    enrolment.send_back(held, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    rounds.close(round_, by=world.user("centre"), at=world.at)
    world.later(days=4)
    with at_the_hour(world):
        asked = Place.objects.get(application=held)
        assert "这份报名随之结束" in page(world.user("college"), "enrolment:release_place", asked.pk)


def test_the_desk_tells_the_office_which_corrections_are_overdue(world: World) -> None:
    _round, held, _late = waiting(world)
    enrolment.send_back(held, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    assert "逾期未补正" not in page(world.user("college"), "portal:desk")
    world.later(days=4)
    with at_the_hour(world):
        assert "有 1 人逾期未补正" in page(world.user("college"), "portal:desk")
        assert "有 1 人逾期未补正" in page(world.user("centre"), "portal:desk")
        assert "逾期未补正" not in page(world.user("reviewer"), "portal:desk")


def test_the_centre_sets_another_number_on_a_page_that_says_how_many_wait(world: World) -> None:
    round_, _held, late = waiting(world)
    shown = page(world.user("centre"), "rounds:set_quota", round_.pk)
    assert "名额 1 个，已确认 1 个，候补 1 人。" in shown
    client = Client()
    client.force_login(world.user("centre"), backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("rounds:set_quota", args=[round_.pk]), {"quota": 2, "reason": "增加一个考场"})
    assert Place.objects.get(application=late).state == "held"


def test_the_form_of_a_round_asks_for_places_and_for_the_basis_of_a_priority(world: World) -> None:
    day = world.at.date()
    client = Client()
    client.force_login(world.user("centre"), backend="django.contrib.auth.backends.ModelBackend")
    scope = world.practice.filing.scopes.get(level=world.practice.level)
    sent = {
        "scope": scope.pk, "college": world.practice.college.pk, "audience": "own_students", "apply_from": day,
        "apply_until": day + timedelta(days=14), "planned_on": day + timedelta(days=60), "capacity": 40,
        "priority_1": ["poor"], "priority_3": ["unemployed"],
    }  # fmt: skip
    refused = client.post(reverse("rounds:draft_round"), sent).content.decode()
    assert "有候补才有先后" in refused
    assert "让一部分人优先要有依据" in refused
    assert '<details class="more" open>' in refused, "what was chosen in a later group is not hidden"
    bases = {"quota": 30, "basis_1": "办公会决定", "basis_3": "就业局通知"}
    twice = client.post(reverse("rounds:draft_round"), {**sent, **bases, "priority_2": ["poor"], "basis_2": "通知"})
    assert "一类人只排在一处" in twice.content.decode()
    client.post(reverse("rounds:draft_round"), {**sent, **bases, "review_levels": 2})
    round_ = Round.objects.get()
    first, second = (
        {"categories": ["poor"], "basis": "办公会决定"},
        {"categories": ["unemployed"], "basis": "就业局通知"},
    )
    assert (round_.quota, round_.priority, round_.review_levels) == (30, [first, second], 2)
    again = page(world.user("centre"), "rounds:revise_round", round_.pk)
    assert 'value="30"' in again
    assert 'value="就业局通知"' in again
    assert '<option value="2" selected>' in again or 'value="2" checked' in again, (
        "revising keeps both levels of review"
    )
    assert "其次排城镇登记失业人员（依据：就业局通知）" in order_told(round_)[0]
