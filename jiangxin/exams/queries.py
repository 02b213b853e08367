"""Reads over the arrangement: who is nominated, recused or busy, who sits where, what a round's days look like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiangxin.enrolment.models import Application
from jiangxin.exams.models import Admission, Duty, ExamRoom, RoomRecord, Seat, Sitting
from jiangxin.exams.recusal import conflict, recused_from
from jiangxin.exams.rules import FIT, STAFF
from jiangxin.people.models import Appointment, Person, Qualification
from jiangxin.people.roles import EXTERNAL_SUPERVISOR
from jiangxin.plans.models import Plan
from jiangxin.plans.queries import current_plan, nominated, unfit
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room


def sittings_of(round_: Round) -> QuerySet[Sitting]:
    """Return the round's sittings that are held, with rooms, seats and duties, in a constant number of queries."""
    return (
        Sitting.objects.filter(round=round_)
        .exclude(state="cancelled")
        .select_related("subject", "site", "round__institution", "round__college", "round__level")
        .prefetch_related(
            Prefetch("exam_rooms", ExamRoom.objects.filter(state="in_use").select_related("room", "record"))
        )
        .prefetch_related(Prefetch("seats", Seat.objects.exclude(state="moved").select_related("application__person")))
        .prefetch_related(Prefetch("duties", Duty.objects.filter(state="assigned").select_related("person")))
    )


def accepted(round_: Round) -> QuerySet[Application]:
    """Return the applications that were found eligible, in the order of the candidates' names."""
    return Application.objects.filter(round=round_, state="accepted").select_related("person", "round")


def unseated(round_: Round, kind: str) -> QuerySet[Application]:
    """Return the eligible candidates who have no seat yet in a subject (theory, practical, review)."""
    seated = Seat.objects.filter(sitting__round=round_, sitting__subject__kind=kind).exclude(state="moved")
    return accepted(round_).exclude(pk__in=seated.values("application"))


def people_for(plan: Plan, role: str) -> list[Person]:
    """Return the persons whom the plan names for a role, in the order of their nomination."""
    return [nomination.person for nomination in nominated(plan, role) if nomination.person is not None]


def rooms_for(plan: Plan, kind: str) -> list[Room]:
    """Return the rooms that the plan names and that are fit for a subject, in the order of their nomination.

    A classroom serves a comprehensive review after the rooms that are made for it.
    """
    rooms = [
        nomination.room
        for nomination in nominated(plan, "room")
        if nomination.room is not None and nomination.room.kind in FIT[kind]
    ]
    return sorted(rooms, key=lambda room: kind == "review" and room.kind != kind)


def stretch(starts_at: datetime, ends_at: datetime) -> str:
    """Return a stretch of time in words: 3月12日 08:30–10:00."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    day = formats.date_format(start, pgettext("date format", "n月j日"))
    return f"{day} {start:%H:%M}–{end:%H:%M}"


def busy(person: Person, starts_at: datetime, ends_at: datetime, *, besides: int | None = None) -> str:
    """Return where and when this person is on duty in that time (the duty `besides` apart), or ""."""
    others = Duty.objects.filter(person=person, state="assigned", starts_at__lt=ends_at, ends_at__gt=starts_at)
    others = others if besides is None else others.exclude(pk=besides)
    duty = others.select_related("sitting__subject", "exam_room__room", "person").first()
    if duty is None:
        return ""
    sentence = _("%(person)s在%(when)s已安排为%(where)s的%(role)s")
    where = duty.exam_room or duty.sitting
    when = stretch(duty.starts_at, duty.ends_at)
    return sentence % {"person": person, "when": when, "where": where, "role": duty.get_role_display()}


def room_busy(room: Room, starts_at: datetime, ends_at: datetime, *, besides: int | None = None) -> str:
    """Return by which sitting the room is used in that time (the sitting `besides` apart), or ""."""
    others = ExamRoom.objects.filter(room=room, state="in_use", starts_at__lt=ends_at, ends_at__gt=starts_at)
    used = others.exclude(sitting=besides).select_related("sitting__subject", "sitting__round__level").first()
    if used is None:
        return ""
    sentence = _("%(room)s在%(when)s已由%(round)s的%(sitting)s使用")
    when = stretch(used.starts_at, used.ends_at)
    return sentence % {"room": room, "when": when, "round": used.sitting.round.number, "sitting": used.sitting}


def free_places(sitting: Sitting) -> int:
    """Return how many seats of the sitting's rooms are still free."""
    places = sum(exam_room.room.seats for exam_room in sitting.exam_rooms.filter(state="in_use").select_related("room"))
    return places - sitting.seats.exclude(state="moved").count()


