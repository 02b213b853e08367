"""What waits for a person: one question to the database, made from the same tables that the steps are taken by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast
from django.http import HttpRequest

from jiangxin.portal.asking import asker
from jiangxin.process.models import Due, Record
from jiangxin.process.queries import model_of
from jiangxin.process.step import Step
from jiangxin.process.triggers import RECORDS
from jiangxin.process.who import NOBODY, Actor
from jiangxin.rounds.models import Round
from jiangxin.rounds.steps import CANCELLED

UNDATED = Cast(Value(None), DateField(null=True))
ROUNDLESS = Cast(Value(None), BigIntegerField(null=True))


@dataclass(frozen=True)
class Duty:
    """A step that a person may take now, for `count` records of one round (`round` is None outside rounds).

    `first` is the oldest of the records; `due_on` the earliest of their last days; `waits_until` the day until which
    nothing can be done yet (an earliest day that is known).
    """

    label: str
    verb: str
    round: int | None
    count: int
    first: int
    due_on: date | None
    waits_until: date | None

    @property
    def model(self) -> type[Record]:
        """The kind of record."""
        return model_of(self.label)

    @property
    def step(self) -> Step:
        """The row of the table of steps."""
        return self.model.steps[self.verb]

    def waits(self, on: date) -> bool:
        """Tell whether an earliest day lies ahead, so that nothing can be done yet."""
        return self.waits_until is not None and on <= self.waits_until


@dataclass(frozen=True)
class Asker:
    """All that a predicate asks of a user, as it is on one day: two equal askers ask the same question."""

    id: int
    person_id: int | None
    is_authenticated: bool
    offices: tuple[tuple[str, int, int], ...]
    paper_of: None = None

    @classmethod
    def of(cls, user: Actor, on: date) -> Self:
        """Return the asker that a user is on a day."""
        held = sorted({(a.role, a.organisation_id, a.institution_id) for a in user.appointments_on(on)})
        return cls(user.id, user.person_id, user.is_authenticated, tuple(held))

    def appointments_on(self, day: date) -> Sequence[Office]:
        """Return the offices; the day is that of the asker."""
        return [Office(*office) for office in self.offices]

    def office_label(self, day: date) -> str:
        """Return nothing: no question contains it."""
        return ""


class Office(NamedTuple):
    """An appointment, as far as a predicate asks."""

    role: str
    organisation_id: int
    institution_id: int


def duties(user: Actor, on: date) -> list[Duty]:
    """Return everything on a person's desk, in one query whatever the number of rounds and records."""
    question = _question(Asker.of(user, on), on)
    if question is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(*question)
        return [Duty(*row[0].rsplit(".", 1), *row[1:]) for row in cursor.fetchall()]


@lru_cache(maxsize=256)
def _question(asker: Asker, on: date) -> tuple[str, tuple[Any, ...]] | None:
    """Return the SQL of a desk and its parameters; None for whoever can never have a duty.

    It follows from the tables of steps and from what the asker is, never from what the database holds. Making it costs
    more than the answer, and every page asks it for the counts in its rail.
    """
    branches = [
        _branch(model, step, condition)
        for model in RECORDS
        for step in model.steps
        if step.duty and not hopeless(condition := step.may.q(model, asker, on))
    ]
    if not branches:
        return None
    rows = branches[0].union(*branches[1:], all=True).order_by() if len(branches) > 1 else branches[0]
    try:
        sql, parameters = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(parameters)


def duties_of(request: HttpRequest) -> list[Duty]:
    """Return the duties of whoever asks; the rail and the desk of one page ask the database once."""
    known: list[Duty] | None = getattr(request, "_duties", None)
    if known is None:
        known = duties(*asker(request))
        request._duties = known  # type: ignore[attr-defined]
    return known


def ripe(listed: Iterable[Duty], on: date) -> list[Duty]:
    """Return those that can be done now: no earliest day lies ahead."""
    return [duty for duty in listed if not duty.waits(on)]


def hopeless(condition: Q) -> bool:
    """Tell whether a condition can't hold for any record, so that the database needn't be asked."""
    if condition.negated or not condition:
        return False
    empty = [hopeless(child) if isinstance(child, Q) else Q(child) == NOBODY for child in condition.children]
    return all(empty) if condition.connector == Q.OR else any(empty)


def records_for(model: type[Record], step: Step, condition: Q) -> QuerySet[Any]:
    """Return the records for which those meant by the condition may take the step; a cancelled round has none."""
    wanted = model.objects.filter(condition, state__in=step.sources)
    path = model.steps.round_path
    if path is None or model is Round:
        return wanted
    return wanted.exclude(**{f"{path}__state": CANCELLED})


def _branch(model: type[Record], step: Step, condition: Q) -> QuerySet[Any, Any]:
    """Return the rows of one step: its name, round, count, first record, due day, end of the wait."""
    label, path = model._meta.label_lower, model.steps.round_path
    meant: QuerySet[Any, Any] = records_for(model, step, condition).order_by()
    rows: QuerySet[Any, Any] = meant.values_list(
        Value(f"{label}.{step.verb}", output_field=CharField()),
        F(path) if path else ROUNDLESS,
    ).annotate(
        count=Count("pk"),
        first=Min("pk"),
        due=_deadline(model),
        wait=_wait(model, step),
    )
    return rows


def _deadline(model: type[Record]) -> Any:
    """Return the expression of a record's earliest open deadline, which presses every step before it."""
    if not any(rule.kind == "deadline" for rule in model.steps.dues):
        return UNDATED
    return Min(Subquery(_open_days(model, "deadline").order_by("due_on").values("due_on")[:1]))


def _wait(model: type[Record], step: Step) -> Any:
    """Return the expression of the last day of the wait before this very step."""
    if not any(rule.kind == "wait" and rule.verb == step.verb for rule in model.steps.dues):
        return UNDATED
    return Max(Subquery(_open_days(model, "wait").filter(verb=step.verb).values("due_on")[:1]))


def _open_days(model: type[Record], kind: str) -> QuerySet[Due]:
    return Due.objects.filter(model=model._meta.label_lower, kind=kind, met_on=None, record=OuterRef("pk"))


def count_of(listed: Iterable[Duty], labels: Iterable[str]) -> int:
    """Return how many things of these kinds (`app.model`, or `app` for all of an app) wait."""
    wanted = set(labels)
    return sum(duty.count for duty in listed if {duty.label, duty.label.split(".")[0]} & wanted)
