"""Who may be nominated, and why not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiangxin.impartiality import operations as impartiality
from jiangxin.people import operations as people
from jiangxin.people.models import Person
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Plan
from jiangxin.process.errors import Refused
from jiangxin.venues import operations as venues
from tests.stories.enrolment import accepted_round
from tests.stories.plans import person, room, written_plan
from tests.stories.training import planned_class
from tests.world import World


@pytest.fixture
def plan(world: World) -> Plan:
    """A plan with its days."""
    return written_plan(world, accepted_round(world))


def refused(world: World, plan: Plan, kind: str, who: Person) -> str:
    """Return the sentence by which a nomination is refused."""
    with pytest.raises(Refused) as refusal:
        plans.nominate(plan, kind, by=world.user("college"), at=world.at, person=who)
    assert refusal.value.code == "facts"
    return str(refusal.value)


def test_a_person_without_the_office_is_refused(world: World, plan: Plan) -> None:
    assert "不是本机构聘任的考评员" in refused(world, plan, "examiner", person(world, "invigilator"))


def test_an_office_that_ends_before_the_day_is_refused(world: World, plan: Plan) -> None:
    who = person(world, "invigilator")
    people.end_appointment(who.appointments.get(), by=world.user("centre"), at=world.at, reason="调离")
    assert "不是本机构聘任的监考员" in refused(world, plan, "invigilator", who)


def test_an_examiner_without_a_card_is_refused(world: World, plan: Plan) -> None:
    who = person(world, "examiner")
    people.withdraw_qualification(who.qualifications.get(), by=world.user("centre"), at=world.at, reason="吊销")
    assert "没有登记有效的考评员证（电工）" in refused(world, plan, "examiner", who)


def test_a_card_of_another_occupation_does_not_count(world: World, plan: Plan) -> None:
    who = person(world, "examiner")
    centre, day = world.user("centre"), world.at.date()
    people.withdraw_qualification(who.qualifications.get(), by=centre, at=world.at, reason="更换")
    people.add_qualification(
        who, by=centre, at=world.at, kind="examiner", number="YL-9", occupation="焊工", valid_from=day,
        valid_until=day + timedelta(days=900),
    )  # fmt: skip
    assert "没有登记有效的考评员证（电工）" in refused(world, plan, "examiner", who)


def test_a_card_that_ends_before_the_day_is_refused_with_both_dates(world: World, plan: Plan) -> None:
    who = person(world, "examiner")
    centre, day = world.user("centre"), world.at.date()
    people.withdraw_qualification(who.qualifications.get(), by=centre, at=world.at, reason="更换")
    people.add_qualification(
        who, by=centre, at=world.at, kind="examiner", number="YL-9", valid_from=day,
        valid_until=day + timedelta(days=10),
    )  # fmt: skip
    words = refused(world, plan, "examiner", who)
    assert "到期" in words
    assert "2026年3月12日" in words


def test_a_supervisor_examines_and_invigilates_nobody(world: World, plan: Plan) -> None:
    who = person(world, "supervisor")
    people.appoint(
        who, world.practice.centre, "invigilator", by=world.user("centre"), at=world.at, starts_on=world.at.date()
    )
    plans.nominate(plan, "supervisor", by=world.user("college"), at=world.at, person=who)
    assert "不得兼任" in refused(world, plan, "invigilator", who)


def test_a_person_is_named_once_for_one_work(world: World, plan: Plan) -> None:
    who = person(world, "examiner")
    plans.nominate(plan, "examiner", by=world.user("college"), at=world.at, person=who)
    assert "已经提名为考评员" in refused(world, plan, "examiner", who)


def test_the_teacher_of_the_class_does_not_examine(world: World, plan: Plan) -> None:
    teacher, centre, day = person(world, "teacher"), world.user("centre"), world.at.date()
    people.correct_person(teacher, by=centre, at=world.at, reason="调动", employer="公共实验教学中心")
    people.appoint(teacher, world.practice.centre, "examiner", by=centre, at=world.at, starts_on=day)
    people.add_qualification(
        teacher, by=centre, at=world.at, kind="senior_examiner", number="YL-8", valid_from=day,
        valid_until=day + timedelta(days=900),
    )  # fmt: skip
    planned_class(world, plan.round)
    assert "授课教师" in refused(world, plan, "examiner", teacher)


def test_relatives_do_not_even_invigilate_but_colleagues_may(world: World, plan: Plan) -> None:
    who = person(world, "invigilator")
    who = people.correct_person(who, by=world.user("centre"), at=world.at, reason="调动", employer="电气信息工程学院")
    plans.nominate(plan, "invigilator", by=world.user("college"), at=world.at, person=who)
    kin = person(world, "invigilator2")
    impartiality.declare(kin, by=kin.user, at=world.at, other=world.candidate(1), kind="kin")
    assert "亲属" in refused(world, plan, "invigilator", kin)


def test_many_reasons_are_counted(world: World, plan: Plan) -> None:
    """An examiner of the candidates' own college: six reasons, three told, three counted."""
    who = person(world, "examiner")
    who = people.correct_person(who, by=world.user("centre"), at=world.at, reason="调动", employer="电气信息工程学院")
    assert "另有 3 条回避关系" in refused(world, plan, "examiner", who)


def test_a_closed_or_unfit_or_named_room_is_refused(world: World, plan: Plan) -> None:
    college, centre = world.user("college"), world.user("centre")
    chosen = room(world, "201 机房")
    plans.nominate(plan, "room", by=college, at=world.at, room=chosen)
    with pytest.raises(Refused, match="已经提名"):
        plans.nominate(plan, "room", by=college, at=world.at, room=chosen)
    venues.close_room(room(world, "202 机房"), by=centre, at=world.at, reason="检修")
    with pytest.raises(Refused, match="已停用"):
        plans.nominate(plan, "room", by=college, at=world.at, room=room(world, "202 机房"))
    parlour = venues.add_room(chosen.site, by=centre, at=world.at, name="301", kind="review", seats=5)
    with pytest.raises(Refused, match="没有科目用得上"):
        plans.nominate(plan, "room", by=college, at=world.at, room=parlour)
