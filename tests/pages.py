"""Every page of the product, from Django's resolver: its address is filled with real records of one populated world.

`every_page()` gives them all; a new pattern whose arguments nobody knows raises Nameless, by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import URLResolver, get_resolver

from jiangxin.certificates.models import Certificate
from jiangxin.documents.models import StoredFile
from jiangxin.process.models import Record
from jiangxin.process.step import Step, Steps
from jiangxin.process.triggers import RECORDS
from jiangxin.results.models import Objection, Result
from jiangxin.scoring.views.office import MARKED

# Where an address is not named after its record: the words before `<int:pk>` → the record.
RECORD_OF = {
    "archive/round": "rounds.round", "certificates/round": "rounds.round", "documents/rule": "documents.ruletext",
    "enrolment/start": "rounds.round", "enrolment/mine": "enrolment.application", "exams/room": "exams.examroom",
    "enrolment/photo-pack": "enrolment.photopack",
    "fees/fee": "fees.feestandard", "notices": "rounds.round", "results/filing": "results.resultfiling",
    "results/publicity": "results.publication", "scoring/mark": "scoring.subjectmark",
    "scoring/room": "exams.examroom", "scoring/seat": "exams.seat", "scoring/sheet": "scoring.scoresheet",
    "standards/level": "standards.standardlevel", "supervision/report": "supervision.roundreport",
    "training/class": "training.trainingclass", "candidates": "enrolment.application", "rounds": "rounds.round",
    "certificates/progress": "process.progress",
}  # fmt: skip
# What the other arguments are: by the page's name and the argument, or by the argument alone.
WORDS: dict[str, Any] = {
    "key": "who", "which": "original", "kind": "practical", "role": "supervisor", "year": 2026, "volume": 1, "place": 1,
    "label": "rounds.round", "part": "slips", "verb": "accept", "certificates:registration_file kind": "workbook",
}  # fmt: skip
# Pages that not every record of their kind has: by name, or by the words before `<int:pk>`. Else the oldest is taken.
SUCH: dict[str, dict[str, Any]] = {
    "enrolment/start": {"state": "open"}, "notices": {"state": "open"}, "enrolment/mine": {"person__user__gt": 0},
    "exams:recall": {"role": "outside"},
    "people/organisation": {"kind": "college"}, "people:rotate_key": {"kind": "institution"},
    "standards:publication": {"publication__gt": 0}, "standards/subject": {"level__standard__state": "draft"},
    "standards/condition": {"level__standard__state": "draft"},
    "enrolment:question": {"state": "draft"}, "enrolment:none_fits": {"state": "draft"},
    "enrolment:places": {"quota__gt": 0},
    "enrolment:submitted": {"state": "returned"}, "enrolment:photo": {"photo__gt": 0},
    "enrolment:material": {"file__gt": 0}, "plans:receipt": {"receipt__gt": 0}, "results:receipt": {"receipt__gt": 0},
    "results/publicity": {"round__in": Objection.objects.values("result__application__round")},
    "scoring/room": {"sitting__subject__kind": "practical"},
    "scoring/sheet": {"seat__sitting__subject__kind": "practical", "seat__application__photo__gt": 0},
}  # fmt: skip


class Nameless(Exception):
    """No address can be made for a pattern: its argument is in no table here, or no record of its kind exists."""


@dataclass(frozen=True)
class Pattern:
    """A named pattern of the resolver: `plans:approve`, `plans/plan/<int:pk>/approve`, and the view behind it."""

    name: str
    route: str
    view: Any = field(repr=False, compare=False)
    converters: dict[str, Any] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Page:
    """One page: `kind` is `step` (of `record`), `birth` (under `record`, or at home), `record`, or `page`."""

    name: str
    address: str
    record: Record | None
    kind: str
    step: Step | None = None


def patterns(resolver: URLResolver | None = None, prefix: str = "", app: str = "") -> Iterator[Pattern]:
    """Return every named pattern of the product; no database is asked."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route, entry.namespace or app)
        elif entry.name:
            yield Pattern(f"{app}:{entry.name}" if app else entry.name, route, entry.callback, entry.pattern.converters)


def every_page() -> list[Page]:
    """Return every page with its address in the present world."""
    return [page_of(pattern) for pattern in patterns()]


def page_of(pattern: Pattern) -> Page:
    """Return the page of a pattern. Raises Nameless."""
    model = record_class(pattern)
    step, birth = step_of(pattern, model), birth_of(pattern)
    record = chosen(pattern, model, step) if model is not None else None
    address = "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: word(pattern, found[1], record), pattern.route)
    kind = "step" if step else "birth" if birth else "record" if isinstance(record, Record) else "page"
    return Page(pattern.name, address, record if isinstance(record, Record) else None, kind, step or birth)


def record_class(pattern: Pattern) -> type[Any] | None:
    """Return the class of the record that a pattern's `pk` names; None for a pattern without one."""
    before, found, _after = pattern.route.partition("<int:pk>")
    if not found:
        return None
    words = before.replace("<str:label>/", "").rstrip("/")
    label = "rounds.round" if words.endswith("/round") or "<str:label>" in before else words.replace("/", ".")
    try:
        return apps.get_model(RECORD_OF.get(words, label))
    except (LookupError, ValueError):
        raise Nameless(f"{pattern.name}: /{pattern.route}: pages.py doesn't know whose pk this is") from None


def step_of(pattern: Pattern, model: type[Any] | None) -> Step | None:
    """Return the step that a page takes: the one of its record with the page's name."""
    steps: Steps | None = getattr(model, "steps", None)
    verb = pattern.name.partition(":")[2]
    return steps[verb] if steps and verb in steps and steps[verb].sources else None


def birth_of(pattern: Pattern) -> Step | None:
    """Return the step by which a page makes a record of its app: the one with the page's name."""
    app, _colon, verb = pattern.name.partition(":")
    tables = [model.steps for model in RECORDS if model._meta.app_label == app and verb in model.steps]
    return next((steps[verb] for steps in tables if not steps[verb].sources), None)


def chosen(pattern: Pattern, model: type[Any], step: Step | None) -> Any:
    """Return the record that a page is about, for a step one in a state from which it may be taken, if there is one."""
    such = SUCH.get(pattern.name) or SUCH.get(pattern.route.partition("/<int:pk>")[0], {})
    known: QuerySet[Any] = model._default_manager.filter(**such).order_by("pk")
    fitting = known.filter(state__in=step.sources).first() if step else None
    record = fitting or known.first()
    if record is None:
        raise Nameless(f"{pattern.name}: the world has no {model._meta.label_lower} {such or ''}")
    return record


def word(pattern: Pattern, argument: str, record: Any) -> str:
    """Return what stands in an address for an argument. Raises Nameless."""
    if argument == "pk":
        return str(record.pk)
    if argument == "number":
        return str(Certificate.objects.order_by("pk")[0].number)
    if argument == "result":
        return str(Result.objects.filter(application__round=record.round).order_by("-pk")[0].pk)
    if argument == "file":
        return str(StoredFile.objects.filter(name__startswith=MARKED).order_by("pk")[0].pk)
    value = WORDS.get(f"{pattern.name} {argument}", WORDS.get(argument))
    if value is None:
        raise Nameless(f"{pattern.name}: nothing is known of its argument “{argument}”")
    return str(value)
