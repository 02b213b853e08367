"""The kernel's own record: a day of the working-day calendar."""

from django.utils.translation import gettext_lazy as _

from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import SIGNED_IN, follows, office
from jiangxin.regulation.basis import article

KNOWN = "known"

CALENDAR_DAY = Steps(
    _("日历"),
    {KNOWN: _("已载入")},
    Step("load", _("载入"), source=BORN, target=KNOWN, may=follows("setup"), basis=article("14(1)")),
    Step(
        "revise_day", _("更正日历"), source=KNOWN, may=office("centre_officer"), reason=REQUIRED, basis=article("14(1)")
    ),
    visible=SIGNED_IN,
)
