"""Sittings, rooms, admissions, seats, duties, room records: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.exams.on_duty import ASSIGNED, OnDuty
from jiangxin.exams.rules import (
    all_checked_in,
    all_records_signed,
    application_accepted,
    enough_staff,
    everybody_fit,
    nobody_recused,
    nothing_marked,
    nothing_public,
    room_empty,
    room_record_open,
    somebody_seated,
    still_ahead,
    still_arranged,
    supervised,
    times_written,
    within_plan,
)
from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import Who, follows, myself, office, where
from jiangxin.regulation.basis import article, house

ARRANGED, CONFIRMED, CLOSED, CANCELLED = "arranged", "confirmed", "closed", "cancelled"
IN_USE, RELEASED = "in_use", "released"
ISSUED = "issued"
SEATED, PRESENT, ABSENT, MOVED = "seated", "present", "absent", "moved"
OPEN, SIGNED = "open", "signed"

RATIOS = house("staffing")


def organisers(prefix: str) -> Who:
    """Return who arranges: the college's officer and the centre's."""
    return office(roles.COLLEGE_OFFICER, of=f"{prefix}round.college") | office(
        roles.CENTRE_OFFICER, of=f"{prefix}round.institution"
    )


def readers(prefix: str) -> Who:
    """Return who may see the arrangement beside those on duty."""
    return (
        organisers(prefix)
        | office(roles.AUDITOR, of=f"{prefix}round.institution")
        | office(roles.INTERNAL_SUPERVISOR, of=f"{prefix}round.institution")
        | office(roles.AUTHORITY_OFFICER, of=f"{prefix}round.institution.city_centre")
    )


def on_duty(path: str, *duty_roles: str) -> Who:
    """Return those who are on duty there (in one of the roles); the path leads to the duties of a sitting or room."""
    return OnDuty(path, duty_roles)


CANCELLING = follows("exams.sitting.cancel_sitting")
SHIFTING = follows("exams.sitting.rearrange")
# The city's centre sends and calls back its own supervisors; the institution can't.
CITY = office(roles.AUTHORITY_OFFICER, of="sitting.round.institution.city_centre")
SENT = where(_("由市职鉴中心派遣的"), "role", "outside")
IN_ROOM = on_duty("exam_room.duties", "invigilator", "examiner", "reviewer")

SITTING = Steps(
    _("场次"),
    {ARRANGED: _("编排中"), CONFIRMED: _("已确定"), CLOSED: _("已结束"), CANCELLED: _("已取消")},
    Step("arrange", _("编排场次"), source=BORN, target=ARRANGED, may=organisers(""), basis=article("14(2)")),
    Step("rearrange", _("调整编排"), source=ARRANGED, may=organisers(""), basis=article("14(2)")),
    Step("confirm_sitting", _("确定场次"), source=ARRANGED, target=CONFIRMED, may=office(roles.CENTRE_OFFICER, of="round.institution"),
         needs=(somebody_seated, enough_staff, supervised, within_plan, everybody_fit, nobody_recused), duty=True, basis=article("14(2)")),
    Step("reopen_sitting", _("退回编排"), source=CONFIRMED, target=ARRANGED, may=office(roles.CENTRE_OFFICER, of="round.institution"), reason=REQUIRED, basis=article("14(2)")),
    Step("close_sitting", _("结束场次"), source=CONFIRMED, target=CLOSED, may=organisers(""), needs=(all_records_signed,), duty=True, basis=article("14(3)")),
    Step("cancel_sitting", _("取消场次"), source=(ARRANGED, CONFIRMED), target=CANCELLED, may=office(roles.CENTRE_OFFICER, of="round.institution"), reason=REQUIRED, basis=article("14(2)")),
    visible=readers("") | on_duty("duties"),
    round_path="round",
)  # fmt: skip
EXAM_ROOM = Steps(
    _("考场"),
    {IN_USE: _("使用"), RELEASED: _("已撤下")},
    Step("take_room", _("安排考场"), source=BORN, target=IN_USE, may=organisers("sitting."), needs=(still_arranged,), basis=article("14(2)")),
    Step("shift_room", _("随场次改时间"), source=IN_USE, may=SHIFTING, basis=article("14(2)")),
    Step("release_room", _("撤下考场"), source=IN_USE, target=RELEASED, may=organisers("sitting."), needs=(still_arranged, room_empty), basis=article("14(2)")),
    Step("give_up_room", _("随场次取消"), source=IN_USE, target=RELEASED, may=CANCELLING, basis=article("14(2)")),
    visible=readers("sitting.") | on_duty("sitting.duties"),
    round_path="sitting__round",
)  # fmt: skip
ADMISSION = Steps(
    _("准考证"),
    {ISSUED: _("已编号")},
    Step("admit", _("编制准考证号"), source=BORN, target=ISSUED, may=organisers("application."), needs=(application_accepted,), basis=article("14(2)")),
    visible=readers("application.") | myself("application.person"),
    round_path="application__round",
)  # fmt: skip
SEAT = Steps(
    _("座位"),
    {SEATED: _("已编座"), PRESENT: _("到场"), ABSENT: _("缺考"), MOVED: _("已调出")},
    Step("seat", _("编排座位"), source=BORN, target=SEATED, may=organisers("sitting."), needs=(still_arranged,), basis=article("14(2)")),
    Step("move_seat", _("调出座位"), source=SEATED, target=MOVED, may=organisers("sitting."), needs=(still_arranged,), basis=article("14(2)")),
    # Who was called already sits anew too: nobody came to, or stayed away from, what was not held.
    Step("give_up_seat", _("随场次取消"), source=(SEATED, PRESENT, ABSENT), target=MOVED, may=CANCELLING, basis=article("14(2)")),
    Step("check_in", _("登记到场"), source=(SEATED, ABSENT), target=PRESENT, may=IN_ROOM, needs=(room_record_open, nothing_marked), basis=article("14(2)")),
    Step("mark_absent", _("登记缺考"), source=(SEATED, PRESENT), target=ABSENT, may=IN_ROOM, needs=(room_record_open, nothing_marked), basis=article("14(2)")),
    visible=readers("sitting.") | myself("application.person") | on_duty("sitting.duties"),
    round_path="sitting__round",
)  # fmt: skip
DUTY = Steps(
    _("考务安排"),
    {ASSIGNED: _("已安排"), RELEASED: _("已撤下")},
    Step("assign", _("安排考务人员"), source=BORN, target=ASSIGNED, may=organisers("sitting.") & ~SENT, needs=(still_arranged,), basis=RATIOS),
    Step("dispatch", _("派遣外部质量督导员"), source=BORN, target=ASSIGNED, may=CITY & SENT, needs=(still_ahead,), basis=article("14(3)")),
    Step("recall", _("撤回派遣"), source=ASSIGNED, target=RELEASED, may=CITY & SENT, needs=(still_ahead,), reason=REQUIRED, basis=article("14(3)")),
    Step("shift_duty", _("随场次改时间"), source=ASSIGNED, may=SHIFTING, basis=RATIOS),
    Step("release", _("撤下考务人员"), source=ASSIGNED, target=RELEASED, may=organisers("sitting.") & ~SENT, needs=(still_arranged,), reason=REQUIRED, basis=RATIOS),
    Step("give_up_duty", _("随场次取消"), source=ASSIGNED, target=RELEASED, may=CANCELLING, basis=RATIOS),
    visible=readers("sitting.") | myself("person"),
    round_path="sitting__round",
)  # fmt: skip
ROOM_RECORD = Steps(
    _("考场记录"),
    {OPEN: _("填写中"), SIGNED: _("已签字")},
    Step("open_record", _("建立考场记录"), source=BORN, target=OPEN, may=follows("exams.sitting.confirm_sitting"), basis=article("14(3)")),
    Step("write_record", _("填写考场记录"), source=OPEN, may=IN_ROOM, basis=article("14(3)")),
    Step("sign_record", _("签字"), source=OPEN, target=SIGNED, may=IN_ROOM,
         needs=(all_checked_in, times_written), duty=True, basis=article("14(3)")),
    # A fault found after the signature is corrected openly: by whom and why is history, and all signatures are asked again.
    Step("reopen_record", _("退回更正"), source=SIGNED, target=OPEN, may=office(roles.CENTRE_OFFICER, of="exam_room.sitting.round.institution"),
         needs=(nothing_public,), reason=REQUIRED, basis=article("14(4)")),
    visible=readers("exam_room.sitting.") | on_duty("exam_room.sitting.duties"),
    round_path="exam_room__sitting__round",
)  # fmt: skip
