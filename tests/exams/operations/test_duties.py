"""Only whom the plan names serves, once at a time, and nobody who must not meet a candidate."""

from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Duty, Sitting
from jiangxin.exams.operations import UnableToAssign
from jiangxin.exams.queries import accepted, choices
from jiangxin.impartiality import operations as impartiality
from jiangxin.people import operations as people
from jiangxin.plans.models import Plan
from jiangxin.process.errors import Refused, Unable
from tests.exams.operations.test_sittings import arranged, declared_insert
from tests.stories.plans import person, received_plan
from tests.stories.races import while_uncommitted
from tests.world import World


def test_a_person_whom_the_plan_does_not_name_is_refused(world: World, plan: Plan) -> None:
    sitting = arranged(world, plan)
    with pytest.raises(UnableToAssign, match="没有提名他担任这个岗位"):
        exams.assign(
            sitting, person(world, "invigilator8"), "invigilator", exam_room=sitting.exam_rooms.get(),
            by=world.user("college"), at=world.at,
        )  # fmt: skip
    with pytest.raises(UnableToAssign, match="没有提名他担任这个岗位"):
        exams.assign(sitting, person(world, "examiner"), "supervisor", by=world.user("college"), at=world.at)


def test_a_person_is_on_duty_once_at_a_time(world: World, plan: Plan) -> None:
    first, college = arranged(world, plan), world.user("college")
    second = arranged(world, plan, name="电工实训室一", kind="practical", hours=1)
    exams.assign(first, person(world, "supervisor"), "supervisor", by=college, at=world.at)
    with pytest.raises(UnableToAssign, match=r"尤佳在.*09:00–10:30已安排为第1场.*的质量督导员，一人同一时间只能在一处"):
        exams.assign(second, person(world, "supervisor"), "supervisor", by=college, at=world.at)
    assert {choice.person.name: bool(choice.reason) for choice in choices(second, "supervisor", None)} == {
        "尤佳": True,
        "许朗": False,
    }


@pytest.mark.parametrize(
    ("role", "in_room", "words"),
    [
        ("supervisor", True, "质量督导员督导整场"),
        ("invigilator", False, "请选这一场的一个考场"),
        ("examiner", True, "不设这个岗位"),
    ],
)
def test_each_role_has_its_place(world: World, plan: Plan, role: str, in_room: bool, words: str) -> None:
    sitting = arranged(world, plan)
    exam_room = sitting.exam_rooms.get() if in_room else None
    with pytest.raises(UnableToAssign, match=words):
        exams.assign(
            sitting, person(world, "examiner"), role, exam_room=exam_room, by=world.user("college"), at=world.at
        )


def test_who_must_not_meet_a_candidate_is_refused_with_the_reason(world: World, plan: Plan) -> None:
    sitting, college = arranged(world, plan, name="电工实训室一", kind="practical"), world.user("college")
    exams.seat_all(sitting, list(accepted(plan.round)), by=college, at=world.at)
    examiner, candidate = person(world, "examiner"), accepted(plan.round)[0].person
    impartiality.declare(examiner, other=candidate, kind="kin", by=world.user("examiner"), at=world.at)
    exam_room = sitting.exam_rooms.get()
    with pytest.raises(UnableToAssign, match=rf"他须回避.*{candidate.name}.*亲属"):
        exams.assign(sitting, examiner, "examiner", exam_room=exam_room, by=college, at=world.at)
    offered = {choice.person.name: choice.reason for choice in choices(sitting, "examiner", exam_room)}
    assert "亲属" in offered[examiner.name]
    assert offered[person(world, "examiner2").name] == ""


