"""Whose round it is: said, or told by the roster; where several would do, the sentence lists them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from jiangxin.documents import workbook
from jiangxin.people import operations as people
from jiangxin.people.models import Organisation
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.recording.asked import Asked
from jiangxin.recording.choosing import Whose, choose
from jiangxin.recording.hands import UnableToRecord
from tests.stories.institution import NAME, real_institution
from tests.stories.review import technician_level
from tests.stories.workbooks import FOUR, MARKS, ROSTER, cut, written
from tests.world import World

ASKED = Asked(roster=ROSTER, marks=MARKS, out=Path())


def chosen(roster: Path = ROSTER, asked: Asked = ASKED) -> Whose:
    return choose(asked, workbook.read(roster), timezone.localdate())


def test_the_practice_institution_needs_no_word(world: World) -> None:
    found = chosen()
    assert (found.institution, found.level) == (world.practice.institution, world.practice.level)
    assert (found.college, found.audience) == (world.practice.college, "public")


def test_the_roster_tells_which_of_several_levels(world: World, tmp_path: Path) -> None:
    higher = technician_level(world)
    assert chosen().level == world.practice.level
    assert chosen(asked=replace(ASKED, level="二级")).level == higher
    both = cut(ROSTER, tmp_path / "both.xlsx", FOUR, change=written("申报等级*", "二级/技师", row=2))
    with pytest.raises(UnableToRecord) as refused:
        chosen(both)
    assert "--level" in str(refused.value)
    assert all(str(level) in str(refused.value) for level in (higher, world.practice.level))
    assert chosen(both, replace(ASKED, level="4")).level == world.practice.level


@pytest.mark.parametrize("wrong", [{"level": "九级"}, {"filing": "S000000990009"}, {"audience": "外星人"}])
def test_a_word_that_means_nothing_here_is_told(world: World, wrong: dict[str, str]) -> None:
    with pytest.raises(UnableToRecord):
        chosen(asked=replace(ASKED, **wrong))  # type: ignore[arg-type]


def test_a_real_institution_says_college_and_audience_where_it_has_several(world: World) -> None:
    real = real_institution(world.practice.level, timezone.now() - timedelta(days=1), key=False)
    asked = replace(ASKED, institution=NAME)
    assert chosen(asked=asked).audience == "own_students", "the filing's only one"
    with pytest.raises(UnableToRecord, match="面向：本校学生"):
        chosen(asked=replace(asked, audience="社会人员"))
    with under_way("setup"):
        second = people.found(
            by=SYSTEM, at=world.at, kind=Organisation.COLLEGE, name="远山第二学院", institution=real
        )  # fmt: skip
    with pytest.raises(UnableToRecord, match="远山第二学院"):
        chosen(asked=asked)
    assert chosen(asked=replace(asked, college="远山第二学院")).college == second