@dataclass(frozen=True)
class Choice:
    """One nominated person for a place on the roster; with a `reason` he is shown and can't be chosen."""

    person: Person
    reason: str


def choices(sitting: Sitting, role: str, exam_room: ExamRoom | None) -> list[Choice]:
    """Return whom the plan names for a role, each with why he can't serve here: unfit, recused, or busy."""
    plan = current_plan(sitting.round)
    people = people_for(plan, role) if plan else []
    found = recused_from(people, sitting.round, role)
    lacking = unfit(sitting.round, role, people, timezone.localdate(sitting.starts_at))
    seats = list(sitting.seats.exclude(state="moved"))
    place = exam_room.pk if exam_room else None
    return [
        Choice(
            person,
            lacking.get(person.pk)
            or conflict(found.get(person.pk, {}), seats, place)
            or busy(person, sitting.starts_at, sitting.ends_at),
        )
        for person in people
    ]


def outsiders(sitting: Sitting) -> list[Choice]:
    """Return the outside supervisors of the city's centre, each with why he can't be sent: no valid card, or busy.

    What they are to the candidates nobody here knows: the centre that draws them sees to it (domain.md §5.7).
    """
    on, city = timezone.localdate(sitting.starts_at), sitting.round.institution.city_centre_id
    held = Appointment.objects.filter(institution=city, role=EXTERNAL_SUPERVISOR, state="current", starts_on__lte=on)
    people = Person.objects.filter(pk__in=held.exclude(ends_on__lt=on).values("person"))
    cards = Qualification.objects.filter(kind="supervisor", state="valid", valid_from__lte=on, valid_until__gte=on)
    carded = set(cards.filter(person__in=people).values_list("person", flat=True))
    no_card = _("%s没有当天有效的质量督导员证")
    return [
        Choice(one, busy(one, sitting.starts_at, sitting.ends_at) if one.pk in carded else no_card % one)
        for one in people
    ]


def duties_of(person: Person) -> QuerySet[Duty]:
    """Return a person's duties in sittings that are confirmed, the next first."""
    mine = Duty.objects.filter(person=person, state="assigned", sitting__state__in=("confirmed", "closed"))
    return mine.select_related(
        "sitting__subject", "sitting__site", "sitting__round__level", "exam_room__room", "exam_room__record"
    ).order_by("starts_at")


def seats_of(exam_room: ExamRoom) -> list[Seat]:
    """Return the seats of a room in their order, with candidates and admission numbers."""
    seats = exam_room.seats.exclude(state="moved").order_by("number")
    return list(seats.select_related("application__person", "application__admission"))


def admissions_of(round_: Round) -> QuerySet[Admission]:
    """Return the admission numbers of a round with their candidates, in the order of the numbers."""
    return Admission.objects.filter(application__round=round_).select_related("application__person")


@dataclass(frozen=True)
class Lane:
    """One room's row of the timetable: what is held there, slot by slot (None where it is free)."""

    room: Room
    cells: Sequence[ExamRoom | None]


@dataclass(frozen=True)
class Timetable:
    """Rooms × time: the slots in order, and a lane for each room."""

    slots: Sequence[tuple[datetime, datetime]]
    lanes: Sequence[Lane]


def timetable(sittings: Sequence[Sitting]) -> Timetable:
    """Return the grid of rooms and time of some sittings (from `sittings_of`)."""
    slots = sorted({(sitting.starts_at, sitting.ends_at) for sitting in sittings})
    used: dict[Room, dict[tuple[datetime, datetime], ExamRoom]] = defaultdict(dict)
    for sitting in sittings:
        for exam_room in sitting.exam_rooms.all():
            used[exam_room.room][sitting.starts_at, sitting.ends_at] = exam_room
    rooms = sorted(used, key=lambda room: (room.site_id, room.name))
    return Timetable(slots, [Lane(room, [used[room].get(slot) for slot in slots]) for room in rooms])


def last_end(round_: Round) -> datetime | None:
    """Return when the round's last sitting ends; None without sittings."""
    last = Sitting.objects.filter(round=round_).exclude(state="cancelled").order_by("-ends_at").first()
    return last.ends_at if last else None


def roles_for(kind: str) -> tuple[str, ...]:
    """Return the roles that serve the rooms of a subject: those who are counted, and invigilators to help them."""
    return ("invigilator",) if kind == "theory" else (STAFF[kind], "invigilator")


def why_reopened(record: RoomRecord) -> str:
    """Return why a room's record was last taken back after it was signed; "" when it never was."""
    rows = History.objects.filter(model=record._meta.label_lower, record=record.pk, verb="reopen_record")
    last = rows.order_by("id").last()
    return last.reason if last else ""
