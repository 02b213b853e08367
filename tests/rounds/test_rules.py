"""A round goes by a standard that is in force on its day, and is the one to go by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from jiangxin.process.errors import Refused
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from jiangxin.standards.models import StandardLevel
from tests.stories.everything import foreign_officer
from tests.stories.norms import drafted_norm, foreign_norm, national, published_norm
from tests.world import World


def drafted(world: World, level: StandardLevel, planned_on: date) -> Round:
    """Draft a round whose day is given, at a level that is filed."""
    standards.add_scope(world.practice.filing, level, by=world.user("centre"), at=world.at)
    return world.draft_round(level=level, planned_on=planned_on)


def opened(world: World, round_: Round) -> str:
    """Open a round, and return its state."""
    return rounds.open(round_, by=world.user("centre"), at=world.at).state


@pytest.mark.parametrize(
    ("days", "told"), [(59, "起才施行，计划考核日不能早于这一天"), (60, ""), (70, ""), (71, "早于计划考核日")]
)
def test_the_day_of_a_round_lies_within_the_validity_of_its_standard(world: World, days: int, told: str) -> None:
    day = world.at.date()
    edition = national(world, day + timedelta(days=60), "2026年版", day + timedelta(days=70))
    round_ = drafted(world, edition.levels.get(level=4), day + timedelta(days=days))
    if not told:
        assert opened(world, round_) == "open"
        return
    with pytest.raises(Refused, match=told):
        opened(world, round_)


def test_no_round_goes_by_a_norm_where_there_is_a_national_standard(world: World) -> None:
    norm, day = published_norm(world), world.at.date() + timedelta(days=60)
    round_ = drafted(world, norm.levels.get(level=4), day)
    national(world, day + timedelta(days=1), "2026年版")
    other = world.draft_round(level=round_.level, planned_on=day + timedelta(days=1))
    with pytest.raises(Refused, match=r"有现行的国家职业标准.*第八条"):
        opened(world, other)
    assert opened(world, round_) == "open"


def test_no_round_goes_by_the_norm_of_another_institution(world: World) -> None:
    ours = published_norm(world).levels.get(level=4)
    round_ = drafted(world, ours, world.at.date() + timedelta(days=60))
    theirs = foreign_norm(world, foreign_officer(world)).levels.get(level=4)
    round_ = rounds.revise_round(round_, by=world.user("centre"), at=world.at, level=theirs)
    with pytest.raises(Refused, match="是另一学院的岗位评价规范"):
        opened(world, round_)


def test_no_round_opens_at_a_level_without_conditions(world: World) -> None:
    norm, centre = drafted_norm(world), world.user("centre")
    level = norm.levels.get(level=4)
    round_ = drafted(world, level, world.at.date() + timedelta(days=60))
    for condition in level.conditions:
        standards.remove_condition(condition, by=centre, at=world.at, reason="x")
    with pytest.raises(Refused, match="还没有登记：四级/中级工的申报条件"):
        opened(world, round_)
