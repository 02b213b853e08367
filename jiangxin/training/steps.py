"""Programmes, classes, lessons, attendance, completion: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import Who, follows, myself, office
from jiangxin.regulation.basis import article, house
from jiangxin.training.rules import (
    class_under_way,
    every_lesson_held,
    hours_reach_standard,
    lesson_in_class,
    programme_fits,
    round_goes_on,
)

DRAFT, ADOPTED, REPLACED = "draft", "adopted", "replaced"
PLANNED, HELD, CANCELLED, COMPLETED = "planned", "held", "cancelled", "completed"
RECORDED = "recorded"


def _college(prefix: str) -> Who:
    return office(roles.COLLEGE_OFFICER, of=f"{prefix}round.college") | office(
        roles.CENTRE_OFFICER, of=f"{prefix}round.institution"
    )


def _readers(prefix: str) -> Who:
    return (
        _college(prefix)
        | office(roles.TEACHER, of=f"{prefix}round.institution")
        | office(roles.AUDITOR, of=f"{prefix}round.institution")
    )


CENTRE = office(roles.CENTRE_OFFICER, of="institution") | follows("setup")

PROGRAMME = Steps(
    _("培训计划"),
    {DRAFT: _("草稿"), ADOPTED: _("现行"), REPLACED: _("已被替代")},
    Step("draft_programme", _("拟定培训计划"), source=BORN, target=DRAFT, may=CENTRE, basis=article("17")),
    Step("edit_programme", _("修改草稿"), source=DRAFT, may=CENTRE, basis=article("17")),
    Step("adopt_programme", _("启用培训计划"), source=DRAFT, target=ADOPTED, may=CENTRE, needs=(hours_reach_standard,), basis=article("17")),
    Step("replace_programme", _("停用培训计划"), source=ADOPTED, target=REPLACED, may=CENTRE, reason=REQUIRED, basis=article("17")),
    visible=office(roles.CENTRE_OFFICER, of="institution") | office(roles.COLLEGE_OFFICER, of="institution") | office(roles.TEACHER, of="institution") | office(roles.AUDITOR, of="institution"),
)  # fmt: skip
TRAINING_CLASS = Steps(
    _("培训班"),
    {PLANNED: _("进行中"), COMPLETED: _("已结业"), CANCELLED: _("已取消")},
    Step("plan_class", _("开设培训班"), source=BORN, target=PLANNED, may=_college(""), needs=(round_goes_on, programme_fits), basis=article("14(1)")),
    Step("set_class_quota", _("调整班额"), source=PLANNED, may=_college(""), reason=REQUIRED, basis=house("places")),
    Step("complete_class", _("办理结业"), source=PLANNED, target=COMPLETED, may=_college(""), needs=(every_lesson_held,), duty=True, basis=article("14(1)")),
    Step("cancel_class", _("取消培训班"), source=PLANNED, target=CANCELLED, may=_college(""), reason=REQUIRED, basis=article("14(1)")),
    visible=_readers(""),
    round_path="round",
)  # fmt: skip
LESSON = Steps(
    _("课"),
    {PLANNED: _("待上课"), HELD: _("已上课"), CANCELLED: _("已取消")},
    Step("plan_lesson", _("排课"), source=BORN, target=PLANNED, may=_college("training_class."), needs=(lesson_in_class,), basis=article("14(1)")),
    Step("hold_lesson", _("登记考勤"), source=PLANNED, target=HELD, may=myself("teacher") | _college("training_class."), needs=(class_under_way,), duty=True, basis=article("14(1)")),
    Step("cancel_lesson", _("取消课"), source=PLANNED, target=CANCELLED, may=_college("training_class."), reason=REQUIRED, basis=article("14(1)")),
    visible=_readers("training_class.") | myself("teacher"),
    round_path="training_class__round",
)  # fmt: skip
ATTENDANCE = Steps(
    _("考勤"),
    {RECORDED: _("已登记")},
    Step("attend", _("登记到课"), source=BORN, target=RECORDED, may=follows("training.lesson.hold_lesson"), basis=article("14(1)")),
    Step("correct_attendance", _("更正考勤"), source=RECORDED, may=_college("lesson.training_class."), needs=(class_under_way,), reason=REQUIRED, basis=article("14(4)")),
    visible=_readers("lesson.training_class.") | myself("application.person"),
    round_path="application__round",
)  # fmt: skip
COMPLETION = Steps(
    _("结业"),
    {RECORDED: _("已认定")},
    Step("complete", _("认定结业"), source=BORN, target=RECORDED, may=follows("training.trainingclass.complete_class"), basis=article("14(1)")),
    visible=_readers("application.") | myself("application.person"),
    round_path="application__round",
)  # fmt: skip
