"""The frame: a rail of at most seven entries for each role, who is here, and no cost where it isn't shown."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from jiangxin.people.models import User
from jiangxin.portal.shell import shell
from jiangxin.practice import DATA
from tests.stories.enrolment import enrolled_round
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World

STAFF = [row["login"] for row in DATA["staff"]]


def rail(page: str) -> list[str]:
    """Return the words of the rail's entries."""
    (nav,) = re.findall(r'<nav class="rail".*?</nav>', page, re.S)
    return list(dict.fromkeys(re.findall(r"<span>([^<]+)</span>", nav)))


@pytest.mark.parametrize("login", STAFF)
def test_every_entry_of_a_rail_opens(world: World, login: str) -> None:
    with at_the_hour(world):
        client = signed_in(world.user(login))
        page = words(client.get("/desk"))
        addresses = re.findall(r'<nav class="rail".*?</nav>', page, re.S)[0]
        entries = set(re.findall(r'<a href="([^"]+)"', addresses))
        assert 1 <= len(entries) <= 7
        assert {address: client.get(address).status_code for address in entries} == dict.fromkeys(entries, 200)


def test_a_form_of_a_page_is_not_sent_to_the_search_of_its_frame(world: World) -> None:
    with at_the_hour(world):
        page = words(signed_in(world.user("centre")).get("/rounds/new"))
    assert page.count('action="/search"') == 1
    assert '<form class="form" method="post" novalidate>' in page


def test_the_rail_speaks_the_regulations_words_and_counts(world: World) -> None:
    enrolled_round(world, 4)
    with at_the_hour(world):
        centre = rail(words(signed_in(world.user("centre")).get("/desk")))
        reviewer = words(signed_in(world.user("reviewer")).get("/desk"))
    assert centre == ["待办", "认定批次", "资格审核", "开班备案", "考务与督导", "结果备案与证书", "档案与台账"]
    assert '资格审核</span><span class="count">4' in reviewer


def test_authorities_get_their_own_pages(world: World) -> None:
    found = {}
    with at_the_hour(world):
        for login in ("employment", "city", "province"):
            found[login] = rail(words(signed_in(world.user(login)).get("/desk")))[1]
    assert found == {"employment": "开班备案", "city": "属地监管", "province": "结果确认"}


def test_a_page_without_a_frame_asks_nothing(world: World) -> None:
    request = RequestFactory().get("/")
    request.user = User.objects.get(username="centre")
    with CaptureQueriesContext(connection) as queries:
        assert set(shell(request)) == {"shell"}
    assert len(queries) == 0


def test_the_frame_says_who_is_here_and_that_it_is_practice(world: World) -> None:
    with at_the_hour(world):
        page = words(signed_in(world.user("centre")).get("/account"))
    assert "李静" in page
    assert "公共实验教学中心 中心管理员" in page
    assert "演练环境" in page


def test_the_public_sees_the_only_institutions_name(world: World) -> None:
    with at_the_hour(world):
        assert "示范学院" in words(signed_in(None).get("/fees"))
