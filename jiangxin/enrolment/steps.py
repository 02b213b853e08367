"""Applications, their materials and rosters: their states and steps."""

from functools import reduce
from operator import or_

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.enrolment.rules import (
    answers_complete,
    enrolled_by_roster,
    free_to_leave,
    in_hand,
    materials_complete,
    no_place_kept,
    nothing_built,
    opinion_against,
    opinion_allows,
    place_confirmed,
    promises_made,
    proofs_opened,
    round_open,
    round_open_to,
    sample_read,
    sample_sound,
    sent_back,
    undecided,
)
from jiangxin.people import roles
from jiangxin.process.named import named
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import Who, follows, myself, office, once, where
from jiangxin.regulation.basis import article, house, law

DRAFT, SUBMITTED, RETURNED, ENDORSED = "draft", "submitted", "returned", "endorsed"
ACCEPTED, REJECTED, WITHDRAWN, UNPLACED = "accepted", "rejected", "withdrawn", "unplaced"
HELD, WAITING, FREED, ENDED = "held", "waiting", "freed", "ended"
ATTACHED, REMOVED = "attached", "removed"
CHECKED, IMPORTED, DISCARDED = "checked", "imported", "discarded"
DRAWN, DROPPED, READ, CURRENT = "drawn", "dropped", "read", "current"

MYSELF = myself("person")
COLLEGE = office(roles.COLLEGE_OFFICER, of="round.college")
CENTRE = office(roles.CENTRE_OFFICER, of="round.institution")
REVIEWER = office(roles.REVIEWER, of="round.college") & ~MYSELF
# One level or two is a fact of the round. The second is the centre's, and of somebody who did not decide at the first.
FIRST = REVIEWER & once(_("报名待审核"), SUBMITTED)
ALONE = FIRST & where(_("批次只审一级"), "round.review_levels", 1)
BEFORE_CENTRE = FIRST & where(_("批次审两级"), "round.review_levels", 2)
SECOND = CENTRE & ~MYSELF & once(_("报名待复审"), ENDORSED) & ~named("endorsed_by", _("初审人"))
# After the close a correction may stay out for good: then the college's reviewer ends the wait.
UNCORRECTED = REVIEWER & once(_("报名已退回"), RETURNED) & where(_("批次已截止报名"), "round.state", "closed")
DECIDER = (REVIEWER | CENTRE & ~MYSELF) & (
    once(_("报名待复审"), ENDORSED) & named("endorsed_by", _("初审人"))
    | once(_("报名已审结"), ACCEPTED, REJECTED) & named("decided_by", _("作出审核决定的人"))
)


def _office(prefix: str) -> Who:
    """Return those who handle applications: the round's college with its reviewer, and the centre."""
    return (
        office(roles.COLLEGE_OFFICER, of=f"{prefix}round.college")
        | office(roles.REVIEWER, of=f"{prefix}round.college")
        | office(roles.CENTRE_OFFICER, of=f"{prefix}round.institution")
    )


PLACES = house("places")


def _after(*steps: str) -> Who:
    """Return who moves places: nobody at a screen, the system inside these steps."""
    first, *others = [follows(step) for step in steps]
    return reduce(or_, others, first)


def _staff(prefix: str) -> Who:
    return _office(prefix) | office(roles.AUDITOR, of=f"{prefix}round.institution")


STAFF = _staff("")


