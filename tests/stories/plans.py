"""Stories of papers and plans: a round with its papers issued and its plan written, approved, filed, received."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from jiangxin.items import operations as items
from jiangxin.items.models import Paper, SettingPlan
from jiangxin.people.models import Person
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Nomination, Plan
from jiangxin.plans.queries import latest_plan
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room
from tests.stories.enrolment import accepted_round
from tests.stories.remembered import remembered
from tests.world import World

# Two rooms, the invigilators that one theory room asks for, a panel of three, and a supervisor for each day.
ROOMS = ("201 机房", "电工实训室一")
PEOPLE = {
    Nomination.INVIGILATOR: ("invigilator", "invigilator2"),
    Nomination.EXAMINER: ("examiner", "examiner2", "examiner3"),
    Nomination.SUPERVISOR: ("supervisor", "supervisor2"),
}


def person(world: World, login: str) -> Person:
    """Return the person behind an account of the practice staff."""
    found = world.user(login).person
    assert found is not None
    return found


def room(world: World, name: str) -> Room:
    """Return a room of the practice institution."""
    found: Room = Room.objects.get(site__institution=world.practice.institution, name=name)
    return found


def settled_setting(world: World, round_: Round, papers: int = 1) -> SettingPlan:
    """Return the settled setting plan of a round."""
    setting = items.draft_setting(
        round_, by=world.user("college"), at=world.at, papers_per_subject=papers, method="从命题库抽取，双人审题",
        secrecy="专柜保管，双人双锁",
    )  # fmt: skip
    return items.settle_setting(setting, by=world.user("college"), at=world.at)


def set_paper(world: World, round_: Round, kind: str = "theory", code: str = "A") -> Paper:
    """Return a paper that `setter` has set and `setter2` has still to review."""
    return items.set_paper(
        round_, by=world.user("setter"), at=world.at, subject=round_.level.subjects.get(kind=kind), code=code,
        reviewer=person(world, "setter2"), name=f"{kind}-{code}.pdf", content=f"%PDF-1.7 {kind} {code}".encode(),
    )  # fmt: skip


def issued_papers(world: World, round_: Round) -> list[Paper]:
    """Return one paper for each subject of the round, reviewed, sealed, and issued."""
    centre, issued = world.user("centre"), []
    for subject in round_.level.subjects.all():
        paper = set_paper(world, round_, subject.kind)
        paper = items.review_paper(paper, by=world.user("setter2"), at=world.at)
        paper = items.seal_paper(paper, by=centre, at=world.at)
        issued.append(items.issue_paper(paper, by=centre, at=world.at, issued_to="赵明"))
    return issued


def plan_of(round_: Round) -> Plan:
    """Return the newest plan of a closed round."""
    plan = latest_plan(round_)
    assert plan is not None
    return plan


def written_plan(world: World, round_: Round) -> Plan:
    """Return the round's plan with its texts and days, which lie 45 and 46 days ahead."""
    day = world.at.date() + timedelta(days=45)
    return plans.write(
        plan_of(round_), by=world.user("college"), at=world.at, method="理论机考，实操现场操作，分别评分",
        duties="学院组织，中心巡考，督导员全程督导", demand="本地装备制造企业每年需要电工约三百名",
        theory_on=day, practical_on=day + timedelta(days=1),
    )  # fmt: skip


def nominate_everybody(world: World, plan: Plan) -> None:
    """Nominate the rooms and people that a plan of one theory room needs."""
    college = world.user("college")
    plans.nominate_all(plan, Nomination.ROOM, by=college, at=world.at, rooms=[room(world, name) for name in ROOMS])
    for kind, logins in PEOPLE.items():
        persons = [person(world, login) for login in logins]
        plans.nominate_all(plan, kind, by=college, at=world.at, persons=persons)


@remembered
def complete_plan(world: World, count: int = 6, **fields: Any) -> Plan:
    """Return a draft of a plan of which nothing is missing."""
    return planned(world, accepted_round(world, count, **fields))


def planned(world: World, round_: Round) -> Plan:
    """Return a draft of the plan of a closed round, of which nothing is missing."""
    settled_setting(world, round_)
    plan = written_plan(world, round_)
    nominate_everybody(world, plan)
    return plan


@remembered
def approved_plan(world: World, count: int = 6, **fields: Any) -> Plan:
    """Return an approved plan that is not filed yet."""
    plan = complete_plan(world, count, **fields)
    plan = plans.submit_plan(plan, by=world.user("college"), at=world.at)
    return plans.approve(plan, by=world.user("centre"), at=world.at)


@remembered
def received_plan(world: World, count: int = 6, **fields: Any) -> Plan:
    """Return a plan in force: filed in time, received by the employment centre, its round's papers issued."""
    plan = approved_plan(world, count, **fields)
    issued_papers(world, plan.round)
    plan = plans.file(plan, by=world.user("centre"), at=world.at)
    return plans.acknowledge(plan, by=world.user("employment"), at=world.at, receipt_number="演练回执-001")
