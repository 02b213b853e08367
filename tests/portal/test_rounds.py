"""The list of rounds, and one round's page."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.people import operations as people
from jiangxin.people.models import Organisation
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds import operations as rounds
from tests.stories.enrolment import accepted_round, enrolled_round
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.plans import received_plan
from tests.stories.results import confirmed_round
from tests.world import World


def page_of(world: World, login: str, address: str) -> str:
    """Return the text of a page that is there."""
    with at_the_hour(world):
        answer = signed_in(world.user(login)).get(address)
    assert answer.status_code == 200, address
    return words(answer)


def test_a_rounds_page_shows_stages_numbers_and_plan(world: World) -> None:
    round_ = received_plan(world, 6).round
    page = page_of(world, "centre", f"/rounds/{round_.pk}")
    for shown in ("方案与备案", "归档", "实施方案", "安全保障措施", "审核通过", "全部经过", "由学院经办员"):
        assert shown in page
    assert page.count("<b>6</b><span>") == 2  # applied and accepted


def test_every_number_opens_its_rows(world: World) -> None:
    round_ = confirmed_round(world, 6)
    page = page_of(world, "centre", f"/rounds/{round_.pk}")
    figures = re.findall(r'<section class="card figures".*?</section>', page, re.S)[0]
    found = re.findall(r'<a href="([^"]+)"><b>(\d+)</b>', figures)
    assert len(found) >= 4
    for address, number in found:
        rows = page_of(world, "centre", address.replace("&amp;", "&"))
        assert f"共 {number} 条" in rows or "exams.seat" in address  # one candidate has a seat in each subject


@pytest.mark.parametrize("login", ["centre", "college", "reviewer", "teacher", "supervisor", "employment", "city"])
def test_every_link_of_the_page_opens(world: World, login: str) -> None:
    round_ = received_plan(world, 3).round
    with at_the_hour(world):
        client = signed_in(world.user(login))
        page = words(client.get(f"/rounds/{round_.pk}"))
        main = page[page.index("<main") : page.index("</main")]
        for address in set(re.findall(r'href="(/[^"#]+)"', main)):
            assert client.get(address.replace("&amp;", "&"), follow=True).status_code == 200, address


def test_history_holds_everything_below_and_a_set_is_one_line(world: World) -> None:
    round_ = accepted_round(world, 5)
    page = page_of(world, "centre", f"/rounds/{round_.pk}/history")
    assert "报名 5 条" in page
    assert page.index("截止报名") < page.index("立项</b>")


def test_history_keeps_from_a_reader_what_he_may_not_see(world: World) -> None:
    round_ = accepted_round(world, 5)
    assert "审核通过" not in page_of(world, "teacher", f"/rounds/{round_.pk}/history")


def test_a_foreign_round_is_not_there(world: World) -> None:
    round_ = world.open_round()
    with under_way("setup"):
        other = people.found(by=SYSTEM, at=world.at, kind=Organisation.INSTITUTION, name="另一学院", practice=True)
        person = people.register(
            other, people.NewPerson("外人", "999999198501019993", id_type="other"), by=SYSTEM, at=world.at
        )
        people.appoint(person, other, "centre_officer", by=SYSTEM, at=world.at, starts_on=world.at.date())
    people.open_account(person, "stranger", None)
    addresses = [f"/rounds/{round_.pk}", f"/rounds/{round_.pk}/history", f"/records/rounds.round/{round_.pk}"]
    with at_the_hour(world):
        client = signed_in(world.user("stranger"))
        assert [client.get(address).status_code for address in addresses] == [404] * 3
        assert round_.number not in words(client.get("/rounds"))
        assert "没有找到" in words(client.get(f"/search?q={round_.number}"))


def test_rounds_are_filtered_and_found(world: World) -> None:
    first, second = world.draft_round(), enrolled_round(world, 1)
    rounds.cancel(world.draft_round(), by=world.user("centre"), at=world.at, reason="停办")

    def shown(query: str) -> set[str]:
        page = page_of(world, "centre", f"/rounds?{query}")
        return set(re.findall(r'href="/rounds/(\d+)"><b>', page))

    assert shown("state=draft") == {str(first.pk)}
    assert shown("stage=enrolled") == {str(second.pk)}
    assert shown(f"q={second.number}") == {str(second.pk)}
    assert len(shown("q=电工")) == 3
    assert shown("year=1999") == shown("q=焊工") == set()
    assert len(shown("year=x&state=nonsense&page=-3")) == 3


def test_a_list_of_rounds_costs_the_same_whatever_its_length(world: World) -> None:
    def asked() -> int:
        with at_the_hour(world), CaptureQueriesContext(connection) as queries:
            signed_in(world.user("centre")).get("/rounds")
        return len(queries)

    world.open_round()
    one = asked()
    for _ in range(12):
        world.open_round()
    assert asked() == one
