"""What an application must have before it is submitted or accepted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.enrolment.models import Application, Material, Roster


def round_open(record: Application | Roster) -> Iterator[str]:
    """Yield a sentence when the round takes no applications."""
    if record.round.state != "open":
        yield _("%s现在不接受报名") % record.round


def round_open_to(application: Application) -> Iterator[str]:
    """Yield a sentence when the round takes nothing more from this applicant; what was sent back may come in late."""
    if not (application.state == "returned" and application.round.state == "closed"):
        yield from round_open(application)


def in_hand(material: Material) -> Iterator[str]:
    """Yield a sentence when the application is not in its applicant's hands."""
    if material.application.state not in {"draft", "returned"}:
        yield _("报名表已提交，材料不能再改；审核员退回后可以补正")


def undecided(material: Material) -> Iterator[str]:
    """Yield a sentence when the application is decided or withdrawn: a proof then comes too late."""
    if material.application.state in {"accepted", "rejected", "withdrawn"}:
        yield _("待审核的报名（这份报名已经办结）")


def answers_complete(application: Application) -> Iterator[str]:
    """Yield the questions that are not answered yet."""
    if not application.category:
        yield _("人员类别")
    if application.condition_id is None:
        yield _("申报条件")
    elif application.condition and application.condition.level_id != application.round.level_id:
        yield _("本批次等级的申报条件")
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


def condition_met(application: Application) -> Iterator[str]:
    """Yield what a machine can see the chosen condition lacks; whatever it can't see, the reviewer reads."""
    condition = application.condition
    if condition is None:
        return
    if condition.least_years is not None and (application.work_years or 0) < condition.least_years:
        yield _("%(label)s要求工作满 %(years)d 年") % {"label": condition.label, "years": condition.least_years}
    if condition.prior_level is not None:
        if not application.prior_certificate:
            yield _("%s要求填写原证书编号") % condition.label
        elif application.prior_level is None or application.prior_level > condition.prior_level:
            yield _("%s要求持有更高等级的证书") % condition.label


def materials_complete(application: Application) -> Iterator[str]:
    """Yield the materials of the chosen condition that are neither attached nor seen on paper."""
    if application.condition is None:
        return
    present = {material.kind for material in application.materials.all() if material.state != "removed"}
    for kind in application.condition.materials:
        if kind not in present:
            yield kind
