"""How rounds stand: what their records say, for many rounds at once, in the same few queries whatever their number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Max, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from jiangxin.archive.models import Dossier
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.enrolment.models import Application
from jiangxin.exams.models import Seat, Sitting
from jiangxin.plans.models import Plan
from jiangxin.process.dues import Calendar
from jiangxin.process.models import Due, History
from jiangxin.process.presenting import calendar_around, days_left
from jiangxin.results.models import FilingRow, Publication, Result, ResultFiling
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import SubjectMark
from jiangxin.supervision.models import Inspection, RoundReport
from jiangxin.training.models import Completion, TrainingClass

# What is counted per round and state: kind → (records, path to the round, what tells them apart).
COUNTED: dict[str, tuple[type[Any], str, str]] = {
    "application": (Application, "round", "state"),
    "class": (TrainingClass, "round", "state"),
    "completion": (Completion, "application__round", "completed"),
    "seat": (Seat, "sitting__round", "state"),
    "mark": (SubjectMark, "seat__sitting__round", "state"),
    "inspection": (Inspection, "record__exam_room__sitting__round", "state"),
    "result": (Result, "application__round", "conclusion"),
    "row": (FilingRow, "result_filing__round", "state"),
    "certificate": (Certificate, "row__result_filing__round", "state"),
    "registration": (Registration, "round", "state"),
}
# Of these there are few per round: they are read whole.
READ: dict[str, type[Any]] = {
    "plans": Plan,
    "sittings": Sitting,
    "reports": RoundReport,
    "publications": Publication,
    "filings": ResultFiling,
    "dossiers": Dossier,
}


@dataclass
class Standing:
    """One round with everything from which its stages are derived."""

    round: Round
    today: date
    counts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    plans: list[Plan] = field(default_factory=list)
    sittings: list[Sitting] = field(default_factory=list)
    reports: list[RoundReport] = field(default_factory=list)
    publications: list[Publication] = field(default_factory=list)
    filings: list[ResultFiling] = field(default_factory=list)
    dossiers: list[Dossier] = field(default_factory=list)
    dues: dict[tuple[str, str], Due] = field(default_factory=dict)  # (kind, verb) → the day, the latest of its kind
    drafted_on: date | None = None
    calendar: Calendar | None = None

    def count(self, kind: str, *states: str) -> int:
        """Return how many records of a kind are in these states (or in any)."""
        counted = self.counts[kind]
        return sum(counted[state] for state in states) if states else counted.total()

    @property
    def applied(self) -> int:
        """How many have applied: neither drafts nor those who withdrew."""
        return self.count("application", "submitted", "endorsed", "returned", "accepted", "rejected")

    def left(self, due: Due) -> int:
        """Return the working days left until a due day."""
        assert self.calendar is not None
        return days_left(due, self.today, self.calendar)


def standings(rounds: Iterable[Round], today: date) -> dict[int, Standing]:
    """Return how each round stands, by its key, in a constant number of queries."""
    found = {round_.pk: Standing(round_, today) for round_ in rounds}
    if not found:
        return {}
    for kind, key, state, count in _counts(list(found)):
        found[key].counts[kind][state] += count
    for name, model in READ.items():
        for record in model.objects.filter(round__in=found):
            getattr(found[record.round_id], name).append(record)
    _dates(found)
    _dues(found, today)
    return found


def _counts(keys: Sequence[int]) -> QuerySet[Any, Any]:
    """Return (kind, round, state, count) of everything that is counted, in one query."""
    branches = [
        model.objects.filter(**{f"{path}__in": keys})
        .order_by()
        .values_list(Value(kind, output_field=CharField()), F(path), Cast(F(state), CharField()))
        .annotate(count=Count("pk"))
        for kind, (model, path, state) in COUNTED.items()
    ]
    rows: QuerySet[Any, Any] = branches[0].union(*branches[1:], all=True).order_by()
    return rows


def _dates(found: dict[int, Standing]) -> None:
    """Add the day on which each round was drafted, from history."""
    drafted = History.objects.filter(model=Round._meta.label_lower, record__in=found, verb="draft_round")
    for key, at in drafted.values_list("record").annotate(at=Max("at")):
        found[key].drafted_on = timezone.localdate(at)


def _dues(found: dict[int, Standing], today: date) -> None:
    """Add deadlines and waits of plans and result filings, with one calendar for all."""
    owners = {
        (record._meta.label_lower, record.pk): standing
        for standing in found.values()
        for record in (*standing.plans, *standing.filings)
    }
    wanted = Q(pk__in=[])
    for label in {label for label, _ in owners}:
        wanted |= Q(model=label, record__in=[key for name, key in owners if name == label])
    dues = list(Due.objects.filter(wanted).order_by("due_on"))
    calendar = calendar_around(dues, today)
    for standing in found.values():
        standing.calendar = calendar
    for due in dues:
        owners[due.model, due.record].dues[due.kind, due.verb] = due
