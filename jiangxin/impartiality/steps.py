"""Declared relations: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import myself, office
from jiangxin.regulation.basis import house

DECLARED, WITHDRAWN = "declared", "withdrawn"

CENTRE = office(roles.CENTRE_OFFICER, of="person.institution")
BASIS = house("avoidance")

RELATION = Steps(
    _("回避关系"),
    {DECLARED: _("已申报"), WITHDRAWN: _("已撤销")},
    Step("declare", _("申报回避关系"), source=BORN, target=DECLARED, may=myself("person") | CENTRE, basis=BASIS),
    Step(
        "withdraw_relation", _("撤销申报"), source=DECLARED, target=WITHDRAWN, may=CENTRE, reason=REQUIRED, basis=BASIS
    ),
    visible=myself("person") | CENTRE | office(roles.AUDITOR, of="person.institution"),
)
