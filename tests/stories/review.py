"""Rounds for 技师 (level 2): a comprehensive review beside theory and practical test (articles 11 and 13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jiangxin.enrolment import operations as enrolment
from jiangxin.exams import operations as exams
from jiangxin.exams.queries import accepted, sittings_of
from jiangxin.people import operations as people
from jiangxin.people.models import User
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Nomination, Plan
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.operations import SheetRow
from jiangxin.scoring.queries import panel_of
from jiangxin.standards import operations as standards
from jiangxin.standards.models import StandardLevel
from jiangxin.training import operations as training
from jiangxin.venues import operations as venues
from tests.stories.enrolment import applications, rows
from tests.stories.exams import hold
from tests.stories.plans import (
    issued_papers,
    nominate_everybody,
    person,
    plan_of,
    room,
    settled_setting,
    written_plan,
)
from tests.stories.remembered import remembered
from tests.stories.scoring import marked_practical, marked_theory, seats
from tests.world import World

REVIEWERS = ("examiner2", "examiner3", "examiner4")
HEADS = [
    {"name": "职业道德", "maximum": "20"},
    {"name": "工作业绩", "maximum": "50"},
    {"name": "社会贡献", "maximum": "30"},
]
# Each subject has a pass mark of its own, so that a test can tell them apart.
SUBJECTS: list[dict[str, Any]] = [
    {
        "kind": "theory", "pass_mark": Decimal(60), "minutes": 90, "mode": "机考",
        "weights": [{"part": "基本要求", "name": "职业道德", "weight": "100"}],
    },
    {
        "kind": "practical", "pass_mark": Decimal(65), "minutes": 90, "mode": "现场操作",
        "modules": [
            {"name": "模块一", "maximum": "40"}, {"name": "模块二", "maximum": "40"},
            {"name": "安全文明生产", "maximum": "20"},
        ],
        "weights": [{"part": "技能要求", "name": "电气控制系统设计与改造", "weight": "100"}],
    },
    {"kind": "review", "pass_mark": Decimal(70), "minutes": 30, "mode": "审阅材料和答辩", "modules": HEADS},
]  # fmt: skip
COURSES = [
    {"name": "电气控制系统设计与改造", "hours": 60, "kind": "theory"},
    {"name": "技术培训与管理", "hours": 60, "kind": "practice"},
]
PROVEN = {
    "prior_occupation": "电工",
    "prior_level": 3,
    "prior_number": "S000051001064203000001",
    "work_years": Decimal(6),
}


def technician_level(world: World) -> StandardLevel:
    """Return 电工 二级/技师, filed, with its three subjects, its programme, and a room for the review."""
    level, at = world.practice.level, world.at
    ratios = {
        name: getattr(level, name)
        for name in (
            "candidates_per_invigilator", "least_invigilators", "candidates_per_examiner", "least_examiners",
        )
    }  # fmt: skip
    with under_way("setup"):
        made = standards.add_level(level.standard, by=SYSTEM, at=at, level=2, hours=120, **ratios)
        for subject in SUBJECTS:
            standards.add_subject(made, by=SYSTEM, at=at, full_mark=Decimal(100), **subject)
        standards.add_condition(
            made, by=SYSTEM, at=at, label="二级-1", short="有三级证书，之后工作满5年",
            materials=["原证书", "工作年限证明"],
            text="取得本职业或相关职业三级/高级工职业资格（职业技能等级）证书后，累计从事本职业或相关职业工作满5年。",
            rule=[{"work": {"years": 5, "after": {"certificate": 3}}}],
        )  # fmt: skip
        standards.add_scope(world.practice.filing, made, by=SYSTEM, at=at)
        programme = training.draft_programme(
            world.practice.institution, made, by=SYSTEM, at=at, title="电工二级培训计划", courses=COURSES
        )
        training.adopt_programme(programme, by=SYSTEM, at=at)
        venues.add_room(room(world, "101 教室").site, by=SYSTEM, at=at, name="301 评审室", kind="review", seats=6)
    return made


def senior_cards(world: World, logins: Sequence[str] = ("examiner", *REVIEWERS)) -> None:
    """Register the cards that levels 2 and 1 ask for."""
    day = world.at.date()
    for number, login in enumerate(logins):
        with under_way("setup"):
            people.add_qualification(
                person(world, login), by=SYSTEM, at=world.at, kind="senior_examiner", number=f"YL-G-{number}",
                occupation="电工", valid_from=day, valid_until=day + timedelta(days=1000),
            )  # fmt: skip


@remembered
def technicians_plan(world: World, count: int = 3, *, reviewers: Sequence[str] = REVIEWERS) -> Plan:
    """Return the draft of a level 2 round's plan, with its three days, rooms, examiners and reviewers."""
    senior_cards(world)
    round_ = world.open_round(level=technician_level(world))
    college = world.user("college")
    roster = rows(count, level=2, condition="二级-1", **PROVEN)
    enrolment.enrol_all(round_, roster, by=college, at=world.at, on_paper=True)
    enrolment.accept_all(applications(round_), by=world.user("reviewer"), at=world.at)
    round_ = rounds.close(round_, by=world.user("centre"), at=world.at)
    settled_setting(world, round_)
    plan = written_plan(world, round_)
    assert plan.practical_on is not None
    plan = plans.write(plan, by=college, at=world.at, review_on=plan.practical_on + timedelta(days=1))
    nominate_everybody(world, plan)
    plans.nominate_all(plan, Nomination.ROOM, by=college, at=world.at, rooms=[room(world, "301 评审室")])
    persons = [person(world, login) for login in reviewers]
    plans.nominate_all(plan, Nomination.REVIEWER, by=college, at=world.at, persons=persons)
    return plan_of(round_)


