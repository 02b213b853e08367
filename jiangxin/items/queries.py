"""Reads of setting plans and papers."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from jiangxin.items.models import Paper, SettingPlan
from jiangxin.people import roles
from jiangxin.people.models import Appointment, Organisation, Person
from jiangxin.rounds.models import Round


def setting_of(round_: Round) -> SettingPlan | None:
    """Return the setting plan of a round, settled or not."""
    found: SettingPlan | None = SettingPlan.objects.filter(round=round_).first()
    return found


def papers_of(round_: Round) -> QuerySet[Paper]:
    """Return the papers of a round that are not void, with subject, setter, reviewer and file."""
    found: QuerySet[Paper] = Paper.objects.filter(round=round_).exclude(state="void")
    return found.select_related("subject", "setter", "reviewer", "file")


def item_setters(institution: Organisation, on: date) -> QuerySet[Person]:
    """Return whoever holds an appointment as item setter in the institution on a day."""
    held = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        role=roles.ITEM_SETTER,
        state="current",
        institution=institution,
        starts_on__lte=on,
    )
    found: QuerySet[Person] = Person.objects.filter(pk__in=held.values("person"))
    return found
