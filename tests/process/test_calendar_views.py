"""The calendar page: a year, what is provisional, a correction, and a warning when it ends soon."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.urls import reverse

from jiangxin.process.calendar_views import warning
from jiangxin.process.models import CalendarDay
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def test_a_year_is_shown_and_only_the_centre_may_correct_it(world: World) -> None:
    day = CalendarDay.objects.get(day=date(2026, 5, 5))
    address = reverse("process:revise_day", args=[day.pk])
    page = reverse("process:calendar", args=[2026])
    assert address in words(signed_in(world.user("centre")).get(page))
    assert address not in words(signed_in(world.user("college")).get(page))
    assert signed_in(world.user("centre")).get(reverse("process:calendar", args=[1999])).status_code == 404
    assert signed_in(world.user("centre")).get(reverse("process:this_year")).headers["Location"] == page


def test_a_corrected_day_is_provisional_no_more(world: World) -> None:
    day = CalendarDay.objects.filter(provisional=True).first()
    assert day
    client, address = signed_in(world.user("centre")), reverse("process:revise_day", args=[day.pk])
    assert client.post(address, {"is_workday": "no", "name": "元旦", "reason": ""}).status_code == 409
    client.post(address, {"is_workday": "no", "name": "元旦", "reason": "国务院办公厅通知"})
    day.refresh_from_db()
    assert (day.is_workday, day.name, day.provisional) == (False, "元旦", False)
    refused = signed_in(world.user("college")).post(address, {"is_workday": "yes", "name": "", "reason": "x"})
    assert refused.status_code == 403


def test_fewer_than_ninety_certain_days_are_warned_of(world: World) -> None:
    last = CalendarDay.objects.filter(provisional=False).latest("day").day
    assert warning(date(last.year, 3, 2)) == ""
    assert "不足 90 天" in warning(date(last.year, 12, 1))
