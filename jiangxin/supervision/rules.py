"""What supervision must show before it is signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.regulation.words import joined
from jiangxin.supervision.checks import ANSWERS, CHECKS, NO
from jiangxin.supervision.rooms import rooms_without_findings, sittings_not_closed

if TYPE_CHECKING:
    from jiangxin.supervision.models import Inspection, RoundReport, Visit

FEW = 3  # more unanswered checks than this are counted, not listed


def room_record_signed(inspection: Inspection) -> Iterator[str]:
    """Yield a sentence while those on duty have not signed the room record."""
    if inspection.record.state != "signed":
        yield _("考务人员对%s的考场记录签字") % inspection.record.exam_room


def findings_written(inspection: Inspection) -> Iterator[str]:
    """Yield what the findings lack: words, an answer to every check, what was done about a fault, the stamped sheet."""
    if not inspection.findings.strip():
        yield _("督导情况")
    if unanswered := [str(CHECKS[key]) for key in CHECKS if key not in inspection.checks]:
        few = len(unanswered) <= FEW
        yield _("检查项的结论：%s") % (joined(unanswered) if few else _("还有 %d 项") % len(unanswered))
    if NO in inspection.checks.values() and not inspection.rectification.strip():
        yield _("问题与整改（有检查项为“否”）")
    if inspection.scan_id is None:
        yield _("盖章的考场记录表扫描件")


def every_room_inspected(report: RoundReport) -> Iterator[str]:
    """Yield the rooms of the round whose record has no signed findings."""
    yield from rooms_without_findings(report.round)


def every_sitting_closed(report: RoundReport) -> Iterator[str]:
    """Yield the sittings that are still going on or still to come: a report is on the whole round."""
    yield from sittings_not_closed(report.round)


def report_written(report: RoundReport) -> Iterator[str]:
    """Yield a sentence while the report says nothing."""
    if not report.text.strip():
        yield _("督导报告正文")


def visit_written(visit: Visit) -> Iterator[str]:
    """Yield what an outside supervisor has not told yet: words, or a sitting that is over."""
    if not visit.findings.strip():
        yield _("督导情况")
    if visit.duty.sitting.state != "closed":
        yield _("%s结束") % visit.duty.sitting


def strange_checks(checks: Mapping[str, str]) -> list[str]:
    """Return the entries that are no check of the list, or no answer to one."""
    return [f"{key}={answer}" for key, answer in checks.items() if key not in CHECKS or answer not in ANSWERS]
