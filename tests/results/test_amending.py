"""Corrections of a result: what can't be corrected gets a sentence."""

from decimal import Decimal

import pytest

from jiangxin.results.amending import UnableToAmend, amended
from jiangxin.results.rules import SubjectResult

FULL = {"theory": Decimal(100), "practical": Decimal(100)}
THEORY = SubjectResult("theory", Decimal("55.0"), Decimal(60))
PRACTICAL = SubjectResult("practical", Decimal("88.3"), Decimal(60), knocked_out=True)


def test_a_mark_is_corrected_and_the_other_subject_stays() -> None:
    after = amended([THEORY, PRACTICAL], {"theory": Decimal("61.5")}, [], FULL)
    assert after[0].mark == Decimal("61.5")
    assert after[1] == PRACTICAL


def test_a_mark_ends_an_absence_that_was_recorded_by_mistake() -> None:
    absent = SubjectResult("theory", None, Decimal(60), absent=True)
    (after,) = amended([absent], {"theory": Decimal(70)}, [], FULL)
    assert (after.mark, after.absent) == (Decimal(70), False)


def test_a_knock_out_is_lifted_and_the_mark_stays() -> None:
    after = amended([THEORY, PRACTICAL], {}, ["practical"], FULL)
    assert (after[1].knocked_out, after[1].mark) == (False, Decimal("88.3"))


@pytest.mark.parametrize("mark", ["-1", "100.5", "61.25"])
def test_a_mark_out_of_its_range_is_refused(mark: str) -> None:
    with pytest.raises(UnableToAmend, match="一位小数"):
        amended([THEORY], {"theory": Decimal(mark)}, [], FULL)


def test_a_strange_subject_is_refused_by_its_name() -> None:
    with pytest.raises(UnableToAmend, match="review"):
        amended([THEORY], {"review": Decimal(70)}, [], FULL)


@pytest.mark.parametrize("corrections", [{}, {"theory": Decimal("55.0")}])
def test_what_changes_nothing_is_no_correction(corrections: dict[str, Decimal]) -> None:
    with pytest.raises(UnableToAmend, match="异议不成立"):
        amended([THEORY], corrections, [], FULL)
