"""Fee standards: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import follows, office
from jiangxin.regulation.basis import article

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"

FINANCE = office(roles.FINANCE_OFFICER, of="institution")
CENTRE = office(roles.CENTRE_OFFICER, of="institution")
SETUP = follows("setup")

FEE_STANDARD = Steps(
    _("收费标准"),
    {DRAFT: _("草稿"), PUBLISHED: _("已公示"), WITHDRAWN: _("已撤下")},
    Step("draft_fee", _("拟定收费标准"), source=BORN, target=DRAFT, may=FINANCE | SETUP, basis=article("21")),
    Step("edit_fee", _("修改草稿"), source=DRAFT, may=FINANCE, basis=article("21")),
    Step("publish_fee", _("向社会公示"), source=DRAFT, target=PUBLISHED, may=CENTRE | SETUP, duty=True, basis=article("21")),
    Step("replace_fee", _("以新标准替代"), source=PUBLISHED, target=WITHDRAWN, may=follows("fees.feestandard.publish_fee"), basis=article("21")),
    Step("withdraw_fee", _("撤下"), source=PUBLISHED, target=WITHDRAWN, may=CENTRE, reason=REQUIRED, basis=article("21")),
    visible=FINANCE | CENTRE | office(roles.COLLEGE_OFFICER, of="institution") | office(roles.AUDITOR, of="institution"),
)  # fmt: skip
