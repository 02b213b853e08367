"""Occupations, standards, filings: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import SIGNED_IN, follows, office
from jiangxin.regulation.basis import article, house
from jiangxin.standards.rules import filing_still_valid, heads_reviewed, within_validity

KNOWN = "known"
DRAFT, IN_FORCE, REPLACED = "draft", "in_force", "replaced"
VALID, ENDED = "valid", "ended"

CENTRE = office(roles.CENTRE_OFFICER) | follows("setup")

OCCUPATION = Steps(
    _("职业"),
    {KNOWN: _("已登记")},
    Step("enter_occupation", _("登记职业"), source=BORN, target=KNOWN, may=CENTRE, basis=article("2")),
    visible=SIGNED_IN,
)
STANDARD = Steps(
    _("职业标准"),
    {DRAFT: _("草稿"), IN_FORCE: _("现行"), REPLACED: _("已被替代")},
    Step("enter_standard", _("登记标准"), source=BORN, target=DRAFT, may=CENTRE, basis=article("8")),
    Step("adopt_standard", _("启用标准"), source=DRAFT, target=IN_FORCE, may=CENTRE, basis=article("9")),
    Step("replace_standard", _("以新版替代"), source=IN_FORCE, target=REPLACED, may=CENTRE, reason=REQUIRED, basis=article("9")),
    visible=SIGNED_IN,
)  # fmt: skip
STANDARD_LEVEL = Steps(
    _("标准等级"),
    {KNOWN: _("已登记")},
    Step("add_level", _("登记等级"), source=BORN, target=KNOWN, may=CENTRE, basis=article("10")),
    Step("revise_level", _("更正等级"), source=KNOWN, may=CENTRE, reason=REQUIRED, basis=article("10")),
    visible=SIGNED_IN,
)
SUBJECT = Steps(
    _("科目"),
    {KNOWN: _("已登记")},
    Step(
        "add_subject",
        _("登记科目"),
        source=BORN,
        target=KNOWN,
        may=CENTRE,
        needs=(heads_reviewed,),
        basis=article("11"),
    ),
    visible=SIGNED_IN,
)
CONDITION = Steps(
    _("申报条件"),
    {KNOWN: _("已登记")},
    Step("add_condition", _("登记申报条件"), source=BORN, target=KNOWN, may=CENTRE, basis=article("8")),
    visible=SIGNED_IN,
)
FILING = Steps(
    _("机构备案"),
    {VALID: _("有效"), ENDED: _("已终止")},
    Step("enter_filing", _("登记备案"), source=BORN, target=VALID, may=office(roles.CENTRE_OFFICER, of="institution") | follows("setup"), basis=article("2")),
    Step("renew_filing", _("登记续期"), source=VALID, may=office(roles.CENTRE_OFFICER, of="institution"), reason=REQUIRED, basis=house("certificate_number")),
    Step("end_filing", _("终止备案"), source=VALID, target=ENDED, may=office(roles.CENTRE_OFFICER, of="institution"), reason=REQUIRED, irreversible=True, basis=article("20")),
    visible=SIGNED_IN,
)  # fmt: skip
FILING_SCOPE = Steps(
    _("备案范围"),
    {VALID: _("有效"), ENDED: _("已移出")},
    Step("add_scope", _("增加职业等级"), source=BORN, target=VALID, may=office(roles.CENTRE_OFFICER, of="filing.institution") | follows("setup"), needs=(filing_still_valid, within_validity), basis=article("2")),
    Step("remove_scope", _("移出职业等级"), source=VALID, target=ENDED, may=office(roles.CENTRE_OFFICER, of="filing.institution"), reason=REQUIRED, basis=article("20")),
    visible=SIGNED_IN,
)  # fmt: skip
