"""Reads of applications that more than one page or operation asks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, Prefetch, Q, QuerySet

from jiangxin.documents.fonts import missing_glyphs
from jiangxin.enrolment.models import Application, Material
from jiangxin.enrolment.roster_scope import ConditionNeeds, RosterScope
from jiangxin.people.models import Person
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Condition, StandardLevel

OVER = ("rejected", "withdrawn")  # states after which the same person may apply again


def roster_scope(round_: Round) -> RosterScope:
    """Return what a round admits, for the check of a roster; ages count on the last day of enrolment."""
    conditions = list(round_.level.conditions.all())
    return RosterScope(
        occupations=[round_.level.standard.occupation.name],
        level=round_.level.level,
        conditions={condition.label: condition.text for condition in conditions},
        needs={condition.label: _needs(condition) for condition in conditions},
        on=round_.apply_until,
        minimum_age=param("age.min", round_.apply_until).integer,
        missing_glyphs=lambda name: "".join(missing_glyphs(name)),
    )


def _needs(condition: Condition) -> ConditionNeeds:
    years = None if condition.least_years is None else Decimal(condition.least_years)
    return ConditionNeeds(work_years=years, prior_level=condition.prior_level)


def whole(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Return the applications with all that lists, pages and decisions read of them, in two queries."""
    present = Prefetch("materials", Material.objects.exclude(state="removed").select_related("file"))
    return applications.select_related(
        "person", "condition", "photo", "round__institution", "round__college", "round__level__standard__occupation"
    ).prefetch_related(present)


def live(round_: Round) -> QuerySet[Application]:
    """Return the applications of a round that are neither rejected nor withdrawn."""
    return Application.objects.filter(round=round_).exclude(state__in=OVER)


def counts(round_: Round) -> dict[str, int]:
    """Return how many applications a round has in each state; `applied` counts all that were ever handed in."""
    states = [*Application.steps.states]
    found: dict[str, int] = Application.objects.filter(round=round_).aggregate(
        **{state: Count("pk", filter=Q(state=state)) for state in states}
    )
    return {**found, "applied": sum(found[state] for state in states if state not in {"draft", "withdrawn"})}


def applicants(round_: Round, persons: Sequence[Person]) -> set[int]:
    """Return the keys of those persons who have an application in the round."""
    return set(live(round_).filter(person__in=[person.pk for person in persons]).values_list("person", flat=True))


def other_levels(round_: Round) -> list[StandardLevel]:
    """Return the other levels of the round's standard with their conditions: where else an applicant might fit."""
    levels = StandardLevel.objects.filter(standard=round_.level.standard_id).exclude(pk=round_.level_id)
    return list(levels.select_related("standard__occupation").prefetch_related("conditions").order_by("-level"))
