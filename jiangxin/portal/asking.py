"""What pages ask of a request: who, on which day, which record, which page of a list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from jiangxin.process.models import Record
from jiangxin.process.queries import model_of
from jiangxin.process.views import actor, today
from jiangxin.process.who import Actor

SIZE = 20


def asker(request: HttpRequest) -> tuple[Actor, date]:
    """Return who asks, and the day of the question."""
    return actor(request), today()


def kind(label: str) -> type[Record]:
    """Return the kind of record of this label; 404 when there is none."""
    try:
        return model_of(label)
    except KeyError:
        raise Http404 from None


def found(request: HttpRequest, label: str, pk: int) -> Record:
    """Return a record of any kind if this user may see it; a foreign one is 404, as if it were not there."""
    return get_object_or_404(kind(label).objects.visible_to(*asker(request)), pk=pk)


def number(request: HttpRequest, name: str) -> int | None:
    """Return a whole number from the query, None where there is none."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else None


def words(request: HttpRequest, name: str = "q") -> str:
    """Return what was typed to be looked for, without blanks at its ends and without what no text may hold."""
    return request.GET.get(name, "").replace("\0", "").strip()[:60]


def page_of(request: HttpRequest, rows: Any, size: int = SIZE) -> Page[Any]:
    """Return the page of a list that the query asks for; beyond the last it is the last."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def kept(request: HttpRequest) -> str:
    """Return the query without its page, for the links of the pagination."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return f"{asked.urlencode()}&" if asked else ""
