"""Reads over history and offers: what may be done with a record now, and what was done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from jiangxin.process.errors import Text
from jiangxin.process.models import History
from jiangxin.process.step import Step
from jiangxin.process.triggers import RECORDS
from jiangxin.regulation.basis import Basis

if TYPE_CHECKING:
    from jiangxin.process.models import Record
    from jiangxin.process.who import Actor


@dataclass(frozen=True)
class Offer:
    """A step that this person may take now; with `missing` facts it is shown, but can't be taken yet."""

    step: Step
    missing: Sequence[Text]


@dataclass(frozen=True)
class Entry:
    """One line of a timeline: a row of history with the words that belong to it."""

    row: History
    label: Text
    actor: str
    signer: str

    @property
    def basis(self) -> Basis:
        """The basis on which the step was taken."""
        return Basis.parse(self.row.basis)


def offers(record: Record, user: Actor, on: date) -> list[Offer]:
    """Return the steps that lead on from the record's state and that this user may take, in the table's order."""
    return [
        Offer(step, step.missing(record))
        for step in record.steps
        if record.state in step.sources and step.may.test(user, record, on) and not step.over(record)
    ]


@cache
def model_of(label: str) -> type[Record]:
    """Return the record class of a label such as `rounds.round`; KeyError when there is none."""
    return {model._meta.label_lower: model for model in RECORDS}[label]


def history_of(records: Iterable[Record], *, newest_first: bool = True, limit: int | None = None) -> list[Entry]:
    """Return the timeline of records of any kinds, in three queries at most."""
    wanted = Q(pk__in=[])
    by_model: dict[str, list[int]] = {}
    for record in records:
        by_model.setdefault(record._meta.label_lower, []).append(record.pk)
    for label, keys in by_model.items():
        wanted |= Q(model=label, record__in=keys)
    rows = History.objects.filter(wanted).order_by("-id" if newest_first else "id")
    return entries(rows[:limit] if limit else rows)


def entries(rows: Iterable[History]) -> list[Entry]:
    """Return rows of history with the names of those who acted and the labels of their steps."""
    listed = list(rows)
    keys = {key for row in listed for key in (row.actor, row.signer) if key is not None}
    users: dict[int, Any] = get_user_model()._default_manager.select_related("person").in_bulk(keys)
    names = {key: str(user) for key, user in users.items()}
    return [Entry(row, _label(row), names.get(row.actor or 0, ""), names.get(row.signer or 0, "")) for row in listed]


def _label(row: History) -> Text:
    """Return the step's label; the verb itself where a table no longer knows it."""
    steps = model_of(row.model).steps
    return steps[row.verb].label if row.verb in steps else row.verb
