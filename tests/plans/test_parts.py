"""The 11 parts: what they say, what is missing, and that their price in queries is constant."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.documents import operations as documents
from jiangxin.enrolment.models import Application
from jiangxin.items import operations as items
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Plan
from jiangxin.plans.parts import Part, assemble, freeze, thaw
from jiangxin.plans.parts_people import forms_odd_panels
from jiangxin.plans.queries import nominated
from jiangxin.process.taking import begin_all
from jiangxin.venues import operations as venues
from tests.stories.enrolment import accepted_round
from tests.stories.plans import complete_plan, person, plan_of, room, settled_setting, written_plan
from tests.stories.training import planned_class
from tests.world import World


def part(plan: Plan, number: int) -> Part:
    """Return one part as the registers stand now."""
    return assemble(Plan.objects.get(pk=plan.pk))[number - 1]


def gaps(plan: Plan, number: int) -> str:
    """Return what a part lacks, in one text."""
    return "；".join(str(gap) for gap in part(plan, number).missing)


def test_the_parts_are_those_of_article_14_in_its_order(world: World) -> None:
    parts = assemble(plan_of(accepted_round(world)))
    assert [part.title for part in parts] == [
        "职业（工种）及等级", "教学培训计划", "考生名册", "试题命制方案", "认定标准及方式", "考场设置情况",
        "设施设备配置情况", "考务人员信息", "考评员信息", "考务规章制度", "安全保障措施",
    ]  # fmt: skip


def test_a_complete_plan_lacks_nothing(world: World) -> None:
    plan = complete_plan(world)
    assert [str(gap) for part in assemble(plan) for gap in part.missing] == []


def test_a_fresh_plan_says_what_is_missing_and_where_to_mend_it(world: World) -> None:
    plan = plan_of(accepted_round(world))
    open_ = {each.number: [gap.url for gap in each.missing] for each in assemble(plan) if each.missing}
    assert open_ == {
        1: ["plans:write"],
        4: ["items:setting"],
        5: ["plans:write"],
        6: ["plans:write", "plans:write", "plans:nominations", "plans:nominations"],
        7: ["plans:nominations"],
        8: ["plans:write", "plans:nominations", "plans:nominations"],
        9: ["plans:nominations"],
    }


def test_the_roster_masks_id_numbers(world: World) -> None:
    roster = part(complete_plan(world), 3)
    assert roster.summary == "6 人"
    numbers = [row[2] for row in roster.tables[0].rows]
    assert all("*" in number for number in numbers)


def test_an_application_that_waits_for_its_decision_is_missing(world: World) -> None:
    round_ = accepted_round(world)
    late = Application(round=round_, person=world.candidate(99), category="student", opinion="open")
    round_.state = "open"  # as it was when this one came in
    begin_all([late], "enrol", by=world.user("college"), at=world.at)
    assert "还有 1 份报名没有审核" in gaps(plan_of(round_), 3)


def test_days_before_the_close_or_outside_the_filing_are_missing(world: World) -> None:
    plan = complete_plan(world)
    college = world.user("college")
    plans.write(
        plan, by=college, at=world.at, theory_on=world.at.date(), practical_on=world.at.date() + timedelta(4000)
    )
    assert "不在报名截止以后" in gaps(plan, 6)
    assert "不在备案有效期内" in gaps(plan, 6)


def test_more_sittings_than_papers_means_too_few_seats(world: World) -> None:
    """35 candidates, 30 computers: two sittings of one paper would give it away."""
    round_ = accepted_round(world, 35)
    setting = settled_setting(world, round_, papers=1)
    plan = written_plan(world, round_)
    plans.nominate(plan, "room", by=world.user("college"), at=world.at, room=room(world, "201 机房"))
    assert "要分 2 场" in gaps(plan, 6)
    setting = items.reopen_setting(setting, by=world.user("centre"), at=world.at, reason="增加一套")
    setting = items.write_setting(
        setting, by=world.user("college"), at=world.at, papers_per_subject=2, method="A、B 卷", secrecy="双人双锁"
    )
    items.settle_setting(setting, by=world.user("college"), at=world.at)
    assert "要分" not in gaps(plan, 6)


def test_a_room_without_computers_is_noted(world: World) -> None:
    plan = complete_plan(world)
    plans.nominate(plan, "room", by=world.user("college"), at=world.at, room=room(world, "101 教室"))
    assert part(plan, 6).notes
    assert part(plan, 6).complete


def test_short_equipment_is_named_with_its_room(world: World) -> None:
    plan = complete_plan(world)
    meter = room(world, "电工实训室一").equipment.get(name="兆欧表")
    venues.revise_equipment(meter, by=world.user("centre"), at=world.at, quantity=13, needed=15)
    assert "电工实训室一缺 2 台（套）兆欧表" in gaps(plan, 7)
    mend = part(plan, 7).missing[0]
    assert (mend.url, mend.argument) == ("venues:room", meter.room_id)


def test_invigilators_are_counted_by_room_and_ratio(world: World) -> None:
    """31 candidates in two rooms of 30: two for each room."""
    round_ = accepted_round(world, 31)
    settled_setting(world, round_)
    plan = written_plan(world, round_)
    rooms = [room(world, "201 机房"), room(world, "202 机房")]
    plans.nominate_all(plan, "room", by=world.user("college"), at=world.at, rooms=rooms)
    persons = [person(world, login) for login in ("invigilator", "invigilator2", "invigilator3")]
    plans.nominate_all(plan, "invigilator", by=world.user("college"), at=world.at, persons=persons)
    assert "监考员要 4 名" in gaps(plan, 8)
    fourth = person(world, "invigilator4")
    plans.nominate(plan, "invigilator", by=world.user("college"), at=world.at, person=fourth)
    assert "监考员要" not in gaps(plan, 8)


def test_an_even_number_of_examiners_is_missing_one(world: World) -> None:
    plan = complete_plan(world)
    plans.nominate(plan, "examiner", by=world.user("college"), at=world.at, person=person(world, "examiner4"))
    assert "分不成单数" in gaps(plan, 9)


@pytest.mark.parametrize(
    ("people", "rooms", "forms"),
    [
        (2, 1, False),
        (3, 1, True),
        (4, 1, False),
        (5, 1, True),
        (3, 2, True),
        (4, 2, False),
        (6, 2, True),
        (6, 1, False),
    ],
)
def test_panels_are_odd_and_at_least_three(people: int, rooms: int, forms: bool) -> None:
    assert forms_odd_panels(people, rooms, 3) is forms


def test_a_card_that_ends_before_a_later_day_is_missing(world: World) -> None:
    """The day moves on after the nomination: the card is asked for again."""
    plan = complete_plan(world)
    card = person(world, "examiner").qualifications.get()
    after = card.valid_until + timedelta(days=1)
    plans.write(plan, by=world.user("college"), at=world.at, practical_on=after)
    assert "到期" in gaps(plan, 9)


def test_a_rule_that_is_not_in_force_is_missing(world: World) -> None:
    plan = complete_plan(world)
    rules = part(plan, 10)
    assert rules.complete
    assert any("考场记录表" in line for line in rules.lines)
    draft = documents.draft_rule(
        world.practice.institution, by=world.user("centre"), at=world.at, kind="safety", title="安全保障措施",
        version="2027-1", body="一、停电。", valid_from=world.at.date(),
    )  # fmt: skip
    assert "2027-1" not in part(plan, 11).summary
    documents.adopt_rule(draft, by=world.user("centre"), at=world.at)
    assert "2027-1" in part(plan, 11).summary


def test_classes_and_teachers_stand_in_part_2_once_they_are_planned(world: World) -> None:
    plan = complete_plan(world)
    assert part(plan, 2).summary == "120 学时"
    planned_class(world, plan.round)
    training = part(plan, 2)
    assert training.summary == "120 学时，1 名教师"
    assert training.tables[1].rows[0][0] == "一班"


def test_parts_survive_their_snapshot(world: World) -> None:
    parts = assemble(complete_plan(world))
    kept = thaw(json.loads(json.dumps(freeze(parts))))
    assert [(each.number, each.title, each.summary) for each in kept] == [
        (each.number, each.title, each.summary) for each in parts
    ]
    assert [list(map(list, table.rows)) for each in kept for table in each.tables] == [
        list(map(list, table.rows)) for each in parts for table in each.tables
    ]


def test_the_number_of_queries_does_not_grow_with_candidates(world: World) -> None:
    counts = []
    for count in (3, 20):
        plan = complete_plan(world, count)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assemble(Plan.objects.get(pk=plan.pk))
        counts.append(len(captured))
        world.later(days=1)
    assert counts[0] == counts[1]
    assert nominated(plan, "examiner").count() == 3
