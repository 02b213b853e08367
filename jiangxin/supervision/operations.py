"""The only writers of supervision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from jiangxin.documents import operations as documents
from jiangxin.documents.scans import scan_type
from jiangxin.exams.models import Duty, RoomRecord, Sitting
from jiangxin.people.models import Person
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin, begin_all, take, take_all
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article
from jiangxin.regulation.parameters import param
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round
from jiangxin.supervision.models import Inspection, RoundReport, Visit
from jiangxin.supervision.rules import strange_checks

type Scan = tuple[str, bytes, str]  # file name, content, media type


class UnableToWriteFindings(Unable):
    """The findings can't be kept: a check that is none of the list, or a scan that is no picture."""


def open_inspections(sitting: Sitting, *, by: Actor, at: datetime) -> list[Inspection]:
    """Open the findings of each room of a sitting that has a record and no findings yet (`open_inspection`)."""
    records = RoomRecord.objects.filter(exam_room__sitting=sitting, exam_room__state="in_use", inspection=None)
    return begin_all([Inspection(record=record) for record in records], "open_inspection", by=by, at=at)


def write_findings(
    inspection: Inspection, *, by: Actor, at: datetime, findings: str, checks: Mapping[str, str],
    rectification: str = "", scan: Scan | None = None,
) -> Inspection:  # fmt: skip
    """Write down what was found in a room (article 14(3)); the scan of the stamped sheet is stored with its hash.

    `checks` maps keys of CHECKS to yes, no or na; without a `scan` the one that is there stays.
    Raises UnableToWriteFindings for a strange check, and for a scan that is no JPEG, PNG or PDF or too large.
    """
    if strange := strange_checks(checks):
        raise UnableToWriteFindings(_("不能保存督导情况：没有这样的检查项或结论：%s。") % joined(strange))
    kept = _checked(scan) if scan else None
    with take(inspection, "write_findings", by=by, at=at) as inspection:
        inspection.findings, inspection.rectification = findings, rectification
        inspection.checks = dict(checks)
        inspection.supervisor = _acting_person(by)
        if kept:
            institution = inspection.record.exam_room.sitting.round.institution
            inspection.scan = documents.keep(institution, *kept, by=by, at=at)
    return inspection


def sign_findings(inspection: Inspection, *, by: Actor, at: datetime, reason: str = "") -> Inspection:
    """Sign the findings of a room; from now on they can't change."""
    with take(inspection, "sign_findings", by=by, at=at, reason=reason) as inspection:
        inspection.supervisor, inspection.signed_at = _acting_person(by), at
    return inspection


def reopen_findings(record: RoomRecord, *, by: Actor, at: datetime) -> None:
    """Ask for the supervisor's signatures again, on the room and on the round, when its record was taken back.

    His words stay; the scan of the sheet that was stamped goes out of the findings and stays in their history.
    """
    inspections = Inspection.objects.filter(record=record)
    take_all(inspections, "reopen_findings", by=by, at=at, scan=None, signed_at=None)
    reports = RoundReport.objects.filter(round=record.exam_room.sitting.round_id, state="signed")
    take_all(reports, "reopen_report", by=by, at=at, signed_at=None)


def open_report(round_: Round, *, by: Actor, at: datetime) -> RoundReport:
    """Open the report of a round, or return the one that is there: the first closed sitting opens it."""
    Round.objects.select_for_update().get(pk=round_.pk)  # two sittings may close in the same moment
    existing = RoundReport.objects.filter(round=round_).first()
    return existing or begin(RoundReport(round=round_), "open_report", by=by, at=at)


def write_report(report: RoundReport, *, by: Actor, at: datetime, text: str) -> RoundReport:
    """Write the report on the whole round."""
    with take(report, "write_report", by=by, at=at) as report:
        report.text, report.supervisor = text, _acting_person(by)
    return report


def sign_report(report: RoundReport, *, by: Actor, at: datetime, reason: str = "") -> RoundReport:
    """Sign the report: only now results can be prepared (article 14(3))."""
    with take(report, "sign_report", by=by, at=at, reason=reason) as report:
        report.supervisor, report.signed_at = _acting_person(by), at
    return report


def open_visit(duty: Duty, *, by: Actor, at: datetime) -> Visit:
    """Open what an outside supervisor will find in the sitting to which he is sent."""
    return begin(Visit(duty=duty), "open_visit", by=by, at=at)


def write_visit(visit: Visit, *, by: Actor, at: datetime, findings: str, demands: str = "") -> Visit:
    """Write down what an outside supervisor found in a sitting, and what he asks for."""
    with take(visit, "write_visit", by=by, at=at) as visit:
        visit.findings, visit.demands = findings, demands
    return visit


def sign_visit(visit: Visit, *, by: Actor, at: datetime, reason: str = "") -> Visit:
    """Sign what was found: from now on it can't change, and the institution reads it."""
    with take(visit, "sign_visit", by=by, at=at, reason=reason) as visit:
        visit.signed_at = at
    return visit


def _acting_person(by: Actor) -> Person:
    """Return the person who answers for the act: whoever signed the paper, else the one at the screen."""
    acting: Actor = by.paper_of or by
    assert acting.person_id is not None  # the step's predicate has found him on duty
    return Person.objects.get(pk=acting.person_id)


def _checked(scan: Scan) -> Scan:
    """Return the scan with the media type that its first bytes show."""
    name, content, _claimed = scan
    limit = param("upload.document_max")
    if len(content) > limit.integer * 1_000_000:
        sentence = _("不能保存扫描件“%(name)s”：文件超过 %(limit)s。请降低扫描分辨率后重新上传。")
        raise UnableToWriteFindings(sentence % {"name": name, "limit": limit.words}, basis=limit.basis)
    if media_type := scan_type(content):
        return name, content, media_type
    sentence = _("不能保存扫描件“%s”：它不是 JPEG、PNG 图片或 PDF。请重新拍照或扫描盖章的考场记录表。")
    raise UnableToWriteFindings(sentence % name, basis=article("14(3)"))
