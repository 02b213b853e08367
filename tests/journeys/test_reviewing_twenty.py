"""The reviewer decides twenty applications without touching the mouse, takes one back, and comes to the end."""

from tests.journeys.travelling import Journey, Travel
from tests.stories.enrolment import enrolled_round, name_of, states
from tests.world import World

JOURNEY = Journey("reviewing_twenty", "reviewer", budget=70)


def test_a_reviewer_decides_twenty_without_the_mouse(world: World, travel: Travel) -> None:
    round_ = enrolled_round(world, 20)
    with travel(JOURNEY) as reviewer:
        reviewer.sign_in("reviewer")
        reviewer.arrive("今天有 1 件事等您办")
        reviewer.press("Tab", "Enter")  # past the frame
        reviewer.tab_to("link", "去办理")
        reviewer.press("Enter")
        reviewer.arrive("资格审核")
        reviewer.press("F2")
        for number in range(1, 21):
            reviewer.arrive(name_of(number))
            if number == 7:
                reviewer.press("F4", "Alt+2", "Control+Enter")  # a phrase of the list is the reason
            elif number == 13:
                reviewer.press("F8", "Alt+1", "Control+Enter")
            else:
                reviewer.press("F2", "Enter")
            if number == 4:
                reviewer.arrive(name_of(5))
                reviewer.press("F7")  # back to the fourth: pressed too soon
                reviewer.arrive(name_of(4))
                reviewer.press("F4", "Alt+1", "Control+Enter")
                reviewer.arrive(name_of(5))
        reviewer.arrive(name_of(4))  # taken back, and so the last that waits
        reviewer.press("F2", "Enter")
        reviewer.read("没有等待审核的报名")
    expected = {7: "returned", 13: "rejected"}
    assert states(round_.pk) == [expected.get(number, "accepted") for number in range(1, 21)]
