"""The database itself opens no round outside its filing, whatever the code above it believes (articles 2 and 20)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from jiangxin.process.errors import Refused
from jiangxin.process.taking import take
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from jiangxin.standards.models import Standard, StandardLevel
from tests.world import World

FAR = date(2040, 1, 1)


def forced_open(world: World, round_: Round) -> Round:
    """Open a round by the declared step, past the rules that say the same in sentences."""
    needs = Round.steps["open"].needs
    object.__setattr__(Round.steps["open"], "needs", ())
    try:
        with transaction.atomic(), take(round_, "open", by=world.user("centre"), at=world.at) as locked:
            return locked
    finally:
        object.__setattr__(Round.steps["open"], "needs", needs)


@pytest.mark.parametrize(
    "fields",
    [
        {"audience": "nobody"},
        {"apply_from": date(2020, 1, 1)},
        {"apply_until": FAR},
        {"planned_on": FAR},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_no_round_opens_outside_audience_and_dates(world: World, fields: dict[str, Any]) -> None:
    round_ = world.draft_round(**fields)
    with pytest.raises(Refused):
        rounds.open(round_, by=world.user("centre"), at=world.at)
    with pytest.raises(DatabaseError, match="the filing is not valid"):
        forced_open(world, round_)


def test_no_round_opens_under_a_filing_that_was_ended(world: World) -> None:
    round_ = world.draft_round()
    standards.end_filing(world.practice.filing, by=world.user("centre"), at=world.at, reason="撤回备案")
    with pytest.raises(DatabaseError, match="the filing is not valid"):
        forced_open(world, round_)


def test_no_round_opens_for_a_level_that_was_taken_out_or_is_not_yet_in(world: World) -> None:
    round_, centre = world.draft_round(), world.user("centre")
    scope = world.practice.filing.scopes.get()
    standards.remove_scope(scope, by=centre, at=world.at, reason="不再开展")
    with pytest.raises(DatabaseError, match="not in the scope"):
        forced_open(world, round_)
    later = round_.apply_from + timedelta(days=1)
    standards.add_scope(world.practice.filing, world.practice.level, by=centre, at=world.at, valid_from=later)
    with pytest.raises(Refused, match="报名不能早于这一天开始"):
        rounds.open(round_, by=centre, at=world.at)
    with pytest.raises(DatabaseError, match="not in the scope"):
        forced_open(world, round_)


def test_an_open_round_is_not_extended_beyond_its_filing(world: World) -> None:
    round_ = world.open_round()
    centre = world.user("centre")
    extending = take(round_, "extend", by=centre, at=world.at, reason="x")
    with pytest.raises(DatabaseError, match="the filing is not valid"), transaction.atomic(), extending as locked:
        locked.apply_until = FAR


def test_a_later_edition_of_the_standard_is_filed_too(world: World) -> None:
    centre, old = world.user("centre"), world.practice.level
    newer = standards.enter_standard(
        old.standard.occupation, by=centre, at=world.at, origin="national", title="电工国家职业标准", version="2030",
        valid_from=world.at.date(),
    )  # fmt: skip
    level = standards.add_level(newer, by=centre, at=world.at, level=4, hours=100, **RATIOS)
    forced_open(world, world.draft_round(level=level))
    other = standards.add_level(newer, by=centre, at=world.at, level=3, hours=100, **RATIOS)
    with pytest.raises(DatabaseError, match="not in the scope"):
        forced_open(world, world.draft_round(level=other))
    assert Standard.objects.filter(occupation=old.standard.occupation).count() == 2
    assert StandardLevel.objects.filter(standard=newer).count() == 2


RATIOS = {
    "candidates_per_invigilator": 15, "least_invigilators": 2, "candidates_per_examiner": 5, "least_examiners": 3,
}  # fmt: skip
