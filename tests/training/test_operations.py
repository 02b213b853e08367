"""Classes, lessons, attendance, completion."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from jiangxin.training import operations as training
from jiangxin.training.models import Attendance, Completion, Lesson, TrainingClass
from jiangxin.training.queries import attended, candidates_of, programme_for
from tests.stories.enrolment import accepted_round
from tests.stories.plans import person
from tests.stories.training import completed_class, planned_class
from tests.world import World


@pytest.fixture
def round_(world: World) -> Round:
    """A closed round with six accepted candidates."""
    return accepted_round(world)


def everybody(lesson: Lesson, hours: int) -> dict[int, int]:
    """Return a register in which every candidate attended that many hours."""
    return {candidate.pk: hours for candidate in candidates_of(lesson.training_class)}


def test_whoever_attended_the_share_that_the_rule_asks_for_completes(world: World, round_: Round) -> None:
    """24 hours held: 20 are enough for the threshold of 80 %, 19 are not."""
    held = planned_class(world, round_)
    first, second, *_ = candidates_of(held)
    for number, lesson in enumerate(held.lessons.all()):
        hours = {first.pk: 8 if number else 4, second.pk: 8 if number else 3}
        training.hold_lesson(lesson, by=world.user("teacher"), at=world.later(days=1), hours=hours)
    training.complete_class(held, by=world.user("college"), at=world.at)
    found = {each.application_id: each for each in Completion.objects.filter(training_class=held)}
    assert (found[first.pk].hours_attended, found[first.pk].hours_held, found[first.pk].completed) == (20, 24, True)
    assert (found[second.pk].hours_attended, found[second.pk].completed) == (19, False)


def test_exactly_the_share_is_enough(world: World, round_: Round) -> None:
    held = planned_class(world, round_, lessons=5)
    (first, *_) = candidates_of(held)
    for number, lesson in enumerate(held.lessons.all()):
        training.hold_lesson(
            lesson, by=world.user("teacher"), at=world.later(days=1), hours={first.pk: 8 if number else 0}
        )
    training.complete_class(held, by=world.user("college"), at=world.at)
    assert Completion.objects.get(application=first).completed


def test_a_class_with_absent_candidates_says_who_did_not_complete(world: World, round_: Round) -> None:
    held = completed_class(world, round_, absent=1)
    assert [each.completion.completed for each in attended(held) if each.completion] == [True] * 5 + [False]


def test_a_class_is_not_ended_while_a_lesson_is_open(world: World, round_: Round) -> None:
    held = planned_class(world, round_)
    with pytest.raises(Refused, match="3 次课的考勤还没有登记"):
        training.complete_class(held, by=world.user("college"), at=world.at)


def test_a_class_without_lessons_is_not_ended(world: World, round_: Round) -> None:
    held = planned_class(world, round_, lessons=1)
    training.cancel_lesson(held.lessons.get(), by=world.user("college"), at=world.at, reason="停电")
    with pytest.raises(Refused, match="至少一次"):
        training.complete_class(held, by=world.user("college"), at=world.at)


def test_a_class_needs_the_programme_of_its_round(world: World, round_: Round) -> None:
    programme = programme_for(round_)
    assert programme is not None
    training.replace_programme(programme, by=world.user("centre"), at=world.at, reason="修订")
    with pytest.raises(Refused, match="现行的培训计划"):
        training.plan_class(
            round_, by=world.user("college"), at=world.at, programme=programme, name="一班", starts_on=world.at.date(),
            ends_on=world.at.date(),
        )  # fmt: skip


def test_a_class_that_ends_before_it_starts_is_refused(world: World, round_: Round) -> None:
    programme = programme_for(round_)
    assert programme is not None
    with pytest.raises(training.UnableToPlanClass, match="早于"):
        training.plan_class(
            round_, by=world.user("college"), at=world.at, programme=programme, name="一班", starts_on=world.at.date(),
            ends_on=world.at.date() - timedelta(days=1),
        )  # fmt: skip


def test_a_programme_shorter_than_the_standard_is_not_adopted(world: World) -> None:
    draft = training.draft_programme(
        world.practice.institution, world.practice.level, by=world.user("centre"), at=world.at, title="短训",
        courses=[{"name": "安全", "hours": 8, "kind": "theory"}],
    )  # fmt: skip
    with pytest.raises(Refused, match="标准要求 120 学时"):
        training.adopt_programme(draft, by=world.user("centre"), at=world.at)


def test_a_lesson_lies_within_its_class(world: World, round_: Round) -> None:
    held = planned_class(world, round_)
    with pytest.raises(Refused, match="开班期内"):
        training.plan_lesson(
            held, by=world.user("college"), at=world.at, day=held.ends_on + timedelta(days=1), hours=4, topic="加课",
            teacher=person(world, "teacher"),
        )  # fmt: skip


def test_only_an_appointed_teacher_teaches(world: World, round_: Round) -> None:
    held = planned_class(world, round_)
    with pytest.raises(training.UnableToPlanLesson, match="不是本机构聘任的培训教师"):
        training.plan_lesson(
            held, by=world.user("college"), at=world.at, day=held.starts_on, hours=4, topic="加课",
            teacher=person(world, "finance"),
        )  # fmt: skip


def test_another_teacher_does_not_take_the_register(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[0]
    with pytest.raises(Refused) as refusal:
        training.hold_lesson(lesson, by=world.user("setter"), at=world.at, hours=everybody(lesson, 8))
    assert refusal.value.code == "person"


def test_no_register_before_the_day(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[2]
    with pytest.raises(training.UnableToHoldLesson, match="上课当天"):
        training.hold_lesson(lesson, by=world.user("teacher"), at=world.at, hours=everybody(lesson, 8))


@pytest.mark.parametrize("hours", [9, -1])
def test_nobody_attends_more_hours_than_there_were(world: World, round_: Round, hours: int) -> None:
    lesson = planned_class(world, round_).lessons.all()[0]
    with pytest.raises(training.UnableToHoldLesson, match="在 0 和 8 之间"):
        training.hold_lesson(lesson, by=world.user("teacher"), at=world.at, hours=everybody(lesson, hours))
    lesson.refresh_from_db()
    assert lesson.state == "planned"


def test_strangers_stand_in_no_register(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[0]
    with pytest.raises(training.UnableToHoldLesson, match="有 1 人不是"):
        training.hold_lesson(lesson, by=world.user("teacher"), at=world.at, hours={**everybody(lesson, 8), 10**9: 8})


def test_an_empty_register_is_refused(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[0]
    with pytest.raises(training.UnableToHoldLesson, match="名单是空的"):
        training.hold_lesson(lesson, by=world.user("teacher"), at=world.at, hours={})


def test_a_corrected_attendance_keeps_what_stood_there(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[0]
    training.hold_lesson(lesson, by=world.user("teacher"), at=world.at, hours=everybody(lesson, 0))
    entry = Attendance.objects.filter(lesson=lesson)[0]
    training.correct_attendance(entry, by=world.user("college"), at=world.at, reason="签到表漏看", hours=8)
    row = History.objects.get(model="training.attendance", record=entry.pk, verb="correct_attendance")
    assert row.change["hours"] == [0, 8]


def test_after_the_end_of_the_class_attendance_stands(world: World, round_: Round) -> None:
    held = completed_class(world, round_)
    entry = Attendance.objects.filter(lesson__training_class=held)[0]
    with pytest.raises(Refused, match="结业已按原考勤认定"):
        training.correct_attendance(entry, by=world.user("college"), at=world.at, reason="晚了", hours=0)


def test_a_second_click_takes_no_second_register(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[0]
    training.hold_lesson(lesson, by=world.user("teacher"), at=world.at, hours=everybody(lesson, 8))
    with pytest.raises(Refused) as refusal:
        training.hold_lesson(lesson, by=world.user("teacher"), at=world.at, hours=everybody(lesson, 8))
    assert refusal.value.code == "state"
    assert Attendance.objects.filter(lesson=lesson).count() == 6


def test_a_cancelled_class_takes_no_lesson(world: World, round_: Round) -> None:
    held: TrainingClass = planned_class(world, round_, lessons=0)
    training.cancel_class(held, by=world.user("college"), at=world.at, reason="改期")
    with pytest.raises(Refused, match="进行中的培训班"):
        training.plan_lesson(
            held, by=world.user("college"), at=world.at, day=held.starts_on, hours=4, topic="加课",
            teacher=person(world, "teacher"),
        )  # fmt: skip
