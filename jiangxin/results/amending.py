"""Correct the marks of a result: pure arithmetic on what was published."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from jiangxin.process.errors import Unable
from jiangxin.regulation.words import joined
from jiangxin.results.rules import SubjectResult

ONE_DECIMAL = Decimal("0.1")


class UnableToAmend(Unable):
    """The corrections can't be made: a strange subject, a mark out of its range, or nothing that changes."""


def amended(
    subjects: Sequence[SubjectResult],
    corrections: Mapping[str, Decimal],
    lifted: Collection[str],
    full_marks: Mapping[str, Decimal],
) -> list[SubjectResult]:
    """Return the subjects with the corrections made.

    `corrections` maps a subject to its right mark in points (an absence recorded by mistake ends with it); `lifted`
    are the subjects whose knock-out falls. Raises UnableToAmend; a result that stays as it was is no correction.
    """
    known = {entry.subject for entry in subjects}
    if strange := sorted({*corrections, *lifted} - known):
        raise UnableToAmend(_("不能更正成绩：没有“%s”这一科目。请从这名考生的科目中选择。") % joined(strange))
    for subject, mark in corrections.items():
        if not 0 <= mark <= full_marks[subject] or mark % ONE_DECIMAL:
            sentence = _("不能更正成绩：%(mark)s 不是 0 到 %(full)s 之间、最多一位小数的分数。")
            raise UnableToAmend(sentence % {"mark": mark, "full": full_marks[subject]})
    after = [_corrected(entry, corrections, lifted) for entry in subjects]
    if after == list(subjects):
        raise UnableToAmend(
            _("没有可以更正的内容：更正后的成绩与公示的相同。成绩无误时，请办理“异议不成立”并说明理由。")
        )
    return after


def _corrected(entry: SubjectResult, corrections: Mapping[str, Decimal], lifted: Collection[str]) -> SubjectResult:
    if entry.subject in corrections:
        entry = replace(entry, mark=corrections[entry.subject], absent=False)
    return replace(entry, knocked_out=False) if entry.subject in lifted else entry
