"""Which edition a round goes by: the national one, else the institution's own norm, each on its day."""

from __future__ import annotations

from datetime import date, timedelta

from jiangxin.standards import operations as standards
from jiangxin.standards.queries import level_in_force, levels_offered
from tests.stories.everything import foreign_officer
from tests.stories.norms import drafted_norm, foreign_norm, national, published_norm
from tests.world import World


def test_no_norm_displaces_a_national_standard(world: World) -> None:
    home, day = world.practice.institution, world.at.date()
    newer = standards.revise_standard(
        drafted_norm(world), by=world.user("centre"), at=world.at, reason="x", valid_from=day
    )
    norm = published_norm(world, norm=newer)
    level = norm.levels.get(level=4)
    assert level_in_force(level, home, day) == level
    first = day + timedelta(days=30)
    adopted = national(world, first, "2027年版")
    assert level_in_force(level, home, first - timedelta(days=1)) == level
    assert level_in_force(level, home, first) == adopted.levels.get(level=4)


def test_the_newest_national_edition_of_the_day_is_the_basis(world: World) -> None:
    home, last = world.practice.institution, date(2026, 6, 30)
    old = national(world, date(2009, 5, 1), "2009年修订", last).levels.get(level=4)
    new = national(world, date(2026, 7, 1), "2026年版").levels.get(level=4)
    assert level_in_force(old, home, last) == old
    assert level_in_force(old, home, date(2026, 7, 1)) == new
    assert level_in_force(new, home, date(2009, 4, 30)) == new  # none was in force: opening is refused with its day


def test_a_norm_serves_the_institution_whose_it_is(world: World) -> None:
    home, day = world.practice.institution, world.at.date()
    theirs, ours = foreign_norm(world, foreign_officer(world)), published_norm(world)
    assert level_in_force(theirs.levels.get(level=4), home, day) == ours.levels.get(level=4)
    offered = {level.standard for level in levels_offered(home)}
    assert offered == {ours, world.practice.level.standard}
