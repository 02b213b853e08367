"""The calendar is corrected by the centre, with the notice that says so, and history keeps it."""

from datetime import date

import pytest

from jiangxin.process import operations
from jiangxin.process.errors import Refused
from jiangxin.process.models import CalendarDay, History
from tests.world import World


def test_a_day_is_corrected_with_its_reason(world: World) -> None:
    day = CalendarDay.objects.get(day=date(2026, 3, 3))
    operations.revise_day(day, by=world.user("centre"), at=world.at, reason="通知", is_workday=False, name="假日")
    row = History.objects.get(model="process.calendarday", record=day.pk, verb="revise_day")
    assert row.reason == "通知"
    assert row.change["is_workday"] == [True, False]


def test_nobody_else_corrects_a_day(world: World) -> None:
    day = CalendarDay.objects.get(day=date(2026, 3, 3))
    with pytest.raises(Refused):
        operations.revise_day(day, by=world.user("college"), at=world.at, reason="x", is_workday=False)
