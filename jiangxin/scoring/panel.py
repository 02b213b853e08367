"""How a mark comes about: what a panel is, when its sheets are whole, and what they give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.exams.rules import ratio
from jiangxin.regulation.parameters import param
from jiangxin.regulation.words import joined

if TYPE_CHECKING:
    from jiangxin.exams.models import Seat
    from jiangxin.people.models import Person
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


def panel_of(seat: Seat) -> list[Person]:
    """Return who marks this seat: the examiners (reviewers) on duty in its room, in the roster's order."""
    return [
        duty.person
        for duty in seat.exam_room.duties.all()
        if duty.state == "assigned" and duty.role in ("examiner", "reviewer")
    ]


def submitted(seat: Seat) -> list[ScoreSheet]:
    """Return the sheets of a seat that have been handed in."""
    return [sheet for sheet in seat.sheets.all() if sheet.state == "submitted"]


def panel_faults(mark: SubjectMark) -> Iterator[str]:
    """Yield why the sheets of a mark's seat give no mark yet: panel, sheets, agreement on absence."""
    sheets = submitted(mark.seat)
    if mark.subject.kind == "theory":
        if len(sheets) != 1:
            yield _("理论成绩还没有录入") if not sheets else _("理论成绩有 %d 张评分表，只能有一张") % len(sheets)
        return
    panel = panel_of(mark.seat)
    yield from _panel_wrong(mark, len(panel))
    markers = {sheet.marker_id for sheet in sheets}
    for person in panel:
        if person.pk not in markers:
            yield _("%s还没有交评分表") % person
    for sheet in sheets:
        if sheet.marker not in panel:
            yield _("%s交了评分表，但不在这个考场的考评组里；请由中心作废这张评分表") % sheet.marker
    yield from _absence_disputed(sheets)


def _panel_wrong(mark: SubjectMark, count: int) -> Iterator[str]:
    sitting = mark.seat.sitting
    rule = ratio(mark.subject.kind, sitting.round.level, sitting.starts_at.date())
    if count < rule.least:
        yield _("考评组只有 %(count)d 人，应有 %(least)d 人以上") % {"count": count, "least": rule.least}
    elif rule.odd and count % 2 == 0:
        yield _("考评组有 %d 人，人数应为单数") % count


def _absence_disputed(sheets: Sequence[ScoreSheet]) -> Iterator[str]:
    absent = [str(sheet.marker) for sheet in sheets if sheet.absent]
    present = [str(sheet.marker) for sheet in sheets if not sheet.absent]
    if absent and present:
        yield _("是否缺考，考评员意见不一：%(absent)s记缺考，%(present)s给了分") % {
            "absent": joined(absent),
            "present": joined(present),
        }


def verdict(seat: Seat) -> Verdict:
    """Return what the complete sheets of a seat give."""
    sheets = submitted(seat)
    day = seat.sitting.starts_at.date()
    return compose(
        [sheet.total for sheet in sheets],
        [sheet.absent for sheet in sheets],
        [bool(sheet.knockout) for sheet in sheets],
        day,
    )
