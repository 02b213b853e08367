"""Seats: who sits where, and who came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application
from jiangxin.exams import queries, recusal
from jiangxin.exams.arranging import spread
from jiangxin.exams.models import ExamRoom, Seat, Sitting
from jiangxin.exams.operations.round_held import arranging
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin, begin_all, take, take_all
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article, house
from jiangxin.rounds.models import Round


class UnableToSeat(Unable):
    """A candidate can't be seated so."""


class UnableToCheckIn(Unable):
    """Attendance can't be entered so."""


def seat_all(
    sitting: Sitting, applications: Sequence[Application], *, by: Actor, at: datetime, shuffle_by: str | None = None
) -> list[Seat]:
    """Seat candidates in the sitting's rooms, room after room; who is seated here already stays where he is.

    With the seed `shuffle_by` they are shuffled with work units spread (打乱编排), the same way each time; without, the
    order given is kept. Raises UnableToSeat, naming the candidate, and seats nobody.
    """
    with arranging(sitting.round) as round_:
        _check_applications(round_, applications)
        here = set(sitting.seats.exclude(state="moved").values_list("application", flat=True))
        waiting = {application.pk: application for application in applications if application.pk not in here}
        check_candidates_free(sitting, list(waiting))
        order = list(waiting)
        if shuffle_by is not None:
            order = spread({key: one.employer or one.person.employer for key, one in waiting.items()}, shuffle_by)
        places = list(islice(_free_places(sitting), len(order)))
        if len(places) < len(order):
            sentence = _("不能编座：%(sitting)s只剩 %(free)d 个座位，而有 %(wanted)d 名考生。请加考场或另编一场。")
            raise UnableToSeat(sentence % {"sitting": sitting, "free": len(places), "wanted": len(order)})
        seats = [
            Seat(sitting=sitting, exam_room=room, application=waiting[key], number=number)
            for key, (room, number) in zip(order, places, strict=True)
        ]
        _check_recusal(sitting, seats)
        return begin_all(seats, "seat", by=by, at=at, reason=_("打乱编排：%s") % shuffle_by if shuffle_by else "")


def _check_applications(round_: Round, applications: Iterable[Application]) -> None:
    for application in applications:
        if application.round_id != round_.pk:
            raise UnableToSeat(_("不能编座：%s不是本批次的考生。") % application)
        if application.state != "accepted":
            sentence = _("不能编座：%(person)s的报名现在是“%(state)s”，只有审核通过的考生才能编座。")
            raise UnableToSeat(
                sentence % {"person": application, "state": application.state_label}, basis=article("14(2)")
            )


def _free_places(sitting: Sitting) -> Iterator[tuple[ExamRoom, int]]:
    """Yield the free seats of the sitting's rooms, by room and number."""
    taken: dict[int, set[int]] = defaultdict(set)
    for room, number in sitting.seats.exclude(state="moved").values_list("exam_room", "number"):
        taken[room].add(number)
    for exam_room in sitting.exam_rooms.filter(state="in_use").select_related("room"):
        for number in range(1, exam_room.room.seats + 1):
            if number not in taken[exam_room.pk]:
                yield exam_room, number


def _check_recusal(sitting: Sitting, seats: Sequence[Seat]) -> None:
    """Raise UnableToSeat when somebody on duty must not meet one of those who are being seated."""
    duties = list(sitting.duties.filter(state="assigned").select_related("person"))
    for duty, why in recusal.recused_duties(duties, seats, sitting.round):
        sentence = _("不能编座：%(duty)s须回避（%(why)s）。请把这名考生编到别的考场，或先换人。")
        raise UnableToSeat(sentence % {"duty": duty, "why": why}, basis=house("avoidance"))


def move_seat(seat: Seat, exam_room: ExamRoom, number: int, *, by: Actor, at: datetime, reason: str = "") -> Seat:
    """Move a candidate to another seat of the round's arrangement, in this or another sitting of the subject.

    Raises UnableToSeat when that seat is taken or doesn't exist, or when somebody there must not meet the candidate.
    """
    with arranging(seat.sitting.round):
        if not 1 <= number <= exam_room.room.seats:
            sentence = _("不能调座：%(room)s只有 1 到 %(seats)d 号。")
            raise UnableToSeat(sentence % {"room": exam_room, "seats": exam_room.room.seats})
        if other := exam_room.seats.exclude(state="moved").filter(number=number).first():
            sentence = _("不能调座：%(room)s %(number)d 号已经编给%(person)s。")
            raise UnableToSeat(sentence % {"room": exam_room, "number": number, "person": other.application})
        with take(seat, "move_seat", by=by, at=at, reason=reason) as seat:
            pass
        fresh = Seat(sitting=exam_room.sitting, exam_room=exam_room, application=seat.application, number=number)
        check_candidates_free(exam_room.sitting, [seat.application_id])
        _check_recusal(exam_room.sitting, [fresh])
        return begin(fresh, "seat", by=by, at=at, reason=reason)


def check_candidates_free(sitting: Sitting, applications: Collection[int]) -> None:
    """Raise UnableToSeat for a candidate who sits elsewhere at that time, or has this subject in another sitting."""
    others = Seat.objects.filter(application__in=applications).exclude(state="moved").exclude(sitting=sitting.pk)
    others = others.select_related("application__person", "sitting__subject", "exam_room__room")
    if again := others.filter(sitting__subject=sitting.subject_id).first():
        sentence = _("不能编座：%(person)s的%(subject)s已编在%(sitting)s。要调整，请先把他从那一场调出。")
        raise UnableToSeat(
            sentence % {"person": again.application, "subject": sitting.subject, "sitting": again.sitting}
        )
    at_once = others.filter(sitting__starts_at__lt=sitting.ends_at, sitting__ends_at__gt=sitting.starts_at).first()
    if at_once:
        sentence = _("不能编座：%(person)s在%(when)s要参加%(sitting)s，时间冲突。")
        when = queries.stretch(at_once.sitting.starts_at, at_once.sitting.ends_at)
        raise UnableToSeat(sentence % {"person": at_once.application, "when": when, "sitting": at_once.sitting})


def check_in_all(exam_room: ExamRoom, absent: Collection[int] = (), *, by: Actor, at: datetime) -> list[Seat]:
    """Enter a whole room's roll call: the applications `absent` (primary keys) are absent, everybody else is present.

    Who is entered so already stays as he is. Raises UnableToCheckIn when an absentee has no seat in this room.
    """
    seats = exam_room.seats.exclude(state="moved")
    if strangers := set(absent) - set(seats.values_list("application", flat=True)):
        sentence = _("不能登记到场：有 %(count)d 名缺考考生不在%(room)s的座位表里。请核对名单。")
        raise UnableToCheckIn(sentence % {"count": len(strangers), "room": exam_room})
    came = seats.exclude(application__in=absent).exclude(state="present")
    stayed = seats.filter(application__in=absent).exclude(state="absent")
    for changed, verb in ((came, "check_in"), (stayed, "mark_absent")):
        related = changed.select_related("exam_room__record", "sitting").prefetch_related("exam_room__duties")
        take_all(related, verb, by=by, at=at)
    return queries.seats_of(exam_room)


def check_in(seat: Seat, *, by: Actor, at: datetime, reason: str = "") -> Seat:
    """Enter that a candidate is there."""
    with take(seat, "check_in", by=by, at=at, reason=reason) as seat:
        return seat


def mark_absent(seat: Seat, *, by: Actor, at: datetime, reason: str = "") -> Seat:
    """Enter that a candidate is absent."""
    with take(seat, "mark_absent", by=by, at=at, reason=reason) as seat:
        return seat
