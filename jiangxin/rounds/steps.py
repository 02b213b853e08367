"""The round: its states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import office, once
from jiangxin.regulation.basis import article, house
from jiangxin.rounds.rules import (
    college_belongs,
    level_certifiable,
    level_complete,
    nothing_final,
    quota_set,
    standard_in_force,
    within_filing,
)

DRAFT, OPEN, CLOSED, CANCELLED = "draft", "open", "closed", "cancelled"

CENTRE = office(roles.CENTRE_OFFICER, of="institution")
COLLEGE = office(roles.COLLEGE_OFFICER, of="college")
EMPLOYMENT_CENTRE = office(roles.AUTHORITY_OFFICER, of="institution.employment_centre")
AUTHORITIES = (
    EMPLOYMENT_CENTRE
    | office(roles.AUTHORITY_OFFICER, of="institution.city_centre")
    | office(roles.AUTHORITY_OFFICER, of="institution.provincial_centre")
)
# Whoever works for the institution sees its rounds; candidates and the public see open ones on pages of their own.
STAFF = (
    CENTRE
    | COLLEGE
    | office(roles.REVIEWER, of="college")
    | office(roles.REVIEWER, of="institution")
    | office(roles.TEACHER, of="institution")
    | office(roles.ITEM_SETTER, of="institution")
    | office(roles.INVIGILATOR, of="institution")
    | office(roles.EXAMINER, of="institution")
    | office(roles.INTERNAL_SUPERVISOR, of="institution")
    | office(roles.FINANCE_OFFICER, of="institution")
    | office(roles.RECORDER, of="institution")
    | office(roles.AUDITOR, of="institution")
)

ROUND = Steps(
    _("认定批次"),
    {DRAFT: _("草稿"), OPEN: _("报名中"), CLOSED: _("报名已截止"), CANCELLED: _("已取消")},
    Step("draft_round", _("立项"), source=BORN, target=DRAFT, may=CENTRE | COLLEGE, basis=article("14(1)")),
    Step("revise_round", _("修改立项"), source=DRAFT, may=CENTRE | COLLEGE, basis=article("14(1)")),
    Step("open", _("开放报名"), source=DRAFT, target=OPEN, may=CENTRE,
         needs=(college_belongs, within_filing, standard_in_force, level_certifiable, level_complete), duty=True, basis=article("20")),
    Step("extend", _("延长报名"), source=OPEN, may=CENTRE, reason=REQUIRED, basis=article("5")),
    Step("set_quota", _("调整名额"), source=OPEN, may=CENTRE, needs=(quota_set,), reason=REQUIRED, basis=house("places")),
    Step("close", _("截止报名"), source=OPEN, target=CLOSED, may=CENTRE | COLLEGE, duty=True, irreversible=True, basis=article("14(1)")),
    Step("cancel", _("取消批次"), source=(DRAFT, OPEN, CLOSED), target=CANCELLED, may=CENTRE, needs=(nothing_final,), reason=REQUIRED, irreversible=True, basis=article("5")),
    visible=STAFF | (AUTHORITIES & once(_("批次已开放报名"), OPEN, CLOSED, CANCELLED)),
    round_path="pk",
)  # fmt: skip
