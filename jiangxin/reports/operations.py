"""The one act of this app: a ledger with ID numbers in clear, which is a reading of personal data and so history."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from jiangxin.enrolment.models import Application
from jiangxin.people.models import Person
from jiangxin.process.taking import take_all
from jiangxin.process.who import Actor
from jiangxin.reports.ledger import ledger
from jiangxin.rounds.models import Round


def export_in_clear(rounds: QuerySet[Round], *, by: Actor, at: datetime, reason: str) -> bytes:
    """Return the ledger with ID numbers in clear; each person's history says who read it, when and what for.

    Raises Refused without a reason, or for who may not read the persons of these rounds.
    """
    with transaction.atomic():
        keys = list(rounds.order_by().values_list("pk", flat=True))
        applicants = Application.objects.filter(round__in=keys).order_by().values("person")
        take_all(Person.objects.filter(pk__in=applicants, state="known"), "reveal", by=by, at=at, reason=reason)
        return ledger(rounds, at, clear=True)
