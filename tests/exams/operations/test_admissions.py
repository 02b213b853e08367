"""Every eligible candidate gets one admission number, once."""

import pytest

from jiangxin.enrolment.models import Application
from jiangxin.exams import operations as exams
from jiangxin.exams.models import Admission
from jiangxin.exams.operations import UnableToArrange
from jiangxin.plans.models import Plan
from jiangxin.process.errors import Refused
from tests.stories.plans import approved_plan
from tests.world import World


def test_everybody_gets_a_number_of_his_own_and_a_second_click_changes_nothing(world: World, plan: Plan) -> None:
    first = exams.admit_all(plan.round, by=world.user("college"), at=world.at)
    again = exams.admit_all(plan.round, by=world.user("college"), at=world.at)
    assert [one.number for one in first] == [one.number for one in again]
    assert len({one.number for one in first}) == Application.objects.filter(round=plan.round).count() == 6
    assert plan.theory_on is not None
    assert all(one.number.startswith(f"{plan.theory_on:%y%m%d}00990001") for one in first)


def test_nobody_is_admitted_before_the_plan_is_in_force(world: World) -> None:
    plan = approved_plan(world)
    with pytest.raises(UnableToArrange, match="实施方案还没有备案受理"):
        exams.admit_all(plan.round, by=world.user("college"), at=world.at)


def test_who_does_not_organise_admits_nobody(world: World, plan: Plan) -> None:
    with pytest.raises(Refused) as refusal:
        exams.admit_all(plan.round, by=world.user("reviewer"), at=world.at)
    assert refusal.value.code == "person"
    assert not Admission.objects.exists()
