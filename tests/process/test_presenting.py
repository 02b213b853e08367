"""Records as the components take them: how loud the buttons of steps are."""

from jiangxin.process.presenting import step_buttons
from tests.world import World


def test_a_button_is_loud_when_it_is_waited_for_and_wary_when_it_is_for_good(world: World) -> None:
    buttons = step_buttons(world.open_round(), world.user("centre"), world.at.date())
    kinds = {str(button["label"]): button["kind"] for button in buttons}
    assert kinds["截止报名"] == "grave"
    assert kinds["取消批次"] == "wary"
