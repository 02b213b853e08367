"""Behaviour of coverage: a duty is carried only by what the code really has."""

from typing import Any

import pytest

from jiangxin.regulation.articles import UnknownClause, references
from jiangxin.regulation.coverage import (
    BadDuty,
    ClauseCoverage,
    all_faults,
    coverage,
    read,
)
from jiangxin.regulation.words import load


def nothing(name: str) -> bool:
    """Tell that the code has nothing of this name."""
    return False


def anything(name: str) -> bool:
    """Tell that the code has everything."""
    return True


def table(**changed: Any) -> dict[str, Any]:
    """Return the installed table with its first duty changed; a value of None removes the field."""
    first, *rest = load("duties.toml")["duty"]
    merged = {key: value for key, value in {**first, **changed}.items() if value is not None}
    return {"duty": [merged, *rest]}


def covered(reference: str, found: list[ClauseCoverage]) -> ClauseCoverage:
    """Return the coverage of one clause."""
    return next(clause for clause in found if clause.reference == reference)


def test_every_article_and_clause_is_listed_once_and_in_order() -> None:
    found = coverage(anything, anything, anything)
    assert [clause.reference for clause in found] == list(references())
    assert all(clause.duties for clause in found)


def test_a_claim_that_the_code_does_not_bear_out_is_a_fault_and_not_carried() -> None:
    found = coverage(nothing, nothing, nothing)
    claimed = [each for clause in found for each in clause.duties if each.duty.status == "carried"]
    assert claimed
    assert all(each.status == "not yet" and len(each.faults) >= 3 for each in claimed)
    assert any(line.startswith("14(1) filing:") for line in all_faults(found))


def test_purpose_interpretation_and_entry_into_force_are_outside_software_with_a_reason() -> None:
    found = coverage(anything, anything, anything)
    for reference in ("1", "3", "24", "25", "26"):
        clause = covered(reference, found)
        assert clause.status == "outside software"
        assert all(each.duty.reason and not each.faults for each in clause.duties)


@pytest.mark.parametrize("reference", ["15", "16", "17", "18", "19", "23"])
def test_what_later_apps_will_carry_is_not_yet(reference: str) -> None:
    assert covered(reference, coverage(anything, anything, anything)).status == "not yet"


@pytest.mark.parametrize("missing", ["steps", "urls", "tests"])
def test_step_url_and_test_are_all_needed(missing: str) -> None:
    names = {"steps": ["plans.file"], "urls": ["plans:file"], "tests": ["tests/plans/test_operations.py::test_file"]}
    data = table(status="carried", reason=None, **{**names, missing: []})
    first = coverage(anything, anything, anything, read(data))[0]
    assert [fault.en for fault in first.duties[0].faults] == [f"no {missing[:-1].replace('url', 'URL')} is named"]
    assert first.status == "not yet"


def test_a_duty_with_all_three_is_carried_and_a_name_that_is_gone_is_called_by_name() -> None:
    data = table(status="carried", reason=None, steps=["plans.file"], urls=["plans:file"], tests=["tests/a.py::test_a"])
    assert coverage(anything, anything, anything, read(data))[0].status == "carried"
    gone = coverage(nothing, anything, anything, read(data))[0]
    assert [fault.en for fault in gone.duties[0].faults] == ["the code has no step plans.file"]


@pytest.mark.parametrize(
    "changed",
    [
        {"status": "surely"},
        {"reason": None},
        {"status": "carried"},
        {"steps": ["plans.file"]},
        {"reference": "2", "key": "filed_scope"},
        {"reference": "2"},
    ],
    ids=["status", "no reason", "carried with reason", "names with reason", "twice", "article 1 forgotten"],
)
def test_an_unsound_table_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(BadDuty):
        read(table(**changed))


def test_a_duty_of_a_clause_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownClause):
        read(table(reference="27"))
