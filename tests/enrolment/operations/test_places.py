"""Places: confirmed at submission, never oversold, waited for in an order that is told and kept."""

import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.operations import places
from jiangxin.enrolment.operations.places import UnableToReleasePlace, UnableToSetQuota, UnableToTakeBack
from jiangxin.enrolment.place_queries import place_of, places_told, position, standing, waiting_told
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.process.taking import begin, under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories import enrolment as story
from tests.stories.places import order, ready
from tests.stories.races import at_once
from tests.world import World

POOR_FIRST = [{"categories": ["poor", "migrant"], "basis": "中心 2026 年 1 月 5 日办公会决定"}]


def enrol(world: World, round_: Round, *numbers: int, **fields: object) -> list[Application]:
    """Enrol people by a roster."""
    rows = [story.row(number, **fields) for number in numbers]
    return enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)


def states(round_: Round) -> list[str]:
    """Return the states of a round's places in the order of submission."""
    return list(Place.objects.filter(round=round_).order_by("turn").values_list("state", flat=True))


def place(application: Application) -> Place:
    """Return an application's place as it stands now."""
    return Place.objects.get(application=application)


def told(record: Place) -> list[tuple[str, int | None, str]]:
    """Return the history of a place: verb, actor, reason."""
    rows = History.objects.filter(model="enrolment.place", record=record.pk).order_by("id")
    return list(rows.values_list("verb", "actor", "reason"))


# ---- the race


def test_three_hundred_want_thirty_places(committed_world: World) -> None:
    round_ = committed_world.open_round(quota=30)
    drafts = ready(round_, 300, college=committed_world.user("college"), at=committed_world.at)
    lanes = [drafts[lane::30] for lane in range(30)]
    begun = time.perf_counter()
    found = at_once(*[lambda lane=lane: hand_in_at(committed_world, lane) for lane in lanes])
    taken = time.perf_counter() - begun
    assert found == [None] * 30
    assert (states(round_).count("held"), states(round_).count("waiting")) == (30, 270)
    assert states(round_) == ["held"] * 30 + ["waiting"] * 270, "nobody overtakes"
    assert order(round_) == list(range(31, 301))
    waiting = Place.objects.filter(round=round_, state="waiting").order_by("turn")
    assert list(waiting.values_list("told", flat=True)) == list(range(1, 271))
    assert Application.objects.filter(round=round_, state="submitted").count() == 300
    print(f"300 submissions on 30 connections: {taken:.1f} s")


def hand_in_at(world: World, drafts: list[Application]) -> None:
    """Hand in drafts at the hour of the world."""
    for draft in drafts:
        enrolment.submit(draft, by=draft.person.user, at=world.at)


def test_places_are_freed_and_taken_at_once_without_one_too_many(committed_world: World) -> None:
    world = committed_world
    round_ = world.open_round(quota=5)
    drafts = ready(round_, 24, college=world.user("college"), at=world.at)
    hand_in_at(world, drafts[:12])
    late, early = drafts[12:], drafts[:6]
    acts = [lambda one=one: hand_in_at(world, [one]) for one in late]
    acts += [lambda one=one: enrolment.withdraw(one, by=one.person.user, at=world.at) for one in early]  # type: ignore[misc]
    found = at_once(*acts)
    assert not [one for one in found if isinstance(one, Exception)]
    counted = standing(round_)
    assert counted is not None
    assert (counted.held, counted.waiting) == (5, 13)
    held = Place.objects.filter(round=round_, state="held").order_by("turn").values_list("turn", flat=True)
    assert list(held) == [7, 8, 9, 10, 11], "the first six left, and the next five have moved up"


def test_a_round_closes_while_people_withdraw(committed_world: World) -> None:
    world = committed_world
    round_ = world.open_round(quota=3)
    drafts = ready(round_, 12, college=world.user("college"), at=world.at)
    hand_in_at(world, drafts)
    acts = [lambda: rounds.close(round_, by=world.user("centre"), at=world.at)]
    acts += [lambda one=one: enrolment.withdraw(one, by=one.person.user, at=world.at) for one in drafts[2:6]]  # type: ignore[misc]
    found = at_once(*acts)
    assert None not in found, "nobody waits in a circle"
    assert not Place.objects.filter(round=round_, state="waiting").exists()
    ended = Place.objects.filter(round=round_, state="ended").values_list("application__state", flat=True)
    assert set(ended) == {"unplaced"}
    assert Place.objects.filter(round=round_, state="held").count() <= 3


