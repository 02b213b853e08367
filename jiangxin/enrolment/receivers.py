"""What enrolment does when the rounds and the persons below it take a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from jiangxin.enrolment import operations
from jiangxin.enrolment.models import Application
from jiangxin.people.models import Person
from jiangxin.process.signals import step_taken
from jiangxin.process.step import Step
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round


@receiver(step_taken, sender=Round)
def count_anew(records: Sequence[Round], step: Step, by: Actor, at: datetime, **_: Any) -> None:
    """Form the opinions anew when enrolment is extended, for they count on its last day."""
    if step.verb == "extend":
        operations.renew_opinions(Application.objects.filter(round__in=records), by=by, at=at)


@receiver(step_taken, sender=Person)
def judge_anew(records: Sequence[Person], step: Step, by: Actor, at: datetime, **_: Any) -> None:
    """Form the opinions on somebody anew when his data are corrected: his age may be another."""
    if step.verb == "correct_person":
        operations.renew_opinions(Application.objects.filter(person__in=records), by=by, at=at)
