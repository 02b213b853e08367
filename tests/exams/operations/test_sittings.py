"""Sittings use rooms that the plan names, once at a time, and are confirmed only when they can be held."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from functools import partial
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Duty, ExamRoom, RoomRecord, Seat, Sitting
from jiangxin.exams.operations import UnableToArrange
from jiangxin.exams.queries import accepted, unseated
from jiangxin.exams.rules import everybody_fit, within_plan
from jiangxin.people import operations as people
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Plan
from jiangxin.plans.queries import nominated
from jiangxin.process.errors import Refused, Unable
from jiangxin.process.models import Record
from jiangxin.standards.models import Subject
from tests.stories.exams import arranged_sittings, confirmed_sittings, hold, host, sitting_of
from tests.stories.plans import person, received_plan, room
from tests.stories.races import while_uncommitted
from tests.world import World


def arranged(world: World, plan: Plan, *, hours: int = 0, name: str = "201 机房", kind: str = "theory") -> Sitting:
    place = room(world, name)
    subject = Subject.objects.get(level=plan.round.level, kind=kind)
    start = begin(plan) + timedelta(hours=hours)
    return exams.arrange(plan, subject, place.site, start, [place], by=world.user("college"), at=world.at)


def begin(plan: Plan) -> datetime:
    assert plan.received_on is not None
    return datetime.fromisoformat(f"{plan.theory_on}T09:00+08:00")


def test_a_sitting_lasts_as_long_as_its_subject(world: World, plan: Plan) -> None:
    sitting = arranged(world, plan)
    assert sitting.ends_at - sitting.starts_at == timedelta(minutes=90)
    assert [exam_room.number for exam_room in sitting.exam_rooms.all()] == [1]
    assert arranged(world, plan, hours=2).number == 2


def test_a_room_is_used_once_at_a_time_and_the_sentence_says_where_and_when(world: World, plan: Plan) -> None:
    arranged(world, plan)
    with pytest.raises(UnableToArrange, match=r"201 机房在\d+月\d+日 09:00–10:30已由.*第1场"):
        arranged(world, plan, hours=1)
    # Half open: the next may begin when this one has ended.
    assert arranged(world, plan, hours=2).state == "arranged"


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("101 教室", "theory", "备案的实施方案里没有这个考场"),
        ("电工实训室一", "theory", "它是实训室，不能用于理论知识考试"),
    ],
)
def test_a_room_must_be_named_and_fit(world: World, plan: Plan, name: str, kind: str, words: str) -> None:
    with pytest.raises(UnableToArrange, match=words):
        arranged(world, plan, name=name, kind=kind)
    assert not Sitting.objects.exists()


def test_a_sitting_that_cannot_be_held_is_not_confirmed(world: World, plan: Plan) -> None:
    sitting = arranged(world, plan)
    with pytest.raises(Refused) as refusal:
        exams.confirm_sitting(sitting, by=world.user("centre"), at=world.at)
    missing = "；".join(str(sentence) for sentence in refusal.value.missing)
    assert "考生座位" in missing
    assert "逢考必督" in missing
    assert not RoomRecord.objects.exists()


def test_confirming_opens_one_record_a_room_and_closes_the_arrangement(world: World) -> None:
    round_ = confirmed_sittings(world)
    rooms = ExamRoom.objects.filter(sitting__round=round_)
    assert RoomRecord.objects.filter(exam_room__in=rooms, state="open").count() == rooms.count() == 2
    sitting = sitting_of(round_, "theory")
    duty = sitting.duties.first()
    assert duty is not None
    with pytest.raises(Refused, match="要先由中心退回编排"):
        exams.release(duty, by=world.user("college"), at=world.at, reason="换人")
    exams.reopen_sitting(sitting, by=world.user("centre"), at=world.at, reason="监考员生病")
    exams.release(duty, by=world.user("college"), at=world.at, reason="监考员生病")
    with pytest.raises(Refused, match=r"监考员要 2 名，现有 1 名|逢考必督"):
        exams.confirm_sitting(sitting, by=world.user("centre"), at=world.at)


def changed_plan(world: World, old: Plan) -> Plan:
    """Bring in force a next version without 201 机房 and the second invigilator, who are replaced."""
    college, centre = world.user("college"), world.user("centre")
    fresh = plans.revise_plan(old, by=college, at=world.at, reason="机房检修，监考员出差")
    for away in (
        nominated(fresh, "room").get(room__name="201 机房"),
        nominated(fresh, "invigilator").get(person=person(world, "invigilator2")),
    ):
        plans.withdraw_nomination(away, by=college, at=world.at)
    plans.nominate(fresh, "room", by=college, at=world.at, room=room(world, "202 机房"))
    plans.nominate(fresh, "invigilator", by=college, at=world.at, person=person(world, "invigilator3"))
    fresh = plans.approve(plans.submit_plan(fresh, by=college, at=world.at), by=centre, at=world.at)
    fresh = plans.file(fresh, by=centre, at=world.at)
    return plans.acknowledge(fresh, by=world.user("employment"), at=world.at, receipt_number="演练回执-002")


def test_who_and_what_a_change_of_the_plan_took_out_stops_the_confirmation(world: World) -> None:
    round_, college, centre = arranged_sittings(world), world.user("college"), world.user("centre")
    sitting = sitting_of(round_, "theory")
    plan = changed_plan(world, sitting.plan)
    second = person(world, "invigilator2")
    with pytest.raises(Refused) as refusal:
        exams.confirm_sitting(sitting, by=centre, at=world.at)
    assert [str(sentence) for sentence in refusal.value.missing] == [
        f"监考员 {second}不在现行第 2 版实施方案的提名里，请换人，或先走变更备案",
        "第1考场（201 机房）不在现行第 2 版实施方案里，请换考场，或先走变更备案",
    ]
    exams.cancel_sitting(sitting, by=centre, at=world.at, reason="变更备案")
    [anew] = exams.arrange_all(plan, by=college, at=world.at)
    assert exams.confirm_sitting(anew, by=centre, at=world.at).state == "confirmed"


def only_until(world: World, login: str, day: date) -> None:
    """Give a person a card that ends on a day, instead of his own."""
    holder, centre, since = person(world, login), world.user("centre"), world.practice.filing.valid_from
    card = holder.qualifications.get(state="valid")
    people.withdraw_qualification(card, by=centre, at=world.at, reason="换证")
    people.add_qualification(
        holder, by=centre, at=world.at, kind=card.kind, number="YL-900", occupation=card.occupation, valid_from=since,
        valid_until=day,
    )  # fmt: skip


def test_a_card_must_be_valid_on_the_sittings_own_day(world: World) -> None:
    round_, college, centre = arranged_sittings(world), world.user("college"), world.user("centre")
    sitting = sitting_of(round_, "practical")
    day = sitting.starts_at.date()
    only_until(world, "examiner2", day)
    with pytest.raises(UnableToArrange, match=r"不能改到这个时间：考评员乙的考评员证.* 到期，.*考核时无效"):
        exams.rearrange(sitting, sitting.starts_at + timedelta(days=1), by=college, at=world.at)
    assert exams.confirm_sitting(sitting, by=centre, at=world.at).state == "confirmed"
    exams.reopen_sitting(sitting, by=centre, at=world.at, reason="换人")
    only_until(world, "examiner2", day - timedelta(days=1))
    with pytest.raises(Refused, match=r"考评员乙的考评员证.* 到期，.*考核时无效"):
        exams.confirm_sitting(sitting, by=centre, at=world.at)


def test_those_on_duty_are_checked_together(
    world: World, django_assert_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    sitting = Sitting.objects.select_related("round__level__standard__occupation").get(
        pk=sitting_of(arranged_sittings(world), "practical").pk
    )
    with django_assert_num_queries(9):  # plan, what it names, duties, rooms; duties, and offices and cards of two roles
        assert [*within_plan(sitting), *everybody_fit(sitting)] == []


def test_a_sitting_moves_with_its_rooms_and_people(world: World) -> None:
    round_ = arranged_sittings(world)
    sitting = sitting_of(round_, "theory")
    later = sitting.starts_at + timedelta(hours=1)
    exams.rearrange(sitting, later, by=world.user("college"), at=world.at)
    assert set(sitting.duties.values_list("starts_at", flat=True)) == {later}
    assert set(sitting.exam_rooms.values_list("starts_at", flat=True)) == {later}
    other = sitting_of(round_, "practical")
    with pytest.raises(Unable, match=r"不能改到这个时间|时间冲突"):
        exams.rearrange(sitting, other.starts_at, by=world.user("college"), at=world.at)


def test_a_cancelled_sitting_gives_everything_back(world: World) -> None:
    sitting = sitting_of(arranged_sittings(world), "theory")
    exams.cancel_sitting(sitting, by=world.user("centre"), at=world.at, reason="停电")
    for model, state in ((Seat, "moved"), (Duty, "released"), (ExamRoom, "released")):
        assert set(model.objects.filter(sitting=sitting).values_list("state", flat=True)) == {state}
    made = exams.arrange_all(sitting.plan, by=world.user("college"), at=world.at)
    assert [str(one.subject) for one in made] == ["理论知识考试"]


def states(sitting: Sitting) -> set[str]:
    return set(Seat.objects.filter(sitting=sitting).values_list("state", flat=True))


def test_who_was_called_in_a_cancelled_sitting_sits_anew(world: World) -> None:
    round_, centre = confirmed_sittings(world), world.user("centre")
    sitting, people = sitting_of(round_, "theory"), list(accepted(round_))
    exam_room = sitting.exam_rooms.get()
    exams.check_in_all(exam_room, [people[0].pk], by=host(exam_room), at=world.at)
    assert states(sitting) == {"present", "absent"}
    exams.cancel_sitting(sitting, by=centre, at=world.at, reason="开考后停电")
    assert states(sitting) == {"moved"}
    assert set(unseated(round_, "theory")) == set(people)
    [anew] = exams.arrange_all(sitting.plan, by=world.user("college"), at=world.at)
    assert {seat.application_id: seat.state for seat in anew.seats.all()} == dict.fromkeys(
        (one.pk for one in people), "seated"
    )
    exams.confirm_sitting(anew, by=centre, at=world.at)
    hold(world, anew.exam_rooms.get(), set())
    assert states(anew) == {"present"}


def test_a_sitting_closes_when_all_its_records_are_signed(world: World) -> None:
    sitting = sitting_of(confirmed_sittings(world), "theory")
    with pytest.raises(Refused, match="考场记录签字"):
        exams.close_sitting(sitting, by=world.user("centre"), at=world.at)
    hold(world, sitting.exam_rooms.all()[0], set())
    assert exams.close_sitting(sitting, by=world.user("centre"), at=world.at).state == "closed"


def test_a_room_that_another_round_takes_at_once_is_told_by_a_sentence(committed_world: World) -> None:
    first, second = received_plan(committed_world), received_plan(committed_world)
    refused = while_uncommitted(lambda: arranged(committed_world, first), lambda: arranged(committed_world, second))
    assert isinstance(refused, UnableToArrange)
    assert f"201 机房在4月16日 09:00–10:30已由{first.round.number}的第1场" in str(refused)
    assert Sitting.objects.get().round == first.round


def test_the_database_itself_lets_a_room_be_used_once_at_a_time(world: World, plan: Plan) -> None:
    taken = arranged(world, plan).exam_rooms.get()
    other = arranged(world, plan, name="电工实训室一", kind="practical")
    values = {
        "sitting": other,
        "room": taken.room,
        "starts_at": taken.ends_at - timedelta(minutes=1),
        "state": "in_use",
    }
    written = partial(declared_insert, world, "take_room", number=2, ends_at=taken.ends_at + timedelta(hours=1))
    with pytest.raises(IntegrityError, match="room_used_once_at_a_time"), transaction.atomic():
        written(ExamRoom(**values))
    written(ExamRoom(**{**values, "starts_at": taken.ends_at}))


def declared_insert(world: World, verb: str, record: Record, **values: Any) -> None:
    """Write a record as the declared step would, past everything that looks first."""
    for name, value in values.items():
        setattr(record, name, value)
    declaration = {
        "model": record._meta.label_lower, "verb": verb, "actor": world.user("college").pk, "signer": None,
        "office": "", "basis": "article:14(2)", "reason": "", "at": world.at.isoformat(),
    }  # fmt: skip
    fields = [field for field in record._meta.concrete_fields if not field.primary_key]
    columns, places = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('jiangxin.step', %s, true)", [json.dumps(declaration)])
        cursor.execute(
            f"INSERT INTO {record._meta.db_table} ({columns}) VALUES ({places})",
            [getattr(record, field.attname) for field in fields],
        )


def test_two_officers_who_take_one_room_at_once_get_one_sitting_and_one_sentence(committed_world: World) -> None:
    plan = received_plan(committed_world)
    refused: list[Unable] = []

    def try_it() -> None:
        try:
            arranged(committed_world, plan)
        except Unable as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=try_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Sitting.objects.count() == 1
    assert len(refused) == 1
    assert "已由" in str(refused[0])