def test_the_database_itself_refuses_one_too_many(world: World) -> None:
    round_ = world.open_round(quota=1)
    enrol(world, round_, 1)
    other = enrol(world, world.open_round(), 2)[0]
    refused = pytest.raises(DatabaseError, match="all places of the round are confirmed")
    with refused, transaction.atomic(), under_way("enrolment.application.submit"):
        begin(Place(round=round_, application=other, tier=0, turn=9), "confirm_place", by=SYSTEM, at=world.at)
    assert states(round_) == ["held"]


# ---- the order


def test_a_round_without_a_quota_takes_everybody_and_has_no_places(world: World) -> None:
    round_ = story.accepted_round(world)
    assert not Place.objects.filter(round=round_).exists()
    assert (standing(round_), places_told(round_), waiting_told(round_)) == (None, [], [])


def test_a_draft_holds_no_place_and_its_submission_confirms_one(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second = world.candidate(1, login=True), world.candidate(2, login=True)
    draft = story.filled(world, round_, first)
    assert place_of(draft) is None
    later = story.submitted(world, round_, second)
    assert place(later).state == "held"
    assert place(enrolment.submit(draft, by=first.user, at=world.at)).state == "waiting"


def test_a_roster_counts_too_and_those_past_the_last_place_wait_in_its_order(world: World) -> None:
    round_ = world.open_round(quota=2)
    enrolled = enrol(world, round_, 1, 2, 3, 4)
    assert states(round_) == ["held", "held", "waiting", "waiting"]
    assert [position(place(one)) for one in enrolled[2:]] == [1, 2]


def test_priority_groups_wait_first_and_everybody_knows_what_he_was_told(world: World) -> None:
    round_ = world.open_round(quota=1, priority=POOR_FIRST)
    _held, ordinary = enrol(world, round_, 1, 2)
    (poor,) = enrol(world, round_, 3, category="poor")
    assert (position(place(poor)), position(place(ordinary))) == (1, 2)
    assert (place(poor).told, place(ordinary).told) == (1, 1), "what was told at submission stays"
    assert place(_held).state == "held", "a confirmed place is taken from nobody"


def test_priority_groups_come_first_within_one_roster(world: World) -> None:
    round_ = world.open_round(quota=1, priority=POOR_FIRST)
    rows = [story.row(1), story.row(2), story.row(3, category="migrant")]
    enrolled = enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)
    assert [place(one).state for one in enrolled] == ["waiting", "waiting", "held"]


# ---- moving up


