"""Pages of records: a step out of turn is explained instead of offered, and facts are told in words."""

import pytest
from django.test import Client
from django.urls import reverse

from jiangxin.process.presenting import step_buttons
from jiangxin.process.views import facts_of, today
from jiangxin.rounds import operations as rounds
from tests.stories.pages import signed_in, words
from tests.world import World


@pytest.fixture
def centre(world: World, clock: None) -> Client:
    """The browser of the centre's officer, at the hour of the world."""
    return signed_in(world.user("centre"))


def test_a_step_out_of_turn_is_explained_and_offers_no_form(world: World, centre: Client) -> None:
    round_ = world.open_round()
    page = words(centre.get(reverse("rounds:open", args=[round_.pk])))
    assert "现在不能办理" in page
    assert f"现在是“{round_.state_label}”，只有“草稿”时可以" in page
    assert 'name="reason"' not in page
    assert 'name="reason"' in words(centre.get(reverse("rounds:close", args=[round_.pk])))


def test_what_was_sent_out_of_turn_is_kept(world: World, centre: Client) -> None:
    round_ = rounds.close(world.open_round(), by=world.user("centre"), at=world.at)
    answer = centre.post(reverse("rounds:close", args=[round_.pk]), {"reason": "名额已满"})
    assert answer.status_code == 409
    assert "名额已满" in words(answer)


def test_yes_and_no_are_words(world: World, clock: None) -> None:
    facts = {str(fact["label"]): fact["value"] for fact in facts_of(world.open_round())}
    assert facts["补录"] == "否"


def test_a_button_is_loud_when_it_is_waited_for_and_wary_when_it_is_for_good(world: World, clock: None) -> None:
    buttons = step_buttons(world.open_round(), world.user("centre"), today())
    kinds = {str(button["label"]): button["kind"] for button in buttons}
    assert kinds["截止报名"] == "grave"
    assert kinds["取消批次"] == "wary"
