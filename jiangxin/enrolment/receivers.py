"""What enrolment does when its applications and places, or rounds and persons, take a step: it settles what follows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from jiangxin.enrolment import operations, tasks
from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.operations import places
from jiangxin.people.models import Person
from jiangxin.process.models import Record
from jiangxin.process.signals import step_taken
from jiangxin.process.step import Step
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Condition, EvaluatedProgramme


@receiver(step_taken, sender=Application)
def settle(records: Sequence[Application], step: Step, at: datetime, **_others: Any) -> None:
    """Confirm, keep or free the places of applications."""
    if step.verb in {"submit", "enrol", "refill"}:
        places.hand_in(records, at=at)
    elif step.verb == "take_back":
        places.claim_again(records, at=at)
    elif step.verb == "send_back":
        places.keep(records, at=at)
    elif step.verb == "reject":
        places.leave(records, at=at, reason=_("有人未通过资格审核，让出名额"))
    elif step.verb in {"withdraw", "withdraw_enrolled"}:
        places.leave(records, at=at, reason=_("有人撤回报名，让出名额"))


@receiver(step_taken, sender=Place)
def refill(records: Sequence[Place], step: Step, at: datetime, **_others: Any) -> None:
    """Give a place that was taken back to the next one, or end the application when nobody waits any more."""
    if step.verb == "release_place":
        for place in records:
            places.released(place, at=at, reason=_("有人逾期未补正，名额收回"))


@receiver(step_taken, sender=Application)
@receiver(step_taken, sender=Place)
def tell(sender: type[Record], records: Sequence[Application] | Sequence[Place], step: Step, **_others: Any) -> None:
    """Have those told by telephone for whom the step is news."""
    keys = [one.pk if isinstance(one, Application) else one.application_id for one in records]
    tasks.tell_in_background(sender, step.verb, keys)


@receiver(step_taken, sender=Round)
def follow(records: Sequence[Round], step: Step, at: datetime, **_others: Any) -> None:
    """Let people move up when a round has more places, and end the waiting when it takes no more."""
    for round_ in records:
        if step.verb == "set_quota":
            places.resize(round_, at=at)
        elif step.verb in {"close", "cancel"}:
            places.end(round_, at=at, closed=step.verb == "close")


@receiver(step_taken, sender=Round)
def count_anew(records: Sequence[Round], step: Step, by: Actor, at: datetime, **_others: Any) -> None:
    """Form the opinions anew when enrolment is extended, for they count on its last day."""
    if step.verb == "extend":
        operations.renew_opinions(Application.objects.filter(round__in=records), by=by, at=at)


@receiver(step_taken, sender=Person)
def judge_anew(records: Sequence[Person], step: Step, by: Actor, at: datetime, **_: Any) -> None:
    """Form the opinions on somebody anew when his data are corrected: his age may be another."""
    if step.verb == "correct_person":
        operations.renew_opinions(Application.objects.filter(person__in=records), by=by, at=at)


@receiver(step_taken, sender=EvaluatedProgramme)
def look_up_anew(records: Sequence[EvaluatedProgramme], by: Actor, at: datetime, **_: Any) -> None:
    """Form the opinions anew that rest on the list of evaluated programmes, when the list is another."""
    waiting = Application.objects.filter(round__institution__in={record.institution_id for record in records})
    asked = Condition.objects.filter(pk__in=waiting.order_by().values("condition"))
    resting = [condition for condition in asked if condition.requirement.evaluates]
    if resting:
        operations.renew_opinions(waiting.filter(condition__in=resting), by=by, at=at)
