"""What a plan must have before it is submitted, and a nomination before it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.plans.models import Nomination, Plan


def every_part_there(plan: Plan) -> Iterator[str]:
    """Yield what is missing of the 11 parts of article 14(1), part by part."""
    for part in plan.parts():
        for sentence in part.missing:
            yield f"{part.title}：{sentence}"


def receipt_there(plan: Plan) -> Iterator[str]:
    """Yield what is missing of the employment centre's receipt on paper."""
    if not plan.receipt_number:
        yield _("回执编号")
    if plan.receipt_id is None:
        yield _("回执扫描件")


def nomination_stands(nomination: Nomination) -> Iterator[str]:
    """Yield why this room or person can't be nominated: the plan is no draft, a card ends too early, recusal."""
    if nomination.plan.state != "draft":
        yield _("方案已送审或备案，人员和场地要先退回或走变更备案才能改")
    yield from nomination.obstacles()
