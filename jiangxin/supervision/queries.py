"""Reads over the supervision of a round."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from jiangxin.documents import printed
from jiangxin.documents.sheets import Finding, Heading, SupervisedSitting, SupervisionReport
from jiangxin.process.who import Actor
from jiangxin.regulation.words import in_series
from jiangxin.rounds.models import Round
from jiangxin.supervision.checks import CHECKS, NO
from jiangxin.supervision.models import Inspection, RoundReport, Visit
from jiangxin.supervision.rooms import rooms_of


def inspections_of(round_: Round) -> QuerySet[Inspection]:
    """Return the findings of all rooms in use, in the order of time, with how many candidates were seated and came."""
    seated = ~Q(record__exam_room__seats__state="moved")
    return (
        Inspection.objects.filter(record__exam_room__in=rooms_of(round_).order_by().values("pk"))
        .select_related("record__exam_room__room", "record__exam_room__sitting__subject", "supervisor", "scan")
        .select_related("record__exam_room__sitting__site")
        .annotate(
            expected=Count("record__exam_room__seats", filter=seated),
            present=Count("record__exam_room__seats", filter=Q(record__exam_room__seats__state="present")),
        )
        .order_by("record__exam_room__sitting__starts_at", "record__exam_room__sitting__number", "record__exam_room")
    )


def my_inspections(user: Actor, on: date) -> QuerySet[Inspection]:
    """Return the findings that this user may write as the supervisor on duty, the next to write first."""
    mine = Inspection.objects.filter(Inspection.steps["write_findings"].may.q(Inspection, user, on))
    return mine.select_related(
        "record__exam_room__room", "record__exam_room__sitting__subject", "record__exam_room__sitting__round__level",
        "record__exam_room__sitting__site", "scan",
    ).order_by("state", "record__exam_room__sitting__starts_at", "record__exam_room")  # fmt: skip


def my_visits(user: Actor, on: date) -> QuerySet[Visit]:
    """Return the visits on which this user is sent, those to write first."""
    mine = Visit.objects.filter(Visit.steps["write_visit"].may.q(Visit, user, on))
    return mine.select_related(
        "duty__person", "duty__sitting__subject", "duty__sitting__site", "duty__sitting__round__level"
    ).order_by("state", "duty__starts_at")


def signed_visits(round_: Round) -> QuerySet[Visit]:
    """Return what outside supervisors have signed about the sittings of a round."""
    signed = Visit.objects.filter(duty__sitting__round=round_, state="signed")
    return signed.select_related("duty__person", "duty__sitting__subject").order_by("duty__starts_at")


def faults_found(inspection: Inspection) -> list[str]:
    """Return the checks of this room that the supervisor answered with no."""
    return [str(CHECKS[key]) for key, answer in inspection.checks.items() if answer == NO]


def report_signed(round_: Round) -> bool:
    """Tell whether the supervisor has signed the report of a round."""
    return RoundReport.objects.filter(round=round_, state="signed").exists()


def report_sheet(report: RoundReport) -> SupervisionReport:
    """Return the report of a round as it is printed: every room, what was found, what was done about it."""
    inspections: list[Any] = list(inspections_of(report.round))
    names = dict.fromkeys(str(one.supervisor) for one in inspections if one.supervisor)
    days = [timezone.localdate(one.record.exam_room.starts_at) for one in inspections]
    period = "—".join(dict.fromkeys(printed.in_words(day) for day in (min(days), max(days)))) if days else ""
    return SupervisionReport(
        heading=heading(report.round),
        supervisors=list(names),
        period=period,
        sittings=[_sitting(one) for one in inspections],
        findings=[finding for one in inspections for finding in _findings(one)],
        conclusion=[line for line in report.text.splitlines() if line.strip()],
        signed_on=timezone.localdate(report.signed_at) if report.signed_at else None,
    )


def heading(round_: Round) -> Heading:
    """Return what every printed sheet of a round says at its head."""
    return Heading(
        institution=round_.institution.name,
        round_name=str(round_),
        occupation=str(round_.level.standard.occupation),
        level=round_.level.level_name,
        practice=round_.institution.practice,
    )


def _sitting(inspection: Any) -> SupervisedSitting:
    room = inspection.record.exam_room
    return SupervisedSitting(
        subject=str(room.sitting.subject), starts_at=room.starts_at, ends_at=room.ends_at,
        site=str(room.sitting.site), room=str(room), expected=inspection.expected, present=inspection.present,
        supervisor=str(inspection.supervisor or ""),
    )  # fmt: skip


def _findings(inspection: Any) -> Iterator[Finding]:
    faults = faults_found(inspection)
    if faults or inspection.rectification.strip():
        yield Finding(
            sitting=f"{inspection.record.exam_room.sitting} {inspection.record.exam_room}",
            finding=in_series([*faults, inspection.findings.strip()]),
            rectification=inspection.rectification.strip(),
            state=inspection.state_label,
        )
