"""A candidate has one seat in a sitting, a seat one candidate; attendance is called room by room."""

from threading import Thread

import pytest
from django.db import connection

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Seat, Sitting
from jiangxin.exams.operations import UnableToCheckIn, UnableToSeat
from jiangxin.exams.queries import accepted
from jiangxin.impartiality import operations as impartiality
from jiangxin.plans.models import Plan
from jiangxin.process.errors import Refused, Unable
from tests.exams.operations.test_sittings import arranged
from tests.stories.exams import confirmed_sittings, hold, host, sitting_of
from tests.stories.plans import person, received_plan
from tests.world import World


def test_a_seed_seats_the_same_way_each_time(world: World, plan: Plan) -> None:
    sitting, candidates = arranged(world, plan), list(accepted(plan.round))
    seats = exams.seat_all(sitting, candidates, by=world.user("college"), at=world.at, shuffle_by="2026-01")
    assert sorted(seat.number for seat in seats) == [1, 2, 3, 4, 5, 6]
    order = [seat.application_id for seat in seats]
    assert order != [one.pk for one in candidates]
    other = arranged(world, plan, hours=2)
    exams.cancel_sitting(sitting, by=world.user("centre"), at=world.at, reason="改时间")
    again = exams.seat_all(
        other, list(reversed(candidates)), by=world.user("college"), at=world.at, shuffle_by="2026-01"
    )
    assert [seat.application_id for seat in again] == order


def test_who_is_seated_stays_and_a_second_sitting_of_the_subject_is_refused(world: World, plan: Plan) -> None:
    sitting, candidates = arranged(world, plan), list(accepted(plan.round))
    college = world.user("college")
    exams.seat_all(sitting, candidates[:3], by=college, at=world.at)
    assert len(exams.seat_all(sitting, candidates, by=college, at=world.at)) == 3
    assert exams.seat_all(sitting, candidates, by=college, at=world.at) == []
    with pytest.raises(UnableToSeat, match="已编在第1场"):
        exams.seat_all(arranged(world, plan, hours=2), candidates, by=college, at=world.at)
    practical = arranged(world, plan, hours=1, name="电工实训室一", kind="practical")
    with pytest.raises(UnableToSeat, match="时间冲突"):
        exams.seat_all(practical, candidates, by=college, at=world.at)


def test_only_accepted_candidates_of_the_round_are_seated(world: World, plan: Plan) -> None:
    other = world.open_round()
    sitting = arranged(world, plan)
    stranger = accepted(plan.round)[0]
    stranger.round_id = other.pk
    with pytest.raises(UnableToSeat, match="不是本批次的考生"):
        exams.seat_all(sitting, [stranger], by=world.user("college"), at=world.at)
    waiting = accepted(plan.round)[0]
    waiting.state = "submitted"
    with pytest.raises(UnableToSeat, match=r"待审核.*只有审核通过的考生才能编座"):
        exams.seat_all(sitting, [waiting], by=world.user("college"), at=world.at)


def test_a_full_room_says_how_many_seats_are_left(world: World) -> None:
    plan = received_plan(world, 16)
    practical = arranged(world, plan, name="电工实训室一", kind="practical")
    with pytest.raises(UnableToSeat, match="只剩 15 个座位，而有 16 名考生"):
        exams.seat_all(practical, list(accepted(plan.round)), by=world.user("college"), at=world.at)
    assert not Seat.objects.exists()


def test_a_candidate_is_moved_to_a_free_seat_only(world: World, plan: Plan) -> None:
    sitting, college = arranged(world, plan), world.user("college")
    first, second, *_ = exams.seat_all(sitting, list(accepted(plan.round)), by=college, at=world.at)
    with pytest.raises(UnableToSeat, match="2 号已经编给"):
        exams.move_seat(first, second.exam_room, 2, by=college, at=world.at)
    with pytest.raises(UnableToSeat, match="只有 1 到 30 号"):
        exams.move_seat(first, second.exam_room, 31, by=college, at=world.at)
    moved = exams.move_seat(first, second.exam_room, 20, by=college, at=world.at)
    assert (moved.number, moved.state) == (20, "seated")
    first.refresh_from_db()
    assert first.state == "moved"


def test_nobody_is_seated_before_somebody_who_must_not_meet_him(world: World, plan: Plan) -> None:
    sitting, college = arranged(world, plan), world.user("college")
    invigilator, candidate = person(world, "invigilator"), accepted(plan.round)[0].person
    exam_room = sitting.exam_rooms.get()
    exams.assign(sitting, invigilator, "invigilator", exam_room=exam_room, by=college, at=world.at)
    impartiality.declare(invigilator, other=candidate, kind="kin", by=world.user("invigilator"), at=world.at)
    with pytest.raises(UnableToSeat, match="须回避"):
        exams.seat_all(sitting, list(accepted(plan.round)), by=college, at=world.at)


def test_a_roll_call_enters_who_came_and_who_did_not(world: World) -> None:
    exam_room = sitting_of(confirmed_sittings(world), "theory").exam_rooms.all()[0]
    by, away = host(exam_room), exam_room.seats.all()[0]
    exams.check_in_all(exam_room, [away.application_id], by=by, at=world.at)
    assert exam_room.seats.filter(state="present").count() == 5
    exams.check_in_all(exam_room, [], by=by, at=world.at)  # he came late: the second roll call corrects the first
    assert exam_room.seats.filter(state="present").count() == 6
    with pytest.raises(UnableToCheckIn, match="1 名缺考考生不在"):
        exams.check_in_all(exam_room, [0], by=by, at=world.at)
    with pytest.raises(Refused) as refusal:
        exams.mark_absent(away, by=world.user("college"), at=world.at)
    assert refusal.value.code == "person"


def test_attendance_is_fixed_by_the_signature_of_the_record(world: World) -> None:
    exam_room = sitting_of(confirmed_sittings(world), "theory").exam_rooms.all()[0]
    hold(world, exam_room, set())
    with pytest.raises(Refused, match="已经签字，到场情况不能再改"):
        exams.mark_absent(exam_room.seats.all()[0], by=host(exam_room), at=world.at)


def test_two_officers_who_seat_at_once_seat_everybody_once(committed_world: World) -> None:
    plan = received_plan(committed_world)
    first, second = arranged(committed_world, plan), arranged(committed_world, plan, hours=2)
    candidates, refused = list(accepted(plan.round)), list[Unable]()

    def try_it(sitting: Sitting) -> None:
        try:
            exams.seat_all(sitting, candidates, by=committed_world.user("college"), at=committed_world.at)
        except Unable as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [Thread(target=try_it, args=[sitting]) for sitting in (first, second, first)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Seat.objects.count() == 6
    assert all("已编在" in str(error) for error in refused)
    assert 1 <= len(refused) <= 2
