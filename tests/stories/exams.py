"""Stories of sittings: a round arranged and confirmed, and a round whose sittings have been held."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Duty, ExamRoom, Sitting
from jiangxin.exams.queries import accepted, sittings_of
from jiangxin.people.models import User
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Nomination, Plan
from jiangxin.rounds.models import Round
from tests.stories.plans import complete_plan, issued_papers, person, received_plan, room
from tests.stories.remembered import remembered
from tests.world import World


@remembered
def large_plan(world: World, count: int = 120) -> Plan:
    """Return a plan in force whose rooms and invigilators seat `count` candidates (up to 120) in theory at once."""
    return enlarged(world, complete_plan(world, count))


def enlarged(world: World, plan: Plan) -> Plan:
    """Nominate rooms and invigilators for 120 candidates in theory at once, and bring the plan in force."""
    college, centre = world.user("college"), world.user("centre")
    rooms = [room(world, name) for name in ("101 教室", "102 教室", "202 机房")]
    plans.nominate_all(plan, Nomination.ROOM, by=college, at=world.at, rooms=rooms)
    more = [person(world, f"invigilator{number}") for number in range(3, 9)]
    plans.nominate_all(plan, Nomination.INVIGILATOR, by=college, at=world.at, persons=more)
    plan = plans.submit_plan(plan, by=college, at=world.at)
    plan = plans.approve(plan, by=centre, at=world.at)
    issued_papers(world, plan.round)
    plan = plans.file(plan, by=centre, at=world.at)
    return plans.acknowledge(plan, by=world.user("employment"), at=world.at, receipt_number="演练回执-120")


@remembered
def arranged_sittings(world: World, count: int = 6, **fields: Any) -> Round:
    """Return a round whose subjects are arranged, seated and staffed, nothing confirmed."""
    plan = received_plan(world, count, **fields)
    exams.arrange_all(plan, by=world.user("college"), at=world.at)
    return plan.round


@remembered
def confirmed_sittings(world: World, count: int = 6, **fields: Any) -> Round:
    """Return a round whose sittings are confirmed, each room with its open record; the hour is before the first."""
    round_ = arranged_sittings(world, count, **fields)
    for sitting in sittings_of(round_):
        exams.confirm_sitting(sitting, by=world.user("centre"), at=world.at)
    return round_


@remembered
def held_sittings(world: World, count: int = 6, absent: int = 1, **fields: Any) -> Round:
    """Return a round whose sittings are closed, every room record signed; the last `absent` candidates never came.

    The hour is that of the last sitting's end.
    """
    round_ = confirmed_sittings(world, count, **fields)
    away = {application.pk for application in list(accepted(round_))[count - absent :]}
    for sitting in sittings_of(round_):
        for exam_room in sitting.exam_rooms.all():
            hold(world, exam_room, away)
        exams.close_sitting(sitting, by=world.user("centre"), at=world.at)
    return round_


def hold(world: World, exam_room: ExamRoom, away: set[int]) -> None:
    """Call the roll of a room, write its record and sign it; the hour is that of its end."""
    by, sitting = host(exam_room), exam_room.sitting
    here = set(exam_room.seats.exclude(state="moved").values_list("application", flat=True))
    world.at = sitting.starts_at
    exams.check_in_all(exam_room, here & away, by=by, at=world.at)
    world.at = sitting.ends_at
    record = exams.write_record(
        exam_room.record, by=by, at=world.at, seal_intact=True, witnesses="两名考生代表",
        opened_at=sitting.starts_at - timedelta(minutes=10), started_at=sitting.starts_at, ended_at=sitting.ends_at,
    )  # fmt: skip
    exams.sign_record(record, by=by, at=world.at)


def host(exam_room: ExamRoom) -> User:
    """Return the account of the one who leads in a room."""
    duty = exam_room.duties.filter(state="assigned").order_by("-leads", "pk")[0]
    return account_of(duty)


def account_of(duty: Duty) -> User:
    """Return the account of somebody on duty."""
    return User.objects.select_related("person").get(person=duty.person_id)


def sitting_of(round_: Round, kind: str) -> Sitting:
    """Return the round's first sitting of a subject."""
    found: Sitting = sittings_of(round_).filter(subject__kind=kind).order_by("number")[0]
    return found
