"""Stories of training: a class held to its end."""

from __future__ import annotations

from datetime import timedelta

from jiangxin.rounds.models import Round
from jiangxin.training import operations as training
from jiangxin.training.models import TrainingClass
from jiangxin.training.queries import candidates_of, programme_for
from tests.world import World

LESSONS = 3


def planned_class(world: World, round_: Round, *, lessons: int = LESSONS, name: str = "一班") -> TrainingClass:
    """Return a class that starts on the present day of the story, with a lesson of 8 hours a day by `teacher`."""
    college, day = world.user("college"), world.at.date()
    programme = programme_for(round_)
    assert programme is not None
    teacher = world.user("teacher").person
    assert teacher is not None
    planned = training.plan_class(
        round_, by=college, at=world.at, programme=programme, name=name, starts_on=day,
        ends_on=day + timedelta(days=lessons),
    )  # fmt: skip
    for number in range(lessons):
        training.plan_lesson(
            planned, by=college, at=world.at, day=day + timedelta(days=number), hours=8, topic=f"第{number + 1}讲",
            teacher=teacher,
        )  # fmt: skip
    return planned


def completed_class(world: World, round_: Round, *, absent: int = 0) -> TrainingClass:
    """Return a class that has ended: everybody came to every lesson, but the last `absent` candidates to none.

    The hour moves on to the day after the last lesson.
    """
    held = planned_class(world, round_)
    candidates = list(candidates_of(held))
    for lesson in held.lessons.all():
        hours = {
            candidate.pk: 0 if number >= len(candidates) - absent else lesson.hours
            for number, candidate in enumerate(candidates)
        }
        training.hold_lesson(lesson, by=world.user("teacher"), at=world.at, hours=hours)
        world.later(days=1)
    return training.complete_class(held, by=world.user("college"), at=world.at)
