"""What a row of a roster states about its applicant, in the words of `eligibility.facts`.

A blank column states nothing. By the condition that it names, a roster says that job, certificate and subject of study
are of the occupation or a related one; the proofs show it to the reviewer.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from jiangxin.regulation.calendar import add_months
from jiangxin.regulation.codes import UnknownCode, code_list

if TYPE_CHECKING:
    from jiangxin.enrolment.roster_row import RosterRow

# 文化程度 → the kind of school (lists `education` and `school`); what lies below is no study that a condition names
SCHOOLS = {
    "doctor": "doctor", "postgraduate": "master", "bachelor": "bachelor", "college": "junior_college",
    "secondary_specialised": "secondary_vocational", "vocational_high_school": "secondary_vocational",
    "technical_school": "technical_school", "senior_technical_school": "senior_technical_school",
    "technician_college": "technician_college",
}  # fmt: skip


def facts_of(row: RosterRow) -> dict[str, Any]:
    """Return the facts of a row, as `Application.facts` holds them."""
    certificate = {"level": row.prior_level, "occupation": row.prior_occupation, "number": row.prior_number}
    told = {
        "total_years": None if row.work_years is None else f"{row.work_years.normalize():f}",
        "certificates": [certificate] if row.prior_level else None,
        "studies": _studies(row),
    }
    return {name: value for name, value in told.items() if value is not None}


def _studies(row: RosterRow) -> list[dict[str, Any]] | None:
    """Return the course of study; None where the row leaves open whether there is one."""
    school, status = SCHOOLS.get(row.education, ""), status_of(row.student_status)
    if not (school or status or row.major or row.graduated):
        return []
    studying = status in {"final_year", "enrolled"}
    if studying and not school:
        return None  # 文化程度 is then what was attained before this course
    day = month_end(row.graduated)
    study = {
        "major": row.major,
        "expected" if studying else "graduated": day and day.isoformat(),
        "final_year": {"final_year": True, "enrolled": False}.get(status),
    }
    return [{"school": school} | {name: value for name, value in study.items() if value not in (None, "")}]


def status_of(written: str) -> str:
    """Return the code of a student's status (学籍状态); "" for what the list doesn't have."""
    try:
        return code_list("student_status").read(written).code
    except UnknownCode:
        return ""


def month_end(month: str) -> date | None:
    """Return the last day of a month "2027-06", before which nobody has graduated; None for what is no month."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        return None
    return add_months(first, 1) - timedelta(days=1)
