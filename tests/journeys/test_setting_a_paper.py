"""The item setter hands in a paper and names who is to review it."""

from jiangxin.demo.pictures import paper
from jiangxin.items.models import Paper
from tests.journeys.travelling import Journey, Travel
from tests.stories.enrolment import accepted_round
from tests.stories.plans import settled_setting
from tests.world import World

JOURNEY = Journey("setting_a_paper", "item setter", budget=10)


def test_a_setter_hands_in_a_paper(world: World, travel: Travel) -> None:
    settled_setting(world, accepted_round(world))
    with travel(JOURNEY) as setter:
        setter.sign_in("setter")
        setter.arrive("今天没有等您办的事")
        setter.shot("desk")
        setter.turn_to("命题")
        setter.arrive("试卷")
        setter.shot("papers")
        setter.click("link", "命制试卷")
        setter.arrive("命制试卷")
        setter.pick("科目", "理论")
        setter.pick("审题人", "冯雪")
        setter.attach("试卷文件", "理论-A.pdf", "application/pdf", paper("电工四级理论试卷 A", ["一、单项选择题"]))
        setter.shot("filled")
        setter.click("button", "命制试卷")
        setter.read("待审题")
        setter.shot("handed-in")
    assert Paper.objects.get().state == "set"
