"""The list of rounds, and the page of one round: its stages, numbers, plan, days, sittings, and all that happened."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Roster
from jiangxin.enrolment.place_views import may_see as may_see_places
from jiangxin.exams.models import Seat, Sitting
from jiangxin.plans.models import Plan
from jiangxin.portal import links
from jiangxin.portal.asking import asker, kept, number, page_of, words
from jiangxin.portal.desk import with_names
from jiangxin.portal.events import acts, below
from jiangxin.portal.figures import figures, funnel
from jiangxin.portal.stage_links import linked
from jiangxin.portal.stages import LATE, STAGES, Course, courses
from jiangxin.process.presenting import due_items, state_tag, step_buttons
from jiangxin.process.queries import model_of
from jiangxin.regulation.words import in_series
from jiangxin.rounds.models import Round
from jiangxin.scoring.views.office import kinds_imported
from jiangxin.standards.models import Subject

RECENT, FIRST = 30, 8  # acts on the page, and of these without asking


def visible(request: HttpRequest) -> QuerySet[Round]:
    """Return the rounds that whoever asks may see, with what their names are made of."""
    rounds: QuerySet[Round] = with_names(Round.objects.visible_to(*asker(request)))
    return rounds


def rounds(request: HttpRequest) -> HttpResponse:
    """Show the rounds, filtered by year, college, occupation, state and stage, and searched by number."""
    user, on = asker(request)
    found = _searched(request, visible(request))
    if stage := request.GET.get("stage"):
        # A stage is derived, so it is derived for all that the other filters leave.
        known = courses(found[:500], on)
        page = page_of(
            request, [course for course in known.values() if course.current.key == stage and not course.over]
        )
        listed = list(page)
    else:
        page = page_of(request, found)
        listed = list(courses(page, on).values())
    held = {appointment.role for appointment in user.appointments_on(on)}
    context = {
        "courses": listed,
        "page": page,
        "query": kept(request),
        "fields": _fields(request),
        "reset": links.link("portal:rounds") if request.GET else "",
        "new_round": links.link("rounds:draft_round") if held & {"centre_officer", "college_officer"} else None,
    }
    return render(request, "portal/rounds.html", context)


def _searched(request: HttpRequest, found: QuerySet[Round]) -> QuerySet[Round]:
    """Return the rounds that the filters leave."""
    for name, path in (("year", "year"), ("college", "college"), ("occupation", "level__standard__occupation")):
        if (value := number(request, name)) is not None:
            found = found.filter(**{path: value})
    if (state := request.GET.get("state")) in Round.steps.states:
        found = found.filter(state=state)
    return found.filter(by_words(words(request)))


def by_words(typed: str) -> Q:
    """Return the condition by which a round is found: its number (2026-03), or a part of its occupation's name."""
    year, _sep, sequence = typed.partition("-")
    if year.isascii() and year.isdigit() and sequence.isascii() and sequence.isdigit() and len(typed) < 12:
        return Q(year=int(year), sequence=int(sequence))
    return Q(level__standard__occupation__name__icontains=typed) if typed else Q()


