"""Where things are shown: addresses by name, and None for a page that this installation hasn't."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from jiangxin.portal.asking import found

# Pages of the apps by the kind of record: its whole list, and what there is of it in one round. Where an app has none,
# `portal:records` lists the records.
HOMES: dict[str, str] = {
    "enrolment.application": "enrolment:applications",
    "exams.duty": "exams:duties",
    "exams.sitting": "exams:sittings",
    "fees.feestandard": "fees:list",
    "items.paper": "items:list",
    "plans.plan": "plans:list",
    "scoring.scoresheet": "scoring:rooms",
    "supervision.inspection": "supervision:mine",
    "supervision.visit": "supervision:mine",
    "training.trainingclass": "training:list",
}
IN_ROUND: dict[str, str] = {
    "archive.dossier": "archive:round",
    "certificates.certificate": "certificates:round",
    "exams.sitting": "exams:round",
    "plans.plan": "plans:of_round",
    "results.filingrow": "results:answering",
    "results.publication": "results:round",
    "results.resultfiling": "results:round",
    "scoring.subjectmark": "scoring:round",
}
# Steps that are taken for many records at once, on a page of their own.
FOR_MANY: dict[tuple[str, str], str] = {("certificates.certificate", "hand_over"): "certificates:handing_over"}
LISTED = {  # … or on a list that shows first what waits
    ("scoring.scoresheet", "submit_sheet"): "scoring:rooms",
    ("supervision.inspection", "sign_findings"): "supervision:mine",
    ("supervision.visit", "sign_visit"): "supervision:mine",
    ("training.lesson", "hold_lesson"): "training:list",
}
FILTERED = {"enrolment.application"}  # lists that understand `round` and one `state`


def link(name: str, *args: Any, **query: Any) -> str | None:
    """Return the address of a page, with its query, or None where there is no such page."""
    try:
        return reverse(name, args=args) + asked(query)
    except NoReverseMatch:
        return None


def asked(query: dict[str, Any]) -> str:
    """Return a query as it follows an address; what is None or empty is not asked."""
    kept = {key: value for key, value in query.items() if value not in (None, "")}
    return f"?{urlencode(kept)}" if kept else ""


def records(label: str, **query: Any) -> str:
    """Return the rows behind a number: records of one kind, of a round, in a state (or several, with commas)."""
    own = link(HOMES[label], **query) if label in FILTERED and query.get("state", ",").isalpha() else None
    return own or reverse("portal:records", args=[label]) + asked(query)


def home(label: str) -> str:
    """Return the whole list of one kind of record."""
    return (link(HOMES[label]) if label in HOMES else None) or records(label)


def in_round(label: str, round_: int) -> str:
    """Return the page of what there is of one kind in a round."""
    return (link(IN_ROUND[label], round_) if label in IN_ROUND else None) or records(label, round=round_)


def work(label: str, verb: str, round_: int | None) -> str:
    """Return the page on which a step is taken for many records."""
    if (label, verb) in LISTED:
        return link(LISTED[label, verb]) or records(label, round=round_, step=verb)
    many = link(FOR_MANY[label, verb], round_) if (label, verb) in FOR_MANY else None
    if many or (round_ and label in IN_ROUND):
        return many or in_round(label, round_ or 0)
    own = link(HOMES[label], round=round_) if label in FILTERED else None
    return own or records(label, round=round_, step=verb)


def record(label: str, pk: int) -> str:
    """Return the address that leads to a record's own page, whichever that is."""
    return reverse("portal:record", args=[label, pk])


def go(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Lead to a record's own page; one without a page of its own is shown by the kernel."""
    shown = found(request, label, pk)
    own = getattr(shown, "get_absolute_url", None)
    return redirect(str(own()) if own else reverse("process:record", args=[label, pk]))
