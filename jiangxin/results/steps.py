"""Results, publicity, objections, result filing: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Deadline, Step, Steps, Wait
from jiangxin.process.who import PUBLIC, Who, follows, myself, office, once, taker_of
from jiangxin.regulation.basis import article, house
from jiangxin.results.rules import (
    confirmation_on_paper,
    everything_marked,
    not_sealed,
    round_stands,
    rows_there,
    supervision_signed,
)

COMPOSED, PUBLISHED, HELD = "composed", "published", "held"
RAISED, UPHELD, DISMISSED = "raised", "upheld", "dismissed"
DRAFT, FILED, ANSWERED = "draft", "filed", "answered"
AWAITING, PROPOSED, CONFIRMED, REFUSED = "awaiting", "proposed", "confirmed", "refused"
REFUSAL_PROPOSED = "refusal_proposed"
WAITING = (AWAITING, PROPOSED, REFUSAL_PROPOSED)  # of a row: its answer is not final yet

PUBLICITY = house("publicity")


def centre(prefix: str = "") -> Who:
    """Return the centre of the institution whose round it is."""
    return office(roles.CENTRE_OFFICER, of=f"{prefix}round.institution")


def readers(prefix: str = "") -> Who:
    """Return who may read results beside the centre."""
    return (
        centre(prefix)
        | office(roles.COLLEGE_OFFICER, of=f"{prefix}round.college")
        | office(roles.AUDITOR, of=f"{prefix}round.institution")
    )


def province(prefix: str = "") -> Who:
    """Return the provincial skill-appraisal centre with which results are filed."""
    return office(roles.AUTHORITY_OFFICER, of=f"{prefix}round.institution.provincial_centre")


ANSWERS = (
    follows("results.filingrow.confirm_row")
    | follows("results.filingrow.refuse_row")
    | follows("results.filingrow.second_confirmation")
    | follows("results.filingrow.second_refusal")
)

RESULT = Steps(
    _("成绩"),
    {COMPOSED: _("已汇总"), PUBLISHED: _("已公示"), HELD: _("异议处理中")},
    Step("conclude_result", _("汇总成绩"), source=BORN, target=COMPOSED, may=follows("results.publication.publish"), basis=article("11")),
    Step("publish_result", _("公示成绩"), source=COMPOSED, target=PUBLISHED, may=follows("results.publication.publish"), basis=PUBLICITY),
    Step("hold", _("暂停（异议）"), source=PUBLISHED, target=HELD, may=follows("results.objection.raise_objection"), basis=PUBLICITY),
    Step("amend", _("更正成绩"), source=HELD, may=follows("results.objection.uphold"), reason=REQUIRED, basis=PUBLICITY),
    # Only the last objection that is decided releases the person: two may be raised against one result.
    Step("release_result", _("恢复（异议已处理）"), source=HELD, target=PUBLISHED, may=follows("results.objection.dismiss") | follows("results.objection.uphold"), basis=PUBLICITY),
    visible=readers("application.") | myself("application.person"),
    round_path="application__round",
)  # fmt: skip
PUBLICATION = Steps(
    _("成绩公示"),
    {DRAFT: _("待公示"), PUBLISHED: _("公示中")},
    Step("prepare_publication", _("汇总成绩"), source=BORN, target=DRAFT, may=follows("supervision.roundreport.sign_report"), basis=article("14(4)")),
    Step("publish", _("公示成绩"), source=DRAFT, target=PUBLISHED, may=centre(), needs=(round_stands, everything_marked, supervision_signed), duty=True, irreversible=True, basis=PUBLICITY),
    visible=readers() | ((office(roles.AUTHORITY_OFFICER, of="round.institution.city_centre") | province()) & once(_("成绩已公示"), PUBLISHED)),
    round_path="round",
)  # fmt: skip
OBJECTION = Steps(
    _("异议"),
    {RAISED: _("待处理"), UPHELD: _("成立"), DISMISSED: _("不成立")},
    Step("raise_objection", _("提出异议"), source=BORN, target=RAISED, may=PUBLIC, basis=PUBLICITY),
    Step("uphold", _("异议成立，更正"), source=RAISED, target=UPHELD, may=centre("result.application."), reason=REQUIRED, irreversible=True, basis=PUBLICITY),
    Step("dismiss", _("异议不成立"), source=RAISED, target=DISMISSED, may=centre("result.application."), reason=REQUIRED, duty=True, basis=PUBLICITY),
    visible=readers("result.application."),
    round_path="result__application__round",
)  # fmt: skip
RESULT_FILING = Steps(
    _("结果备案"),
    {DRAFT: _("待备案"), FILED: _("已上报，待确认"), ANSWERED: _("省职鉴中心已答复")},
    Step("prepare_filing", _("准备结果备案"), source=BORN, target=DRAFT, may=centre() | follows("results.publication.publish"), needs=(not_sealed, round_stands, rows_there), basis=article("14(4)")),
    Step("file_results", _("结果备案"), source=DRAFT, target=FILED, may=centre(), needs=(not_sealed, round_stands, rows_there), duty=True, irreversible=True, basis=article("14(4)")),
    Step("enter_receipt", _("登记确认文件"), source=FILED, may=centre(), basis=article("14(5)")),
    Step("close_filing", _("答复完毕"), source=FILED, target=ANSWERED, may=ANSWERS, basis=article("14(5)")),
    visible=readers() | (province() & once(_("结果已上报"), FILED, ANSWERED)),
    round_path="round",
    dues=(
        Wait(_("公示期"), counts_from="publication.published_on", before="file_results", span="publicity.span", basis=PUBLICITY),
        Deadline(_("结果备案"), counts_from="counts_from", met_by="file_results", span="result_filing.span", basis=house("result_filing")),
    ),
)  # fmt: skip
FILING_ROW = Steps(
    _("备案人员"),
    {AWAITING: _("待确认"), PROPOSED: _("待第二人核对"), REFUSAL_PROPOSED: _("拟退回，待第二人核对"),
     CONFIRMED: _("已确认"), REFUSED: _("被退回")},
    Step("file_row", _("列入结果备案"), source=BORN, target=AWAITING, may=follows("results.resultfiling.file_results"), basis=article("14(4)")),
    Step("confirm_row", _("确认"), source=AWAITING, target=CONFIRMED, may=province("result_filing."), duty=True, basis=article("14(5)")),
    Step("refuse_row", _("退回"), source=AWAITING, target=REFUSED, may=province("result_filing."), reason=REQUIRED, basis=article("14(5)")),
    Step("propose_confirmation", _("按确认文件登记"), source=AWAITING, target=PROPOSED, may=centre("result_filing."), needs=(confirmation_on_paper,), basis=article("14(5)")),
    Step("second_confirmation", _("第二人核对"), source=PROPOSED, target=CONFIRMED, may=centre("result_filing.") & ~taker_of("propose_confirmation"), duty=True, basis=article("14(5)")),
    Step("withdraw_confirmation", _("核对不符，退回登记"), source=PROPOSED, target=AWAITING, may=centre("result_filing."), reason=REQUIRED, basis=article("14(5)")),
    Step("propose_refusal", _("按确认文件登记退回"), source=AWAITING, target=REFUSAL_PROPOSED, may=centre("result_filing."), needs=(confirmation_on_paper,), reason=REQUIRED, basis=article("14(5)")),
    Step("second_refusal", _("第二人核对退回"), source=REFUSAL_PROPOSED, target=REFUSED, may=centre("result_filing.") & ~taker_of("propose_refusal"), duty=True, basis=article("14(5)")),
    Step("withdraw_refusal", _("核对不符，撤回退回登记"), source=REFUSAL_PROPOSED, target=AWAITING, may=centre("result_filing."), reason=REQUIRED, basis=article("14(5)")),
    visible=readers("result_filing.") | province("result_filing.") | myself("result.application.person"),
    round_path="result_filing__round",
)  # fmt: skip
