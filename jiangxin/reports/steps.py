"""Targets: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import office
from jiangxin.regulation.basis import article
from jiangxin.reports.rules import college_of_ours, within_applied

SET, WITHDRAWN = "set", "withdrawn"

CENTRE = office(roles.CENTRE_OFFICER, of="institution")

TARGET = Steps(
    _("任务指标"),
    {SET: _("已下达"), WITHDRAWN: _("已撤回")},
    Step("set_target", _("下达任务指标"), source=BORN, target=SET, may=CENTRE, needs=(college_of_ours, within_applied), basis=article("6")),
    Step("revise_target", _("调整任务指标"), source=SET, may=CENTRE, reason=REQUIRED, basis=article("6")),
    Step("withdraw_target", _("撤回任务指标"), source=SET, target=WITHDRAWN, may=CENTRE, reason=REQUIRED, basis=article("6")),
    visible=CENTRE | office(roles.COLLEGE_OFFICER, of="college") | office(roles.AUDITOR, of="institution"),
)  # fmt: skip
