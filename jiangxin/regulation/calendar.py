"""Working days: the days with which the calendar table is seeded, and the arithmetic of spans on it.

The table itself belongs to the kernel; here a calendar is any function that says of a day whether it is a workday.
"""

import calendar as gregorian
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

import chinese_calendar
from chinese_calendar.constants import holidays, workdays

from jiangxin.regulation.parameters import Span
from jiangxin.regulation.words import RegulationError, Words, load

type IsWorkday = Callable[[date], bool]

FIRST_KNOWN, LAST_KNOWN = min(holidays).year, max(holidays).year
ONE_DAY = timedelta(days=1)


class CalendarUnknown(RegulationError):
    """Nobody has said yet whether `day` is a workday."""

    def __init__(self, day: date) -> None:
        super().__init__(_NO_DAY.fill(day=day.isoformat(), year=day.year))
        self.day = day


class YearUnknown(RegulationError):
    """The holidays of a year aren't known, not even provisionally."""


class Day(NamedTuple):
    """A day of the calendar: `provisional` until the year's holidays are announced, `name` that of its holiday or "".

    A make-up workday carries the name of the holiday that it makes up for.
    """

    date: date
    is_workday: bool
    provisional: bool
    name: str


def seed_days(first_year: int, last_year: int) -> Iterator[Day]:
    """Return every day of the years asked for, in order: announced years as announced, one more year provisionally.

    Raises YearUnknown for a year before 2004, or after the first year that isn't announced.
    """
    for year in (first_year, last_year):
        if not FIRST_KNOWN <= year <= LAST_KNOWN + 1:
            raise YearUnknown(_NO_YEAR.fill(year=year, first=FIRST_KNOWN, last=LAST_KNOWN + 1))
    return (
        _announced(day) if year <= LAST_KNOWN else _provisional(day)
        for year in range(first_year, last_year + 1)
        for day in days_of(year)
    )


def days_of(year: int) -> Iterator[date]:
    """Yield the days of a year in order."""
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += ONE_DAY


def holiday_words(name: str) -> Words:
    """Return the name of a holiday in both languages; a name that an office entered itself stands in both."""
    return Words(name, load("calendar.toml")["names"].get(name, name))


def calendar_of(days: Mapping[date, bool]) -> IsWorkday:
    """Return a calendar of a table of days (True for a workday) that raises CalendarUnknown for any other day."""

    def is_workday(day: date) -> bool:
        try:
            return days[day]
        except KeyError:
            raise CalendarUnknown(day) from None

    return is_workday


def add_span(start: date, span: Span, is_workday: IsWorkday) -> date:
    """Return the day at whose end a span ends: `start` is day 0 and isn't counted, day n is the answer.

    A month or year without that date ends on its last day (29 February plus one year is 28 February).
    Raises CalendarUnknown when working days are counted beyond what the calendar knows.
    """
    if span.unit == "working_days":
        return _add_working_days(start, span.value, is_workday)
    if span.unit == "calendar_days":
        return start + timedelta(days=span.value)
    return add_months(start, span.value * (12 if span.unit == "calendar_years" else 1))


def working_days_between(a: date, b: date, is_workday: IsWorkday) -> int:
    """Return how many workdays lie after `a` up to and with `b`, negative when `b` is earlier.

    So `working_days_between(today, due)` is what is left today, and the inverse of `add_span` in working days.
    """
    if b < a:
        return -working_days_between(b, a, is_workday)
    return sum(is_workday(a + timedelta(days=number)) for number in range(1, (b - a).days + 1))


def _add_working_days(start: date, number: int, is_workday: IsWorkday) -> date:
    """Return the nth workday after `start`."""
    day = start
    while number > 0:
        day += ONE_DAY
        number -= is_workday(day)
    return day


def add_months(start: date, number: int) -> date:
    """Return the same date `number` months later, or that month's last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    last = gregorian.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _announced(day: date) -> Day:
    """Return a day of a year whose holidays have been announced."""
    english = holidays.get(day) or workdays.get(day)
    name = chinese_calendar.Holiday(english).chinese if english else ""
    return Day(day, chinese_calendar.is_workday(day), provisional=False, name=name)


def _provisional(day: date) -> Day:
    """Return a day of a year that isn't announced: Monday to Friday, without the days off fixed by regulation."""
    name = statutory(day)
    return Day(day, day.weekday() < 5 and not name, provisional=True, name=name)


def statutory(day: date) -> str:
    """Return the holiday for which the regulation on public holidays itself gives this day off, or ""."""
    data = load("calendar.toml")
    for name, listed in data["fixed"].items():
        if f"{day:%m-%d}" in listed:
            return str(name)
    new_year: date | None = data["first_day_of_lunar_year"].get(str(day.year))
    if new_year and -1 <= (day - new_year).days <= 2:
        return "春节"
    return next((str(name) for name, listed in data["moving"].items() if day in listed), "")


_NO_YEAR = Words(
    "无法生成 {year} 年的工作日历：节假日安排只掌握 {first} 年至 {last} 年（{last} 年为暂定）。"
    "请待国务院公布放假安排后更新，或在工作日历中逐日录入。",
    "The calendar of {year} can't be seeded: holidays are known from {first} to {last} ({last} provisionally)."
    " Update once the State Council has announced them, or enter the days in the calendar.",
)
_NO_DAY = Words(
    "无法计算期限：{day} 是否为工作日尚未录入。请先在工作日历中补录 {year} 年，再重新操作。",
    "The date can't be counted: whether {day} is a workday isn't known. Enter {year} in the calendar, then try again.",
)
