"""A round whose practical assessment was yesterday: marks half given, a knock-out and findings still to sign."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from jiangxin.demo import applying, assessing, planning
from jiangxin.demo.applicants import applicants
from jiangxin.demo.stage import Stage
from jiangxin.exams.models import Seat
from jiangxin.people.models import User
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Nomination, Plan
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring

OPENED = 95  # days ago
KNOCKED_OUT = 2  # the seat, in the order of seating, that two of three examiners knock out
NEW_ROOM, OLD_ROOM = "电工实训室二", "电工实训室一"
CHANGE = "电工实训室一的漏电保护装置送检，操作技能考核改在电工实训室二。"


def take_round(stage: Stage) -> Round:
    """Take the round to the day after its practical assessment and return it."""
    practical_on = stage.today - timedelta(days=1)
    theory_on = practical_on - timedelta(days=1)
    round_ = _enrol(stage, practical_on)
    assert round_.closed_on is not None
    plan = planning.write_plan(
        stage, round_, stage.after(round_.closed_on, 5), theory_on=theory_on, practical_on=practical_on
    )
    plan = planning.approve(stage, plan, stage.after(round_.closed_on, 7))
    plan = planning.file(stage, plan, stage.after(round_.closed_on, 9), "演练回执-002")
    planning.train(stage, round_, stage.after(round_.closed_on, 12))
    _change(stage, plan, stage.ago(24))
    planning.issue_papers(stage, round_, stage.ago(14), stage.ago(3))
    assessing.arrange(stage, round_, stage.ago(10))
    assessing.send_outside(stage, assessing.sittings(round_, "practical")[0], stage.ago(9))
    _hold(stage, round_, practical_on)
    return round_


def _enrol(stage: Stage, practical_on: date) -> Round:
    opened = stage.ago(OPENED)
    until = stage.after(opened, 10)
    round_ = stage.draft_round(
        "college", stage.hour(stage.ago(OPENED + 4), 10), apply_from=opened, apply_until=until,
        planned_on=practical_on, capacity=30,
    )  # fmt: skip
    round_ = rounds.open(round_, by=stage.user("centre"), at=stage.hour(opened, 8, 30))
    cast = applicants("scoring", round_.apply_until)
    applying.enrol_by_roster(stage, round_, "电工四级第二期名册.xlsx", cast, stage.hour(stage.after(opened, 3), 10))
    applying.accept_all(stage, round_, stage.hour(stage.after(opened, 5), 15))
    return rounds.close(round_, by=stage.user("college"), at=stage.hour(until, 17, 30))


def _change(stage: Stage, plan: Plan, day: date) -> None:
    """Change the room by the plan's next version, approved and filed again (变更备案)."""
    college = stage.user("college")
    fresh = plans.revise_plan(plan, by=college, at=stage.hour(day, 9), reason=CHANGE)
    old = fresh.nominations.get(room=stage.room(OLD_ROOM), state="nominated")
    plans.withdraw_nomination(old, by=college, at=stage.hour(day, 9, 20), reason=CHANGE)
    plans.nominate(fresh, Nomination.ROOM, by=college, at=stage.hour(day, 9, 30), room=stage.room(NEW_ROOM))
    fresh = planning.approve(stage, fresh, day)
    planning.file(stage, fresh, stage.after(day, 1), "演练回执-002-变更", CHANGE)


def _hold(stage: Stage, round_: Round, practical_on: date) -> None:
    """Hold both subjects; theory is marked and inspected, the practical sheets are half done."""
    for sitting in assessing.sittings(round_, "theory"):
        assessing.hold(stage, sitting)
    evening = stage.hour(practical_on - timedelta(days=1), 17)
    marks = {seat.application_id: Decimal(58 + place * 5 % 37) for place, seat in
             enumerate(assessing.seats(round_, "theory"))}  # fmt: skip
    scoring.enter_theory(round_, dict(marks), by=stage.user("centre"), at=evening)
    for inspection in assessing.open_findings(round_, "theory"):
        assessing.sign_findings(stage, round_, inspection, evening)
    first, *later = assessing.sittings(round_, "practical")
    assessing.hold(stage, first)
    for sitting in later:
        assessing.hold(stage, sitting)
    everybody = assessing.seats(round_, "practical")
    morning = [seat for seat in everybody if seat.sitting_id == first.pk]
    rest = [seat for seat in everybody if seat.sitting_id != first.pk]
    first_examiner, second, third = assessing.on_duty(stage, morning[0].exam_room)
    _give(stage, morning, first_examiner)
    _give(stage, morning, second, cautious=True)
    _give(stage, morning[: len(morning) // 2], third)
    _begin(stage, morning[len(morning) // 2 : len(morning) // 2 + 2], third)
    _give(stage, rest[:1], first_examiner)
    _begin(stage, rest[1:2], first_examiner)


def _give(stage: Stage, seats: Sequence[Seat], by: User, *, cautious: bool = False) -> None:
    """Let an examiner mark these candidates and hand his sheets in; the cautious one knocks nobody out."""
    for place, seat in enumerate(seats):
        knockout = place == KNOCKED_OUT and not cautious
        marks = [Decimal(28 + place % 8), Decimal("29.5") - place % 4, Decimal(15)]
        assert by.person is not None
        at = seat.sitting.starts_at + timedelta(minutes=60)
        sheet = scoring.open_sheet(seat, by.person, by=by, at=at)
        scoring.mark(sheet, marks, by=by, at=at, knockout=knockout, knockout_note="未断电即拆线" if knockout else "")
        scoring.submit_sheet(sheet, by=by, at=seat.sitting.ends_at)


def _begin(stage: Stage, seats: Sequence[Seat], by: User) -> None:
    """Let an examiner open sheets and mark the first module only."""
    for seat in seats:
        assert by.person is not None
        at = seat.sitting.starts_at + timedelta(minutes=50)
        sheet = scoring.open_sheet(seat, by.person, by=by, at=at)
        scoring.mark(sheet, [Decimal("31.5"), None, None], by=by, at=at)
