"""The 13 stages of a round, at every point of its way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiangxin.plans.models import Plan
from jiangxin.portal.stages import STAGES, Course, courses
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories.enrolment import accepted_round, enrolled_round
from tests.stories.exams import arranged_sittings, confirmed_sittings
from tests.stories.plans import approved_plan, received_plan
from tests.stories.results import confirmed_round, filed_round, published_round
from tests.stories.scoring import marked_round
from tests.stories.supervision import supervised_round
from tests.world import World


def course_of(world: World, round_: Round | Plan) -> Course:
    """Return the stages of a round on the day of the world."""
    pk = round_.round_id if isinstance(round_, Plan) else round_.pk
    return courses([Round.objects.get(pk=pk)], timezone.localdate(world.at))[pk]


@pytest.mark.parametrize(
    ("story", "current"),
    [
        (World.draft_round, "drafted"),
        (World.open_round, "enrolled"),
        (enrolled_round, "enrolled"),
        (accepted_round, "filed"),
        (approved_plan, "filed"),
        (received_plan, "trained"),
        (arranged_sittings, "arranged"),
        (confirmed_sittings, "examined"),
        (marked_round, "supervised"),
        (supervised_round, "published"),
        (published_round, "published"),
        (filed_round, "results_filed"),
        (confirmed_round, "certified"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_round_is_called_by_the_stage_it_is_at(
    world: World, story: Callable[[World], Round | Plan], current: str
) -> None:
    course = course_of(world, story(world))
    assert [node.key for node in course.nodes] == [stage.key for stage in STAGES]
    assert len(course.nodes) == 13
    assert course.current.key == current
    before = [node.state for node in course.nodes[: [node.key for node in course.nodes].index(current)]]
    assert set(before) <= {"done", "void", "now"}


def test_review_runs_beside_enrolment(world: World) -> None:
    course = course_of(world, enrolled_round(world, 4))
    assert [node.key for node in course.at_hand] == ["enrolled", "reviewed"]
    assert course.at_hand[1].note == "0 / 4"
    assert course.at_hand[1].who == (
        "资格审核员，且不是本人，且报名待审核，且批次只审一级；或中心管理员，且不是本人，且报名待复审，且不是初审人"
    )


def test_a_filing_is_overdue_from_the_day_after_its_last(world: World) -> None:
    plan = approved_plan(world)
    due = course_of(world, plan).standing.dues["deadline", "file"].due_on
    states = []
    for day in (due, due + timedelta(days=1)):
        node = courses([plan.round], day)[plan.round_id].current
        states.append((node.key, node.state, node.note))
    assert states == [("filed", "now", "今天到期"), ("filed", "late", "已逾期")]


def test_enrolment_that_nobody_closed_is_late(world: World) -> None:
    round_ = world.open_round()
    after = round_.apply_until + timedelta(days=1)
    assert courses([round_], after)[round_.pk].current.state == "late"


def test_a_cancelled_round_has_nothing_ahead(world: World) -> None:
    round_ = rounds.cancel(enrolled_round(world), by=world.user("centre"), at=world.at, reason="停办")
    course = course_of(world, round_)
    assert course.over
    assert {node.state for node in course.nodes} == {"done", "void"}


def test_a_round_is_farther_at_each_stage(world: World) -> None:
    shares = [course_of(world, world.draft_round()).share, course_of(world, world.open_round()).share]
    shares += [course_of(world, accepted_round(world)).share]
    assert shares == sorted(set(shares))


def test_many_rounds_cost_as_many_queries_as_one(world: World) -> None:
    def asked(count: int) -> int:
        listed = list(Round.objects.all()[:count])
        with CaptureQueriesContext(connection) as queries:
            courses(listed, timezone.localdate(world.at))
        return len(queries)

    accepted_round(world, 2)
    one = asked(1)
    for _ in range(9):
        world.draft_round()
    assert asked(10) == one
    assert asked(0) == 0
