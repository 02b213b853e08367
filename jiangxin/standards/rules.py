"""What a subject must have before it is registered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.regulation.codes import code_list

if TYPE_CHECKING:
    from jiangxin.standards.models import Subject


def heads_reviewed(subject: Subject) -> Iterator[str]:
    """Yield the heads of article 13 that the score sheet of a comprehensive review doesn't have."""
    if subject.kind != "review":
        return
    names = {module["name"] for module in subject.modules}
    for head in code_list("review_head").codes:
        if head.words.zh not in names:
            yield _("综合评审的“%s”一项及其配分（第十三条）") % head.label
