"""Timelines over records of many kinds: what was done in one act is one line, also where it was done for a hundred."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import ngettext

from jiangxin.portal import links
from jiangxin.process.models import History, Record
from jiangxin.process.queries import model_of
from jiangxin.process.triggers import RECORDS
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import Basis

# What makes rows of history one act.
ACT = ("transaction", "model", "verb", "target", "actor", "signer", "office", "basis", "reason", "at")


def below(round_: Record, user: Actor, on: Any) -> list[QuerySet[Any]]:
    """Return everything of a round that this user may see, one set for each kind of record."""
    return [
        model.objects.visible_to(user, on).filter(**{model.steps.round_path: round_.pk})
        for model in RECORDS
        if model.steps.round_path
    ]


def acts(sets: Iterable[QuerySet[Any]], *, limit: int, before: int | None = None) -> list[dict[str, Any]]:
    """Return the newest acts on these records as events for `components/timeline.html`, in two queries.

    `before` is the `id` of an event: then only what came before it.
    """
    earlier = Q(id__lt=before) if before else Q()
    branches = [
        History.objects.filter(
            earlier, model=records.model._meta.label_lower, record__in=records.order_by().values("pk")
        )
        .order_by()
        .values(*ACT)
        .annotate(count=Count("id"), last=Max("id"), first=Min("record"))
        .order_by("-last")[:limit]
        for records in sets
    ]
    if not branches:
        return []
    rows = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    return events(rows.order_by("-last")[:limit])


def taken_by(user: Actor) -> QuerySet[Any, Any]:
    """Return the acts of a person, newest first: what he did himself, and what was recorded from his paper."""
    own = History.objects.filter(answerable=user.id).order_by().values(*ACT)
    rows: QuerySet[Any, Any] = own.annotate(count=Count("id"), last=Max("id"), first=Min("record")).order_by("-last")
    return rows


def events(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return acts with the names of those who acted and the labels of their steps."""
    listed: Sequence[dict[str, Any]] = list(rows)
    keys = {row[who] for row in listed for who in ("actor", "signer")} - {None}
    users: dict[int, Any] = get_user_model()._default_manager.select_related("person").in_bulk(keys)
    names = {key: str(user) for key, user in users.items()}
    return [_event(row, names) for row in listed]


def without_closed_doors(events: Sequence[dict[str, Any]], user: Actor, on: Any) -> Sequence[dict[str, Any]]:
    """Take the link off each act whose record this user may not see any more; one query for each kind of record."""
    keys: dict[str, set[int]] = {}
    for event in events:
        if event["url"]:
            keys.setdefault(event["model"], set()).add(event["first"])
    seen = {
        (model, key)
        for model, wanted in keys.items()
        for key in model_of(model).objects.visible_to(user, on).filter(pk__in=wanted).values_list("pk", flat=True)
    }
    return [event if (event["model"], event["first"]) in seen else {**event, "url": ""} for event in events]


def _event(row: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    """Return one act as an event; a single record is linked, many are counted."""
    steps = model_of(row["model"]).steps
    verb, count = row["verb"], row["count"]
    many = ngettext("%(what)s %(count)d 条", "%(what)s %(count)d 条", count) % {"what": steps.label, "count": count}
    return {
        **row,
        "id": row["last"],
        "label": steps[verb].label if verb in steps else verb,
        "detail": many if count > 1 else steps.label,
        "url": links.record(row["model"], row["first"]) if count == 1 else "",
        "actor": names.get(row["actor"], ""),
        "signer": names.get(row["signer"], ""),
        "basis": Basis.parse(row["basis"]).label,
    }
