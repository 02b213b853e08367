"""The reviewer decides the applications of a round by keyboard: one after the other, without going back to the list."""

from tests.journeys.travelling import Journey, Travel
from tests.stories.enrolment import enrolled_round
from tests.world import World

JOURNEY = Journey("reviewing", "reviewer", budget=60)


def test_a_reviewer_decides_by_keyboard(world: World, travel: Travel) -> None:
    enrolled_round(world, 3)
    with travel(JOURNEY) as reviewer:
        reviewer.sign_in("reviewer")
        reviewer.arrive("今天有 1 件事等您办")
        reviewer.shot("desk")
        reviewer.click("link", "去办理")
        reviewer.arrive("资格审核")
        reviewer.shot("list")
