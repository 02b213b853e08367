"""Stories of a candidate before the questions: the client, the draft, and the condition that is chosen."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from jiangxin.enrolment.models import Application
from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from tests.stories import enrolment as story
from tests.stories.pages import signed_in
from tests.world import World


def ask(application: Application, key: str) -> str:
    return reverse("enrolment:question", args=[application.pk, key])


def begun(world: World, number: int = 1) -> tuple[Client, Application, Round]:
    """Return the client of a candidate, his draft, and the round."""
    person, round_ = world.candidate(number, login=True), world.open_round()
    return signed_in(person.user), story.drafted(world, round_, person), round_


def choosing(world: World, label: str, rule: list[dict[str, Any]] | None = None) -> tuple[Client, Application]:
    """Return a candidate who has chosen a condition: one of the standard, or a new one with a rule of its own."""
    client, application, round_ = begun(world)
    if rule is not None:
        standards.add_condition(
            round_.level, by=world.user("centre"), at=world.at, label=label, short="试", text="原文。", rule=rule
        )
    client.post(ask(application, "condition"), {"condition": str(story.condition_of(round_, label).pk)})
    application.refresh_from_db()
    return client, application
