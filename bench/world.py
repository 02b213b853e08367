"""What the measurements act on: the practice institution in the benchmark's own database."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.utils import timezone

from jiangxin.people.models import User
from jiangxin.practice import Practice, practice, seed
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round


def institution() -> Practice:
    """Return the practice institution, seeded once."""
    return practice() or seed()


def user(login: str) -> User:
    """Return the account of a member of its staff."""
    return institution().user(login)


def draft_round(capacity: int = 30, quota: int | None = None) -> tuple[Round, datetime]:
    """Draft a round whose enrolment begins today; return it with the present hour."""
    place, now = institution(), timezone.now()
    day = timezone.localdate(now)
    round_ = rounds.draft_round(
        by=user("centre"), at=now, institution=place.institution, college=place.college, filing=place.filing,
        level=place.level, audience="public", apply_from=day, apply_until=day + timedelta(days=10),
        planned_on=day + timedelta(days=60), capacity=capacity, quota=quota,
    )  # fmt: skip
    return round_, now


def open_round(capacity: int = 30, quota: int | None = None) -> tuple[Round, datetime]:
    """Return an open round and the present hour."""
    round_, now = draft_round(capacity, quota)
    return rounds.open(round_, by=user("centre"), at=now), now


def enrolled(count: int) -> Round:
    """Return an open round in which the college has enrolled so many, their proofs seen on paper."""
    from bench.rounds import id_number
    from jiangxin.enrolment import operations as enrolment
    from jiangxin.enrolment.roster_row import RosterRow

    round_, now = open_round(count)
    answers: dict[str, Any] = {
        "id_type": "resident", "sex": "female", "education": "bachelor", "category": "student", "source": "school",
        "student_status": "在读应届毕业生", "graduated": f"{now:%Y-%m}", "condition": "四级-3", "exam_type": "first",
    }  # fmt: skip
    rows = [
        RosterRow(
            number,
            name=name(number),
            id_number=id_number(number),
            phone=f"1890{number:07d}",
            **answers,
        )
        for number in range(count)
    ]
    enrolment.enrol_all(round_, rows, by=user("college"), at=now, on_paper=True)
    settle()
    return round_


def name(number: int) -> str:
    """Return the name of an invented applicant; digits stand in no name."""
    return f"演练{number:04d}".translate(str.maketrans("0123456789", "甲乙丙丁戊己庚辛壬癸"))


def settle() -> None:
    """Let the planner know the data, as PostgreSQL's autovacuum does within a minute; only the owner may."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("ANALYZE")
