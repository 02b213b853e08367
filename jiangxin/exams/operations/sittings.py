"""Sittings with their rooms: made, moved, confirmed, closed, cancelled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from jiangxin.exams import queries
from jiangxin.exams.models import ExamRoom, RoomRecord, Sitting
from jiangxin.exams.operations.round_held import UnableToArrange, arranging, received_plan
from jiangxin.exams.operations.seats import check_candidates_free
from jiangxin.exams.rules import FIT, everybody_fit
from jiangxin.plans.models import Plan
from jiangxin.process.errors import Refused
from jiangxin.process.taking import begin, begin_all, take, take_all
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Subject
from jiangxin.venues.models import Room, Site


def arrange(
    plan: Plan, subject: Subject, site: Site, starts_at: datetime, rooms: Sequence[Room], *, by: Actor, at: datetime,
    ends_at: datetime | None = None,
) -> Sitting:  # fmt: skip
    """Make a sitting of a subject with its rooms; it ends after the subject's minutes unless stated.

    Raises UnableToArrange unless the plan is the one in force, every room is named in it, fit for the subject, at the
    site, and free at that time.
    """
    round_ = plan.round
    ends_at = ends_at or starts_at + timedelta(minutes=subject.minutes)
    with arranging(round_):
        in_force = received_plan(round_)
        if in_force.pk != plan.pk:
            sentence = _("不能按%(plan)s编排：现行的是第 %(version)d 版方案。请按现行方案编排。")
            raise UnableToArrange(sentence % {"plan": plan, "version": in_force.version}, basis=article("14(1)"))
        _check_rooms(plan, subject, site, rooms)
        last = Sitting.objects.filter(round=round_).order_by("-number").first()
        sitting = Sitting(
            round=round_, plan=plan, subject=subject, site=site, number=(last.number if last else 0) + 1,
            starts_at=starts_at, ends_at=ends_at,
        )  # fmt: skip
        begin(sitting, "arrange", by=by, at=at)
        _take_rooms(sitting, rooms, by=by, at=at)
    return sitting


def _check_rooms(plan: Plan, subject: Subject, site: Site, rooms: Sequence[Room]) -> None:
    """Raise UnableToArrange for a room that the plan doesn't name, that isn't fit, or that lies elsewhere."""
    if not rooms:
        raise UnableToArrange(_("不能编排场次：至少要有一个考场。"))
    named = {room.pk for room in queries.rooms_for(plan, subject.kind)}
    for room in rooms:
        about = {"room": room, "subject": subject, "kind": room.get_kind_display(), "site": site}
        if room.kind not in FIT[subject.kind]:
            raise UnableToArrange(_("不能安排%(room)s：它是%(kind)s，不能用于%(subject)s。请另选考场。") % about)
        if room.pk not in named:
            sentence = _("不能安排%(room)s：备案的实施方案里没有这个考场。请另选考场，或先走变更备案。")
            raise UnableToArrange(sentence % about, basis=article("14(1)"))
        if room.site_id != site.pk:
            raise UnableToArrange(_("不能安排%(room)s：它不在考点“%(site)s”。请为另一个考点另编一场。") % about)


def _take_rooms(sitting: Sitting, rooms: Iterable[Room], *, by: Actor, at: datetime) -> list[ExamRoom]:
    """Take rooms for the sitting; a room that is used at that time is told by a sentence saying where and when."""
    rooms = list(rooms)
    _tell_busy_rooms(sitting, rooms)
    last = sitting.exam_rooms.order_by("-number").first()
    taken = [
        ExamRoom(sitting=sitting, room=room, number=number, starts_at=sitting.starts_at, ends_at=sitting.ends_at)
        for number, room in enumerate(rooms, (last.number if last else 0) + 1)
    ]
    try:
        return begin_all(taken, "take_room", by=by, at=at)
    except Refused:
        _tell_busy_rooms(sitting, rooms)  # somebody was quicker: say who
        raise


def _tell_busy_rooms(sitting: Sitting, rooms: Iterable[Room]) -> None:
    for room in rooms:
        if used := queries.room_busy(room, sitting.starts_at, sitting.ends_at):
            raise UnableToArrange(_("不能安排考场：%s。请另选考场或时间。") % used)


def take_room(sitting: Sitting, room: Room, *, by: Actor, at: datetime) -> ExamRoom:
    """Take one more room for a sitting."""
    with arranging(sitting.round):
        _check_rooms(received_plan(sitting.round), sitting.subject, sitting.site, [room])
        return _take_rooms(sitting, [room], by=by, at=at)[0]


def release_room(exam_room: ExamRoom, *, by: Actor, at: datetime, reason: str = "") -> ExamRoom:
    """Give a room back in which nobody sits or serves any more."""
    with take(exam_room, "release_room", by=by, at=at, reason=reason) as exam_room:
        return exam_room


def rearrange(sitting: Sitting, starts_at: datetime, *, by: Actor, at: datetime, reason: str = "") -> Sitting:
    """Move a sitting to another time with its rooms and people.

    Raises UnableToArrange, saying where and when, if a room, a person or a candidate is taken then, and if somebody on
    duty has no valid card on that day.
    """
    with arranging(sitting.round), take(sitting, "rearrange", by=by, at=at, reason=reason) as sitting:
        sitting.ends_at += starts_at - sitting.starts_at
        sitting.starts_at = starts_at
        _check_move(sitting)
        for name, verb in (("exam_rooms", "shift_room"), ("duties", "shift_duty")):
            moved = getattr(sitting, name).filter(state__in=("in_use", "assigned"))
            take_all(moved, verb, by=by, at=at, starts_at=starts_at, ends_at=sitting.ends_at)
    return sitting


def _check_move(sitting: Sitting) -> None:
    for exam_room in sitting.exam_rooms.filter(state="in_use").select_related("room__site"):
        if used := queries.room_busy(exam_room.room, sitting.starts_at, sitting.ends_at, besides=sitting.pk):
            raise UnableToArrange(_("不能改到这个时间：%s。") % used)
    for duty in sitting.duties.filter(state="assigned").select_related("person"):
        if used := queries.busy(duty.person, sitting.starts_at, sitting.ends_at, besides=duty.pk):
            raise UnableToArrange(_("不能改到这个时间：%s。") % used)
    if unfit := next(everybody_fit(sitting), ""):
        raise UnableToArrange(_("不能改到这个时间：%s。请先换人，或另选一天。") % unfit)
    seated = sitting.seats.exclude(state="moved").values_list("application", flat=True)
    check_candidates_free(sitting, list(seated))


def confirm_sitting(sitting: Sitting, *, by: Actor, at: datetime, reason: str = "") -> Sitting:
    """Confirm a sitting that is seated, staffed and supervised, and open a record for each of its rooms."""
    with take(sitting, "confirm_sitting", by=by, at=at, reason=reason) as sitting:
        rooms = sitting.exam_rooms.filter(state="in_use", record=None)
        begin_all([RoomRecord(exam_room=exam_room) for exam_room in rooms], "open_record", by=by, at=at)
    return sitting


def confirm_all(round_: Round, *, by: Actor, at: datetime) -> list[Sitting]:
    """Confirm every sitting of a round that is still arranged: all, or none with what is missing of the first."""
    with arranging(round_):
        waiting = Sitting.objects.filter(round=round_, state="arranged").order_by("number")
        return [confirm_sitting(sitting, by=by, at=at) for sitting in waiting]


def reopen_sitting(sitting: Sitting, *, by: Actor, at: datetime, reason: str) -> Sitting:
    """Take a confirmed sitting back into arrangement, for instance because an invigilator fell ill."""
    with take(sitting, "reopen_sitting", by=by, at=at, reason=reason) as sitting:
        return sitting


def close_sitting(sitting: Sitting, *, by: Actor, at: datetime, reason: str = "") -> Sitting:
    """Close a sitting whose room records are all signed."""
    with take(sitting, "close_sitting", by=by, at=at, reason=reason) as sitting:
        return sitting


def cancel_sitting(sitting: Sitting, *, by: Actor, at: datetime, reason: str) -> Sitting:
    """Cancel a sitting, also one that has begun: its candidates, called or not, its people and rooms are free again.

    Whatever was marked in it becomes void with it (`scoring`), so that nothing of it counts.
    """
    with arranging(sitting.round), take(sitting, "cancel_sitting", by=by, at=at, reason=reason) as sitting:
        take_all(sitting.seats.exclude(state="moved"), "give_up_seat", by=by, at=at, reason=reason)
        take_all(sitting.duties.filter(state="assigned"), "give_up_duty", by=by, at=at, reason=reason)
        take_all(sitting.exam_rooms.filter(state="in_use"), "give_up_room", by=by, at=at, reason=reason)
    return sitting