APPLICATION = Steps(
    _("报名"),
    {DRAFT: _("草稿"), SUBMITTED: _("待审核"), RETURNED: _("已退回"), ENDORSED: _("待复审"), ACCEPTED: pgettext_lazy("state", "审核通过"),
     REJECTED: _("审核不通过"), WITHDRAWN: _("已撤回"), UNPLACED: _("未取得名额")},
    Step("draft_application", _("开始报名"), source=BORN, target=DRAFT, may=MYSELF, needs=(round_open,), basis=article("7")),
    Step("fill", _("填写"), source=(DRAFT, RETURNED), may=MYSELF, needs=(round_open_to,), basis=article("14(2)")),
    Step("attach_photo", _("上传证件照"), source=(DRAFT, RETURNED), may=MYSELF, needs=(round_open_to,), basis=house("registration")),
    Step("pledge", _("诚信承诺"), source=(DRAFT, RETURNED), may=MYSELF, needs=(round_open_to,), basis=article("14(2)")),
    Step("consent", _("个人信息单独同意"), source=(DRAFT, RETURNED), may=MYSELF, needs=(round_open_to,), basis=law("个人信息保护法 第29条")),
    Step("submit", _("提交报名"), source=(DRAFT, RETURNED), target=SUBMITTED, may=MYSELF, duty=True,
         needs=(round_open_to, answers_complete, materials_complete), basis=article("14(2)")),
    Step("renew_opinion", _("重作初审"), source=(DRAFT, SUBMITTED, RETURNED, ENDORSED), may=follows("rounds.round.extend") | follows("people.person.correct_person") | follows("standards.evaluatedprogramme.enter_evaluated")
         | follows("standards.evaluatedprogramme.correct_evaluated") | follows("standards.evaluatedprogramme.end_evaluated"), basis=house("conditions")),
    Step("enrol", _("按名册报名"), source=BORN, target=SUBMITTED, may=COLLEGE | CENTRE, needs=(round_open,), basis=article("14(2)")),
    Step("refill", _("按名册重填"), source=(SUBMITTED, RETURNED), target=SUBMITTED, may=COLLEGE | CENTRE,
         needs=(round_open, enrolled_by_roster), basis=house("registration")),
    Step("withdraw_enrolled", _("撤回名册报名"), source=(SUBMITTED, RETURNED), target=WITHDRAWN, may=COLLEGE | CENTRE,
         reason=REQUIRED, needs=(round_open, enrolled_by_roster), basis=house("registration")),
    Step("add_photo", _("补录证件照"), source=(SUBMITTED, RETURNED, ENDORSED, ACCEPTED), may=COLLEGE | CENTRE, basis=house("registration")),
    Step("accept", _("审核通过"), source=(SUBMITTED, ENDORSED), target=ACCEPTED, may=ALONE | SECOND, duty=True,
         needs=(place_confirmed, opinion_allows, materials_complete, promises_made), basis=article("14(2)")),
    Step("accept_against", _("不按初审意见通过"), source=(SUBMITTED, ENDORSED), target=ACCEPTED, may=ALONE | SECOND, reason=REQUIRED,
         needs=(place_confirmed, opinion_against, materials_complete, promises_made), basis=article("14(2)")),
    Step("endorse", _("初审通过，报中心复审"), source=SUBMITTED, target=ENDORSED, may=BEFORE_CENTRE, duty=True,
         needs=(place_confirmed, opinion_allows, materials_complete, promises_made), basis=article("14(2)")),
    Step("endorse_against", _("不按机器意见初审通过"), source=SUBMITTED, target=ENDORSED, may=BEFORE_CENTRE, reason=REQUIRED,
         needs=(place_confirmed, opinion_against, materials_complete, promises_made), basis=article("14(2)")),
    Step("refer_back", _("退回学院重审"), source=ENDORSED, target=SUBMITTED, may=SECOND, reason=REQUIRED, basis=article("14(2)")),
    Step("reject", _("审核不通过"), source=(SUBMITTED, RETURNED, ENDORSED), target=REJECTED, may=FIRST | SECOND | UNCORRECTED, reason=REQUIRED,
         needs=(no_place_kept,), basis=article("14(2)")),
    Step("send_back", _("退回补正"), source=(SUBMITTED, ENDORSED), target=RETURNED, may=FIRST | SECOND, reason=REQUIRED, basis=article("14(2)")),
    Step("take_back", _("撤回审核决定"), source=(ENDORSED, ACCEPTED, REJECTED), target=SUBMITTED, may=DECIDER, reason=REQUIRED,
         needs=(nothing_built,), basis=article("14(2)")),
    Step("withdraw", _("撤回报名"), source=(DRAFT, SUBMITTED, RETURNED, ENDORSED, ACCEPTED), target=WITHDRAWN, may=MYSELF,
         needs=(free_to_leave,), basis=law("个人信息保护法 第15条")),
    Step("end_unplaced", _("截止后没有名额，报名结束"), source=(SUBMITTED, RETURNED), target=UNPLACED, may=_after("rounds.round.close", "enrolment.place.release_place"), basis=PLACES),
    visible=STAFF | MYSELF,
    round_path="round",
)  # fmt: skip

_HANDED_IN = _after("enrolment.application.submit", "enrolment.application.enrol", "enrolment.application.refill")
_AGAIN = _HANDED_IN | _after("enrolment.application.take_back")
_GONE = _after(
    "enrolment.application.withdraw", "enrolment.application.withdraw_enrolled", "enrolment.application.reject"
)

PLACE = Steps(
    _("名额"),
    {HELD: _("已确认"), WAITING: _("候补中"), FREED: _("已让出"), ENDED: _("候补已结束")},
    Step("confirm_place", _("确认名额"), source=BORN, target=HELD, may=_HANDED_IN, basis=PLACES),
    Step("queue", _("列入候补"), source=BORN, target=WAITING, may=_HANDED_IN, basis=PLACES),
    Step("queue_again", _("重新列入候补"), source=FREED, target=WAITING, may=_AGAIN, basis=PLACES),
    Step("change_tier", _("按改报的人员类别重排候补"), source=WAITING, may=_HANDED_IN, basis=PLACES),
    Step("move_up", _("递补，确认名额"), source=WAITING, target=HELD, basis=PLACES,
         may=_AGAIN | _GONE | _after("enrolment.place.release_place", "rounds.round.set_quota")),
    Step("keep_place", _("补正期内保留名额"), source=(HELD, WAITING), may=_after("enrolment.application.send_back"), basis=PLACES),
    Step("free_place", _("让出名额"), source=(HELD, WAITING), target=FREED, may=_GONE, basis=PLACES),
    Step("release_place", _("逾期未补正，收回名额"), source=(HELD, WAITING), target=FREED, may=COLLEGE | CENTRE,
         needs=(sent_back,), reason=REQUIRED, basis=PLACES),
    Step("end_waiting", _("候补结束"), source=WAITING, target=ENDED, may=_after("rounds.round.close", "rounds.round.cancel"), basis=PLACES),
    visible=STAFF | myself("application.person"),
    round_path="round",
)  # fmt: skip