def test_a_withdrawal_lets_the_next_one_move_up_by_the_system_with_its_reason(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second, third = [story.submitted(world, round_, world.candidate(n, login=True)) for n in (1, 2, 3)]
    enrolment.withdraw(first, by=first.person.user, at=world.at)
    assert [place(one).state for one in (first, second, third)] == ["freed", "held", "waiting"]
    assert position(place(third)) == 1
    assert told(place(second)) == [("queue", None, ""), ("move_up", None, "有人撤回报名，让出名额")]


def test_who_waits_may_leave_and_those_behind_come_closer(world: World) -> None:
    round_ = world.open_round(quota=1)
    _first, second, third = [story.submitted(world, round_, world.candidate(n, login=True)) for n in (1, 2, 3)]
    enrolment.withdraw(second, by=second.person.user, at=world.at)
    assert (position(place(third)), place(third).told) == (1, 2)


def test_rejections_free_their_places(world: World) -> None:
    round_ = world.open_round(quota=2)
    enrol(world, round_, 1, 2, 3, 4, 5)
    everybody = story.applications(round_)
    enrolment.reject(everybody[0], by=world.user("reviewer"), at=world.at, reason="材料与所填信息不符")
    rest = Application.objects.filter(pk__in=[one.pk for one in everybody[1:4]])
    enrolment.reject_all(rest, by=world.user("reviewer"), at=world.at, reason="材料与所填信息不符")
    assert states(round_) == ["freed", "freed", "freed", "freed", "held"]


def test_nobody_is_accepted_from_the_waiting_list(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second = enrol(world, round_, 1, 2)
    reviewer = world.user("reviewer")
    with pytest.raises(Refused, match="还在候补，递补以后才能通过"):
        enrolment.accept(second, by=reviewer, at=world.at)
    assert enrolment.accept(first, by=reviewer, at=world.at).state == "accepted"


# ---- a decision taken back


def rejected(world: World, application: Application) -> Application:
    """Let the reviewer reject."""
    return enrolment.reject(application, by=world.user("reviewer"), at=world.at, reason="不符合条件")


def taken_back(world: World, application: Application) -> Application:
    """Let the reviewer take his decision back."""
    return enrolment.take_back(application, by=world.user("reviewer"), at=world.at, reason="看错了材料")


def test_a_rejection_taken_back_waits_at_the_end_for_its_place_is_another_s(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second, third = enrol(world, round_, 1, 2, 3)
    rejected(world, first)
    assert taken_back(world, first).state == "submitted"
    assert [place(one).state for one in (first, second, third)] == ["waiting", "held", "waiting"]
    assert (position(place(third)), position(place(first)), place(first).told) == (1, 2, 2)


def test_a_rejection_taken_back_has_a_place_at_once_where_one_is_free(world: World) -> None:
    round_ = world.open_round(quota=1)
    (first,) = enrol(world, round_, 1)
    taken_back(world, rejected(world, first))
    assert place(first).state == "held"
    assert told(place(first))[-2:] == [("queue_again", None, ""), ("move_up", None, "有空余名额")]


def test_an_acceptance_taken_back_keeps_its_place(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second = enrol(world, round_, 1, 2)
    accepted = enrolment.accept(first, by=world.user("reviewer"), at=world.at)
    taken_back(world, accepted)
    assert (place(first).state, place(second).state) == ("held", "waiting")


def test_after_the_close_a_rejection_is_taken_back_only_where_a_place_is_free(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second = enrol(world, round_, 1, 2)
    rejected(world, first)
    rounds.close(round_, by=world.user("centre"), at=world.at)
    with pytest.raises(UnableToTakeBack, match="不再递补"):
        taken_back(world, first)
    assert [place(one).state for one in (first, second)] == ["freed", "held"]
    rejected(world, second)
    assert taken_back(world, first).state == "submitted"
    assert place(first).state == "held"


def test_nobody_is_endorsed_from_the_waiting_list_and_a_referral_keeps_the_place(world: World) -> None:
    round_ = world.open_round(quota=1, review_levels=2)
    first, second = enrol(world, round_, 1, 2)
    with pytest.raises(Refused, match="还在候补，递补以后才能通过"):
        enrolment.endorse(second, by=world.user("reviewer"), at=world.at)
    endorsed = enrolment.endorse(first, by=world.user("reviewer"), at=world.at)
    enrolment.refer_back(endorsed, by=world.user("centre"), at=world.at, reason="工作年限请再核对")
    assert (place(first).state, place(second).state) == ("held", "waiting")


def test_who_waits_is_in_no_batch(world: World) -> None:
    round_ = world.open_round(quota=1)
    everybody = enrol(world, round_, 1, 2)
    with pytest.raises(enrolment.UnableToDraw, match="还在候补"):
        enrolment.draw_sample(round_, everybody, by=world.user("reviewer"), at=world.at)


# ---- a return


def test_a_return_keeps_the_place_for_the_days_of_the_parameter(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second = [story.submitted(world, round_, world.candidate(n, login=True)) for n in (1, 2)]
    enrolment.send_back(first, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    assert place(first).kept_until == world.at.date() + timedelta(days=3)
    with pytest.raises(UnableToReleasePlace, match="为本人保留到"):
        places.release_place(place(first), by=world.user("college"), at=world.at, reason="没有补正")
    enrolment.submit(first, by=first.person.user, at=world.at)
    assert (place(first).state, place(second).state) == ("held", "waiting")


def test_a_place_that_nobody_corrects_goes_to_the_next_and_its_owner_waits_anew(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second, third = [story.submitted(world, round_, world.candidate(n, login=True)) for n in (1, 2, 3)]
    enrolment.send_back(first, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    world.later(days=4)
    places.release_place(place(first), by=world.user("college"), at=world.at, reason="电话联系两次，未补正")
    assert [place(one).state for one in (first, second, third)] == ["freed", "held", "waiting"]
    enrolment.submit(first, by=first.person.user, at=world.at)
    assert (place(first).state, position(place(first)), position(place(third))) == ("waiting", 2, 1)


def overdue(world: World, round_: Round) -> Application:
    """Return an application that was sent back and whose days of correction are over."""
    first = story.submitted(world, round_, world.candidate(1, login=True))
    enrolment.send_back(first, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    world.later(days=4)
    return first


def release(world: World, application: Application) -> Place:
    """Let the college take a place back."""
    return places.release_place(place(application), by=world.user("college"), at=world.at, reason="未补正")


def test_who_loses_his_place_after_the_close_waits_for_nothing_and_ends_unplaced(world: World) -> None:
    round_ = world.open_round(quota=1)
    first = overdue(world, round_)
    rounds.close(round_, by=world.user("centre"), at=world.at)
    release(world, first)
    assert (place(first).application.state, place(first).state) == ("unplaced", "freed")
    assert History.objects.get(record=first.pk, verb="end_unplaced").reason == "有人逾期未补正，名额收回"
    with pytest.raises(Refused, match="未取得名额"):
        enrolment.submit(first, by=first.person.user, at=world.at)


def test_who_has_lost_his_place_before_the_close_ends_with_it(world: World) -> None:
    round_ = world.open_round(quota=1)
    release(world, first := overdue(world, round_))
    rounds.close(round_, by=world.user("centre"), at=world.at)
    assert (place(first).application.state, place(first).state) == ("unplaced", "freed")


def test_a_late_correction_keeps_the_place_that_nobody_took_back(world: World) -> None:
    round_ = world.open_round(quota=1)
    first = overdue(world, round_)
    rounds.close(round_, by=world.user("centre"), at=world.at)
    enrolment.submit(first, by=first.person.user, at=world.at)
    assert place(first).state == "held"
    with pytest.raises(Refused, match="退回补正而没有补正的报名"):
        release(world, first)


def test_a_late_correction_and_the_taking_back_of_its_place_meet(committed_world: World) -> None:
    world = committed_world
    round_ = world.open_round(quota=1)
    first = overdue(world, round_)
    rounds.close(round_, by=world.user("centre"), at=world.at)
    found = at_once(lambda: enrolment.submit(first, by=first.person.user, at=world.at), lambda: release(world, first))
    assert len([one for one in found if isinstance(one, Refused)]) == 1, "one of them comes too late, and is told so"
    assert (place(first).application.state, place(first).state) in {("submitted", "held"), ("unplaced", "freed")}


def test_no_place_is_taken_back_from_whoever_owes_nothing(world: World) -> None:
    round_ = world.open_round(quota=1)
    (first,) = enrol(world, round_, 1)
    with pytest.raises(Refused, match="退回补正而没有补正的报名"):
        places.release_place(place(first), by=world.user("college"), at=world.at, reason="x")


# ---- the quota


def test_more_places_let_the_next_ones_move_up(world: World) -> None:
    round_ = world.open_round(quota=1)
    enrol(world, round_, 1, 2, 3, 4)
    rounds.set_quota(round_, by=world.user("centre"), at=world.at, reason="增加一个考场", quota=3)
    assert states(round_) == ["held", "held", "held", "waiting"]


def test_fewer_places_take_none_from_those_who_have_one(world: World) -> None:
    round_, centre = world.open_round(quota=3), world.user("centre")
    enrol(world, round_, 1, 2)
    with pytest.raises(UnableToSetQuota, match="已经确认了 2 人"):
        rounds.set_quota(round_, by=centre, at=world.at, reason="设备检修", quota=1)
    assert rounds.set_quota(round_, by=centre, at=world.at, reason="设备检修", quota=2).quota == 2
    assert states(round_) == ["held", "held"]
    enrol(world, round_, 3)
    assert states(round_) == ["held", "held", "waiting"]


def test_a_round_that_opened_without_a_quota_gets_none(world: World) -> None:
    with pytest.raises(Refused, match="这一期不限名额"):
        rounds.set_quota(world.open_round(), by=world.user("centre"), at=world.at, reason="x", quota=3)


# ---- the end


def test_the_close_ends_the_waiting_and_says_so_before(world: World) -> None:
    round_ = world.open_round(quota=1)
    first, second = enrol(world, round_, 1, 2)
    assert "还有 1 人候补" in waiting_told(round_)[0]
    rounds.close(round_, by=world.user("centre"), at=world.at)
    assert (place(first).state, place(second).state) == ("held", "ended")
    second.refresh_from_db()
    assert (second.state, second.state_label) == ("unplaced", "未取得名额")
    enrolment.reject(first, by=world.user("reviewer"), at=world.at, reason="不符合条件")
    assert place(second).state == "ended", "what is over stays over"


def test_a_cancelled_round_ends_the_waiting(world: World) -> None:
    round_ = world.open_round(quota=1)
    enrol(world, round_, 1, 2)
    rounds.cancel(round_, by=world.user("centre"), at=world.at, reason="考场停电")
    assert states(round_) == ["held", "ended"]


def test_the_gate_stands_on_the_table(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_trigger WHERE tgname = 'guard_within_quota' AND tgenabled = 'O'")
        assert cursor.fetchone()
