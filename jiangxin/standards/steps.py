"""Occupations, standards, filings: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import SIGNED_IN, Who, follows, office, taker_of, where
from jiangxin.regulation.basis import article, house
from jiangxin.standards.rules import (
    contents_complete,
    contents_open,
    filing_still_valid,
    heads_reviewed,
    level_offered,
    national,
    no_national_standard,
    norm_of_ours,
    own_norm,
    while_draft,
    within_validity,
)

KNOWN, REMOVED = "known", "removed"
DRAFT, IN_FORCE, REPLACED, DISCARDED = "draft", "in_force", "replaced", "discarded"
REVIEWED, SENT, JUDGED = "reviewed", "sent", "judged"  # the life of a norm of one's own before it is in force
VALID, ENDED = "valid", "ended"


def _centre(standard: str = "") -> Who:
    """Match the centre's officers of a norm's own institution; national standards are a register that all share.

    `standard` leads to the standard ("level.standard."); one that is only sketched is of neither kind yet.
    """
    own = where(_("是本机构的岗位评价规范"), f"{standard}origin", "own", "")
    shared = where(_("是国家职业标准"), f"{standard}origin", "national")
    ours = office(roles.CENTRE_OFFICER, of=f"{standard}institution") & own
    return ours | office(roles.CENTRE_OFFICER) & shared | follows("setup")


CENTRE, OF_LEVEL, OF_PART = _centre(), _centre("standard."), _centre("level.standard.")

OCCUPATION = Steps(
    _("职业"),
    {KNOWN: _("已登记")},
    Step(
        "enter_occupation",
        _("登记职业"),
        source=BORN,
        target=KNOWN,
        may=office(roles.CENTRE_OFFICER) | follows("setup"),
        basis=article("2"),
    ),
    visible=SIGNED_IN,
)
STANDARD = Steps(
    _("职业标准"),
    {
        DRAFT: _("草稿"), REVIEWED: _("已通过内部评审"), SENT: _("已报省"), JUDGED: _("省专家已评审"), IN_FORCE: _("现行"),
        REPLACED: _("已被替代"), DISCARDED: _("已作废"),
    },
    Step("enter_standard", _("登记标准"), source=BORN, target=DRAFT, may=CENTRE, basis=article("8")),
    Step("take_in", _("读入标准"), source=BORN, target=DRAFT, may=CENTRE, basis=article("8")),
    Step("revise_standard", _("更正标准"), source=DRAFT, may=CENTRE, reason=REQUIRED, basis=house("standards")),
    Step("discard_standard", _("作废草稿"), source=DRAFT, target=DISCARDED, may=CENTRE, reason=REQUIRED, irreversible=True, basis=house("standards")),
    Step("adopt_standard", _("启用标准"), source=DRAFT, target=IN_FORCE, may=CENTRE, needs=(national, contents_complete), basis=article("9")),
    Step("review_norm", _("登记内部评审通过"), source=DRAFT, target=REVIEWED,
         may=CENTRE & ~taker_of("enter_standard") & ~taker_of("take_in") & ~taker_of("revise_standard"),
         needs=(own_norm, no_national_standard, contents_complete), reason=REQUIRED, basis=article("9")),
    Step("send_norm", _("报省人社部门"), source=REVIEWED, target=SENT, may=CENTRE, basis=article("9")),
    Step("record_judgement", _("登记省专家评审"), source=SENT, target=JUDGED, may=CENTRE, reason=REQUIRED, basis=article("9")),
    Step("record_publication", _("登记省里的公布"), source=JUDGED, target=IN_FORCE, may=CENTRE, irreversible=True, basis=article("9")),
    Step("return_norm", _("退回修改"), source=(REVIEWED, SENT, JUDGED), target=DRAFT, may=CENTRE, reason=REQUIRED, basis=article("9")),
    Step("replace_standard", _("以新版替代"), source=IN_FORCE, target=REPLACED, may=CENTRE, reason=REQUIRED, basis=article("9")),
    visible=SIGNED_IN,
)  # fmt: skip
STANDARD_LEVEL = Steps(
    _("标准等级"),
    {KNOWN: _("已登记")},
    Step("add_level", _("登记等级"), source=BORN, target=KNOWN, may=OF_LEVEL, needs=(level_offered, contents_open), basis=article("10")),
    Step("revise_level", _("更正等级"), source=KNOWN, may=OF_LEVEL, needs=(contents_open,), reason=REQUIRED, basis=article("10")),
    visible=SIGNED_IN,
)  # fmt: skip
SUBJECT = Steps(
    _("科目"),
    {KNOWN: _("已登记"), REMOVED: _("已移除")},
    Step("add_subject", _("登记科目"), source=BORN, target=KNOWN, may=OF_PART, needs=(heads_reviewed, contents_open), basis=article("11")),
    Step("revise_subject", _("更正科目"), source=KNOWN, may=OF_PART, needs=(while_draft,), reason=REQUIRED, basis=house("standards")),
    Step("remove_subject", _("移除科目"), source=KNOWN, target=REMOVED, may=OF_PART, needs=(while_draft,), reason=REQUIRED, basis=house("standards")),
    visible=SIGNED_IN,
)  # fmt: skip
CONDITION = Steps(
    _("申报条件"),
    {KNOWN: _("已登记"), REMOVED: _("已移除")},
    Step("add_condition", _("登记申报条件"), source=BORN, target=KNOWN, may=OF_PART, needs=(contents_open,), basis=article("8")),
    Step("revise_condition", _("更正申报条件"), source=KNOWN, may=OF_PART, needs=(while_draft,), reason=REQUIRED, basis=house("standards")),
    Step("remove_condition", _("移除申报条件"), source=KNOWN, target=REMOVED, may=OF_PART, needs=(while_draft,), reason=REQUIRED, basis=house("standards")),
    visible=SIGNED_IN,
)  # fmt: skip
EVALUATED_PROGRAMME = Steps(
    _("经评估论证的专业"),
    {VALID: _("有效"), ENDED: _("已移出")},
    Step("enter_evaluated", _("登记经评估论证的专业"), source=BORN, target=VALID, may=office(roles.CENTRE_OFFICER, of="institution"), basis=house("evaluated_programmes")),
    Step("correct_evaluated", _("更正登记"), source=VALID, may=office(roles.CENTRE_OFFICER, of="institution"), reason=REQUIRED, basis=house("evaluated_programmes")),
    Step("end_evaluated", _("移出清单"), source=VALID, target=ENDED, may=office(roles.CENTRE_OFFICER, of="institution"), reason=REQUIRED, basis=house("evaluated_programmes")),
    visible=office(roles.CENTRE_OFFICER, of="institution") | office(roles.COLLEGE_OFFICER, of="institution")
    | office(roles.REVIEWER, of="institution") | office(roles.AUDITOR, of="institution"),
)  # fmt: skip
FILING = Steps(
    _("机构备案"),
    {VALID: _("有效"), ENDED: _("已终止")},
    Step("enter_filing", _("登记备案"), source=BORN, target=VALID, may=office(roles.CENTRE_OFFICER, of="institution") | follows("setup"), basis=article("2")),
    Step("renew_filing", _("登记续期"), source=VALID, may=office(roles.CENTRE_OFFICER, of="institution"), reason=REQUIRED, basis=house("filing_scope")),
    Step("end_filing", _("终止备案"), source=VALID, target=ENDED, may=office(roles.CENTRE_OFFICER, of="institution"), reason=REQUIRED, irreversible=True, basis=article("20")),
    visible=SIGNED_IN,
)  # fmt: skip
FILING_SCOPE = Steps(
    _("备案范围"),
    {VALID: _("有效"), ENDED: _("已移出")},
    Step("add_scope", _("增加职业等级"), source=BORN, target=VALID, may=office(roles.CENTRE_OFFICER, of="filing.institution") | follows("setup"), needs=(filing_still_valid, within_validity, norm_of_ours), basis=article("2")),
    Step("remove_scope", _("移出职业等级"), source=VALID, target=ENDED, may=office(roles.CENTRE_OFFICER, of="filing.institution"), reason=REQUIRED, basis=article("20")),
    visible=SIGNED_IN,
)  # fmt: skip
