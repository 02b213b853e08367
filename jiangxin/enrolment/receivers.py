"""What enrolment does when the round below it takes a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from jiangxin.enrolment import operations
from jiangxin.process.signals import step_taken
from jiangxin.process.step import Step
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round


@receiver(step_taken, sender=Round)
def count_anew(records: Sequence[Round], step: Step, by: Actor, at: datetime, **_: Any) -> None:
    """Form the opinions anew when enrolment is extended, for they count on its last day."""
    if step.verb == "extend":
        for round_ in records:
            operations.renew_opinions(round_, by=by, at=at)