def _fields(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the filters: only what occurs can be chosen."""
    rows = Round.objects.visible_to(*asker(request)).order_by()
    names = ("year", "college", "college__name", "level__standard__occupation", "level__standard__occupation__name")
    found = sorted(set(rows.values_list(*names)), reverse=True)
    options = {
        "year": {row[0]: row[0] for row in found},
        "college": {row[1]: row[2] for row in found},
        "occupation": {row[3]: row[4] for row in found},
        "stage": {stage.key: stage.label for stage in STAGES},
        "state": Round.steps.states,
    }
    labels = {
        "year": _("年度"),
        "college": _("承办学院"),
        "occupation": _("职业"),
        "stage": _("环节"),
        "state": _("状态"),
    }
    search = {"name": "q", "label": _("批次号或职业"), "kind": "text", "value": words(request)}
    return [
        search,
        *(
            {
                "name": name,
                "label": labels[name],
                "kind": "select",
                "value": request.GET.get(name),
                "options": [{"value": str(value), "label": label} for value, label in choices.items()],
            }
            for name, choices in options.items()
        ),
    ]


def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one round."""
    shown = get_object_or_404(visible(request), pk=pk)
    user, on = asker(request)
    course = linked(courses([shown], on)[pk], user, on)
    numbers, events = figures(course), acts(below(shown, user, on), limit=RECENT)
    context = {
        "round": shown,
        "course": course,
        "tag": state_tag(shown, good=["closed"], bad=["cancelled"]),
        "crumbs": crumbs(shown)[:-1],
        "at_hand": [_at_hand(course, node) for node in course.at_hand],
        "steps": buttons(shown, user, on, back=request.get_full_path()),
        "figures": list(numbers.values()),
        "funnel": funnel(course, numbers),
        "plan": plan_of(course, user, on),
        "dues": due_items(course.standing.plans, on) + due_items(course.standing.filings, on),
        "sittings": sittings_of(shown, user, on),
        "events": events[:FIRST],
        "earlier": events[FIRST:],
        "rosters": links.link("enrolment:rosters", pk) if may_import(shown, user, on) else None,
        "sheets": links.link("scoring:import_marks", pk) if may_record_sheets(shown, user, on) else None,
        "places": links.link("enrolment:places", pk) if may_see_places(shown, user) else None,
        "notice": links.link("portal:notice", pk) if shown.state in ("open", "closed") else None,
    }
    return render(request, "portal/round.html", context)


def may_import(shown: Round, user: Any, on: date) -> bool:
    """Tell whether this user may bring in a roster now: the round is open, and he is of its college or centre."""
    return shown.state == "open" and Roster.steps["check_roster"].may.test(user, Roster(round=shown), on)


def may_record_sheets(shown: Round, user: Any, on: date) -> bool:
    """Tell whether this user records what examiners signed on paper, and a sitting of the round has been held."""
    held = Sitting.objects.filter(round=shown, state__in=("confirmed", "closed"))
    return bool(kinds_imported(user, shown, on) - {Subject.THEORY}) and held.exists()


def buttons(shown: Round, user: Any, on: date, *, back: str) -> list[dict[str, Any]]:
    """Return the steps of a round; one that leads to a page of its own is red there, not here."""
    urgent = {str(step.label) for step in Round.steps if step.duty}
    steps = step_buttons(shown, user, on, back=back)
    quiet = [
        {**step, "kind": ("main" if str(step["label"]) in urgent else "") if step["href"] else step["kind"]}
        for step in steps
    ]
    return sorted(quiet, key=lambda step: step["kind"] == "main")


def crumbs(shown: Round) -> list[dict[str, Any]]:
    """Return the way to a round, the round itself last."""
    rounds = links.link("portal:rounds")
    return [
        {"label": _("认定批次"), "url": rounds},
        {"label": _("%(year)d 年") % {"year": shown.year}, "url": f"{rounds}?year={shown.year}"},
        {"label": str(shown), "url": links.link("portal:round", shown.pk)},
    ]


def _at_hand(course: Course, node: Any) -> dict[str, Any]:
    """Return who takes the next step of a stage, and what it still lacks."""
    missing: list[str] = []
    if node.step:
        model = model_of(node.step[0])
        step, path = model.steps[node.step[1]], model.steps.round_path
        waiting = model.objects.filter(state__in=step.sources, **{path or "pk": course.round.pk})
        # What a single record lacks can be said; a hundred lack a hundred things, and their list says them.
        records = list(waiting[:2])
        missing = [str(sentence) for sentence in step.missing(records[0])] if len(records) == 1 else []
    label = str(model_of(node.step[0]).steps[node.step[1]].label) if node.step else ""
    return {"node": node, "late": node.state == LATE, "step": label, "who": node.who, "missing": missing[:6]}


def plan_of(course: Course, user: Any, on: date) -> dict[str, Any] | None:
    """Return the newest plan this user may see, with its eleven parts as checks."""
    plan = Plan.objects.visible_to(user, on).filter(round=course.round).order_by("-version").first()
    if plan is None:
        return None
    due = course.standing.dues.get(("deadline", "file"))
    return {
        "plan": plan,
        "tag": "ok" if plan.state == "received" else "go",
        "url": links.record("plans.plan", plan.pk),
        "due": {"day": due.due_on, "left": course.standing.left(due), "met": due.met_on} if due else None,
        "checks": parts_of(plan),
    }


def parts_of(plan: Plan) -> list[dict[str, Any]]:
    """Return the eleven parts of article 14(1) for `components/checks.html`."""
    url = links.record("plans.plan", plan.pk)
    return [
        {
            "label": part.heading,
            "ok": not part.missing,
            "note": in_series(str(sentence) for sentence in part.missing) or getattr(part, "summary", ""),
            "url": url if part.missing else "",
        }
        for part in plan.parts()
    ]


def sittings_of(shown: Round, user: Any, on: date) -> list[dict[str, Any]]:
    """Return the sittings of a round that this user may see, with how many are seated and how many came."""
    sittings = Sitting.objects.visible_to(user, on).filter(round=shown).exclude(state="cancelled")
    seats: dict[int, list[str]] = {}
    for key, state in Seat.objects.filter(sitting__round=shown).exclude(state="moved").values_list("sitting", "state"):
        seats.setdefault(key, []).append(state)
    return [
        {
            "sitting": sitting,
            "url": links.record("exams.sitting", sitting.pk),
            "seated": len(seats.get(sitting.pk, ())),
            "present": seats.get(sitting.pk, []).count("present"),
        }
        for sitting in sittings.select_related("subject", "site").order_by("starts_at")
    ]


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that happened in a round and below it (全部经过), newest first."""
    shown = get_object_or_404(visible(request), pk=pk)
    user, on = asker(request)
    found = acts(below(shown, user, on), limit=100 + 1, before=number(request, "before"))
    context = {
        "round": shown,
        "crumbs": crumbs(shown),
        "events": found[:100],
        "older": found[99]["id"] if len(found) > 100 else None,
    }
    return render(request, "portal/history.html", context)
