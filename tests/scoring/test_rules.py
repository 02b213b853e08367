"""Marks are written as people write them."""

from decimal import Decimal

import pytest

from jiangxin.scoring.rules import plain


@pytest.mark.parametrize(("number", "words"), [("40.0", "40"), ("12.5", "12.5"), ("0.0", "0"), ("100", "100")])
def test_marks_are_written_without_needless_noughts(number: str, words: str) -> None:
    assert plain(Decimal(number)) == words
