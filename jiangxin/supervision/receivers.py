"""What supervision begins when the exams below it take a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from jiangxin.exams.models import Duty, RoomRecord, Sitting
from jiangxin.process.signals import step_taken
from jiangxin.process.step import Step
from jiangxin.process.who import Actor
from jiangxin.supervision import operations


@receiver(step_taken, sender=Sitting)
def supervise(records: Sequence[Sitting], step: Step, by: Actor, at: datetime, **_: Any) -> None:
    """Open the findings of a confirmed sitting's rooms; open the round's report with the first closed sitting."""
    for sitting in records:
        if step.verb == "confirm_sitting":
            operations.open_inspections(sitting, by=by, at=at)
        elif step.verb == "close_sitting":
            operations.open_report(sitting.round, by=by, at=at)


@receiver(step_taken, sender=RoomRecord)
def look_again(records: Sequence[RoomRecord], step: Step, by: Actor, at: datetime, **_: Any) -> None:
    """Take the supervisor's signatures back with the room record on which they stand."""
    if step.verb == "reopen_record":
        for record in records:
            operations.reopen_findings(record, by=by, at=at)


@receiver(step_taken, sender=Duty)
def visit(records: Sequence[Duty], step: Step, by: Actor, at: datetime, **_: Any) -> None:
    """Open the visit of an outside supervisor when he is sent."""
    if step.verb == "dispatch":
        for duty in records:
            operations.open_visit(duty, by=by, at=at)
