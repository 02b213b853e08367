"""The plan from the close of enrolment to its receipt, and its next version."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from jiangxin.documents.operations import content_of
from jiangxin.people import operations as people
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Nomination, Plan
from jiangxin.plans.queries import current_plan, filing_due, latest_plan, nominated
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories.enrolment import accepted_round
from tests.stories.plans import (
    approved_plan,
    complete_plan,
    person,
    plan_of,
    received_plan,
    room,
    written_plan,
)
from tests.world import World


def test_a_plan_begins_with_the_close_of_enrolment(world: World) -> None:
    round_ = accepted_round(world)
    plan = plan_of(round_)
    assert (plan.version, plan.state) == (1, "draft")
    assert History.objects.get(model="plans.plan", verb="prepare").actor == world.user("centre").pk


def test_the_next_plan_of_a_level_starts_from_the_texts_of_the_last(world: World) -> None:
    first = complete_plan(world)
    world.later(days=30)
    second = plan_of(rounds.close(world.open_round(), by=world.user("centre"), at=world.at))
    assert (second.method, second.duties, second.demand) == (first.method, first.duties, first.demand)
    assert second.theory_on is None


def test_twenty_working_days_over_the_national_day_of_2026(world: World) -> None:
    """Closed on 18 September; 25–27 September and 1–7 October don't count, 20 September and 10 October do."""
    world.at = datetime(2026, 9, 18, 2, 0, tzinfo=UTC)
    plan = plan_of(rounds.close(world.open_round(), by=world.user("centre"), at=world.at))
    due = filing_due(plan)
    assert due is not None
    assert (due.starts_on, due.due_on) == (date(2026, 9, 18), date(2026, 10, 22))


def test_a_calendar_that_ends_before_the_last_day_refuses_the_close(world: World) -> None:
    world.at = datetime(2027, 12, 20, 2, 0, tzinfo=UTC)
    round_ = world.open_round()
    with pytest.raises(Refused) as refusal:
        rounds.close(round_, by=world.user("centre"), at=world.at)
    assert "2028-01-01" in str(refusal.value)
    assert "补全日历" in str(refusal.value)
    round_.refresh_from_db()
    assert round_.state == "open"
    assert latest_plan(round_) is None


def test_a_plan_with_gaps_is_not_submitted(world: World) -> None:
    plan = written_plan(world, accepted_round(world))
    with pytest.raises(Refused) as refusal:
        plans.submit_plan(plan, by=world.user("college"), at=world.at)
    words = str(refusal.value)
    for gap in ("试题命制方案", "考场", "监考员", "考评员", "质量督导员"):
        assert gap in words


def test_a_plan_takes_only_its_own_texts_and_days(world: World) -> None:
    plan = plan_of(accepted_round(world))
    with pytest.raises(plans.UnableToWritePlan, match="version"):
        plans.write(plan, by=world.user("college"), at=world.at, version=9)


def test_another_colleges_officer_does_not_write_the_plan(world: World) -> None:
    plan = plan_of(accepted_round(world))
    with pytest.raises(Refused) as refusal:
        plans.write(plan, by=world.user("teacher"), at=world.at, method="…")
    assert refusal.value.code == "person"


def test_approval_freezes_the_parts(world: World) -> None:
    plan = approved_plan(world)
    before = [list(part.lines) for part in plan.parts()]
    with under_way("setup"):
        person_ = person(world, "examiner")
        people.correct_person(person_, by=world.user("centre"), at=world.at, reason="改名", name="新名")
    plan.refresh_from_db()
    assert [list(part.lines) for part in plan.parts()] == before
    assert any("考评员甲" in row for part in plan.parts() for table in part.tables for row in table.rows)


def test_a_plan_that_was_sent_back_is_a_draft_again(world: World) -> None:
    plan = plans.submit_plan(complete_plan(world), by=world.user("college"), at=world.at)
    with pytest.raises(Refused):
        plans.send_back_plan(plan, by=world.user("centre"), at=world.at, reason=" ")
    plan = plans.send_back_plan(plan, by=world.user("centre"), at=world.at, reason="请补充应急预案")
    assert plan.state == "draft"


