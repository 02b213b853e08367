"""A whole round is arranged at once, within the ratios of its standard, however large it is."""

import pytest

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Admission, Seat
from jiangxin.exams.operations import UnableToArrange
from jiangxin.exams.queries import sittings_of, timetable
from jiangxin.exams.rules import staffing
from jiangxin.plans.models import Plan
from tests.stories.exams import large_plan
from tests.stories.plans import approved_plan
from tests.world import World


def test_a_large_round_is_arranged_in_slots_that_can_all_be_confirmed(world: World) -> None:
    plan = large_plan(world, 120)
    made = exams.arrange_all(plan, by=world.user("college"), at=world.at)
    kinds = [sitting.subject.kind for sitting in made]
    assert kinds == ["theory"] + ["practical"] * 8
    assert Admission.objects.count() == 120
    assert Seat.objects.filter(sitting__subject__kind="practical").count() == 120
    sittings = list(sittings_of(plan.round))
    assert all(found.enough for sitting in sittings for found in staffing(sitting))
    assert sittings[0].starts_at.date() == plan.theory_on
    assert {exam_room.seats.count() for exam_room in sittings[0].exam_rooms.all()} == {30}
    grid = timetable(sittings)
    assert len(grid.slots) == 9
    assert [lane.room.name for lane in grid.lanes] == ["101 教室", "102 教室", "201 机房", "202 机房", "电工实训室一"]
    for sitting in made:
        assert exams.confirm_sitting(sitting, by=world.user("centre"), at=world.at).state == "confirmed"


def test_arranging_again_adds_nothing(world: World, plan: Plan) -> None:
    assert len(exams.arrange_all(plan, by=world.user("college"), at=world.at)) == 2
    assert exams.arrange_all(plan, by=world.user("college"), at=world.at) == []


def test_nothing_is_arranged_from_a_plan_that_is_not_in_force(world: World) -> None:
    plan = approved_plan(world)
    with pytest.raises(UnableToArrange, match="实施方案还没有备案受理"):
        exams.arrange_all(plan, by=world.user("college"), at=world.at)
