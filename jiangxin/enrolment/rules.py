"""What an application must have before it is submitted or accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment.wanted import lacking_materials, lacking_promises
from jiangxin.process.above import FactsFromAbove
from jiangxin.regulation.words import in_series

if TYPE_CHECKING:
    from jiangxin.enrolment.models import Application, Batch, Material, Place, Roster, Sampled

# What rests on the decision and must go first: hours of training, a plan that has left its author's hands.
nothing_built = FactsFromAbove("what rests on the decision: hours of training, a plan handed in.")


def free_to_leave(application: Application) -> Iterator[str]:
    """Yield a sentence when something rests on an acceptance: its applicant no longer leaves alone."""
    if application.state == "accepted" and nothing_built(application):
        yield _(
            "还可以自己撤回的报名（培训已有考勤，或者考核名单已随实施方案送审；"
            "不再参加的请告知承办学院，之后按缺考处理，已经办理的事项不受影响）"
        )


def round_open(record: Application | Roster) -> Iterator[str]:
    """Yield a sentence when the round takes no applications."""
    if record.round.state != "open":
        yield _("%s现在不接受报名") % record.round


def round_open_to(application: Application) -> Iterator[str]:
    """Yield a sentence when the round takes nothing more from this applicant; what was sent back may come in late."""
    if not (application.state == "returned" and application.round.state == "closed"):
        yield from round_open(application)


def enrolled_by_roster(application: Application) -> Iterator[str]:
    """Yield a sentence when the application is its applicant's own, so that no roster may change it."""
    if application.roster_id is None or application.pledged_at:
        yield _("由名册报入、本人没有承诺过的报名（这一份由本人填报）")


def in_hand(material: Material) -> Iterator[str]:
    """Yield a sentence when the application is not in its applicant's hands."""
    if material.application.state not in {"draft", "returned"}:
        yield _("报名表已提交，材料不能再改；审核员退回后可以补正")


def undecided(material: Material) -> Iterator[str]:
    """Yield a sentence when the application is decided or withdrawn: a proof then comes too late."""
    if material.application.state in {"accepted", "rejected", "withdrawn", "unplaced"}:
        yield _("待审核的报名（这份报名已经办结）")


def answers_complete(application: Application) -> Iterator[str]:
    """Yield the questions that are not answered yet."""
    if not application.category:
        yield _("人员类别")
    if application.condition_id is None:
        yield _("申报条件")
    elif application.condition and application.condition.level_id != application.round.level_id:
        yield _("本批次等级的申报条件")
    else:
        yield from facts_complete(application)
    if not application.education:
        yield _("文化程度")
    if not application.source:
        yield _("考生来源")
    if not application.person.phone:
        yield _("手机号码")
    if application.photo_id is None:
        yield _("证件照")
    if not application.pledged_at:
        yield _("诚信承诺")
    if not application.consented_at:
        yield _("个人信息处理单独同意")


# What the pages ask an applicant for, by the facts that an opinion names; what isn't here only the institution knows.
ASKED = {
    "born": gettext_lazy("出生日期"),
    "engaged": gettext_lazy("从事或拟从事本职业"),
    "jobs": gettext_lazy("工作经历"),
    "certificates": gettext_lazy("原证书"),
    "certificates.issued": gettext_lazy("原证书的发证日期"),
    "titles": gettext_lazy("职称"),
    "titles.issued": gettext_lazy("职称的取得日期"),
    "studies": gettext_lazy("学历或学籍"),
    "studies.expected": gettext_lazy("预计毕业时间"),
    "studies.graduated": gettext_lazy("毕业证书的日期"),
    "trainings": gettext_lazy("培训和结业证书"),
    "apprenticeship": gettext_lazy("学徒期"),
}


def facts_complete(application: Application) -> Iterator[str]:
    """Yield the facts without which nobody can say whether the chosen condition holds."""
    for ask in application.opinion_notes.get("asks", ()):
        if ask in ASKED:
            yield str(ASKED[ask])


def place_confirmed(application: Application) -> Iterator[str]:
    """Yield a sentence when the round has a number of places and the applicant holds none of them."""
    if application.round.quota is None:
        return
    place = getattr(application, "place", None)
    if place is None or place.state != "held":
        yield _("已确认的名额（还在候补，递补以后才能通过）")


def no_place_kept(application: Application) -> Iterator[str]:
    """Yield a sentence when a correction is out for which a place is kept: with the place the application ends."""
    if application.state == "returned" and application.round.quota is not None:
        yield _("收回名额：这一期设名额，请在“名额和候补”里收回，这份报名随之结束")


def sent_back(place: Place) -> Iterator[str]:
    """Yield a sentence when the applicant owes nothing: only a place that waits for a correction is taken back."""
    if place.application.state != "returned":
        yield _("退回补正而没有补正的报名（这份报名现在是“%s”）") % place.application.state_label


def opinion_allows(application: Application) -> Iterator[str]:
    """Yield why the application can't be accepted as it stands: by the first opinion the condition does not hold."""
    if application.opinion == "unmet":
        sentence = _("符合所选条件的初审意见（%s）；核对后认为符合的，请改用“不按初审意见通过”并写明理由")
        yield sentence % in_series(application.opinion_notes["reasons"])


def opinion_against(application: Application) -> Iterator[str]:
    """Yield a sentence when there is no opinion to decide against."""
    if application.opinion != "unmet":
        yield _("“不符合”的初审意见；现在的初审意见不反对，请直接用“审核通过”")


def materials_complete(application: Application) -> Iterator[str]:
    """Yield the materials that are asked for and neither attached nor seen on paper."""
    yield from lacking_materials(application)


def promises_made(application: Application) -> Iterator[str]:
    """Yield the promises that the applicant neither gave himself nor signed on a paper that was seen."""
    yield from lacking_promises(application)


def sample_read(batch: Batch) -> Iterator[str]:
    """Yield a sentence while somebody of the sample has not been read."""
    waiting = [str(one) for one in batch.sampled.all() if one.state != "read"]
    if waiting:
        words = _("阅过样本：还有 %(count)d 份没有看（%(who)s）")
        yield words % {"count": len(waiting), "who": in_series(waiting[:5])}


def sample_sound(batch: Batch) -> Iterator[str]:
    """Yield those of the sample on whom somebody decided otherwise: then the set is no set any more."""
    on_the_way = {batch.stage, "endorsed", "accepted"} if batch.stage == "submitted" else {batch.stage, "accepted"}
    for one in batch.sampled.all():
        if one.application.state not in on_the_way:
            words = _("没有问题的样本：抽中的%(who)s已是“%(state)s”，这一批请逐份审核，或放弃后重新抽样")
            yield words % {"who": one.application, "state": one.application.state_label}


def proofs_opened(sampled: Sampled) -> Iterator[str]:
    """Yield the files of a sampled application that its reader has not opened."""
    for material in sampled.application.materials.all():
        if material.state != "removed" and material.file_id and material.pk not in sampled.opened:
            yield _("打开“%s”") % material.kind
