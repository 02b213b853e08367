"""What the measurements act on: the practice institution in the benchmark's own database."""

from __future__ import annotations

from datetime import datetime, timedelta

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


def draft_round(capacity: int = 30) -> tuple[Round, datetime]:
    """Draft a round whose enrolment begins today; return it with the present hour."""
    place, now = institution(), timezone.now()
    day = timezone.localdate(now)
    round_ = rounds.draft_round(
        by=user("centre"), at=now, institution=place.institution, college=place.college, filing=place.filing,
        level=place.level, audience="public", apply_from=day, apply_until=day + timedelta(days=10),
        planned_on=day + timedelta(days=60), capacity=capacity,
    )  # fmt: skip
    return round_, now


def open_round(capacity: int = 30) -> tuple[Round, datetime]:
    """Return an open round and the present hour."""
    round_, now = draft_round(capacity)
    return rounds.open(round_, by=user("centre"), at=now), now
