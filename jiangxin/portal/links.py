"""Where things are shown: addresses by name, and None for a page that this installation hasn't."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from jiangxin.portal.asking import found

# Lists of their own, by the kind of record; every other kind is listed by `portal:records`.
LISTS: dict[str, str] = {
    "enrolment.application": "enrolment:applications",
    "rounds.round": "portal:rounds",
}


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
    """Return the list of one kind of record: the app's own, where it understands the query, else the portal's."""
    single = "," not in str(query.get("state", ""))
    own = link(LISTS[label], **query) if label in LISTS and single else None
    return own or reverse("portal:records", args=[label]) + asked(query)


def record(label: str, pk: int) -> str:
    """Return the address that leads to a record's own page, whichever that is."""
    return reverse("portal:record", args=[label, pk])


def go(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Lead to a record's own page; one without a page of its own is shown by the kernel."""
    shown = found(request, label, pk)
    own = getattr(shown, "get_absolute_url", None)
    return redirect(str(own()) if own else reverse("process:record", args=[label, pk]))
