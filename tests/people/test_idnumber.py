"""Resident identity numbers: what is accepted, repaired, remarked on and refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.people import idnumber


def _number(region: str, born: date, order: int) -> str:
    first = f"{region}{born:%Y%m%d}{order:03d}"
    return first + idnumber.check_digit(first)


TODAY = date(2026, 11, 24)
DAYS = st.dates(min_value=date(1907, 1, 1), max_value=TODAY)
NUMBERS = st.builds(_number, st.sampled_from(["510499", "999999"]), DAYS, st.integers(0, 999))


def _codes(remarks: tuple[idnumber.Remark, ...]) -> list[str]:
    return [remark.code for remark in remarks]


@given(NUMBERS)
def test_a_right_number_is_accepted_and_tells_birth_and_sex(number: str) -> None:
    found = idnumber.inspect(number, on=TODAY)
    assert (found.number, found.faults, found.repairs) == (number, (), ())
    assert found.born is not None
    assert f"{found.born:%Y%m%d}" == number[6:14]
    assert found.sex == ("male" if number[16] in "13579" else "female")


@given(NUMBERS, st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(number: str, place: int, by: int) -> None:
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert idnumber.inspect(wrong, on=TODAY).faults


@given(NUMBERS, st.integers(0, 15))
def test_two_neighbours_exchanged_are_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert swapped == number or idnumber.inspect(swapped, on=TODAY).faults


@given(NUMBERS, st.sampled_from([" ", "\u3000", "\t", "\u200b", "'", "\ufeff"]), st.integers(0, 18))
def test_writing_habits_are_repaired_and_told(number: str, blank: str, place: int) -> None:
    wide = number.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789X"})
    for written, code in (
        (number[:place] + blank + number[place:], "blanks"),
        (wide, "full-width"),
        (number.lower(), "lower-case"),
    ):
        found = idnumber.inspect(written, on=TODAY)
        assert found.number == number
        assert not found.faults
        assert _codes(found.repairs) == ([code] if written != number else [])


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(text: str) -> None:
    found = idnumber.inspect(text, on=TODAY)
    assert found.faults or len(found.number) == 18
    assert all(remark.sentence.endswith("。") for remark in (*found.faults, *found.repairs, *found.notices))


@given(st.text(max_size=30))
def test_masking_shows_eight_characters_at_most(number: str) -> None:
    shown = idnumber.masked(number)
    assert len(shown) == len(number)
    assert len(number) - shown.count("*") <= 8


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "missing"),
        ("", "missing"),
        ("   ", "missing"),
        (510499200601217570.0, "stored-as-number"),
        (510499200601217570, "stored-as-number"),
        ("5.10499E+17", "stored-as-number"),
        ("510499990101123", "first-generation"),
        ("51049920060121757", "length"),
        ("5104992006012175722", "length"),
        ("51049920060121757A", "characters"),
        ("X10499200601217572", "characters"),
        ("510499200602301237", "date"),
        ("510499200613011235", "date"),
        ("510499000001011230", "date"),
        ("510499200601217573", "check-digit"),
    ],
)
def test_a_wrong_number_is_refused_by_a_sentence(value: str | float | None, code: str) -> None:
    found = idnumber.inspect(value, on=TODAY)
    assert code in _codes(found.faults)
    assert (found.born, found.sex) == (None, None)
    assert all("；" in remark.sentence and remark.sentence.endswith("。") for remark in found.faults)


def test_a_birth_date_after_today_or_too_long_ago_is_refused() -> None:
    assert _codes(idnumber.inspect(_number("510499", TODAY + timedelta(days=1), 17), on=TODAY).faults) == ["date"]
    assert _codes(idnumber.inspect(_number("510499", date(1890, 1, 1), 17), on=TODAY).faults) == ["date"]


@pytest.mark.parametrize("region", ["510499", "999999", "770101", "510400"])
def test_an_unknown_region_is_a_notice_and_no_fault(region: str) -> None:
    found = idnumber.inspect(_number(region, date(2006, 1, 21), 757), on=TODAY)
    assert not found.faults
    assert _codes(found.notices) == ["region"]


@pytest.mark.parametrize("region", ["510498", "830099", "810099", "951156"])
def test_known_regions_and_residence_permits_draw_no_remark(region: str) -> None:
    """Of a real form, but borne by nobody: no such county, no such permit, a foreigner of Chinese nationality."""
    found = idnumber.inspect(_number(region, date(2006, 1, 21), 757), on=TODAY)
    assert (found.faults, found.notices) == ((), ())


def test_other_documents_have_no_check_digit() -> None:
    found = idnumber.inspect(" e12345678 ", on=TODAY, id_type="passport")
    assert (found.number, found.faults, found.born) == ("E12345678", (), None)
    assert idnumber.inspect(12345678.0, on=TODAY, id_type="officer").number == "12345678"
    assert _codes(idnumber.inspect("", on=TODAY, id_type="passport").faults) == ["missing"]
    assert _codes(idnumber.inspect("E1!", on=TODAY, id_type="passport").faults) == ["characters"]


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(2010, 11, 24), TODAY, 16),
        (date(2010, 11, 25), TODAY, 15),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
)
def test_age_is_completed_on_the_birthday(born: date, on: date, years: int) -> None:
    assert idnumber.age(born, on) == years


def test_masking_keeps_both_ends() -> None:
    assert idnumber.masked("510499200601010179") == "5104**********0179"
    assert idnumber.masked("E12345678") == "E1*****78"
    assert idnumber.masked("1234") == "****"
