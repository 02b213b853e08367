"""The writers of the working-day calendar, and of progress: how far a job in the background has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from jiangxin.process.models import CalendarDay, Progress, Record
from jiangxin.process.taking import take
from jiangxin.process.who import Actor


def revise_day(
    day: CalendarDay, *, by: Actor, at: datetime, reason: str, is_workday: bool, name: str = ""
) -> CalendarDay:
    """Correct a day of the calendar, as the State Council's notice has it; it is provisional no more."""
    with take(day, "revise_day", by=by, at=at, reason=reason) as day:
        day.is_workday, day.name, day.provisional = is_workday, name, False
    return day


def start_progress(record: Record, job: str, total: int, *, by: Actor, at: datetime) -> Progress:
    """Begin to tell how far a job for this record has come; `total` counts its pieces."""
    return Progress.objects.create(
        model=record._meta.label_lower, record=record.pk, job=job, total=total, started_by=by.id, started_at=at,
        changed_at=at,
    )  # fmt: skip


def tell_progress(progress: int, tried: int, *, at: datetime, problems: Iterable[str] = ()) -> Progress:
    """Count pieces that were tried and add the sentences of those that failed; several workers may tell at once."""
    with transaction.atomic():
        told = Progress.objects.select_for_update().get(pk=progress)
        told.done, told.problems, told.changed_at = told.done + tried, [*told.problems, *problems], at
        told.save(update_fields=["done", "problems", "changed_at"])
    return told
