"""Signing in the background: thin jobs of 200 certificates; ids in, one operation called, progress told."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from procrastinate.contrib.django import app

from jiangxin.certificates import operations
from jiangxin.certificates.models import Certificate
from jiangxin.certificates.printing import signer
from jiangxin.certificates.queries import of_round
from jiangxin.certificates.steps import NUMBERED
from jiangxin.people.models import User
from jiangxin.process.errors import Unable
from jiangxin.process.models import Progress
from jiangxin.process.operations import start_progress, tell_progress
from jiangxin.process.step import as_date
from jiangxin.rounds.models import Round

CHUNK = 200  # certificates a job: about ten seconds, so that a worker that stops loses little
JOB = "sign_certificates"
_STALLED = timedelta(minutes=10)  # a job that hasn't moved for so long has lost its worker and may be asked for again


def sign_in_background(round_: Round, *, by: User, at: datetime) -> Progress:
    """Enqueue the signing of a round's numbered certificates that this person may sign, and return the progress.

    The jobs are enqueued in the business transaction: if it rolls back, nothing was asked for. A second click while
    they run returns the same progress. Raises UnableToUseKey before anything is enqueued.
    """
    with transaction.atomic():
        Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
        running = signing_under_way(round_, at)
        if running is not None:
            return running
        keys = _waiting(round_, by=by, at=at)
        progress = start_progress(round_, JOB, len(keys), by=by, at=at)
        for chunk in batched(keys, CHUNK, strict=False):
            sign_batch.configure(lock=f"sign-{round_.pk}").defer(
                progress=progress.pk, certificates=list(chunk), by=by.pk
            )
    return progress


def signing_under_way(round_: Round, at: datetime) -> Progress | None:
    """Return the progress of a signing that is still moving, or None."""
    return next((p for p in signings(round_)[:1] if not p.finished and at - p.changed_at < _STALLED), None)


def signings(round_: Round) -> QuerySet[Progress]:
    """Return the signings of a round, the latest first."""
    return Progress.objects.filter(model="rounds.round", record=round_.pk, job=JOB)


def _waiting(round_: Round, *, by: User, at: datetime) -> list[int]:
    """Return the keys of what this person may sign; raise UnableToUseKey where the key is missing."""
    day = as_date(at)
    assert day is not None
    may = Certificate.steps["sign_certificate"].may.q(Certificate, by, day)
    waiting = of_round(round_).filter(may, state=NUMBERED)
    for practice in set(waiting.order_by().values_list("practice", flat=True)):
        signer(round_.institution, at, practice=practice)
    return list(waiting.values_list("pk", flat=True))


@app.task(queue="documents", retry=2)
def sign_batch(progress: int, certificates: list[int], by: int) -> None:
    """Sign these certificates for this user, and tell how far it went."""
    user = User.objects.get(pk=by)
    problems: list[str] = []
    try:
        waiting = Certificate.objects.filter(pk__in=certificates)
        problems += operations.sign_all(waiting, by=user, at=timezone.now()).unable.values()
    except Unable as error:
        problems.append(str(error))
    tell_progress(progress, len(certificates), at=timezone.now(), problems=problems)
