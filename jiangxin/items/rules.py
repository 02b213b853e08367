"""What must be there before a paper is set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.items.models import Paper


def setting_settled(paper: Paper) -> Iterator[str]:
    """Yield a sentence while the round has no settled setting plan (article 14(1)), or sets papers no more."""
    plan = paper.setting_plan
    if plan is None or plan.state != "settled":
        yield _("已确定的试题命制方案")
    if paper.round.state == "cancelled":
        yield _("没有取消的批次")
    if paper.subject.level_id != paper.round.level_id:
        yield _("本批次职业等级的科目")
