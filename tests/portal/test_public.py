"""What everybody reads without an account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from jiangxin.fees.models import FeeStandard
from jiangxin.rounds import operations as rounds
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.results import published_round
from tests.world import World


def opened(world: World, address: str) -> str:
    """Return the text of a page that is opened without an account."""
    with at_the_hour(world):
        answer = Client().get(address)
    assert answer.status_code == 200, address
    return words(answer)


def test_the_front_page_offers_what_can_be_applied_for(world: World) -> None:
    round_ = world.open_round()
    draft = world.draft_round()
    page = opened(world, "/")
    assert f"/enrolment/start/{round_.pk}" in page
    assert "我要报名" in page
    assert f"/notices/{draft.pk}" not in page
    for shown in ("证书查询", "核验电子证书文件", "收费标准", "咨询与投诉：示范学院"):
        assert shown in page


def test_a_round_that_has_not_begun_or_is_over_cannot_be_applied_for(world: World) -> None:
    day = world.at.date()
    coming = world.open_round(apply_from=day + timedelta(days=2))
    for moment, offered in ((0, False), (3, True), (30, False)):
        world.at += timedelta(days=moment)
        assert (f"/enrolment/start/{coming.pk}" in opened(world, "/")) is offered
        assert ("我要报名" in opened(world, f"/notices/{coming.pk}")) is offered
        world.at -= timedelta(days=moment)


def test_a_notice_says_conditions_verbatim_dates_subjects_and_fee(world: World) -> None:
    round_ = world.open_round()
    page = opened(world, f"/notices/{round_.pk}")
    for condition in round_.level.conditions.all():
        assert condition.text in page
    for shown in ("计划考核日期", "90 分钟", "认定费 180.00 元", "S000000990001", "第二十一条"):
        assert shown in page


def test_a_cancelled_round_says_so_and_a_draft_has_no_notice(world: World) -> None:
    round_ = world.open_round()
    rounds.cancel(round_, by=world.user("centre"), at=world.at, reason="停办")
    assert "这个批次已取消" in opened(world, f"/notices/{round_.pk}")
    with at_the_hour(world):
        assert Client().get(f"/notices/{world.draft_round().pk}").status_code == 404
        assert Client().get("/notices/999999").status_code == 404


def test_fees_are_published_with_their_grounds(world: World) -> None:
    page = opened(world, "/fees")
    fee = FeeStandard.objects.get(state="published")
    assert fee.grounds in page
    assert "180.00" in page


def test_publicity_is_announced_while_it_runs(world: World) -> None:
    round_ = published_round(world)
    assert "成绩公示" in opened(world, "/")
    world.at += timedelta(days=40)
    assert "成绩公示" not in opened(world, "/")
    assert str(round_) in opened(world, "/")


@pytest.mark.parametrize("address", ["/", "/fees", "/login", "/healthz", "/styleguide/"])
def test_public_pages_open_without_an_account(world: World, address: str) -> None:
    opened(world, address)


@pytest.mark.parametrize(
    "address",
    ["/desk", "/done", "/mine", "/account", "/account/password", "/search", "/rounds", "/rounds/1", "/candidates/1",
     "/records/rounds.round", "/records/rounds.round/1", "/authority/filings", "/authority/oversight"],
)  # fmt: skip
def test_everything_else_asks_who_is_there(world: World, address: str) -> None:
    answer = Client().get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login?next=")


def test_whoever_is_signed_in_finds_the_way_to_his_desk(world: World) -> None:
    with at_the_hour(world):
        assert "进入工作台" in words(signed_in(world.user("centre")).get("/"))
