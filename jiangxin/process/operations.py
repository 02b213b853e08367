"""The writers of progress: how far a job in the background has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from jiangxin.process.models import Progress, Record
from jiangxin.process.who import Actor


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
