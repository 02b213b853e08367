"""Reads of plans: lists of choices with their reasons."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.people import operations as people
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Plan
from jiangxin.plans.queries import choices, current_plan, is_overdue, room_choices
from tests.stories.enrolment import accepted_round
from tests.stories.plans import complete_plan, person, received_plan, written_plan
from tests.world import World


def test_choices_tell_who_may_who_is_named_and_who_served(world: World) -> None:
    received_plan(world)
    world.later(days=30)
    plan = written_plan(world, accepted_round(world))
    lost = person(world, "examiner4")
    people.withdraw_qualification(lost.qualifications.get(), by=world.user("centre"), at=world.at, reason="吊销")
    plans.nominate(plan, "examiner", by=world.user("college"), at=world.at, person=person(world, "examiner"))
    listed = {str(choice.person): choice for choice in choices(plan, "examiner")}
    assert (listed["考评员甲"].nominated, listed["考评员甲"].served) == (True, 1)
    assert (listed["考评员乙"].nominated, listed["考评员乙"].allowed) == (False, True)
    assert not listed["秦岭"].allowed
    assert list(listed)[-1] == "秦岭", "fit ones stand first"


def test_choices_cost_a_constant_number_of_queries(world: World) -> None:
    plan = complete_plan(world)
    with CaptureQueriesContext(connection) as few:
        assert len(choices(Plan.objects.get(pk=plan.pk), "supervisor")) == 2
    with CaptureQueriesContext(connection) as many:
        assert len(choices(Plan.objects.get(pk=plan.pk), "invigilator")) == 8
    assert len(many) <= len(few)


def test_rooms_are_offered_fit_ones_first(world: World) -> None:
    plan = complete_plan(world)
    listed = room_choices(plan)
    assert {choice.room.name for choice in listed if choice.nominated and choice.room} == {"201 机房", "电工实训室一"}
    assert all(choice.allowed for choice in listed)


def test_no_plan_is_in_force_before_the_receipt(world: World) -> None:
    assert current_plan(complete_plan(world).round) is None


def test_a_plan_that_waits_too_long_is_overdue(world: World) -> None:
    plan = complete_plan(world)
    assert not is_overdue(plan, world.at.date())
    assert is_overdue(plan, world.later(days=40).date())
