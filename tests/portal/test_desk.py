"""The desk as it is opened: its lines, its order, its cost, and what it says when there is nothing to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiangxin.portal.desk import days_left, items
from jiangxin.portal.duties import duties
from jiangxin.rounds import operations as rounds
from tests.stories.enrolment import enrolled_round, submitted
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.plans import approved_plan
from tests.stories.results import confirmed_round, published_round
from tests.world import World


def asked(world: World, login: str, address: str = "/desk") -> int:
    """Return how many queries a page costs."""
    with at_the_hour(world):
        client = signed_in(world.user(login))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
    return len(queries)


def test_the_desk_says_what_waits_on_which_basis_until_when(world: World) -> None:
    enrolled_round(world, 3)
    with at_the_hour(world):
        page = words(signed_in(world.user("reviewer")).get("/desk"))
    assert "今天有 1 件事等您办" in page
    assert "报名 3 条" in page
    assert "第十四条（二）" in page


def test_the_most_urgent_comes_first_and_what_has_no_day_last(world: World) -> None:
    plan = approved_plan(world)
    enrolled_round(world, 1)
    on = timezone.localdate(world.at)
    listed = items(duties(world.user("centre"), on), on)
    days = [item.day for item in listed if item.day]
    assert days == sorted(days)
    assert listed[: len(days)] == [item for item in listed if item.day]
    assert {item.duty.verb for item in listed} == {"file", "close"}
    assert plan.round.closed_on is not None


def test_working_days_are_left_on_the_calendar_and_days_beyond_it(world: World) -> None:
    friday = timezone.localdate(world.at) + timedelta(days=4)
    monday = friday + timedelta(days=3)
    far = friday + timedelta(days=4000)
    assert days_left([monday, friday], friday) == {monday: 1, friday: 0}
    assert days_left([far], friday) == {far: 4000}
    assert days_left([friday], monday) == {friday: -1}
    assert days_left([], friday) == {}


def test_three_rounds_and_forty_cost_the_same(world: World) -> None:
    def open_until(count: int) -> None:
        for _ in range(count):
            rounds.open(world.draft_round(), by=world.user("centre"), at=world.at)

    open_until(3)
    few = {login: asked(world, login) for login in ("centre", "college", "reviewer", "province")}
    open_until(37)
    assert {login: asked(world, login) for login in few} == few
    assert max(few.values()) <= 26


def test_a_long_desk_has_pages_and_its_heading_counts_all(world: World) -> None:
    for _ in range(25):
        world.draft_round()
    with at_the_hour(world):
        client = signed_in(world.user("centre"))
        first, second = words(client.get("/desk")), words(client.get("/desk?page=2"))
    assert "今天有 25 件事等您办" in first
    assert (first.count("去办理"), second.count("去办理")) == (20, 5)


def test_an_empty_desk_says_what_will_be_here(world: World) -> None:
    with at_the_hour(world):
        page = words(signed_in(world.user("auditor")).get("/desk"))
    assert "今天没有等您办的事" in page
    assert "轮到您办理的步骤会出现在这里" in page


def test_what_must_wait_stands_apart(world: World) -> None:
    published_round(world)
    with at_the_hour(world):
        page = words(signed_in(world.user("centre")).get("/desk"))
    assert "等待期未满" in page
    assert page.index("等待期未满") < page.index("结果备案 · 待备案")


@pytest.mark.parametrize("login", ["centre", "college", "reviewer", "examiner", "supervisor", "employment", "province"])
def test_every_button_of_the_desk_opens_a_page(world: World, login: str) -> None:
    enrolled_round(world, 2)
    approved_plan(world)
    on = timezone.localdate(world.at)
    with at_the_hour(world):
        client = signed_in(world.user(login))
        for item in items(duties(world.user(login), on), on):
            assert client.get(item.url, follow=True).status_code == 200, item.url


def test_a_candidate_is_led_to_his_applications(world: World) -> None:
    round_, person = world.open_round(), world.candidate(1, login=True)
    submitted(world, round_, person)
    with at_the_hour(world):
        client = signed_in(world.user("candidate1"))
        answer = client.get("/desk")
        page = words(client.get("/mine"))
    assert answer.headers["Location"] == "/mine"
    assert "等待资格审核" in page


def test_what_was_done_is_listed_and_a_set_is_one_line(world: World) -> None:
    enrolled_round(world, 5)
    with at_the_hour(world):
        page = words(signed_in(world.user("college")).get("/done"))
    assert "按名册报名" in page
    assert "报名 5 条" in page


def test_what_may_be_begun_stands_on_the_desk_of_whoever_begins_it_and_of_nobody_else(world: World) -> None:
    confirmed_round(world, 3)
    with at_the_hour(world):
        centre = words(signed_in(world.user("centre")).get("/desk"))
        college = words(signed_in(world.user("college")).get("/desk"))
    assert ">证书</a>" in centre.partition("可以开始的环节")[2].partition("</section>")[0]
    assert "可以开始的环节" not in college
