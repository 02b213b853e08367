"""The office's list of places: who waits, in which order, who holds one, and whose can be taken back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiangxin.enrolment.forms import ReleaseForm
from jiangxin.enrolment.models import Place
from jiangxin.enrolment.operations import places as operations
from jiangxin.enrolment.place_presenting import columns, row
from jiangxin.enrolment.place_queries import order_told, places_told, queue
from jiangxin.enrolment.steps import ENDED, FREED, HELD, STAFF
from jiangxin.process.presenting import nothing_yet
from jiangxin.process.views import actor, find, step_urls, today
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round

SHOWN = 200  # rows of one table
STEPS = step_urls(Place, operations, forms={"release_place": ReleaseForm})


def may_see(round_: Round, user: Actor) -> bool:
    """Tell whether this user sees the places of a round from an office; there are none without a quota."""
    return round_.quota is not None and STAFF.test(user, Place(round=round_), today())


@require_GET
def places(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the waiting list of a round in its order, then the confirmed places, then what was given up."""
    round_ = find(Round, request, pk)
    if not may_see(round_, actor(request)):
        raise Http404
    context = {
        "title": _("名额和候补"), "sub": str(round_), "buttons": _buttons(round_, request),
        "crumbs": [{"label": str(round_), "url": round_.get_absolute_url()}],
        "notices": [{"kind": "info", "text": "".join(places_told(round_)), "points": order_told(round_)}],
        "tables": [
            _table(request, _("候补"), list(queue(round_).select_related(*WHOLE)[:SHOWN]), ranked=True),
            _table(request, _("已确认"), _in(round_, HELD)),
            *([_table(request, _("已让出或已结束"), gone)] if (gone := _in(round_, FREED, ENDED)) else []),
        ],
    }  # fmt: skip
    return render(request, "process/list.html", context)


WHOLE = ("application__person", "round__college", "round__institution")


def _in(round_: Round, *states: str) -> list[Place]:
    found = Place.objects.filter(round=round_, state__in=states).select_related(*WHOLE)
    return list(found.order_by("turn")[:SHOWN])


def _table(request: HttpRequest, title: str, listed: list[Place], *, ranked: bool = False) -> dict[str, Any]:
    released = [_release(request, place) for place in listed]
    rows = [row(place, at if ranked else None, released[at - 1]) for at, place in enumerate(listed, 1)]
    heads = columns()
    if not any(released):  # a column in which nothing can be done says nothing
        heads, rows = heads[:-1], [{**each, "cells": each["cells"][:-1]} for each in rows]
    note = _("只列出前 %d 人") % SHOWN if len(listed) == SHOWN else ""
    empty = nothing_yet(_("现在没有人"), _("报名提交后确认名额；报满以后提交的人在这里按次序候补。"))
    return {"title": title, "note": note, "columns": heads, "rows": rows, "empty": empty}


def _release(request: HttpRequest, place: Place) -> str:
    """Return where a place is taken back, once the days of its correction are over; "" where it can't be."""
    step, over = Place.steps["release_place"], place.kept_until is not None and place.kept_until < today()
    if not over or place.state not in step.sources or place.application.state != "returned":
        return ""
    address = reverse("enrolment:release_place", args=[place.pk])
    if not step.may.test(actor(request), place, today()):
        return ""
    return f"{address}?{urlencode({'next': request.get_full_path()})}"


def _buttons(round_: Round, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the way to the round's applications, and to another number of places for whoever may set one."""
    buttons = [
        {"label": _("本期报名"), "url": f"{reverse('enrolment:applications')}?{urlencode({'round': round_.pk})}"}
    ]
    step = Round.steps["set_quota"]
    if round_.state in step.sources and step.may.test(actor(request), round_, today()):
        back = urlencode({"next": request.get_full_path()})
        buttons.append({"label": str(step.label), "url": f"{reverse('rounds:set_quota', args=[round_.pk])}?{back}"})
    return buttons
