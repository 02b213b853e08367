"""What results begin when the supervision below them takes a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from jiangxin.process.signals import step_taken
from jiangxin.process.step import Step
from jiangxin.process.who import Actor
from jiangxin.results import operations
from jiangxin.supervision.models import RoundReport


@receiver(step_taken, sender=RoundReport)
def prepare(records: Sequence[RoundReport], step: Step, by: Actor, at: datetime, **_: Any) -> None:
    """Prepare the publicity as soon as the supervisor has signed the report of the round."""
    if step.verb == "sign_report":
        for report in records:
            operations.prepare_publication(report.round, by=by, at=at)
