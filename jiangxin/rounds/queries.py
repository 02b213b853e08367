"""Reads of rounds that more than one page asks."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from jiangxin.people.models import Organisation
from jiangxin.rounds.models import Round
from jiangxin.standards.models import FilingScope

WHOLE = ("institution", "college", "filing", "level__standard__occupation")


def open_rounds(on: date) -> QuerySet[Round]:
    """Return the rounds that take applications on a day, the one that closes first at the top."""
    taking = Round.objects.filter(state="open", apply_from__lte=on, apply_until__gte=on)
    return taking.select_related(*WHOLE).order_by("apply_until", "pk")


def scopes_of(institution: Organisation, on: date) -> QuerySet[FilingScope]:
    """Return what an institution may assess on a day: the occupations and levels of its valid filings (article 2)."""
    valid = FilingScope.objects.filter(
        state="valid",
        filing__institution=institution,
        filing__state="valid",
        filing__valid_from__lte=on,
        filing__valid_until__gte=on,
        valid_from__lte=on,
    )
    return valid.select_related("filing__institution", "level__standard__occupation")
