"""What supervision must show before it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.supervision.models import Inspection, RoundReport


def room_record_signed(inspection: Inspection) -> Iterator[str]:
    """Yield a sentence while those on duty have not signed the room record."""
    if inspection.record.state != "signed":
        yield _("考务人员对%s的考场记录签字") % inspection.record.exam_room


def findings_written(inspection: Inspection) -> Iterator[str]:
    """Yield what the findings lack: words, and the scan of the stamped sheet."""
    if not inspection.findings.strip():
        yield _("督导情况")
    if inspection.scan_id is None:
        yield _("盖章的考场记录表扫描件")


def every_room_inspected(report: RoundReport) -> Iterator[str]:
    """Yield the rooms of the round whose record has no signed findings."""
    yield from report.rooms_without_findings()
