"""Score sheets and subject marks: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.exams.steps import on_duty
from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import follows, myself, office
from jiangxin.regulation.basis import article, house
from jiangxin.scoring.rules import (
    mark_voided,
    not_composed,
    panel_complete,
    seat_was_present,
    sheet_in_bounds,
    sitting_held,
)

OPEN, SUBMITTED, VOID = "open", "submitted", "void"
FINAL, AWAITING = "final", "awaiting"

CENTRE = office(roles.CENTRE_OFFICER, of="seat.sitting.round.institution")
COLLEGE = office(roles.COLLEGE_OFFICER, of="seat.sitting.round.college")
RECORDER = office(roles.RECORDER, of="seat.sitting.round.institution")
SUPERVISOR = on_duty("seat.sitting.duties", "supervisor")
PANEL = myself("marker") & on_duty("seat.exam_room.duties", "examiner", "reviewer")
THEORY_MARKER = myself("marker") & CENTRE
MARKING = house("marking")
CANCELLING = follows("exams.sitting.cancel_sitting")

SCORE_SHEET = Steps(
    _("评分表"),
    {OPEN: _("评分中"), SUBMITTED: _("已交表"), VOID: _("作废")},
    Step("open_sheet", _("开始评分"), source=BORN, target=OPEN, may=PANEL, needs=(sitting_held, not_composed), basis=article("14(2)")),
    Step("mark", _("评分"), source=OPEN, may=PANEL, basis=MARKING),
    Step("submit_sheet", _("交表"), source=OPEN, target=SUBMITTED, may=PANEL, needs=(sheet_in_bounds, seat_was_present), duty=True, basis=MARKING),
    Step("enter_sheet", _("录入评分表"), source=BORN, target=SUBMITTED, may=PANEL | THEORY_MARKER, needs=(sitting_held, not_composed, sheet_in_bounds, seat_was_present), basis=MARKING),
    Step("void_sheet", _("作废评分表"), source=SUBMITTED, target=VOID, may=CENTRE, needs=(mark_voided,), reason=REQUIRED, basis=article("14(4)")),
    Step("cancel_sheet", _("随场次取消"), source=(OPEN, SUBMITTED), target=VOID, may=CANCELLING, basis=article("14(2)")),
    # Each examiner marks alone: nobody of the panel sees another's sheet.
    visible=myself("marker") | CENTRE | office(roles.AUDITOR, of="seat.sitting.round.institution"),
    round_path="seat__sitting__round",
)  # fmt: skip
SUBJECT_MARK = Steps(
    _("科目成绩"),
    {AWAITING: _("否定项待督导员确认"), FINAL: _("已确定"), VOID: _("作废")},
    Step("compose_mark", _("合成成绩"), source=BORN, target=FINAL, may=CENTRE | COLLEGE | follows("scoring.scoresheet.submit_sheet"), needs=(panel_complete,), basis=article("11")),
    Step("propose_knockout", _("提出否定项"), source=BORN, target=AWAITING, may=CENTRE | COLLEGE | follows("scoring.scoresheet.submit_sheet"), needs=(panel_complete,), basis=MARKING),
    Step("confirm_knockout", _("确认否定项"), source=AWAITING, target=FINAL, may=SUPERVISOR, duty=True, irreversible=True, basis=article("14(3)")),
    Step("void_mark", _("作废成绩"), source=(AWAITING, FINAL), target=VOID, may=CENTRE, reason=REQUIRED, basis=article("14(4)")),
    Step("cancel_mark", _("随场次取消"), source=(AWAITING, FINAL), target=VOID, may=CANCELLING, basis=article("14(2)")),
    visible=CENTRE | COLLEGE | SUPERVISOR | office(roles.AUDITOR, of="seat.sitting.round.institution"),
    round_path="seat__sitting__round",
)  # fmt: skip
