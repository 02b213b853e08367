"""The reviewer decides the applications of a round by keyboard: one after the other, without going back to the list."""

from tests.journeys.travelling import Journey, Travel
from tests.stories.enrolment import enrolled_round, states, submitted
from tests.world import World

JOURNEY = Journey("reviewing", "reviewer", budget=24)


def test_a_reviewer_decides_by_keyboard(world: World, travel: Travel) -> None:
    round_ = enrolled_round(world, 3)
    submitted(world, round_, world.candidate(9, name="王䶮", login=True))
    with travel(JOURNEY) as reviewer:
        reviewer.sign_in("reviewer")
        reviewer.arrive("今天有 1 件事等您办")
        reviewer.shot("desk")
        reviewer.press("Tab", "Enter")  # past the frame
        reviewer.tab_to("link", "去办理")
        reviewer.press("Enter")
        reviewer.arrive("资格审核")
        reviewer.shot("list")
        reviewer.press("F2")
        reviewer.arrive("考生〇〇一")
        reviewer.press("F2")
        reviewer.shot("accept")
        reviewer.press("Enter")
        reviewer.arrive("考生〇〇二")  # the next comes by itself
        reviewer.press("F4")
        reviewer.type("请补齐毕业证书")
        reviewer.shot("send-back")
        reviewer.press("Control+Enter")
        reviewer.arrive("考生〇〇三")
        reviewer.press("F2", "Enter")
        reviewer.arrive("王䶮")
        reviewer.shot("with-photo")
        reviewer.press("F8")
        reviewer.type("不符合所选的申报条件")
        reviewer.press("Control+Enter")
        reviewer.read("没有等待审核的报名")
        reviewer.shot("nothing-left")
    assert states(round_.pk) == ["accepted", "returned", "accepted", "rejected"]
