"""What the desk warns of before it stops the work."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from jiangxin.standards import operations as standards
from tests.stories.pages import signed_in, words
from tests.world import World

WORDS = "到期以后不能再开放新的批次"


@pytest.mark.parametrize(("days", "warned"), [(91, False), (90, True), (0, True), (-1, True)])
def test_the_desk_warns_ninety_days_before_a_filing_ends(world: World, days: int, warned: bool) -> None:
    filing = world.practice.filing
    with time_machine.travel(filing.valid_until - timedelta(days=days), tick=False):
        desk = words(signed_in(world.user("centre")).get(reverse("portal:desk")))
        others = words(signed_in(world.user("reviewer")).get(reverse("portal:desk")))
    assert (WORDS in desk, f"备案号 {filing.number} 有效期至" in desk) == (warned, warned)
    assert WORDS not in others


def test_the_desk_does_not_warn_of_a_filing_that_was_ended(world: World) -> None:
    filing = world.practice.filing
    standards.end_filing(filing, by=world.user("centre"), at=world.at, reason="停止")
    with time_machine.travel(filing.valid_until, tick=False):
        assert WORDS not in words(signed_in(world.user("centre")).get(reverse("portal:desk")))
