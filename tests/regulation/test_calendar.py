"""Behaviour of the calendar: seeding, spans, and days that nobody knows yet."""

from datetime import date, timedelta

import pytest

from jiangxin.regulation.calendar import (
    LAST_KNOWN,
    CalendarUnknown,
    Day,
    YearUnknown,
    add_span,
    calendar_of,
    holiday_words,
    seed_days,
    working_days_between,
)
from jiangxin.regulation.parameters import Span, SpanUnit, param

DAYS = {day.date: day for day in seed_days(2025, 2027)}
KNOWN = calendar_of({day.date: day.is_workday for day in DAYS.values()})


def test_every_day_comes_once_and_in_order() -> None:
    days = [day.date for day in seed_days(2024, 2026)]
    assert len(days) == 366 + 365 + 365
    assert days == sorted(set(days))


@pytest.mark.parametrize(
    ("day", "is_workday", "name"),
    [
        (date(2026, 9, 20), True, "国庆节"),  # a Sunday worked for National Day
        (date(2026, 9, 30), True, ""),
        (date(2026, 10, 1), False, "国庆节"),
        (date(2026, 10, 7), False, "国庆节"),
        (date(2026, 10, 8), True, ""),
        (date(2026, 10, 10), True, "国庆节"),  # a Saturday worked for National Day
        (date(2026, 10, 11), False, ""),
    ],
)
def test_national_day_2026_with_its_make_up_workdays(day: date, is_workday: bool, name: str) -> None:
    assert DAYS[day] == Day(day, is_workday, provisional=False, name=name)


@pytest.mark.parametrize(
    ("day", "is_workday", "name"),
    [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 1, 4), True, ""),
        (date(2027, 2, 5), False, "春节"),
        (date(2027, 2, 8), False, "春节"),
        (date(2027, 2, 9), True, ""),
        (date(2027, 4, 5), False, "清明"),
        (date(2027, 5, 2), False, "劳动节"),
        (date(2027, 6, 9), False, "端午"),
        (date(2027, 9, 15), False, "中秋"),
        (date(2027, 10, 4), True, ""),
        (date(2027, 10, 9), False, ""),
    ],
)
def test_the_year_after_the_announced_ones_is_provisional(day: date, is_workday: bool, name: str) -> None:
    assert DAYS[day] == Day(day, is_workday, provisional=True, name=name)


def test_the_package_still_ends_where_these_tests_think() -> None:
    assert LAST_KNOWN == 2026


@pytest.mark.parametrize(("first", "last"), [(2003, 2026), (2026, 2028), (2030, 2030), (2026, 1)])
def test_a_year_without_calendar_is_refused_at_once(first: int, last: int) -> None:
    with pytest.raises(YearUnknown, match="工作日历"):
        seed_days(first, last)


def test_holidays_have_english_names_and_own_entries_keep_theirs() -> None:
    assert {day.name for day in DAYS.values() if day.name and holiday_words(day.name).en == day.name} == set()
    assert holiday_words("国庆节").en == "National Day"
    assert holiday_words("校庆").en == "校庆"


@pytest.mark.parametrize(
    ("start", "value", "unit", "end"),
    [
        (date(2026, 9, 18), 1, "working_days", date(2026, 9, 20)),  # Friday, then the worked Sunday
        (date(2026, 9, 30), 1, "working_days", date(2026, 10, 8)),
        (date(2026, 9, 30), 3, "working_days", date(2026, 10, 10)),
        (date(2026, 9, 30), 4, "working_days", date(2026, 10, 12)),
        (date(2026, 10, 3), 1, "working_days", date(2026, 10, 8)),  # begun on a day off
        (date(2026, 11, 24), 0, "working_days", date(2026, 11, 24)),
        (date(2026, 11, 24), 20, "working_days", date(2026, 12, 22)),
        (date(2026, 12, 30), 2, "working_days", date(2027, 1, 4)),  # into the provisional year
        (date(2026, 2, 27), 3, "calendar_days", date(2026, 3, 2)),
        (date(2026, 1, 31), 1, "months", date(2026, 2, 28)),
        (date(2026, 11, 30), 3, "months", date(2027, 2, 28)),
        (date(2026, 12, 15), 12, "months", date(2027, 12, 15)),
        (date(2024, 2, 29), 1, "calendar_years", date(2025, 2, 28)),
        (date(2024, 2, 29), 4, "calendar_years", date(2028, 2, 29)),
        (date(2026, 11, 24), 5, "calendar_years", date(2031, 11, 24)),
    ],
)
def test_a_span_leaves_out_its_first_day(start: date, value: int, unit: SpanUnit, end: date) -> None:
    assert add_span(start, Span(value, unit), KNOWN) == end


def test_working_days_left_is_the_inverse_of_the_span() -> None:
    for offset in range(60):
        start = date(2026, 9, 1) + timedelta(days=offset)
        due = add_span(start, param("filing.span").span, KNOWN)
        assert working_days_between(start, due, KNOWN) == 20
        assert working_days_between(due, start, KNOWN) == -20


def test_no_working_day_lies_between_days_of_one_holiday() -> None:
    assert working_days_between(date(2026, 10, 1), date(2026, 10, 7), KNOWN) == 0
    assert working_days_between(date(2026, 10, 8), date(2026, 10, 8), KNOWN) == 0


def test_a_deadline_beyond_the_calendar_is_refused_and_says_which_year_to_enter() -> None:
    with pytest.raises(CalendarUnknown) as caught:
        add_span(date(2027, 12, 20), Span(20, "working_days"), KNOWN)
    assert caught.value.day == date(2028, 1, 1)
    assert "2028-01-01" in str(caught.value)
    assert "补录 2028 年" in str(caught.value)


def test_calendar_days_and_years_need_no_calendar() -> None:
    assert add_span(date(2026, 11, 24), Span(5, "calendar_years"), calendar_of({})) == date(2031, 11, 24)
    assert add_span(date(2026, 11, 24), Span(90, "calendar_days"), calendar_of({})) == date(2027, 2, 22)
