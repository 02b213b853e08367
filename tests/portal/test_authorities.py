"""Each authority of article 14 sees what is filed with it and what it supervises, and nothing of the others'."""

from __future__ import annotations

import pytest

from jiangxin.plans import operations as plans
from tests.stories.exams import confirmed_sittings
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.plans import approved_plan
from tests.stories.results import filed_round
from tests.stories.supervision import supervised_round
from tests.world import World

PAGES = {"employment": "/authority/filings", "city": "/authority/oversight", "province": "/authority/confirmations"}


def opened(world: World, login: str) -> str:
    """Return the text of an authority's page."""
    with at_the_hour(world):
        return words(signed_in(world.user(login)).get(PAGES[login]))


@pytest.mark.parametrize("login", [*PAGES, "centre", "college", "examiner", "auditor"])
def test_a_page_is_there_for_its_own_authority_alone(world: World, login: str) -> None:
    with at_the_hour(world):
        client = signed_in(world.user(login))
        found = {address: client.get(address).status_code for address in PAGES.values()}
    assert found == {address: 200 if PAGES.get(login) == address else 404 for address in PAGES.values()}


def test_the_employment_centre_sees_plans_once_they_are_filed(world: World) -> None:
    plan = approved_plan(world)
    assert "没有待受理的备案" in opened(world, "employment")
    plans.file(plan, by=world.user("centre"), at=world.at)
    page = opened(world, "employment")
    assert "去受理" in page
    assert "示范学院" in page
    plans.acknowledge(plan, by=world.user("employment"), at=world.at, receipt_number="演备〔2026〕1号")
    assert "去受理" not in opened(world, "employment")


def test_a_late_filing_is_marked_with_its_reason(world: World) -> None:
    plan = approved_plan(world)
    world.later(days=60)
    plans.file(plan, by=world.user("centre"), at=world.at, reason="设备检修")
    page = opened(world, "employment")
    assert "逾期" in page
    assert "设备检修" in page


def test_the_city_sees_sittings_that_come_and_reports_that_are_signed(world: World) -> None:
    confirmed_sittings(world)
    page = opened(world, "city")
    assert "理论知识考试" in page
    assert "实训大楼" in page
    assert "质量督导员签署整批报告后" in page


def test_the_city_reads_a_signed_report(world: World) -> None:
    supervised_round(world)
    page = opened(world, "city")
    assert "尤佳" in page
    assert "没有将要举行的场次" in page


def test_the_province_sees_who_awaits_its_word(world: World) -> None:
    assert "没有上报的结果" in opened(world, "province")
    filed_round(world)
    page = opened(world, "province")
    assert "待确认" in page
    assert "去确认" in page
