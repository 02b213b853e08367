"""Tries are counted in the database: together for all processes, by span, and without saying whose they are."""

from datetime import timedelta

import pytest
from django.test import RequestFactory, override_settings

from jiangxin.process import limits
from jiangxin.process.models import Tally
from tests.stories.races import at_once
from tests.world import World

LIMIT = limits.Limit("trial", most="code.sends_per_phone", span="code.span")  # 5 in 60 minutes


def test_a_limit_holds_for_its_span_and_tells_how_long(world: World) -> None:
    waits = [limits.count(LIMIT, "a", world.later(minutes=1)) for _ in range(7)]
    assert waits == [timedelta(0)] * 5 + [timedelta(minutes=55), timedelta(minutes=54)]
    assert limits.wait(LIMIT, "a", world.at) == timedelta(minutes=54)
    assert limits.wait(LIMIT, "b", world.at) == timedelta(0)
    world.later(minutes=54)
    assert limits.wait(LIMIT, "a", world.at) == timedelta(0)
    assert limits.count(LIMIT, "a", world.at) == timedelta(0)
    assert Tally.objects.get(action="trial").count == 1


def test_a_try_is_taken_back(world: World) -> None:
    for _ in range(5):
        limits.count(LIMIT, "a", world.at)
    assert limits.wait(LIMIT, "a", world.at)
    limits.uncount(LIMIT, "a")
    assert not limits.wait(LIMIT, "a", world.at)
    assert not limits.count(LIMIT, "a", world.at)
    limits.uncount(LIMIT, "never seen")


def test_nothing_is_left_after_a_day_and_nobody_is_named(world: World) -> None:
    limits.count(LIMIT, "18800000001", world.at)
    assert b"1880000" not in bytes(Tally.objects.get().subject)
    limits.count(LIMIT, "b", world.later(days=2))
    assert Tally.objects.count() == 1


def test_two_at_once_are_counted_one_by_one(committed_world: World) -> None:
    at = committed_world.at
    acts = [lambda: limits.count(LIMIT, "a", at)] * 8
    assert sorted(map(bool, at_once(*acts))) == [False] * 5 + [True] * 3


@pytest.mark.parametrize(
    ("proxies", "passed", "seen"),
    [
        (0, "198.51.100.1", "192.0.2.9"),  # nobody may say himself who he is
        (1, "203.0.113.5, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.5, 198.51.100.1", "203.0.113.5"),
        (2, "198.51.100.1", "192.0.2.9"),
    ],
)
def test_the_address_is_what_the_own_proxies_say(proxies: int, passed: str, seen: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.9", headers={"X-Forwarded-For": passed})
    with override_settings(PROXIES=proxies):
        assert limits.address(request) == seen


@pytest.mark.parametrize(("seconds", "told"), [(0, 1), (59, 1), (60, 1), (61, 2), (600, 10)])
def test_a_span_is_told_in_whole_minutes(seconds: int, told: int) -> None:
    assert limits.minutes(timedelta(seconds=seconds)) == told
