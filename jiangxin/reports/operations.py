"""The one act of this app: a ledger with ID numbers in clear, which is a reading of personal data and so history."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from jiangxin.enrolment.models import Application
from jiangxin.people import operations as people
from jiangxin.process.who import Actor
from jiangxin.reports.ledger import ledger
from jiangxin.rounds.models import Round


def export_in_clear(
    rounds: QuerySet[Round], *, by: Actor, at: datetime, purpose: str, words: str = "", about: str
) -> bytes:
    """Return the ledger with ID numbers in clear; it is one reading, which each person finds among his own.

    Raises UnableToReveal without a purpose, Refused for who may not read the persons of these rounds.
    """
    with transaction.atomic():
        keys = list(rounds.order_by().values_list("pk", flat=True))
        applicants = Application.objects.filter(round__in=keys).order_by().values_list("person", flat=True)
        people.reveal_all(applicants, by=by, at=at, purpose=purpose, words=words, about=about)
        return ledger(rounds, at, clear=True)
