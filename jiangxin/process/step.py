"""The table of steps: what an app's `steps.py` is written in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from jiangxin.process.errors import Text
from jiangxin.regulation.basis import Basis

if TYPE_CHECKING:
    from django.db.models import Model

    from jiangxin.process.who import Who

BORN = None  # the source of a step that makes the record
REQUIRED = True

type Fact = Callable[[Any], Iterable[Text]]  # gives the sentences of what is missing; none when the fact holds


@dataclass(frozen=True)
class Step:
    """One row of an app's table: a verb, the states it leads from and to, who may take it and what asks for it.

    `source=BORN` makes the record. `target` left out makes an edit step: the data may change, the state stays.
    `needs` are predicates of `rules.py` that give the sentences of what is missing. `reason=REQUIRED` asks for words
    that history keeps. `duty` puts it on the desk of whoever may take it; `irreversible` makes the page ask once more.
    """

    verb: str
    label: Text
    _: KW_ONLY
    source: str | tuple[str, ...] | None
    target: str | None = None
    may: Who
    basis: Basis
    needs: tuple[Fact, ...] = ()
    reason: bool = False
    duty: bool = False
    irreversible: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """The states from which the step may be taken; empty for the step that makes the record."""
        if self.source is None:
            return ()
        return (self.source,) if isinstance(self.source, str) else self.source

    def leads_from(self, state: str) -> str:
        """Return the state in which the step leaves a record that is in `state`."""
        return self.target or state

    def over(self, record: Any) -> bool:
        """Tell whether a final fact stands against the step: it can never be taken again, so nobody is offered it."""
        return any(getattr(fact, "final", False) and any(True for _ in fact(record)) for fact in self.needs)

    def missing(self, record: Any) -> list[Text]:
        """Return the sentences of all facts that the record still lacks for this step."""
        return [sentence for fact in self.needs for sentence in fact(record)]


@dataclass(frozen=True)
class Deadline:
    """A duty: the step `met_by` must be taken within `span` (a key of the parameters) after `counts_from`.

    `counts_from` is an attribute path from the record to a date. Missing the day does not forbid the step: it is
    then marked 逾期 and asks for a reason.
    """

    label: Text
    counts_from: str
    met_by: str
    span: str
    basis: Basis
    kind = "deadline"

    @property
    def verb(self) -> str:
        return self.met_by


@dataclass(frozen=True)
class Wait:
    """An earliest day: the step `before` may only be taken when `span` (a parameter key) has passed."""

    label: Text
    counts_from: str
    before: str
    span: str
    basis: Basis
    kind = "wait"

    @property
    def verb(self) -> str:
        return self.before


class Steps:
    """All steps of one record, with its states, its deadlines and waits, and who may see it."""

    def __init__(
        self,
        label: Text,
        states: Mapping[str, Text],
        *steps: Step,
        visible: Who,
        round_path: str | None = None,
        dues: tuple[Deadline | Wait, ...] = (),
    ) -> None:
        self.label, self.states, self.visible, self.dues = label, dict(states), visible, dues
        self.round_path = round_path  # the lookup from the record to its round, for the pages that group by round
        self._steps = {step.verb: step for step in steps}
        if len(self._steps) != len(steps):
            raise ValueError("a verb stands twice in one table of steps")
        for step in steps:
            unknown = {*step.sources, step.target} - {*states, None}
            if unknown:
                raise ValueError(f"step {step.verb} names states that do not exist: {unknown}")

    def __iter__(self) -> Iterator[Step]:
        return iter(self._steps.values())

    def __getitem__(self, verb: str) -> Step:
        return self._steps[verb]

    def __contains__(self, verb: str) -> bool:
        return verb in self._steps

    def transitions(self) -> list[str]:
        """Return every change the table allows, as `verb:from:to` (`verb::to` where the record is made)."""
        return [f"{step.verb}:{source}:{step.leads_from(source)}" for step in self for source in step.sources or ("",)]


def follow(record: Any, path: str) -> Any:
    """Return what the dotted attribute path leads to from the record, or None where it breaks off."""
    for name in path.split("."):
        if record is None:
            return None
        record = getattr(record, name)
    return record


def always_leads(model: type[Model], path: str) -> bool:
    """Tell whether such a path leads from every record of a kind to exactly one other, by foreign keys never empty."""
    for name in path.split("."):
        field = model._meta.get_field(name)
        if not (field.many_to_one or field.one_to_one) or not field.concrete or field.null:
            return False
        model = cast("type[Model]", field.related_model)
    return True


def as_date(value: Any) -> date | None:
    """Return the local day of a date or a moment."""
    from datetime import datetime

    from django.utils import timezone

    return timezone.localdate(value) if isinstance(value, datetime) else value
