"""Arranging a whole round at once: a first arrangement that an officer then adjusts and the centre confirms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application
from jiangxin.exams import queries, recusal
from jiangxin.exams.arranging import Hours, Place, PlannedSitting, Team, plan_sittings, spread
from jiangxin.exams.models import Duty, Seat, Sitting
from jiangxin.exams.operations.admissions import admit_all
from jiangxin.exams.operations.duties import begin_duties
from jiangxin.exams.operations.round_held import UnableToArrange, arranging
from jiangxin.exams.operations.sittings import arrange
from jiangxin.exams.rules import ratio
from jiangxin.people.models import Person
from jiangxin.plans.models import Plan
from jiangxin.process.taking import begin_all
from jiangxin.process.who import Actor
from jiangxin.regulation.parameters import param
from jiangxin.standards.models import Subject
from jiangxin.venues.models import Room

ORDER = ("theory", "practical", "review")

type Panels = Mapping[int, tuple[int, ...]]  # application → the persons who examine it


@dataclass
class _Cast:
    """Whom and what the plan gives for one subject."""

    subject: Subject
    rooms: Sequence[Room]
    people: Mapping[int, Person]
    candidates: Mapping[int, Application]
    team: Team


def arrange_all(
    plan: Plan, *, by: Actor, at: datetime, shuffle_by: str | None = None, hours: Hours | None = None,
    panels: Mapping[str, Panels] | None = None,
) -> list[Sitting]:  # fmt: skip
    """Give admission numbers, and arrange, seat and staff every subject for all candidates who have no seat in it yet.

    Theory begins on the plan's theory day, practical and review on theirs; a subject that does not fit into a day goes
    on the next, and none begins before the one before it has ended. `shuffle_by` is the seed of the seating (default:
    the round's number); `hours` stand in for those of the parameters; `panels` says for a subject who examined whom,
    where the assessment was held already. Raises UnableToPlan, UnableToArrange or UnableToAdmit, and arranges nothing.
    """
    round_ = plan.round
    with arranging(round_):
        admit_all(round_, by=by, at=at)
        made: list[Sitting] = []
        after = queries.last_end(round_)
        for subject in sorted(round_.level.subjects.all(), key=lambda one: ORDER.index(one.kind)):
            cast = _cast(plan, subject, shuffle_by or round_.number, (panels or {}).get(subject.kind, {}))
            planned = _planned(cast, _first_day(plan, subject), hours, after) if cast.candidates else []
            made += [_make(plan, cast, one, by=by, at=at) for one in planned]
            after = planned[-1].ends_at if planned else after
    return made


def _first_day(plan: Plan, subject: Subject) -> date:
    day: date | None = getattr(plan, f"{subject.kind}_on")
    if day is None:
        sentence = _("不能编排%(subject)s：实施方案没有写它的日期。请走变更备案，补上日期。")
        raise UnableToArrange(sentence % {"subject": subject})
    return day


def _cast(plan: Plan, subject: Subject, seed: str, panels: Panels) -> _Cast:
    """Return rooms, people and candidates of a subject, the candidates shuffled with work units spread."""
    rule = ratio(subject.kind, plan.round.level, getattr(plan, f"{subject.kind}_on") or plan.round.planned_on)
    staff, supervisors = queries.people_for(plan, rule.role), queries.people_for(plan, "supervisor")
    people = {person.pk: person for person in [*staff, *supervisors]}
    recused = {
        **recusal.recused_from(staff, plan.round, rule.role),
        **recusal.recused_from(supervisors, plan.round, "supervisor"),
    }
    waiting = {one.pk: one for one in queries.unseated(plan.round, subject.kind)}
    order = spread({key: one.employer or one.person.employer for key, one in waiting.items()}, seed)
    team = Team([one.pk for one in staff], [one.pk for one in supervisors], rule, recused, panels)
    rooms = _rooms_of_one_site(queries.rooms_for(plan, subject.kind))
    return _Cast(subject, rooms, people, {key: waiting[key] for key in order}, team)


def _rooms_of_one_site(rooms: Sequence[Room]) -> list[Room]:
    """Return the rooms of the site that seats most: a sitting is held at one site."""
    seats: Counter[int] = Counter()
    for room in rooms:
        seats[room.site_id] += room.seats
    largest = {site for site, _count in seats.most_common(1)}
    return [room for room in rooms if room.site_id in largest]


def _planned(cast: _Cast, day: date, hours: Hours | None, after: datetime | None) -> list[PlannedSitting]:
    """Return the subject's sittings. A review panel hears one candidate after the other, all others are at once."""
    kind, minutes, hours = cast.subject.kind, cast.subject.minutes, hours or Hours.on(day)
    most = param("room.seats_max", day).integer if kind == "theory" else None
    turns = max(1, hours.block // minutes) if kind == "review" else 1
    places = [Place(room.pk, turns if kind == "review" else min(room.seats, most or room.seats)) for room in cast.rooms]
    every = hours.slots(day, minutes * turns, timezone.get_current_timezone())
    slots = (slot for slot in every if after is None or slot[0] >= after)
    planned = plan_sittings(list(cast.candidates), places, cast.team, slots)
    return [_until_last_turn(one, minutes) for one in planned] if kind == "review" else planned


def _until_last_turn(planned: PlannedSitting, minutes: int) -> PlannedSitting:
    """Return the sitting of a review panel, ended when its last candidate has been heard."""
    most = max(len(room.candidates) for room in planned.rooms)
    return replace(planned, ends_at=planned.starts_at + timedelta(minutes=minutes * most))


def _make(plan: Plan, cast: _Cast, planned: PlannedSitting, *, by: Actor, at: datetime) -> Sitting:
    """Make one planned sitting: rooms, seats, duties."""
    rooms = {room.pk: room for room in cast.rooms}
    chosen = [rooms[room.place] for room in planned.rooms]
    sitting = arrange(
        plan, cast.subject, chosen[0].site, planned.starts_at, chosen, by=by, at=at, ends_at=planned.ends_at
    )
    exam_rooms = {exam_room.room_id: exam_room for exam_room in sitting.exam_rooms.all()}
    times = {"starts_at": sitting.starts_at, "ends_at": sitting.ends_at}
    seats, duties = [], [Duty(sitting=sitting, person=cast.people[planned.supervisor], role=Duty.SUPERVISOR, **times)]
    for room in planned.rooms:
        exam_room = exam_rooms[room.place]
        for number, key in enumerate(room.candidates, 1):
            application = cast.candidates[key]
            seats.append(Seat(sitting=sitting, exam_room=exam_room, application=application, number=number))
        for place, key in enumerate(room.staff):
            duties.append(
                Duty(sitting=sitting, exam_room=exam_room, person=cast.people[key], role=cast.team.rule.role,
                     leads=place == 0, **times)
            )  # fmt: skip
    begin_all(seats, "seat", by=by, at=at)
    begin_duties(duties, by=by, at=at)
    return sitting
