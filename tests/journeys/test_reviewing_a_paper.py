"""The second setter reads a paper and passes it."""

from jiangxin.items.models import Paper
from tests.journeys.travelling import Journey, Travel
from tests.stories.enrolment import accepted_round
from tests.stories.plans import set_paper, settled_setting
from tests.world import World

JOURNEY = Journey("reviewing_a_paper", "item setter, as reviewer", budget=6)


def test_a_second_setter_reads_a_paper_and_passes_it(world: World, travel: Travel) -> None:
    round_ = accepted_round(world)
    settled_setting(world, round_)
    set_paper(world, round_)
    with travel(JOURNEY) as reviewer:
        reviewer.sign_in("setter2")
        reviewer.arrive("今天有 1 件事等您办")
        reviewer.shot("desk")
        reviewer.click("link", "去办理")
        reviewer.read("待审题")
        reviewer.shot("paper")
        reviewer.look_into("button", "查阅试卷")
        reviewer.click("button", "审题通过")
        reviewer.read("已审题")
        reviewer.shot("passed")
    assert Paper.objects.get().state == "reviewed"
