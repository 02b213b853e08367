"""Behaviour of parameters: values with basis, versions by day, and tables that contradict themselves."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from jiangxin.regulation.articles import UnknownClause, document
from jiangxin.regulation.basis import article
from jiangxin.regulation.parameters import (
    BadParameter,
    Span,
    UnknownParameter,
    param,
    parameters,
    read,
    valid_on,
)


def row(**changed: Any) -> dict[str, Any]:
    """Return a sound row of a table, with what a test changes."""
    note = {"zh": "说明", "en": "note"}
    sound = {
        "key": "a.span",
        "value": 20,
        "unit": "working_days",
        "basis": "article:14(1)",
        "certainty": "F",
        "note": note,
    }
    return {"valid_from": date(2024, 7, 12), **sound, **changed}


def table(*rows: dict[str, Any]) -> dict[str, Any]:
    """Return a table of these rows."""
    return {"units": {"working_days": {"zh": "{value}个工作日", "en": "{value} working days"}}, "parameter": list(rows)}


def test_the_numbers_of_the_regulation_itself() -> None:
    assert param("filing.span").span == Span(20, "working_days")
    assert param("filing.span").basis == article("14(1)")
    assert param("retention.span").span == Span(5, "calendar_years")
    assert param("retention.span").basis == article("14(4)")
    assert param("filing.span").valid_from == document().valid_from == date(2024, 7, 12)


def test_values_come_in_their_own_kind() -> None:
    assert param("mark.pass").integer == 60
    assert param("mark.pass").number == Decimal(60)
    assert param("mark.practical_step").number == Decimal("0.1")
    assert param("mark.practical_rounding").text == "half_up"
    assert param("panel.examiners_odd").value is True


@pytest.mark.parametrize(
    ("key", "kind"),
    [("mark.pass", "span"), ("mark.step", "integer"), ("mark.pass", "text"), ("panel.examiners_odd", "number")],
)
def test_a_value_is_not_read_as_what_it_is_not(key: str, kind: str) -> None:
    with pytest.raises(BadParameter, match=key):
        getattr(param(key), kind)


def test_values_are_written_as_people_write_them() -> None:
    with translation.override("zh-hans"):
        shown = [str(param(key).words) for key in ("filing.span", "ratio.invigilator", "panel.examiners_odd")]
        assert shown == ["20个工作日", "1:15", "是"]
    with translation.override("en"):
        assert str(param("filing.span").span) == "20 working days"
        assert str(param("panel.examiners_odd").words) == "yes"


def test_every_parameter_has_a_note_in_both_languages_and_can_be_shown() -> None:
    for each in parameters():
        assert each.note.zh
        assert each.note.en.isascii()
        assert each.words.zh
        assert each.basis.label
    assert param("attendance.threshold").certainty == "B"
    assert "unconfirmed" in param("attendance.threshold").note.en


def test_an_unknown_key_is_refused_by_name() -> None:
    with pytest.raises(UnknownParameter) as caught:
        param("filing.sapn")
    assert "filing.sapn" in str(caught.value)
    assert "parameters.toml" in str(caught.value)


def test_no_version_is_valid_before_the_regulation() -> None:
    assert param("filing.span", on=date(2024, 7, 12)).version == "filing.span@2024-07-12"
    with pytest.raises(UnknownParameter, match="2024-07-11"):
        param("filing.span", on=date(2024, 7, 11))


def test_of_several_versions_the_day_decides_whatever_their_order_in_the_table() -> None:
    versions = read(table(row(value=15, valid_from=date(2027, 1, 1)), row()))["a.span"]
    assert [version.value for version in versions] == [20, 15]
    assert valid_on(versions, date(2026, 12, 31)).value == 20
    assert valid_on(versions, date(2027, 1, 1)).value == 15


def test_two_versions_from_the_same_day_are_refused() -> None:
    with pytest.raises(BadParameter, match="2024-07-12"):
        read(table(row(), row(value=15)))


@pytest.mark.parametrize("missing", ["value", "unit", "basis", "valid_from", "certainty", "note"])
def test_a_number_without_its_source_is_refused(missing: str) -> None:
    with pytest.raises(BadParameter, match=missing):
        read(table({key: value for key, value in row().items() if key != missing}))


def test_unlisted_units_certainties_and_clauses_are_refused() -> None:
    with pytest.raises(BadParameter, match="fortnights"):
        read(table(row(unit="fortnights")))
    with pytest.raises(BadParameter, match="Z"):
        read(table(row(certainty="Z")))
    with pytest.raises(UnknownClause):
        read(table(row(basis="article:14(7)")))


@pytest.mark.parametrize(("value", "unit"), [(-1, "working_days"), (1, "weeks")])
def test_a_span_that_cannot_be_counted_is_refused(value: int, unit: Any) -> None:
    with pytest.raises(BadParameter, match="无法计算时限"):
        Span(value, unit)
