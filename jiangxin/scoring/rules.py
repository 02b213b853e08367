"""How a mark comes about; pure arithmetic on what the examiners wrote."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.regulation.parameters import param
from jiangxin.scoring.panel import panel_faults

if TYPE_CHECKING:
    from jiangxin.exams.models import Seat
    from jiangxin.scoring.models import ScoreSheet, SubjectMark
    from jiangxin.standards.models import Subject


def sheet_in_bounds(sheet: ScoreSheet) -> Iterator[str]:
    """Yield what is wrong with one sheet: blanks, marks out of bounds or between half marks, marks beside absence."""
    if sheet.absent:
        if any(mark is not None for mark in sheet.marks) or sheet.knockout:
            yield _("登记了缺考，就不能再有分数或否定项")
        return
    if len(sheet.marks) != len(sheet.subject.maxima):
        yield _("各模块的分数")
        return
    for name, mark in zip(module_names(sheet.subject), sheet.marks, strict=True):
        if mark is None:
            yield _("%s未评（未评不等于 0 分）") % name
    yield from marks_legal(sheet)
    if sheet.knockout is None and sheet.subject.knocks_out:
        yield _("否定项待评（未发生也要选）")
    if sheet.knockout and not sheet.subject.knocks_out:
        yield _("%s没有否定项") % sheet.subject


def marks_legal(sheet: ScoreSheet) -> Iterator[str]:
    """Yield which marks of a sheet, full or half filled, are out of bounds or no multiple of half a mark."""
    half = param("mark.step").number
    for name, mark, maximum in zip(module_names(sheet.subject), sheet.marks, sheet.subject.maxima, strict=False):
        if mark is None:
            continue
        about = {"name": name, "mark": plain(mark), "maximum": plain(maximum), "half": plain(half)}
        if not 0 <= mark <= maximum:
            yield _("%(name)s的分数 %(mark)s 超出 0 到 %(maximum)s") % about
        elif mark % half:
            yield _("%(name)s的分数 %(mark)s 不是 %(half)s 分的倍数") % about


def module_names(subject: Subject) -> list[str]:
    """Return the names of a subject's modules, in order; the subject's own where there are none."""
    return [module["name"] for module in subject.modules] or [str(subject)]


def plain(number: Decimal) -> str:
    """Return a number of marks without needless noughts: 40, 12.5."""
    return f"{number.normalize():f}"


def seat_was_present(sheet: ScoreSheet) -> Iterator[str]:
    """Yield a contradiction between the sheet and the room's attendance."""
    if sheet.seat.state == "seated":
        yield _("考场还没有登记他到场或缺考，请监考员先点名")
    if sheet.seat.state == "absent" and not sheet.absent:
        yield _("考场登记的是缺考，不能评分；如登记有误，请监考员先更正")
    if sheet.seat.state == "present" and sheet.absent:
        yield _("考场登记的是到场，不能记缺考；如登记有误，请监考员先更正")


def sitting_held(sheet: ScoreSheet) -> Iterator[str]:
    """Yield a sentence while the sitting isn't confirmed: nobody has been marked before he came."""
    if sheet.seat.sitting.state not in ("confirmed", "closed"):
        yield _("%s还没有确定，不能评分") % sheet.seat.sitting


def not_composed(sheet: ScoreSheet) -> Iterator[str]:
    """Yield a sentence when the candidate's mark stands already: a later sheet would not count."""
    if any(mark.state != "void" for mark in sheet.seat.marks.all()):
        yield _("%s的成绩已经合成，不能再交表；确需更正，请由中心先作废成绩") % sheet.seat.application


def marks_rest_on_it(seat: Seat) -> Iterator[str]:
    """Yield whose marks rest on whether he came: sheets are handed in by the roll call, so it stays as it is."""
    # Who was not called yet has no sheet that was handed in; this spares a query for each of a room's first roll call.
    if seat.state != "seated" and seat.sheets.filter(state="submitted").exists():
        yield _("%s已有交了的评分表；要更正到场情况，请先由中心作废成绩和评分表") % seat.application


def mark_voided(sheet: ScoreSheet) -> Iterator[str]:
    """Yield a sentence while a mark rests on this sheet."""
    if sheet.seat.marks.exclude(state="void").exists():
        yield _("先作废由这张评分表合成的成绩")


def panel_complete(mark: SubjectMark) -> Iterator[str]:
    """Yield why a mark can't be composed yet: an even or too small panel, a sheet missing, disagreement on absence."""
    yield from panel_faults(mark)
