"""The working-day calendar: a year at a glance, provisional days marked, a warning when it ends soon."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiangxin.process.models import CalendarDay
from jiangxin.process.presenting import rule_of, step_address
from jiangxin.process.views import actor, today
from jiangxin.regulation.calendar import holiday_words
from jiangxin.regulation.parameters import param

MONDAY_FIRST = calendar.Calendar(firstweekday=0)


@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    """Go to the year of today."""
    return redirect("people:calendar", today().year)


@require_GET
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Show a year of the calendar, month by month."""
    known = {day.day: day for day in CalendarDay.objects.filter(day__year=year)}
    if not known:
        raise Http404
    may_revise = CalendarDay.steps["revise_day"].may.test(actor(request), CalendarDay(), today())
    listed = sorted({day.year for day in CalendarDay.objects.dates("day", "year")})
    context = {
        "year": year,
        "years": [{"label": str(y), "url": reverse("people:calendar", args=[y]), "current": y == year} for y in listed],
        "months": [_month(year, month, known, may_revise) for month in range(1, 13)],
        "provisional": any(day.provisional for day in known.values()),
        "workdays": sum(day.is_workday for day in known.values()),
        "warning": warning(today()),
        "rule": rule_of(param("calendar.warning")),
        "may_revise": may_revise,
    }
    return render(request, "people/calendar.html", context)


def warning(on: date) -> str:
    """Return a sentence when too few days beyond a day are known for sure; "" when there are enough."""
    last = CalendarDay.objects.filter(provisional=False).aggregate(last=Max("day"))["last"]
    least = param("calendar.warning").integer
    if last and last >= on + timedelta(days=least):
        return ""
    sentence = _(
        "日历只确定到 %(last)s，不足 %(least)d 天。"
        "国务院办公厅公布下一年放假安排后，请逐日更正暂定的日子，否则期限可能算错。"
    )
    return sentence % {"last": last.isoformat() if last else "–", "least": least}


def _month(year: int, month: int, known: dict[date, CalendarDay], may_revise: bool) -> dict[str, Any]:
    weeks = [
        [_cell(day, known.get(day), may_revise) if day.month == month else None for day in week]
        for week in MONDAY_FIRST.monthdatescalendar(year, month)
    ]
    return {"first": date(year, month, 1), "weeks": weeks}


def _cell(day: date, known: CalendarDay | None, may_revise: bool) -> dict[str, Any]:
    """Return one day as the page shows it: its kind, its holiday's name, the address of its correction."""
    back = reverse("people:calendar", args=[day.year])
    return {
        "day": day,
        "kind": _kind(known) if known else "unknown",
        "today": day == today(),
        "provisional": bool(known and known.provisional),
        "name": str(holiday_words(known.name)) if known and known.name else "",
        "url": step_address(known, "revise_day", next=back) if known and may_revise else "",
    }


def _kind(known: CalendarDay) -> str:
    """Return `work`, `made_up` for a Saturday or Sunday that is worked, `rest` for one that isn't, or `holiday`."""
    weekend = known.day.weekday() >= 5
    if known.is_workday:
        return "made_up" if weekend else "work"
    return "rest" if weekend and not known.name else "holiday"
