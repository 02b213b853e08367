"""Spans of work: how long somebody has worked, with overlapping jobs counted once.

"满N年" and "N年（含）以上" both mean at least N full years (domain.md §4.5). The day on which work began is not counted
and a span is full on its anniversary (民法典 第201、202条); thirty days left over from several jobs make a month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from jiangxin.regulation.calendar import add_months

DAYS_OF_A_MONTH = 30
type Stretch = tuple[date, date]  # first day, day after the last


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A length of time in whole months and the days left over (0 to 29)."""

    months: int
    days: int = 0

    def __add__(self, other: Span) -> Span:
        carried, days = divmod(self.days + other.days, DAYS_OF_A_MONTH)
        return Span(self.months + other.months + carried, days)

    def __sub__(self, other: Span) -> Span:
        """Return what remains; nothing remains when the other is longer."""
        left = (self.months - other.months) * DAYS_OF_A_MONTH + self.days - other.days
        return Span(*divmod(max(left, 0), DAYS_OF_A_MONTH))


def years(count: int) -> Span:
    """Return a span of whole years."""
    return Span(count * 12)


def between(stretch: Stretch) -> Span:
    """Return the length of one stretch by the calendar: whole months, then days."""
    first, beyond = stretch
    months = (beyond.year - first.year) * 12 + beyond.month - first.month
    if add_months(first, months) > beyond:
        months -= 1
    # A month of 31 days can leave 30 over, which is not yet the anniversary.
    days = min((beyond - add_months(first, months)).days, DAYS_OF_A_MONTH - 1)
    return Span(months, days)


def merged(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches in order, with those that overlap or touch joined into one; empty ones are left out."""
    joined: list[Stretch] = []
    for first, beyond in sorted(stretch for stretch in stretches if stretch[0] < stretch[1]):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], beyond))
        else:
            joined.append((first, beyond))
    return joined


def cumulative(stretches: Iterable[Stretch]) -> Span:
    """Return the time of all stretches together (累计), each day counted once."""
    return sum(map(between, merged(stretches)), Span(0))


def continuous(stretches: Iterable[Stretch]) -> Span:
    """Return the longest time without a gap (连续)."""
    return max(map(between, merged(stretches)), default=Span(0))


def after(day: date, span: Span) -> date:
    """Return the day on which a span that is counted from `day` is full."""
    return add_months(day, span.months) + timedelta(days=span.days)
