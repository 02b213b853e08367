"""How a mark comes about; pure arithmetic on what the examiners wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.regulation.parameters import param

if TYPE_CHECKING:
    from jiangxin.scoring.models import ScoreSheet, SubjectMark


@dataclass(frozen=True)
class Verdict:
    """What a panel's sheets give: the mark to one decimal (None when absent), and whether it is a knock-out."""

    mark: Decimal | None
    absent: bool
    knocked_out: bool


def compose(totals: Sequence[Decimal | None], absences: Sequence[bool], knockouts: Sequence[bool], on: date) -> Verdict:
    """Return the verdict of complete sheets: the mean of the totals to one decimal, half up, knocked out when more
    than half of the examiners mark it. The sheets agree on absence (`sheets_agree`).
    """
    if all(absences):
        return Verdict(None, absent=True, knocked_out=False)
    marks = [total for total in totals if total is not None]
    step = param("mark.practical_step", on).number
    mean = (sum(marks, Decimal(0)) / len(marks)).quantize(step, rounding=ROUND_HALF_UP)
    share = param("mark.knockout_majority", on).number
    return Verdict(mean, absent=False, knocked_out=sum(knockouts) > share * len(knockouts))


def sheet_in_bounds(sheet: ScoreSheet) -> Iterator[str]:
    """Yield what is wrong with one sheet: blanks, marks out of bounds or between half marks, marks beside absence."""
    names = [module["name"] for module in sheet.subject.modules] or [str(sheet.subject)]
    maxima = sheet.subject.maxima
    if sheet.absent:
        if any(mark is not None for mark in sheet.marks) or sheet.knockout:
            yield _("登记了缺考，就不能再有分数或否定项")
        return
    if len(sheet.marks) != len(maxima):
        yield _("各模块的分数")
        return
    half = param("mark.step").number
    for name, mark, maximum in zip(names, sheet.marks, maxima, strict=True):
        if mark is None:
            yield _("%s未评") % name
        elif not 0 <= mark <= maximum:
            yield _("%(name)s的分数 %(mark)s 超出 0 到 %(maximum)s") % {"name": name, "mark": mark, "maximum": maximum}
        elif mark % half:
            yield _("%(name)s的分数 %(mark)s 不是 %(half)s 分的倍数") % {"name": name, "mark": mark, "half": half}


def seat_was_present(sheet: ScoreSheet) -> Iterator[str]:
    """Yield a contradiction between the sheet and the room's attendance."""
    if sheet.seat.state == "absent" and not sheet.absent:
        yield _("考场登记的是缺考，不能评分；如登记有误，请监考员先更正")
    if sheet.seat.state == "present" and sheet.absent:
        yield _("考场登记的是到场，不能记缺考；如登记有误，请监考员先更正")


def panel_complete(mark: SubjectMark) -> Iterator[str]:
    """Yield why a mark can't be composed yet: an even or too small panel, a sheet missing, disagreement on absence."""
    yield from mark.panel_faults()
