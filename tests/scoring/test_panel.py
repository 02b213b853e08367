"""The practical mark is the mean of the totals to one decimal, half up; more than half of the panel knock out."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.scoring.panel import Verdict, compose

DAY = date(2026, 5, 9)


def panel(*totals: str, knockouts: int = 0) -> Verdict:
    marks = [Decimal(total) for total in totals]
    return compose(marks, [False] * len(marks), [place < knockouts for place in range(len(marks))], DAY)


@pytest.mark.parametrize(
    ("totals", "mark"),
    [
        (("60", "60", "60"), "60.0"),
        (("59.5", "60", "60"), "59.8"),
        (("80", "81", "82.5"), "81.2"),
        (("59.5", "60", "60.5", "60", "59.5"), "59.9"),
        (("60", "60", "59.5", "60", "60", "60", "60"), "59.9"),
        (("75.5", "75", "75", "75.5", "75.25"), "75.3"),
        (("59.5", *["60"] * 10), "60.0"),  # 59.9545…
        (("59.5", *["60"] * 8), "59.9"),  # 59.9444…
    ],
)
def test_the_mean_is_rounded_half_up_to_one_decimal(totals: tuple[str, ...], mark: str) -> None:
    assert panel(*totals).mark == Decimal(mark)


@pytest.mark.parametrize(("examiners", "knockouts", "out"), [(3, 1, False), (3, 2, True), (5, 2, False), (5, 3, True)])
def test_more_than_half_of_the_panel_knock_out_and_the_mark_stays(examiners: int, knockouts: int, out: bool) -> None:
    found = panel(*["70"] * examiners, knockouts=knockouts)
    assert (found.knocked_out, found.mark) == (out, Decimal("70.0"))


def test_an_absent_candidate_has_no_mark() -> None:
    assert compose([None] * 3, [True] * 3, [False] * 3, DAY) == Verdict(None, absent=True, knocked_out=False)


@given(st.lists(st.integers(0, 200), min_size=3, max_size=9).filter(lambda halves: len(halves) % 2 == 1))
def test_a_mean_lies_between_the_least_and_the_greatest_total(halves: list[int]) -> None:
    totals = [Decimal(half) / 2 for half in halves]
    mark = compose(totals, [False] * len(totals), [False] * len(totals), DAY).mark
    assert mark is not None
    assert min(totals) <= mark <= max(totals)
