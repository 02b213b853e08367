"""The finance officer drafts a fee standard; the centre publishes it, and everybody reads it (article 21)."""

from jiangxin.fees import operations as fees
from jiangxin.fees.models import FeeStandard
from tests.journeys.travelling import Journey, Travel
from tests.world import World

JOURNEY = Journey("pricing", "finance officer", budget=8)


def test_a_finance_officer_sets_a_fee(world: World, travel: Travel) -> None:
    with travel(JOURNEY) as officer:
        officer.sign_in("finance")
        officer.arrive("今天")
        officer.shot("desk")
        officer.click("link", "收费标准")
        officer.click("link", "拟定收费标准")
        officer.pick("职业和等级", "电工 四级/中级工")
        officer.fill("培训费", "0")
        officer.fill("认定费", "200")
        officer.fill("定价依据", "按材料消耗、考评劳务和场地水电核算。")
        officer.fill("执行日期", "2026-04-01")
        officer.shot("draft")
        officer.click("button", "拟定收费标准")
        officer.read("已办理：拟定收费标准", "草稿")

        fees.publish_fee(FeeStandard.objects.get(state="draft"), by=world.user("centre"), at=world.later(hours=1))
        officer.later(hours=1)
        officer.click("link", "收费标准")
        officer.read("已公示", "已撤下")
        officer.shot("published")
        officer.go("/fees")  # as everybody reads it
        officer.read("200.00")
        officer.shot("public")
    assert FeeStandard.objects.get(state="published").published_on is not None
