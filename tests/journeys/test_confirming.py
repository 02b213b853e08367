"""The provincial centre answers a report row by row, and sends one back with its reason (article 14(5))."""

from jiangxin.results.models import FilingRow
from tests.journeys.travelling import Journey, Travel
from tests.stories.results import filed_round
from tests.world import World

JOURNEY = Journey("confirming", "provincial centre", budget=9)
REASON = "证件、姓名不符：请核对身份证原件后重新上报。"


def test_the_province_answers_row_by_row(world: World, travel: Travel) -> None:
    filed_round(world, 4)
    world.later(days=1)
    with travel(JOURNEY) as officer:
        officer.sign_in("province")
        officer.arrive("今天有 1 件事等您办")
        officer.shot("desk")
        officer.click("link", "去办理")
        officer.arrive("结果备案（第 1 次）")
        officer.click("button", "确认", within=officer.row("考生〇〇二"))
        refused = officer.row("考生〇〇三")
        officer.open("退回", within=refused)
        officer.fill("理由", REASON, within=refused)
        officer.shot("refusing")
        officer.click("button", "退回", within=refused.locator("form.panel"))
        officer.read(REASON)
        officer.click("button", "确认", within=officer.row("考生〇〇四"))
        officer.read("省职鉴中心已答复")
        officer.shot("answered")
        officer.click("link", "结果确认")
        officer.arrive("结果确认")
        officer.shot("reports")
    answers = dict(FilingRow.objects.values_list("result__application__person__name", "state"))
    assert answers == {"考生〇〇二": "confirmed", "考生〇〇三": "refused", "考生〇〇四": "confirmed"}
