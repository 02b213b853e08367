"""Reads of plans: the one in force, who and what it names, who could be named, its days, and its documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application
from jiangxin.people.models import Appointment, Person
from jiangxin.plans.models import Nomination, Plan
from jiangxin.plans.standing import OFFICES, Registers, days_of, obstacles, reasons, room_reasons, unfit
from jiangxin.process.models import Due
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room

__all__ = [
    "choices",
    "current_plan",
    "filing_due",
    "latest_plan",
    "names_of",
    "nominated",
    "obstacles",
    "room_choices",
    "roster_planned",
    "unfit",
]


@dataclass(frozen=True)
class Choice:
    """Somebody (or a room) who could be nominated: the reasons against it, and in how many rounds he served before."""

    person: Person | None
    room: Room | None
    reasons: Sequence[str]
    nominated: bool
    served: int

    @property
    def allowed(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


def current_plan(round_: Round) -> Plan | None:
    """Return the round's plan in force: the one whose filing the employment centre has received."""
    found: Plan | None = Plan.objects.filter(round=round_, state="received").first()
    return found


def latest_plan(round_: Round) -> Plan | None:
    """Return the newest version of the round's plan, in whatever state."""
    found: Plan | None = Plan.objects.filter(round=round_).order_by("-version").first()
    return found


def nominated(plan: Plan, kind: str) -> QuerySet[Nomination]:
    """Return the standing nominations of a kind (`room`, `invigilator`, `examiner`, `reviewer`, `supervisor`)."""
    found: QuerySet[Nomination] = Nomination.objects.filter(plan=plan, kind=kind, state="nominated")
    return found.select_related("person", "room__site").order_by("pk")


def names_of(plan: Plan) -> set[tuple[str, int]]:
    """Return all that a plan names, in one query: each kind with the key of its person (of the room, for a room)."""
    found = Nomination.objects.filter(plan=plan, state="nominated").values_list("kind", "person", "room")
    return {(kind, person or room) for kind, person, room in found}


def filing_due(plan: Plan) -> Due | None:
    """Return the last day of the filing; None for a change of a filed plan, for which no span is set."""
    return Due.objects.filter(model="plans.plan", record=plan.pk, verb="file", kind="deadline").first()


def is_overdue(plan: Plan, on: date) -> bool:
    """Tell whether the plan would be, or was, filed after its last day."""
    due = filing_due(plan)
    return due is not None and (plan.filed_on or on) > due.due_on


def choices(plan: Plan, kind: str) -> list[Choice]:
    """Return everybody who holds the office that a kind asks for, fit ones first, in a constant number of queries."""
    day = days_of(plan, kind)[0]
    held = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day), role=OFFICES[kind], state="current",
        institution=plan.round.institution_id, starts_on__lte=day,
    )  # fmt: skip
    persons = list(Person.objects.filter(pk__in=held.values("person")))
    known = Registers.of(persons, plan.round)
    standing: dict[int, set[str]] = {}
    for person, other in plan.nominations.filter(state="nominated").values_list("person", "kind"):
        standing.setdefault(person, set()).add(other)
    served = _served(persons, kind, plan)
    listed = [
        Choice(
            person,
            None,
            list(reasons(plan, kind, person, known, standing.get(person.pk, ()))),
            kind in standing.get(person.pk, ()),
            served.get(person.pk, 0),
        )
        for person in persons
    ]
    return sorted(listed, key=lambda choice: bool(choice.reasons))


def _served(persons: Sequence[Person], kind: str, plan: Plan) -> dict[int, int]:
    """Return in how many other rounds each person was nominated in a plan that was received."""
    found: dict[int, set[int]] = {}
    others = Nomination.objects.filter(
        person__in=persons, kind=kind, state="nominated", plan__state="received"
    ).exclude(plan__round=plan.round_id)
    for person, round_ in others.values_list("person", "plan__round"):
        found.setdefault(person, set()).add(round_)
    return {person: len(rounds) for person, rounds in found.items()}


def room_choices(plan: Plan) -> list[Choice]:
    """Return the institution's rooms, fit ones first."""
    named = set(plan.nominations.filter(state="nominated", kind="room").values_list("room", flat=True))
    rooms = Room.objects.filter(site__institution=plan.round.institution_id, state="open").select_related("site")
    listed = [Choice(None, room, list(room_reasons(plan, room)), room.pk in named, 0) for room in rooms]
    return sorted(listed, key=lambda choice: bool(choice.reasons))


def roster_planned(application: Application) -> Iterator[str]:
    """Yield a sentence once a plan that lists the accepted was handed in: its roster then stands (article 14(1))."""
    if Plan.objects.filter(round=application.round_id).exclude(state="draft").exists():
        yield _("还没有送审的实施方案（方案已带着考生名册送审；请由中心先退回方案）")
