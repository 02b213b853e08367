"""Duties: who serves where and when."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.exams import queries, recusal
from jiangxin.exams.models import Duty, ExamRoom, Sitting
from jiangxin.exams.operations.round_held import arranging, received_plan
from jiangxin.people.models import Person
from jiangxin.plans.queries import unfit
from jiangxin.process.errors import Refused, Unable
from jiangxin.process.taking import begin_all, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article, house


class UnableToAssign(Unable):
    """A person can't be put on duty so."""


def assign(
    sitting: Sitting, person: Person, role: str, *, by: Actor, at: datetime, exam_room: ExamRoom | None = None,
    leads: bool = False,
) -> Duty:  # fmt: skip
    """Put a person on duty: a supervisor for the whole sitting, everybody else in a room of it.

    Raises UnableToAssign unless the plan names him for this, his card is valid that day, he need not recuse himself,
    and he is free then.
    """
    with arranging(sitting.round):
        _check_place(sitting, person, role, exam_room)
        plan = received_plan(sitting.round)
        if person.pk not in {one.pk for one in queries.people_for(plan, role)}:
            sentence = _("不能安排%(person)s：备案的实施方案没有提名他担任这个岗位。请从提名里选，或先走变更备案。")
            raise UnableToAssign(sentence % {"person": person}, basis=article("14(1)"))
        if why := unfit(sitting.round, role, [person], timezone.localdate(sitting.starts_at)).get(person.pk):
            raise UnableToAssign(_("不能安排%(person)s：%(why)s。请另选一人。") % {"person": person, "why": why})
        found = recusal.recused_from([person], sitting.round, role).get(person.pk, {})
        seats = list(sitting.seats.exclude(state="moved"))
        if why := recusal.conflict(found, seats, exam_room.pk if exam_room else None):
            sentence = _("不能安排%(person)s：他须回避（%(why)s）。请另选一名没有关系的人。")
            raise UnableToAssign(sentence % {"person": person, "why": why}, basis=house("avoidance"))
        duty = Duty(
            sitting=sitting, exam_room=exam_room, person=person, role=role, leads=leads,
            starts_at=sitting.starts_at, ends_at=sitting.ends_at,
        )  # fmt: skip
        return begin_duties([duty], by=by, at=at)[0]


def _check_place(sitting: Sitting, person: Person, role: str, exam_room: ExamRoom | None) -> None:
    if role == Duty.SUPERVISOR:
        if exam_room is not None:
            raise UnableToAssign(_("不能安排%s：质量督导员督导整场，不属于哪一个考场。") % person)
        return
    if exam_room is None or exam_room.sitting_id != sitting.pk or exam_room.state != "in_use":
        raise UnableToAssign(_("不能安排%s：请选这一场的一个考场。") % person)
    if role not in queries.roles_for(sitting.subject.kind):
        sentence = _("不能安排%(person)s：%(subject)s的考场不设这个岗位。")
        raise UnableToAssign(sentence % {"person": person, "subject": sitting.subject})


def dispatch(sitting: Sitting, person: Person, *, by: Actor, at: datetime) -> Duty:
    """Send an outside supervisor of the city's centre to a whole sitting (article 14(3)); the plan needn't name him.

    Raises UnableToAssign unless he holds that office on the day, with a valid card, and is free then.
    """
    strange = _("%s不是市职鉴中心聘任的外部质量督导员") % person
    if why := {one.person.pk: one.reason for one in queries.outsiders(sitting)}.get(person.pk, strange):
        sentence = _("不能派遣%(person)s：%(why)s。请另选一人。")
        raise UnableToAssign(sentence % {"person": person, "why": why}, basis=article("14(3)"))
    times = {"starts_at": sitting.starts_at, "ends_at": sitting.ends_at}
    duty = Duty(sitting=sitting, person=person, role=Duty.OUTSIDE, **times)
    return begin_duties([duty], by=by, at=at, verb="dispatch")[0]


def recall(duty: Duty, *, by: Actor, at: datetime, reason: str) -> Duty:
    """Call an outside supervisor back before the sitting, with the reason that history keeps."""
    with take(duty, "recall", by=by, at=at, reason=reason) as duty:
        return duty


def begin_duties(duties: list[Duty], *, by: Actor, at: datetime, verb: str = "assign") -> list[Duty]:
    """Make the duties; raises UnableToAssign saying where and when somebody is busy, also when two do it at once."""
    for duty in duties:
        _tell_busy(duty)
    try:
        return begin_all(duties, verb, by=by, at=at)
    except Refused:
        for duty in duties:
            _tell_busy(duty)
        raise


def _tell_busy(duty: Duty) -> None:
    if when := queries.busy(duty.person, duty.starts_at, duty.ends_at):
        sentence = _("不能安排%(person)s：%(when)s，一人同一时间只能在一处。请另选一人，或先撤下那一处。")
        raise UnableToAssign(sentence % {"person": duty.person, "when": when}, basis=house("supervision"))


def release(duty: Duty, *, by: Actor, at: datetime, reason: str) -> Duty:
    """Take a person off duty, with the reason that history keeps."""
    with take(duty, "release", by=by, at=at, reason=reason) as duty:
        return duty
