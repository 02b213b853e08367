"""The pages of the three authorities of article 14: what is filed with them, and what they supervise (属地管理)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from jiangxin.certificates.models import Registration
from jiangxin.exams.models import Sitting
from jiangxin.people import roles
from jiangxin.people.models import Organisation
from jiangxin.plans.models import Plan
from jiangxin.portal import links
from jiangxin.portal.asking import asker
from jiangxin.portal.desk import with_names
from jiangxin.portal.stages import courses
from jiangxin.process.dues import dues_of
from jiangxin.process.views import actor, today
from jiangxin.results.models import FilingRow, ResultFiling
from jiangxin.rounds.models import Round
from jiangxin.supervision.models import RoundReport, Visit

# Page → the field by which an institution names the authority.
NAMED = {"filings": "employment_centre", "oversight": "city_centre", "confirmations": "provincial_centre"}
ROUND = "round__level__standard__occupation"
SHOWN = 30


def kinds_of(offices: Iterable[Any]) -> list[str]:
    """Return the pages of the authorities in which these offices are held."""
    held = [office.organisation_id for office in offices if office.role == roles.AUTHORITY_OFFICER]
    if not held:
        return []
    named = Organisation.objects.filter(kind=Organisation.INSTITUTION).values_list(*NAMED.values())
    by_kind = list(zip(*named, strict=True)) or [()] * len(NAMED)
    return [kind for kind, keys in zip(NAMED, by_kind, strict=True) if set(held) & set(keys)]


def _only(request: HttpRequest, kind: str) -> None:
    """Let nobody in but officers of this authority; the page is not there for others."""
    if kind not in kinds_of(actor(request).appointments_on(today())):
        raise Http404


def filings(request: HttpRequest) -> HttpResponse:
    """Show the employment centre the plans that were filed with it: first those that await its receipt."""
    _only(request, "filings")
    plans = Plan.objects.visible_to(*asker(request)).filter(state__in=["filed", "received"])
    plans = plans.select_related(ROUND, "round__college", "round__institution").order_by("-filed_on")[:SHOWN]
    late = {due.record for due in dues_of(list(plans)) if due.met_on and due.met_on > due.due_on}
    rows: list[dict[str, Any]] = [
        {"plan": plan, "url": links.record("plans.plan", plan.pk), "late": plan.pk in late} for plan in plans
    ]
    context = {
        "waiting": [row for row in rows if row["plan"].state == "filed"],
        "received": [row for row in rows if row["plan"].state == "received"],
    }
    return render(request, "portal/filings.html", context)


def oversight(request: HttpRequest) -> HttpResponse:
    """Show the city's centre the rounds it supervises, their sittings day by day, and the supervisors' reports."""
    _only(request, "oversight")
    user, on = asker(request)
    rounds = with_names(Round.objects.visible_to(user, on).exclude(state="cancelled"))[:SHOWN]
    sittings = Sitting.objects.visible_to(user, on).filter(state="confirmed", starts_at__date__gte=on)
    coming = sittings.select_related("subject", "site", ROUND).order_by("starts_at")
    reports = RoundReport.objects.visible_to(user, on).filter(state="signed")
    context = {
        "courses": list(courses(rounds, on).values()),
        "days": by_day(coming[:SHOWN]),
        "reports": [
            {"report": report, "url": links.record("supervision.roundreport", report.pk)}
            for report in reports.select_related("supervisor", ROUND).order_by("-signed_at")[:SHOWN]
        ],
        "visits": Visit.objects.visible_to(user, on)
        .exclude(duty__state="released")
        .select_related("duty__person", "duty__sitting__subject", "duty__sitting__round")
        .order_by("-duty__starts_at")[:SHOWN],
    }
    return render(request, "portal/oversight.html", context)


def by_day(sittings: Iterable[Sitting]) -> list[dict[str, Any]]:
    """Return sittings day by day, each with the address of its page."""
    days: dict[Any, list[dict[str, Any]]] = {}
    for sitting in sittings:
        entry = {"sitting": sitting, "url": links.record("exams.sitting", sitting.pk)}
        days.setdefault(timezone.localdate(sitting.starts_at), []).append(entry)
    return [{"day": day, "sittings": listed} for day, listed in days.items()]


def confirmations(request: HttpRequest) -> HttpResponse:
    """Show the provincial centre the result filings that await its confirmation, and the registrations."""
    _only(request, "confirmations")
    user, on = asker(request)
    filings = ResultFiling.objects.visible_to(user, on).exclude(state="draft")
    filings = filings.select_related(ROUND, "round__institution").order_by("-filed_on")[:SHOWN]
    registrations = Registration.objects.visible_to(user, on).exclude(state="prepared")
    context = {
        "filings": [_entry(filing) for filing in filings],
        "registrations": [
            {"registration": each, "url": links.record("certificates.registration", each.pk)}
            for each in registrations.select_related(ROUND, "round__institution")[:SHOWN]
        ],
    }
    _count_rows(context["filings"])
    return render(request, "portal/confirmations.html", context)


def _entry(filing: ResultFiling) -> dict[str, Any]:
    return {"filing": filing, "url": links.record("results.resultfiling", filing.pk), "awaiting": 0, "rows": 0}


def _count_rows(listed: Sequence[dict[str, Any]]) -> None:
    """Add to each filing how many rows it has, and how many wait, in one query."""
    entries = {entry["filing"].pk: entry for entry in listed}
    for key, state in FilingRow.objects.filter(result_filing__in=entries).values_list("result_filing", "state"):
        entries[key]["rows"] += 1
        entries[key]["awaiting"] += state == "awaiting"
