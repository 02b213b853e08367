"""The queue of the review desk: who sees it, by what it is filtered, and which application comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from jiangxin.enrolment.alarms import alarmed, raised
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.queries import found, whole
from jiangxin.enrolment.rules import place_confirmed
from jiangxin.enrolment.wanted import lacking
from jiangxin.process.dues import last_day
from jiangxin.process.models import History
from jiangxin.process.who import NOBODY, Actor
from jiangxin.regulation.parameters import param

# What a queue may be narrowed to, by the names in its address; `state` is not among them, for whoever decides one
# after the other asks for those that wait for him.
NARROWED = ("round", "source", "condition", "opinion", "alarm", "returned", "q")
ENDINGS = ("accept", "endorse")  # whoever may take one of them decides on the application


def seen(user: Actor, on: date) -> QuerySet[Application]:
    """Return the applications that this user sees from an office, never his own."""
    visible: QuerySet[Application] = Application.objects.visible_to(user, on)
    return visible.exclude(person=user.person_id or 0)


def waiting_for(user: Actor, on: date) -> Q:
    """Return the condition that selects what waits for this user's decision, at whichever level is his."""
    waiting = NOBODY
    for verb in ENDINGS:
        step = Application.steps[verb]
        waiting = waiting | Q(state__in=step.sources) & step.may.q(Application, user, on)
    return waiting


def narrowed(
    listed: QuerySet[Application], asked: Mapping[str, Any], institutions: Iterable[int]
) -> QuerySet[Application]:
    """Return those of a list that fit the filters of an address; `institutions` are where numbers are looked up."""
    for name, lookup in (("round", "round"), ("source", "source"), ("condition", "condition__label")):
        if asked.get(name):
            listed = listed.filter(**{lookup: asked[name]})
    if opinion := asked.get("opinion"):
        listed = listed.filter(opinion_notes__clean=True) if opinion == "clean" else listed.filter(opinion=opinion)
    if asked.get("returned"):
        listed = listed.filter(pk__in=sent_back().values("record"))
    if asked.get("alarm"):
        listed = alarmed(listed, asked["alarm"])
    if asked.get("q"):
        listed = found(listed, institutions, asked["q"].strip())
    return listed


def clean(queue: QuerySet[Application]) -> list[Application]:
    """Return those of a queue that may be decided together: of one level and round, nothing open, all with a place."""
    candidates = list(whole(queue.filter(opinion_notes__clean=True).order_by("pk")))
    alarms = raised(candidates)
    fit = [one for one in candidates if not (alarms[one.pk] or lacking(one) or any(place_confirmed(one)))]
    return [one for one in fit if (one.round_id, one.state) == (fit[0].round_id, fit[0].state)]


def following(queue: QuerySet[Application], after: int) -> Application | None:
    """Return the application of a queue that comes after one, in the order in which they came in; then the first."""
    others = queue.exclude(pk=after).order_by("pk")
    return others.filter(pk__gt=after).first() or others.first()


def returned_before(keys: Iterable[int]) -> set[int]:
    """Return the keys of those applications that were sent back before."""
    return set(sent_back().filter(record__in=list(keys)).values_list("record", flat=True))


def corrections_due(returned: QuerySet[Application], on: date) -> dict[int, date]:
    """Return until when corrections are awaited of applications that were sent back, by their keys.

    The days are those of `places.correction`, counted from the last return.
    """
    last = sent_back().filter(record__in=returned.order_by().values("pk")).values_list("record")
    span = param("places.correction", on).span
    return {key: last_day(timezone.localdate(at), span) for key, at in last.annotate(at_last=Max("at"))}


def sent_back() -> QuerySet[History]:
    """Return the history of what was sent back; `record` is the application's key."""
    return History.objects.filter(model=Application._meta.label_lower, verb="send_back").order_by()
