"""What the columns of a roster state, in the words of the facts."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from jiangxin.enrolment.roster_facts import SCHOOLS, facts_of, month_end
from jiangxin.enrolment.roster_row import RosterRow
from jiangxin.regulation.codes import code_list
from jiangxin.standards.eligibility.facts import Facts

BARE = {"education": "high_school"}


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({}, {"studies": []}),
        ({"work_years": Decimal("8.0")}, {"total_years": "8", "studies": []}),
        ({"work_years": Decimal("10")}, {"total_years": "10", "studies": []}),
        ({"work_years": Decimal("4.5")}, {"total_years": "4.5", "studies": []}),
        ({"work_years": Decimal("0.0")}, {"total_years": "0", "studies": []}),
        (
            {"prior_level": 5, "prior_occupation": "电工", "prior_number": "1851003005400123"},
            {"certificates": [{"level": 5, "occupation": "电工", "number": "1851003005400123"}], "studies": []},
        ),
        # 文化程度 is what is attained; of a student it may be the school before, so nothing is known of this one.
        ({"student_status": "在读"}, {}),
        (
            {"education": "bachelor", "student_status": "在读应届毕业生", "graduated": "2027-06", "major": "电气"},
            {"studies": [{"school": "bachelor", "major": "电气", "expected": "2027-06-30", "final_year": True}]},
        ),
        (
            {"education": "college", "student_status": "在读"},
            {"studies": [{"school": "junior_college", "final_year": False}]},
        ),
        (
            {"education": "technical_school", "student_status": "已毕业", "graduated": "2024-02"},
            {"studies": [{"school": "technical_school", "graduated": "2024-02-29"}]},
        ),
        (
            {"education": "bachelor", "graduated": "2027-06"},
            {"studies": [{"school": "bachelor", "graduated": "2027-06-30"}]},
        ),
        (
            {"major": "美术", "graduated": "2019-07"},
            {"studies": [{"school": "", "major": "美术", "graduated": "2019-07-31"}]},
        ),
    ],
)
def test_a_row_states_its_facts(columns: dict[str, Any], told: dict[str, Any]) -> None:
    facts = facts_of(RosterRow(1, **{**BARE, **columns}))
    assert facts == told
    Facts.read(facts)


def test_every_education_of_the_list_is_a_school_or_none() -> None:
    assert set(SCHOOLS) <= {code.code for code in code_list("education").codes}
    assert set(SCHOOLS.values()) <= {code.code for code in code_list("school").codes}


@pytest.mark.parametrize(
    ("month", "day"),
    [("2027-06", date(2027, 6, 30)), ("2028-02", date(2028, 2, 29)), ("2027-12", date(2027, 12, 31)), ("", None),
     ("2027-13", None), ("明年", None), ("0000-01", None)],
)  # fmt: skip
def test_nobody_has_graduated_before_the_month_is_over(month: str, day: date | None) -> None:
    assert month_end(month) == day