def test_whose_card_has_ended_by_then_is_refused_and_shown_with_the_reason(world: World, plan: Plan) -> None:
    sitting, college = arranged(world, plan, name="电工实训室一", kind="practical"), world.user("college")
    card, exam_room = person(world, "examiner").qualifications.get(), sitting.exam_rooms.get()
    people.withdraw_qualification(card, by=world.user("centre"), at=world.at, reason="年检不合格")
    with pytest.raises(UnableToAssign, match="没有登记有效的考评员证"):
        exams.assign(sitting, person(world, "examiner"), "examiner", exam_room=exam_room, by=college, at=world.at)
    offered = {choice.person.name: choice.reason for choice in choices(sitting, "examiner", exam_room)}
    assert "没有登记有效的考评员证" in offered[person(world, "examiner").name]
    assert offered[person(world, "examiner2").name] == ""


def test_a_relation_that_becomes_known_later_stops_the_confirmation(world: World, plan: Plan) -> None:
    exams.arrange_all(plan, by=world.user("college"), at=world.at)
    sitting = plan.round.sittings.get(subject__kind="practical")
    examiner, candidate = person(world, "examiner"), accepted(plan.round)[0].person
    impartiality.declare(examiner, other=candidate, kind="kin", by=world.user("examiner"), at=world.at)
    with pytest.raises(Refused, match="考评员甲须回避"):
        exams.confirm_sitting(sitting, by=world.user("centre"), at=world.at)


def test_a_room_has_one_leader(world: World, plan: Plan) -> None:
    sitting, college = arranged(world, plan), world.user("college")
    exam_room = sitting.exam_rooms.get()
    for login, leads in (("invigilator", True), ("invigilator2", False)):
        exams.assign(
            sitting, person(world, login), "invigilator", exam_room=exam_room, leads=leads, by=college, at=world.at
        )
    assert Duty.objects.get(leads=True).person == person(world, "invigilator")


def test_whom_another_round_takes_at_once_is_told_by_a_sentence(committed_world: World) -> None:
    world, who = committed_world, person(committed_world, "supervisor")
    first, second = (
        arranged(world, received_plan(world)),
        arranged(world, received_plan(world), name="电工实训室一", kind="practical"),
    )

    def taking(sitting: Sitting) -> Duty:
        return exams.assign(sitting, who, "supervisor", by=world.user("college"), at=world.at)

    refused = while_uncommitted(lambda: taking(first), lambda: taking(second))
    assert isinstance(refused, UnableToAssign)
    assert "尤佳在4月16日 09:00–10:30已安排为第1场" in str(refused)
    assert "一人同一时间只能在一处" in str(refused)
    assert Duty.objects.get().sitting == first


def test_the_database_itself_lets_a_person_be_on_duty_once_at_a_time(world: World, plan: Plan) -> None:
    first, college = arranged(world, plan), world.user("college")
    second = arranged(world, plan, name="电工实训室一", kind="practical", hours=1)
    held = exams.assign(first, person(world, "supervisor"), "supervisor", by=college, at=world.at)
    again = {"sitting": second, "person": held.person, "role": "supervisor", "state": "assigned"}
    late = {"starts_at": second.starts_at, "ends_at": second.ends_at}
    with pytest.raises(IntegrityError, match="person_on_duty_once_at_a_time"), transaction.atomic():
        declared_insert(world, "assign", Duty(**again, **late))
    declared_insert(world, "assign", Duty(**again, **{**late, "starts_at": held.ends_at}))


def test_two_officers_who_assign_one_person_at_once_get_one_duty_and_one_sentence(committed_world: World) -> None:
    plan = received_plan(committed_world)
    first = arranged(committed_world, plan)
    second = arranged(committed_world, plan, name="电工实训室一", kind="practical")
    refused: list[Unable] = []

    def try_it(sitting: object) -> None:
        try:
            exams.assign(
                sitting, person(committed_world, "supervisor"), "supervisor",  # type: ignore[arg-type]
                by=committed_world.user("college"), at=committed_world.at,
            )  # fmt: skip
        except Unable as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=try_it, args=[sitting]) for sitting in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Duty.objects.filter(state="assigned").count() == 1
    assert ["一人同一时间只能在一处" in str(error) for error in refused] == [True]
