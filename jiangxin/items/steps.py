"""The setting plan and papers: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.items.rules import setting_settled
from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import myself, office, taker_of
from jiangxin.regulation.basis import article, house

DRAFT, SETTLED = "draft", "settled"
SET, REVIEWED, SEALED, ISSUED, OPENING, OPENED, VOID = (
    "set",
    "reviewed",
    "sealed",
    "issued",
    "opening",
    "opened",
    "void",
)

CENTRE = office(roles.CENTRE_OFFICER, of="round.institution")
COLLEGE = office(roles.COLLEGE_OFFICER, of="round.college")
SETTER = office(roles.ITEM_SETTER, of="round.institution")
KEEPERS = (
    CENTRE
    | COLLEGE
    | office(roles.INVIGILATOR, of="round.institution")
    | office(roles.EXAMINER, of="round.institution")
)
SECRECY = house("secrecy")

SETTING_PLAN = Steps(
    _("试题命制方案"),
    {DRAFT: _("草稿"), SETTLED: _("已确定")},
    Step("draft_setting", _("拟定命制方案"), source=BORN, target=DRAFT, may=CENTRE | COLLEGE, basis=article("14(1)")),
    Step("write_setting", _("编制命制方案"), source=DRAFT, may=CENTRE | COLLEGE, basis=article("14(1)")),
    Step("settle_setting", _("确定命制方案"), source=DRAFT, target=SETTLED, may=CENTRE | COLLEGE, basis=article("14(1)")),
    Step("reopen_setting", _("修改命制方案"), source=SETTLED, target=DRAFT, may=CENTRE, reason=REQUIRED, basis=article("14(1)")),
    visible=CENTRE | COLLEGE | SETTER | office(roles.AUDITOR, of="round.institution"),
    round_path="round",
)  # fmt: skip
PAPER = Steps(
    _("试卷"),
    {SET: _("待审题"), REVIEWED: _("已审题"), SEALED: _("已封存"), ISSUED: _("已发放"), OPENING: _("待第二人启封"),
     OPENED: _("已启封"), VOID: _("作废")},
    Step("set_paper", _("命制试卷"), source=BORN, target=SET, may=SETTER & myself("setter"), needs=(setting_settled,), basis=article("14(2)")),
    Step("read_paper", _("查阅试卷"), source=(SET, REVIEWED), may=myself("setter") | myself("reviewer"), basis=SECRECY),
    Step("revise_paper", _("修改试卷"), source=SET, may=myself("setter"), basis=article("14(2)")),
    Step("review_paper", _("审题通过"), source=SET, target=REVIEWED, may=myself("reviewer") & ~myself("setter"), duty=True, basis=article("14(2)")),
    Step("seal_paper", _("封存试卷"), source=REVIEWED, target=SEALED, may=CENTRE, duty=True, irreversible=True, basis=SECRECY),
    Step("issue_paper", _("发放试卷"), source=SEALED, target=ISSUED, may=CENTRE, duty=True, basis=SECRECY),
    Step("propose_opening", _("启封（第一人）"), source=ISSUED, target=OPENING, may=KEEPERS, basis=SECRECY),
    Step("confirm_opening", _("启封（第二人）"), source=OPENING, target=OPENED, may=KEEPERS & ~taker_of("propose_opening"), duty=True, irreversible=True, basis=SECRECY),
    Step("take_out_paper", _("取出试卷文件"), source=OPENED, may=KEEPERS, basis=SECRECY),
    Step("void_paper", _("作废试卷"), source=(SET, REVIEWED, SEALED, ISSUED), target=VOID, may=CENTRE, reason=REQUIRED, basis=SECRECY),
    # That a paper exists, its keepers may know; its file opens only by `read_paper` and `take_out_paper`.
    visible=CENTRE | COLLEGE | myself("setter") | myself("reviewer") | KEEPERS | office(roles.AUDITOR, of="round.institution"),
    round_path="round",
)  # fmt: skip