def test_filing_in_time_needs_no_reason(world: World) -> None:
    plan = plans.file(approved_plan(world), by=world.user("centre"), at=world.at)
    assert (plan.state, plan.is_late, plan.filed_on) == ("filed", False, world.at.date())
    due = filing_due(plan)
    assert due is not None
    assert due.met_on == plan.filed_on


def test_filing_on_the_last_day_is_in_time(world: World) -> None:
    plan = approved_plan(world)
    due = filing_due(plan)
    assert due is not None
    at = datetime(due.due_on.year, due.due_on.month, due.due_on.day, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert not plans.file(plan, by=world.user("centre"), at=at).is_late


def test_filing_late_asks_for_a_reason_and_is_marked(world: World) -> None:
    plan = approved_plan(world)
    due = filing_due(plan)
    assert due is not None
    late = world.at + timedelta(days=(due.due_on - world.at.date()).days + 1)
    with pytest.raises(Refused) as refusal:
        plans.file(plan, by=world.user("centre"), at=late)
    assert refusal.value.code == "reason"
    assert "逾期" in str(refusal.value)
    plan = plans.file(plan, by=world.user("centre"), at=late, reason="暴雨停课一周")
    assert (plan.is_late, plan.late_reason) == (True, "暴雨停课一周")


def test_the_employment_centre_receives_the_filing(world: World) -> None:
    plan = received_plan(world)
    assert (plan.state, plan.receipt_number, plan.received_on) == ("received", "演练回执-001", world.at.date())
    assert current_plan(plan.round) == plan


def test_the_city_centre_cannot_receive_it(world: World) -> None:
    plan = plans.file(approved_plan(world), by=world.user("centre"), at=world.at)
    with pytest.raises(Refused) as refusal:
        plans.acknowledge(plan, by=world.user("city"), at=world.at)
    assert refusal.value.code == "person"


@pytest.mark.parametrize(("number", "content"), [(" ", b"%PDF-1.7"), ("2026-7", b""), ("2026-7", b"MZ a program")])
def test_a_receipt_on_paper_has_number_and_scan(world: World, number: str, content: bytes) -> None:
    plan = plans.file(approved_plan(world), by=world.user("centre"), at=world.at)
    with pytest.raises(plans.UnableToRecordReceipt, match="缺一不可"):
        plans.record_receipt(
            plan, by=world.user("centre"), at=world.at, number=number, name="回执.pdf", content=content
        )  # fmt: skip


def test_a_receipt_on_paper_is_kept_with_its_scan(world: World) -> None:
    plan = plans.file(approved_plan(world), by=world.user("centre"), at=world.at)
    plan = plans.record_receipt(
        plan, by=world.user("centre"), at=world.at, number="2026-7", name="回执.pdf", content=b"%PDF-1.7 receipt"
    )
    assert (plan.state, plan.receipt_number) == ("received", "2026-7")
    assert plan.receipt is not None
    assert content_of(plan.receipt) == b"%PDF-1.7 receipt"


def test_no_receipt_is_of_a_day_before_its_filing(world: World) -> None:
    plan = plans.file(approved_plan(world), by=world.user("centre"), at=world.at)
    before = world.at - timedelta(days=1)
    with pytest.raises(plans.UnableToReceive, match="早于备案日期"):
        plans.acknowledge(plan, by=world.user("employment"), at=before)
    paper: dict[str, Any] = {"number": "2026-7", "name": "回执.pdf", "content": b"%PDF-1.7 receipt"}
    with pytest.raises(plans.UnableToReceive, match="早于备案日期"):
        plans.record_receipt(plan, by=world.user("centre"), at=before, **paper)
    assert Plan.objects.get(pk=plan.pk).state == "filed"


def test_a_change_is_the_next_version_and_replaces_the_old_one_on_receipt(world: World) -> None:
    old = received_plan(world)
    fresh = plans.revise_plan(old, by=world.user("college"), at=world.at, reason="201 机房检修，换 202 机房")
    assert (fresh.version, fresh.state, fresh.method) == (2, "draft", old.method)
    assert [str(each) for each in nominated(fresh, "examiner")] == [str(each) for each in nominated(old, "examiner")]
    away = nominated(fresh, "room").get(room__name="201 机房")
    plans.withdraw_nomination(away, by=world.user("college"), at=world.at)
    plans.nominate(fresh, "room", by=world.user("college"), at=world.at, room=room(world, "202 机房"))
    fresh = plans.submit_plan(fresh, by=world.user("college"), at=world.at)
    fresh = plans.approve(fresh, by=world.user("centre"), at=world.at)
    fresh = plans.file(fresh, by=world.user("centre"), at=world.later(days=90))
    assert current_plan(old.round) == old, "the old version holds until the new one is received"
    assert not fresh.is_late, "no span is set for a change"
    fresh = plans.acknowledge(fresh, by=world.user("employment"), at=world.at)
    old.refresh_from_db()
    assert (old.state, current_plan(old.round)) == ("replaced", fresh)


def test_a_change_leaves_behind_whoever_may_not_serve_any_more(world: World) -> None:
    old = received_plan(world)
    card = person(world, "examiner2").qualifications.get()
    people.withdraw_qualification(card, by=world.user("centre"), at=world.at, reason="年检不合格")
    fresh = plans.revise_plan(old, by=world.user("college"), at=world.at, reason="换考评员")
    assert len(nominated(fresh, "examiner")) == 2
    assert any("考评员" in str(gap) for gap in fresh.parts()[8].missing)


def test_only_the_version_in_force_can_be_changed_and_only_once(world: World) -> None:
    plan = received_plan(world)
    plans.revise_plan(plan, by=world.user("college"), at=world.at, reason="换场地")
    with pytest.raises(plans.UnableToRevisePlan, match="最新一版"):
        plans.revise_plan(plan, by=world.user("centre"), at=world.at, reason="换人")


def test_nominations_of_a_submitted_plan_stand(world: World) -> None:
    plan = plans.submit_plan(complete_plan(world), by=world.user("college"), at=world.at)
    with pytest.raises(Refused, match="变更备案"):
        plans.nominate(plan, "room", by=world.user("college"), at=world.at, room=room(world, "202 机房"))
    with pytest.raises(Refused, match="变更备案"):
        plans.withdraw_nomination(nominated(plan, "room")[0], by=world.user("college"), at=world.at)


def test_a_set_of_nominations_is_made_whole_or_not_at_all(world: World) -> None:
    plan = written_plan(world, accepted_round(world))
    persons = [person(world, "examiner"), person(world, "invigilator")]
    with pytest.raises(Refused):
        plans.nominate_all(plan, Nomination.EXAMINER, by=world.user("college"), at=world.at, persons=persons)
    assert not nominated(plan, "examiner").exists()


def test_a_cancelled_round_files_nothing(world: World) -> None:
    plan = approved_plan(world)
    rounds.cancel(Round.objects.get(pk=plan.round_id), by=world.user("centre"), at=world.at, reason="报名人数不足")
    with pytest.raises(Refused) as refusal:
        plans.file(plan, by=world.user("centre"), at=world.at)
    assert refusal.value.code == "facts"


def test_of_two_officers_who_approve_at_once_one_does(committed_world: World) -> None:
    world = committed_world
    plan = plans.submit_plan(complete_plan(world), by=world.user("college"), at=world.at)
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def approve(login: str) -> None:
        try:
            user = world.user(login)
            barrier.wait()
            plans.approve(Plan.objects.get(pk=plan.pk), by=user, at=world.at)
            outcomes.append("approved")
        except Refused as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(login,)) for login in ("centre", "centre2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["approved", "state"]
    assert History.objects.filter(model="plans.plan", record=plan.pk, verb="approve").count() == 1


def test_what_is_recorded_from_paper_names_signer_and_recorder(world: World) -> None:
    plan = plans.submit_plan(complete_plan(world), by=world.user("college"), at=world.at)
    recorder, centre = world.user("recorder"), world.user("centre")
    plans.approve(plan, by=recorder.on_paper_of(centre), at=world.at)
    row = History.objects.get(model="plans.plan", record=plan.pk, verb="approve")
    assert (row.actor, row.signer) == (recorder.pk, centre.pk)


def test_nobody_prepares_a_plan_by_hand(world: World) -> None:
    round_ = world.open_round()
    with pytest.raises(Refused):
        plans.prepare(round_, by=SYSTEM, at=world.at)
