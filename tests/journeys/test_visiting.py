"""Whom the city's centre sent tells what he found in a sitting, and signs it (article 14(3))."""

from jiangxin.supervision.models import Visit
from tests.journeys.travelling import Journey, Travel
from tests.stories.visits import held, sent
from tests.world import World

JOURNEY = Journey("visiting", "quality supervisor from outside", budget=8, width=360)


def test_a_supervisor_from_outside_tells_what_he_found(world: World, travel: Travel) -> None:
    held(world, sent(world).duty.sitting)
    with travel(JOURNEY) as outside:
        outside.sign_in("outside")
        outside.arrive("今天")
        outside.shot("desk")
        outside.click("link", "去办理")
        outside.arrive("外部督导意见")
        outside.click("link", "填写督导意见")
        outside.arrive("填写督导意见")
        outside.fill("督导情况", "抽查两个机位，监考人员按规程办理。\n没有发现影响公正的情形。")
        outside.shot("findings")
        outside.click("button", "填写督导意见")
        outside.arrive("外部督导意见")
        outside.click("button", "签署督导意见")
        outside.click("button", "签署督导意见", within=outside.page.get_by_role("dialog"))
        outside.read("已办理：签署督导意见")
        outside.shot("signed")
    assert Visit.objects.get().state == "signed"
