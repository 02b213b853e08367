"""The list of evaluated programmes: what is found in it, and at what cost."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from jiangxin.process.errors import Refused
from jiangxin.standards import operations as standards
from jiangxin.standards.evaluated import EvaluatedLists
from jiangxin.standards.operations import UnableToList
from tests.stories.evaluated import ENTRY, evaluated_programme
from tests.world import World

SCHOOL, MAJOR, DAY = ENTRY["school"], ENTRY["major"], date(2026, 3, 16)


@pytest.mark.parametrize(
    ("names", "level", "day", "known"),
    [
        ((SCHOOL, MAJOR), 4, DAY, True),
        ((f" {SCHOOL[:2]}　{SCHOOL[2:]}", MAJOR), 4, DAY, True),  # spaces tell nothing
        ((SCHOOL, "机电一体化技术"), 4, DAY, None),
        (("另一所学院", MAJOR), 4, DAY, None),
        (("", ""), 4, DAY, None),
        ((SCHOOL, MAJOR), 5, DAY, True),  # who is trained for 四级 is trained for 五级 too
        ((SCHOOL, MAJOR), 3, DAY, None),
        ((SCHOOL, MAJOR), 4, date(2024, 3, 1), True),
        ((SCHOOL, MAJOR), 4, date(2024, 2, 29), False),
        ((SCHOOL, MAJOR), 4, date(2027, 3, 1), True),
        ((SCHOOL, MAJOR), 4, date(2027, 3, 2), False),
    ],
)
def test_a_programme_is_found_by_its_names_its_level_and_its_days(
    world: World, names: tuple[str, str], level: int, day: date, known: bool | None
) -> None:
    programme = evaluated_programme(world, valid_until=date(2027, 3, 1))
    lists, home = EvaluatedLists(), programme.institution_id
    assert lists.known(home, *names, level, day) is known
    assert lists.known(home + 1, *names, level, day) is None


def test_an_evaluation_may_be_without_an_end_and_one_taken_off_is_not_listed(world: World) -> None:
    programme = evaluated_programme(world)
    home, by = programme.institution_id, world.user("centre")
    assert EvaluatedLists().known(home, SCHOOL, MAJOR, 4, date(2060, 1, 1)) is True
    standards.end_evaluated(programme, by=by, at=world.at, reason="登记有误")
    assert EvaluatedLists().known(home, SCHOOL, MAJOR, 4, DAY) is None


def test_a_whole_set_costs_one_query(
    world: World, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    home, lists = evaluated_programme(world).institution_id, EvaluatedLists()
    with django_assert_num_queries(1):
        assert {lists.known(home, SCHOOL, MAJOR, 4, DAY) for _ in range(5000)} == {True}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"evaluated_on": date(2099, 1, 1)}, "还没有到"),
        ({"valid_until": date(2024, 2, 29)}, "有效期止早于有效期起"),
        ({"school": f" {SCHOOL}"}, "已经在清单中"),
    ],
)
def test_what_the_list_cannot_hold_is_refused(world: World, fields: dict[str, Any], told: str) -> None:
    if "school" in fields:
        evaluated_programme(world)
    with pytest.raises(UnableToList, match=told):
        evaluated_programme(world, **fields)


def test_a_correction_is_checked_like_an_entry(world: World) -> None:
    first, by, at = evaluated_programme(world), world.user("centre"), world.at
    second = evaluated_programme(world, major="机电一体化技术")
    with pytest.raises(UnableToList, match="已经在清单中"):
        standards.correct_evaluated(second, by=by, at=at, reason="专业名称有误", **ENTRY)
    told = {**ENTRY, "valid_until": date(2028, 3, 1)}
    assert standards.correct_evaluated(first, by=by, at=at, reason="文件写有期限", **told).valid_until is not None


def test_only_the_centre_keeps_the_list(world: World) -> None:
    with pytest.raises(Refused):
        standards.enter_evaluated(
            world.practice.institution, by=world.user("college"), at=world.at, name="文件.pdf", content=b"%PDF-1.7",
            **ENTRY,
        )  # fmt: skip
    with pytest.raises(UnableToList, match="要有评估论证的文件"):
        standards.enter_evaluated(
            world.practice.institution, by=world.user("centre"), at=world.at, name="文件.txt", content=b"no paper",
            **ENTRY,
        )  # fmt: skip
