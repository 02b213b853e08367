"""A round with accepted applications, by the kernel alone."""

from __future__ import annotations

from typing import Any

from jiangxin.enrolment.models import Application, Material
from jiangxin.process.taking import begin_all, take_all
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.world import World


def enrolled_round(world: World, count: int = 6, **fields: Any) -> Round:
    """Return an open round with `count` submitted applications of the unit 电气信息工程学院."""
    round_ = world.open_round(**fields)
    condition = round_.level.conditions.get(label="四级-3")
    made = [
        Application(
            round=round_, person=world.candidate(number), category="student", employer="电气信息工程学院",
            condition=condition, phone_given=True,
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    begin_all(made, "enrol", by=world.user("college"), at=world.at)
    papers = [Material(application=each, kind=kind, on_paper=True) for each in made for kind in condition.materials]
    verb = next(step.verb for step in Material.steps if not step.sources and "paper" in step.verb)
    begin_all(papers, verb, by=world.user("reviewer"), at=world.at)
    return round_


def accepted_round(world: World, count: int = 6, **fields: Any) -> Round:
    """Return a closed round with `count` accepted applications."""
    round_ = enrolled_round(world, count, **fields)
    reviewer = world.user("reviewer")
    take_all(
        Application.objects.filter(round=round_), "accept", by=reviewer, at=world.at, decided_by=reviewer.pk,
        decided_at=world.at,
    )  # fmt: skip
    return rounds.close(round_, by=world.user("centre"), at=world.at)
