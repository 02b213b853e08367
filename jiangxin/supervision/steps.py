"""Inspections, the round's report, and visits of outside supervisors: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.exams.steps import on_duty, organisers
from jiangxin.people import roles
from jiangxin.process.step import BORN, Step, Steps
from jiangxin.process.who import among, follows, myself, office, once
from jiangxin.regulation.basis import article
from jiangxin.supervision.rules import (
    every_room_inspected,
    every_sitting_closed,
    findings_written,
    report_written,
    room_record_signed,
    visit_written,
)

OPEN, SIGNED = "open", "signed"

ON_SITTING = on_duty("record.exam_room.sitting.duties", "supervisor")
ON_ROUND = among(
    "round.sittings.duties.person", _("本批次的质量督导员"),
    round__sittings__duties__state="assigned", round__sittings__duties__role="supervisor",
)  # fmt: skip
ON_VISIT = among("duty.person", _("派遣来的外部质量督导员"), duty__state="assigned")
BASIS = article("14(3)")
CORRECTED = follows("exams.roomrecord.reopen_record")

INSPECTION = Steps(
    _("督导记录"),
    {OPEN: _("填写中"), SIGNED: _("已签字")},
    Step("open_inspection", _("建立督导记录"), source=BORN, target=OPEN, may=follows("exams.sitting.confirm_sitting"), basis=BASIS),
    Step("write_findings", _("填写督导情况"), source=OPEN, may=ON_SITTING, basis=BASIS),
    Step("sign_findings", _("签字"), source=OPEN, target=SIGNED, may=ON_SITTING, needs=(room_record_signed, findings_written), duty=True, irreversible=True, basis=BASIS),
    # What was stamped no longer says what the record says: the supervisor looks again, and the new sheet is stamped.
    Step("reopen_findings", _("随考场记录退回，重新签字"), source=(OPEN, SIGNED), target=OPEN, may=CORRECTED, basis=article("14(4)")),
    visible=ON_SITTING | (on_duty("record.exam_room.sitting.duties", "outside") & once(_("督导记录已签字"), SIGNED)) | organisers("record.exam_room.sitting.") | office(roles.AUDITOR, of="record.exam_room.sitting.round.institution") | (office(roles.AUTHORITY_OFFICER, of="record.exam_room.sitting.round.institution.city_centre") & once(_("督导记录已签字"), SIGNED)),
    round_path="record__exam_room__sitting__round",
)  # fmt: skip
ROUND_REPORT = Steps(
    _("督导报告"),
    {OPEN: _("填写中"), SIGNED: _("已签字")},
    Step("open_report", _("建立督导报告"), source=BORN, target=OPEN, may=follows("exams.sitting.close_sitting"), basis=BASIS),
    Step("write_report", _("填写督导报告"), source=OPEN, may=ON_ROUND, basis=BASIS),
    Step("sign_report", _("签署督导报告"), source=OPEN, target=SIGNED, may=ON_ROUND, needs=(report_written, every_sitting_closed, every_room_inspected), duty=True, irreversible=True, basis=BASIS),
    Step("reopen_report", _("随考场记录退回，重新签署"), source=SIGNED, target=OPEN, may=CORRECTED, basis=article("14(4)")),
    visible=ON_ROUND | organisers("") | office(roles.AUDITOR, of="round.institution") | (office(roles.AUTHORITY_OFFICER, of="round.institution.city_centre") & once(_("督导报告已签字"), SIGNED)),
    round_path="round",
)  # fmt: skip
# What an outside supervisor found stands apart from the institution's own record, and nobody's result waits for it.
VISIT = Steps(
    _("外部督导意见"),
    {OPEN: _("填写中"), SIGNED: _("已签字")},
    Step("open_visit", _("建立督导意见"), source=BORN, target=OPEN, may=follows("exams.duty.dispatch"), basis=BASIS),
    Step("write_visit", _("填写督导意见"), source=OPEN, may=ON_VISIT, basis=BASIS),
    Step("sign_visit", _("签署督导意见"), source=OPEN, target=SIGNED, may=ON_VISIT, needs=(visit_written,), duty=True, irreversible=True, basis=BASIS),
    visible=myself("duty.person") | office(roles.AUTHORITY_OFFICER, of="duty.sitting.round.institution.city_centre") | ((organisers("duty.sitting.") | office(roles.AUDITOR, of="duty.sitting.round.institution")) & once(_("督导意见已签字"), SIGNED)),
    round_path="duty__sitting__round",
)  # fmt: skip