MATERIAL = Steps(
    _("材料"),
    {ATTACHED: _("已提供"), REMOVED: _("已移除")},
    Step("attach", _("上传材料"), source=BORN, target=ATTACHED, may=myself("application.person"), needs=(in_hand,), basis=article("14(2)")),
    Step("see_on_paper", _("查验纸质材料"), source=BORN, target=ATTACHED,
         may=_office("application."), needs=(undecided,), basis=article("14(2)")),
    Step("remove", _("移除材料"), source=ATTACHED, target=REMOVED, may=myself("application.person"), needs=(in_hand,), basis=article("14(2)")),
    visible=_staff("application.") | myself("application.person"),
    round_path="application__round",
)  # fmt: skip

ROSTER = Steps(
    _("报名名册"),
    {CHECKED: _("已预检"), IMPORTED: _("已导入"), DISCARDED: _("已放弃")},
    Step("check_roster", _("预检名册"), source=BORN, target=CHECKED, may=COLLEGE | CENTRE, needs=(round_open,), basis=article("14(2)")),
    Step("recheck_roster", _("重新预检"), source=CHECKED, may=COLLEGE | CENTRE, needs=(round_open,), basis=article("14(2)")),
    Step("import_roster", _("导入名册"), source=CHECKED, target=IMPORTED, may=COLLEGE | CENTRE, needs=(round_open,), basis=article("14(2)")),
    Step("discard_roster", _("放弃名册"), source=CHECKED, target=DISCARDED, may=COLLEGE | CENTRE, basis=article("14(2)")),
    visible=COLLEGE | CENTRE | office(roles.AUDITOR, of="round.institution"),
    round_path="round",
)  # fmt: skip

PHOTO_PACK = Steps(
    _("照片包"),
    {CHECKED: _("已预检"), IMPORTED: _("已补录"), DISCARDED: _("已放弃")},
    Step("check_photos", _("预检照片"), source=BORN, target=CHECKED, may=COLLEGE | CENTRE, basis=house("registration")),
    Step("import_photos", _("补录照片"), source=CHECKED, target=IMPORTED, may=COLLEGE | CENTRE, basis=house("registration")),
    Step("discard_photos", _("放弃照片包"), source=CHECKED, target=DISCARDED, may=COLLEGE | CENTRE, basis=house("registration")),
    visible=COLLEGE | CENTRE | office(roles.AUDITOR, of="round.institution"),
    round_path="round",
)  # fmt: skip

# A set of applications with a clean first opinion, decided together once a sample of them has been read.
BATCH_OFFICE = office(roles.REVIEWER, of="round.college") | CENTRE
DREW = named("drawn_by", _("抽样的人"))

BATCH = Steps(
    _("批量审核"),
    {DRAWN: _("待阅样本"), ACCEPTED: _("已批量通过"), DROPPED: _("已放弃")},
    Step("draw_sample", _("抽取样本"), source=BORN, target=DRAWN, may=BATCH_OFFICE, basis=article("14(2)")),
    Step("accept_batch", _("批量通过"), source=DRAWN, target=ACCEPTED, may=BATCH_OFFICE & DREW,
         needs=(sample_read, sample_sound), basis=article("14(2)")),
    Step("drop_batch", _("放弃这次批量审核"), source=DRAWN, target=DROPPED, may=BATCH_OFFICE & DREW, basis=article("14(2)")),
    visible=BATCH_OFFICE | office(roles.AUDITOR, of="round.institution"),
    round_path="round",
)  # fmt: skip

READER = named("batch.drawn_by", _("抽样的人"))

SAMPLED = Steps(
    _("抽中的报名"),
    {WAITING: _("待阅"), READ: _("已阅")},
    Step("sample", _("抽中"), source=BORN, target=WAITING, may=follows("enrolment.batch.draw_sample"), basis=article("14(2)")),
    Step("open_proof", _("打开材料"), source=WAITING, may=READER, basis=article("14(2)")),
    Step("read", _("已阅"), source=WAITING, target=READ, may=READER, needs=(proofs_opened,), basis=article("14(2)")),
    visible=office(roles.REVIEWER, of="batch.round.college") | office(roles.CENTRE_OFFICER, of="batch.round.institution")
    | office(roles.AUDITOR, of="batch.round.institution"),
    round_path="batch__round",
)  # fmt: skip

PHRASE_OFFICE = office(roles.CENTRE_OFFICER, of="institution") | office(roles.REVIEWER, of="institution")

PHRASE = Steps(
    _("审核常用语"),
    {CURRENT: _("在用"), DROPPED: _("停用")},
    Step("add_phrase", _("添加常用语"), source=BORN, target=CURRENT, may=PHRASE_OFFICE, basis=house("review")),
    Step("drop_phrase", _("停用常用语"), source=CURRENT, target=DROPPED, may=PHRASE_OFFICE, basis=house("review")),
    visible=PHRASE_OFFICE,
)  # fmt: skip
