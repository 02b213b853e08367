"""The employment centre reads the plan that an institution files with it, and gives its receipt (article 14(1))."""

from jiangxin.plans import operations as plans
from tests.journeys.travelling import Journey, Travel
from tests.stories.plans import approved_plan
from tests.world import World

JOURNEY = Journey("receiving", "employment centre", budget=6)


def test_the_employment_centre_receives_a_filing(world: World, travel: Travel) -> None:
    plan = plans.file(approved_plan(world, 3), by=world.user("centre"), at=world.at)
    world.later(days=1)
    with travel(JOURNEY) as officer:
        officer.sign_in("employment")
        officer.arrive("今天有 1 件事等您办")
        officer.shot("desk")
        officer.click("link", "去办理")
        officer.arrive("2026-01 期实施方案 第 1 版")
        officer.read("十一项内容", "考生名册", "安全保障措施")
        officer.shot("plan")
        officer.click("link", "受理备案")
        officer.fill("回执编号", "演练回执-007")
        officer.click("button", "受理备案")
        officer.arrive("2026-01 期实施方案 第 1 版")
        officer.read("已受理", "演练回执-007")
        officer.click("link", "开班备案")
        officer.read("没有待受理的备案")
        officer.shot("received")
    plan.refresh_from_db()
    assert (plan.state, plan.receipt_number) == ("received", "演练回执-007")
