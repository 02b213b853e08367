"""What a target must have before it is set."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.reports.models import Target


def college_of_ours(target: Target) -> Iterator[str]:
    """Yield a sentence when the college is no unit of the institution that sets the target (article 6)."""
    if target.college.institution_id != target.institution_id:
        yield _("%s不是本机构的学院") % target.college


def within_applied(target: Target) -> Iterator[str]:
    """Yield a sentence when more people are to be certified than to apply."""
    if target.certified > target.applied:
        words = {"certified": target.certified, "applied": target.applied}
        yield _("取证人数 %(certified)d 不能超过报名人数 %(applied)d") % words
