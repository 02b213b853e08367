"""The plan and its nominations: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.plans.rules import every_part_there, nomination_stands, plan_in_work, round_goes_on
from jiangxin.process.step import BORN, REQUIRED, Deadline, Step, Steps
from jiangxin.process.who import Who, follows, myself, office, once
from jiangxin.regulation.basis import article

DRAFT, SUBMITTED, APPROVED, FILED, RECEIVED, REPLACED = (
    "draft",
    "submitted",
    "approved",
    "filed",
    "received",
    "replaced",
)
NOMINATED, WITHDRAWN = "nominated", "withdrawn"

COLLEGE = office(roles.COLLEGE_OFFICER, of="round.college")
CENTRE = office(roles.CENTRE_OFFICER, of="round.institution")
EMPLOYMENT_CENTRE = office(roles.AUTHORITY_OFFICER, of="round.institution.employment_centre")


def readers(prefix: str) -> Who:
    """Return who may read a plan and what hangs on it."""
    return (
        office(roles.COLLEGE_OFFICER, of=f"{prefix}round.college")
        | office(roles.REVIEWER, of=f"{prefix}round.college")
        | office(roles.CENTRE_OFFICER, of=f"{prefix}round.institution")
        | office(roles.INTERNAL_SUPERVISOR, of=f"{prefix}round.institution")
        | office(roles.AUDITOR, of=f"{prefix}round.institution")
        | (_authorities(prefix) & once(_("方案已备案"), FILED, RECEIVED, REPLACED, of=prefix))
    )


def _authorities(prefix: str) -> Who:
    """Return the authorities with which plans are filed; a plan in work is the institution's own."""
    return office(roles.AUTHORITY_OFFICER, of=f"{prefix}round.institution.employment_centre") | office(
        roles.AUTHORITY_OFFICER, of=f"{prefix}round.institution.city_centre"
    )


PLAN = Steps(
    _("实施方案"),
    {DRAFT: _("编制中"), SUBMITTED: _("待审批"), APPROVED: _("已批准"), FILED: _("已备案，待回执"), RECEIVED: _("已受理"),
     REPLACED: _("已被新版替代")},
    Step("prepare", _("建立方案"), source=BORN, target=DRAFT, may=follows("rounds.round.close"), basis=article("14(1)")),
    Step("write", _("编制方案"), source=DRAFT, may=COLLEGE | CENTRE, basis=article("14(1)")),
    Step("submit_plan", _("送审方案"), source=DRAFT, target=SUBMITTED, may=COLLEGE | CENTRE, needs=(round_goes_on, every_part_there), duty=True, basis=article("14(1)")),
    Step("send_back_plan", _("退回修改"), source=SUBMITTED, target=DRAFT, may=CENTRE, reason=REQUIRED, basis=article("5")),
    Step("approve", _("批准方案"), source=SUBMITTED, target=APPROVED, may=CENTRE, needs=(round_goes_on, every_part_there), duty=True, basis=article("5")),
    Step("file", _("开班备案"), source=APPROVED, target=FILED, may=CENTRE, needs=(round_goes_on,), duty=True, irreversible=True, basis=article("14(1)")),
    Step("acknowledge", _("受理备案"), source=FILED, target=RECEIVED, may=EMPLOYMENT_CENTRE, duty=True, basis=article("14(1)")),
    Step("record_receipt", _("登记备案回执"), source=FILED, target=RECEIVED, may=CENTRE, basis=article("14(1)")),
    Step("revise_plan", _("变更方案"), source=BORN, target=DRAFT, may=COLLEGE | CENTRE, needs=(round_goes_on,), reason=REQUIRED, basis=article("14(1)")),
    Step("replace_plan", _("被新版替代"), source=RECEIVED, target=REPLACED,
         may=follows("plans.plan.acknowledge") | follows("plans.plan.record_receipt"), basis=article("14(1)")),
    visible=readers(""),
    round_path="round",
    dues=(Deadline(_("开班备案"), counts_from="filing_counts_from", met_by="file", span="filing.span", basis=article("14(1)")),),
)  # fmt: skip

NOMINATION = Steps(
    _("提名"),
    {NOMINATED: _("已提名"), WITHDRAWN: _("已撤下")},
    Step("nominate", _("提名"), source=BORN, target=NOMINATED,
         may=office(roles.COLLEGE_OFFICER, of="plan.round.college") | office(roles.CENTRE_OFFICER, of="plan.round.institution"),
         needs=(plan_in_work, nomination_stands), basis=article("14(1)")),
    Step("withdraw_nomination", _("撤下提名"), source=NOMINATED, target=WITHDRAWN,
         may=office(roles.COLLEGE_OFFICER, of="plan.round.college") | office(roles.CENTRE_OFFICER, of="plan.round.institution"),
         needs=(plan_in_work,), basis=article("14(1)")),
    visible=readers("plan.") | myself("person"),
    round_path="plan__round",
)  # fmt: skip
