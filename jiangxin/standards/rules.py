"""What a subject must have before it is registered, and a level before a filing covers it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.regulation.codes import code_list

if TYPE_CHECKING:
    from jiangxin.standards.models import FilingScope, Subject


def heads_reviewed(subject: Subject) -> Iterator[str]:
    """Yield the heads of article 13 that the score sheet of a comprehensive review doesn't have."""
    if subject.kind != "review":
        return
    names = {module["name"] for module in subject.modules}
    for head in code_list("review_head").codes:
        if head.words.zh not in names:
            yield _("综合评审的“%s”一项及其配分（第十三条）") % head.label


def within_validity(scope: FilingScope) -> Iterator[str]:
    """Yield a sentence when a level would be added for a day on which its filing isn't valid."""
    filing = scope.filing
    if not filing.valid_from <= scope.valid_from <= filing.valid_until:
        days = {"day": _day(scope.valid_from), "first": _day(filing.valid_from), "last": _day(filing.valid_until)}
        yield _("增加日期 %(day)s 要在备案有效期内（%(first)s至%(last)s）") % days


def filing_still_valid(scope: FilingScope) -> Iterator[str]:
    """Yield a sentence when the filing has been ended: nothing is added to it."""
    if scope.filing.state != "valid":
        yield _("备案号 %s 已终止，不能再增加职业等级") % scope.filing.number


def _day(day: date) -> str:
    return formats.date_format(day)
