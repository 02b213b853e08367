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
        for gap in part.missing:
            yield _("%(part)s：%(gap)s") % {"part": part.heading, "gap": gap}


def round_goes_on(plan: Plan) -> Iterator[str]:
    """Yield a sentence when the plan's round was cancelled: there is nothing left to plan or to file."""
    if plan.round.state == "cancelled":
        yield _("没有取消的批次")


def plan_in_work(nomination: Nomination) -> Iterator[str]:
    """Yield a sentence when the plan is no draft: rooms and people of a plan that was submitted stand."""
    if nomination.plan.state != "draft":
        yield _("方案已送审或备案，人员和场地要先退回或走变更备案才能改")


def nomination_stands(nomination: Nomination) -> Iterator[str]:
    """Yield why this room or person can't be nominated: a card ends too early, recusal, two offices at once."""
    yield from nomination.obstacles()
