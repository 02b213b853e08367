"""The desk (待办): what waits for whoever asks, the rounds that are under way, and what soon ends."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiangxin.archive.models import Dossier
from jiangxin.people import roles
from jiangxin.portal import links, warnings
from jiangxin.portal.asking import SIZE, kept, page_of
from jiangxin.portal.duties import Duty, duties_of, ripe
from jiangxin.portal.events import events, taken_by, without_closed_doors
from jiangxin.portal.stage_links import beginnings
from jiangxin.portal.stages import courses
from jiangxin.process.dues import Calendar
from jiangxin.process.presenting import basis_of
from jiangxin.process.views import actor, today
from jiangxin.regulation.calendar import CalendarUnknown
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round

# Days that a round states itself, for steps without a deadline by rule.
OWN_DAYS = {("rounds.round", "open"): "apply_from", ("rounds.round", "close"): "apply_until"}
SHOWN = 5  # rounds beside the desk
FAR = date.max


@dataclass(frozen=True)
class Item:
    """One line of the desk."""

    duty: Duty
    round: Round | None  # and whether whoever asks may open it: one who is sent from outside sees his sitting alone
    opens: bool
    day: date | None
    left: int

    @property
    def title(self) -> str:
        """What is to be done."""
        return str(self.duty.step.label)

    @property
    def detail(self) -> str:
        """What it is done to, and for how many."""
        steps = self.duty.model.steps
        states = joined(str(steps.states[state]) for state in self.duty.step.sources)
        words = {"what": steps.label, "state": states, "count": self.duty.count}
        return _("%(what)s %(count)d 条 · %(state)s") % words if self.duty.count > 1 else f"{steps.label} · {states}"

    @property
    def basis(self) -> dict[str, Any]:
        """The clause that asks for it."""
        return basis_of(self.duty.step.basis)

    @property
    def url(self) -> str:
        """Where it is done: one record's own page, or the list of all."""
        if self.duty.count == 1:
            return links.record(self.duty.label, self.duty.first)
        return links.work(self.duty.label, self.duty.verb, self.duty.round)


def items(duties: Sequence[Duty], on: date) -> list[Item]:
    """Return the lines of a desk, the most urgent first, still without their rounds."""
    own = [duty.first for duty in duties if (duty.label, duty.verb) in OWN_DAYS]
    fields = sorted(set(OWN_DAYS.values()))
    rounds = {row["pk"]: row for row in Round.objects.filter(pk__in=own).order_by().values("pk", *fields)}
    days = {duty: _day(duty, rounds) for duty in duties}
    left = days_left([day for day in days.values() if day], on)
    listed = [Item(duty, None, False, day, left.get(day or FAR, 0)) for duty, day in days.items()]
    return sorted(listed, key=lambda item: (item.day or FAR, -(item.duty.round or 0)))


def with_rounds(listed: Iterable[Item], rounds: Mapping[int, Round], opens: Collection[int]) -> list[Item]:
    """Return lines with their rounds; `rounds` are those of the lines that are shown, `opens` those seen themselves."""
    found = ((line, line.duty.round or 0) for line in listed)
    return [replace(line, round=rounds.get(key), opens=key in opens) for line, key in found]


def with_names(rounds: Any) -> Any:
    """Return the rounds with what their names are made of."""
    return rounds.select_related("college", "institution", "filing", "level__standard__occupation")


def _day(duty: Duty, rounds: dict[int, dict[str, Any]]) -> date | None:
    own = OWN_DAYS.get((duty.label, duty.verb))
    return rounds[duty.first][own] if own and duty.first in rounds else duty.due_on


def days_left(days: Sequence[date], on: date) -> dict[date, int]:
    """Return the working days left until each day, in one query; calendar days where the calendar doesn't reach."""
    if not days:
        return {}
    calendar = Calendar(min(on, *days), max(on, *days))

    def left(day: date) -> int:
        try:
            return calendar.left(on, day)
        except CalendarUnknown:
            return (day - on).days

    return {day: left(day) for day in set(days)}


def under_way(request: HttpRequest, on: date) -> list[int]:
    """Return the keys of the newest rounds that are neither archived nor cancelled."""
    archived = Dossier.objects.filter(state="sealed").values("round")
    rounds = Round.objects.visible_to(actor(request), on).exclude(state="cancelled").exclude(pk__in=archived)
    # Which they are first, their names afterwards: to plan both in one statement takes PostgreSQL 16 ms.
    return list(rounds.values_list("pk", flat=True)[:SHOWN])


def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever asks; a candidate's desk is his applications."""
    user, on = actor(request), today()
    if not user.appointments_on(on):
        return redirect("portal:mine")
    duties = duties_of(request)
    listed = items(ripe(duties, on), on)
    page = page_of(request, listed)
    waiting = items([duty for duty in duties if duty.waits(on)], on)[:SIZE]
    newest = under_way(request, on)
    shown = {line.duty.round for line in [*page, *waiting] if line.duty.round}
    rounds = with_names(Round.objects.filter(pk__in={*newest, *shown})).in_bulk()
    opens = set(Round.objects.visible_to(user, on).filter(pk__in=shown).values_list("pk", flat=True))
    courses_ = list(courses([rounds[key] for key in newest], on).values())
    context = {
        "page": page,
        "items": with_rounds(page, rounds, opens),
        "query": kept(request),
        "total": len(listed),
        "urgent": sum(item.day is not None and item.left <= 5 for item in listed),
        "waiting": with_rounds(waiting, rounds, opens),
        "courses": courses_,
        "beginnings": beginnings(courses_, user, on),
        "warnings": warnings.warnings(user, on),
        "today": on,
        "new_round": _new_round(request, on),
    }
    return render(request, "portal/desk.html", context)


def _new_round(request: HttpRequest, on: date) -> str | None:
    """Return the page on which a round is drafted, for those who may draft one."""
    may = {roles.CENTRE_OFFICER, roles.COLLEGE_OFFICER}
    held = {appointment.role for appointment in actor(request).appointments_on(on)}
    return links.link("rounds:draft_round") if may & held else None


def done(request: HttpRequest) -> HttpResponse:
    """Show what whoever asks has done (已办), from history."""
    user = actor(request)
    page = page_of(request, taken_by(user))
    shown = without_closed_doors(events(page), user, today())
    return render(request, "portal/done.html", {"page": page, "events": shown, "query": kept(request)})