@remembered
def arranged_technicians(world: World, count: int = 3) -> Round:
    """Return a level 2 round whose plan was received and whose three subjects are arranged and confirmed."""
    plan = technicians_plan(world, count)
    college, centre = world.user("college"), world.user("centre")
    plan = plans.approve(plans.submit_plan(plan, by=college, at=world.at), by=centre, at=world.at)
    issued_papers(world, plan.round)
    plan = plans.file(plan, by=centre, at=world.at)
    plan = plans.acknowledge(plan, by=world.user("employment"), at=world.at, receipt_number="演练回执-2")
    exams.arrange_all(plan, by=college, at=world.at)
    exams.confirm_all(plan.round, by=centre, at=world.at)
    return plan.round


@remembered
def held_technicians(world: World, count: int = 3) -> Round:
    """Return a level 2 round whose sittings were all held; the last candidate never came."""
    round_ = arranged_technicians(world, count)
    away = {list(accepted(round_))[-1].pk}
    for sitting in sittings_of(round_).order_by("starts_at"):
        for exam_room in sitting.exam_rooms.all():
            hold(world, exam_room, away)
        exams.close_sitting(sitting, by=world.user("centre"), at=world.at)
    return round_


@remembered
def technicians_to_review(world: World, count: int = 3) -> Round:
    """Return a held level 2 round with the marks of theory (78) and practical test (78.5), none of the review."""
    round_ = held_technicians(world, count)
    marked_theory(world, round_)
    marked_practical(world, round_)
    return round_


def review_all(world: World, round_: Round, *marks: tuple[str, str, str]) -> None:
    """Enter each reviewer's sheet for each candidate who came: `marks` by head, candidate after candidate."""
    by_reviewer: dict[int, list[SheetRow]] = {}
    for place, seat in enumerate(seats(round_, "review")):
        for reviewer in panel_of(seat):
            away = seat.state == "absent"
            given = () if away else tuple(Decimal(mark) for mark in marks[place])
            by_reviewer.setdefault(reviewer.pk, []).append(SheetRow(seat, given, away))
    for key, listed in by_reviewer.items():
        scoring.enter_sheets(listed, by=User.objects.get(person=key), at=world.at)
