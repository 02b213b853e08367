"""Admission numbers follow the layout of the parameter and run on after those that are taken."""

from datetime import date
from itertools import islice

from jiangxin.exams.numbers import numbers, prefix

DAY = date(2026, 6, 28)


def test_a_number_holds_day_province_site_and_serial() -> None:
    assert next(numbers("Y000051001064", DAY)) == "260628" + "51" + "001064" + "00001"


def test_numbers_run_on_and_none_is_given_twice() -> None:
    first = list(islice(numbers("Y000051001064", DAY), 3))
    assert first == ["2606285100106400001", "2606285100106400002", "2606285100106400003"]
    assert next(numbers("Y000051001064", DAY, first)) == "2606285100106400004"
    assert all(number.startswith(prefix("Y000051001064", DAY)) for number in first)
