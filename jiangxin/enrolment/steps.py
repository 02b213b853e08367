"""Applications, their materials and rosters: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.enrolment.rules import (
    answers_complete,
    enrolled_by_roster,
    in_hand,
    materials_complete,
    opinion_against,
    opinion_allows,
    round_open,
    round_open_to,
    undecided,
)
from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import Who, follows, myself, office
from jiangxin.regulation.basis import article, house, law

DRAFT, SUBMITTED, RETURNED = "draft", "submitted", "returned"
ACCEPTED, REJECTED, WITHDRAWN = "accepted", "rejected", "withdrawn"
ATTACHED, REMOVED = "attached", "removed"
CHECKED, IMPORTED, DISCARDED = "checked", "imported", "discarded"

MYSELF = myself("person")
COLLEGE = office(roles.COLLEGE_OFFICER, of="round.college")
CENTRE = office(roles.CENTRE_OFFICER, of="round.institution")
REVIEWER = office(roles.REVIEWER, of="round.college") & ~MYSELF


def _office(prefix: str) -> Who:
    """Return those who handle applications: the round's college with its reviewer, and the centre."""
    return (
        office(roles.COLLEGE_OFFICER, of=f"{prefix}round.college")
        | office(roles.REVIEWER, of=f"{prefix}round.college")
        | office(roles.CENTRE_OFFICER, of=f"{prefix}round.institution")
    )


def _staff(prefix: str) -> Who:
    return _office(prefix) | office(roles.AUDITOR, of=f"{prefix}round.institution")


APPLICATION = Steps(
    _("报名"),
    {DRAFT: _("草稿"), SUBMITTED: _("待审核"), RETURNED: _("已退回"), ACCEPTED: _("审核通过"),
     REJECTED: _("审核不通过"), WITHDRAWN: _("已撤回")},
    Step("draft_application", _("开始报名"), source=BORN, target=DRAFT, may=MYSELF, needs=(round_open,), basis=article("7")),
    Step("fill", _("填写"), source=(DRAFT, RETURNED), may=MYSELF, needs=(round_open_to,), basis=article("14(2)")),
    Step("attach_photo", _("上传证件照"), source=(DRAFT, RETURNED), may=MYSELF, needs=(round_open_to,), basis=house("registration")),
    Step("pledge", _("诚信承诺"), source=(DRAFT, RETURNED), may=MYSELF, needs=(round_open_to,), basis=article("14(2)")),
    Step("consent", _("个人信息单独同意"), source=(DRAFT, RETURNED), may=MYSELF, needs=(round_open_to,), basis=law("个人信息保护法 第29条")),
    Step("submit", _("提交报名"), source=(DRAFT, RETURNED), target=SUBMITTED, may=MYSELF, duty=True,
         needs=(round_open_to, answers_complete, materials_complete), basis=article("14(2)")),
    Step("renew_opinion", _("重作初审"), source=(DRAFT, SUBMITTED, RETURNED), may=follows("rounds.round.extend"), basis=house("conditions")),
    Step("enrol", _("按名册报名"), source=BORN, target=SUBMITTED, may=COLLEGE | CENTRE, needs=(round_open,), basis=article("14(2)")),
    Step("refill", _("按名册重填"), source=(SUBMITTED, RETURNED), target=SUBMITTED, may=COLLEGE | CENTRE,
         needs=(round_open, enrolled_by_roster), basis=house("registration")),
    Step("withdraw_enrolled", _("撤回名册报名"), source=(SUBMITTED, RETURNED), target=WITHDRAWN, may=COLLEGE | CENTRE,
         reason=REQUIRED, needs=(round_open, enrolled_by_roster), basis=house("registration")),
    Step("add_photo", _("补录证件照"), source=(SUBMITTED, RETURNED, ACCEPTED), may=COLLEGE | CENTRE, basis=house("registration")),
    Step("accept", _("审核通过"), source=SUBMITTED, target=ACCEPTED, may=REVIEWER, duty=True,
         needs=(opinion_allows, materials_complete), basis=article("14(2)")),
    Step("accept_against", _("不按初审意见通过"), source=SUBMITTED, target=ACCEPTED, may=REVIEWER, reason=REQUIRED,
         needs=(opinion_against, materials_complete), basis=article("14(2)")),
    Step("reject", _("审核不通过"), source=SUBMITTED, target=REJECTED, may=REVIEWER, reason=REQUIRED, basis=article("14(2)")),
    Step("send_back", _("退回补正"), source=SUBMITTED, target=RETURNED, may=REVIEWER, reason=REQUIRED, basis=article("14(2)")),
    Step("withdraw", _("撤回报名"), source=(DRAFT, SUBMITTED, RETURNED), target=WITHDRAWN, may=MYSELF, basis=article("7")),
    visible=_staff("") | MYSELF,
    round_path="round",
)  # fmt: skip

MATERIAL = Steps(
    _("材料"),
    {ATTACHED: _("已提供"), REMOVED: _("已移除")},
    Step("attach", _("上传材料"), source=BORN, target=ATTACHED, may=myself("application.person"), needs=(in_hand,), basis=article("14(2)")),
    Step("see_on_paper", _("查验纸质材料"), source=BORN, target=ATTACHED,
         may=_office("application."), needs=(undecided,), basis=article("14(2)")),
    Step("remove", _("移除材料"), source=ATTACHED, target=REMOVED, may=myself("application.person"), needs=(in_hand,), basis=article("14(2)")),
    visible=_staff("application.") | myself("application.person"),
    round_path="application__round",
)  # fmt: skip

ROSTER = Steps(
    _("报名名册"),
    {CHECKED: _("已预检"), IMPORTED: _("已导入"), DISCARDED: _("已放弃")},
    Step("check_roster", _("预检名册"), source=BORN, target=CHECKED, may=COLLEGE | CENTRE, needs=(round_open,), basis=article("14(2)")),
    Step("recheck_roster", _("重新预检"), source=CHECKED, may=COLLEGE | CENTRE, needs=(round_open,), basis=article("14(2)")),
    Step("import_roster", _("导入名册"), source=CHECKED, target=IMPORTED, may=COLLEGE | CENTRE, needs=(round_open,), basis=article("14(2)")),
    Step("discard_roster", _("放弃名册"), source=CHECKED, target=DISCARDED, may=COLLEGE | CENTRE, basis=article("14(2)")),
    visible=COLLEGE | CENTRE | office(roles.AUDITOR, of="round.institution"),
    round_path="round",
)  # fmt: skip

PHOTO_PACK = Steps(
    _("照片包"),
    {CHECKED: _("已预检"), IMPORTED: _("已补录"), DISCARDED: _("已放弃")},
    Step("check_photos", _("预检照片"), source=BORN, target=CHECKED, may=COLLEGE | CENTRE, basis=house("registration")),
    Step("import_photos", _("补录照片"), source=CHECKED, target=IMPORTED, may=COLLEGE | CENTRE, basis=house("registration")),
    Step("discard_photos", _("放弃照片包"), source=CHECKED, target=DISCARDED, may=COLLEGE | CENTRE, basis=house("registration")),
    visible=COLLEGE | CENTRE | office(roles.AUDITOR, of="round.institution"),
    round_path="round",
)  # fmt: skip
