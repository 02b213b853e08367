"""Reads of standards that more than one page asks."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from jiangxin.people.models import Organisation
from jiangxin.standards.models import FilingScope, Standard, StandardLevel


def levels_offered(institution: Organisation) -> QuerySet[StandardLevel]:
    """Return the levels that an institution may choose: of national standards in force, and of its own norms."""
    ours = Q(standard__origin=Standard.NATIONAL) | Q(standard__institution=institution)
    return StandardLevel.objects.filter(ours, standard__state="in_force").select_related("standard__occupation")


def level_in_force(level: StandardLevel, institution: Organisation, on: date) -> StandardLevel:
    """Return the occupation's level in its newest edition in force on a day; the given one where none is.

    A national standard comes first, and only where there is none a norm, the institution's own (article 8).
    """
    same = levels_offered(institution).filter(standard__occupation=level.standard.occupation_id, level=level.level)
    valid = same.filter(Q(standard__valid_until__isnull=True) | Q(standard__valid_until__gte=on))
    newest = valid.filter(standard__valid_from__lte=on).order_by("-standard__valid_from", "-pk")
    return min(newest, key=lambda found: found.standard.own, default=level)


def scope_of(filing: int, level: StandardLevel) -> FilingScope | None:
    """Return by which entry a filing covers an occupation and level, whatever the edition of its standard."""
    return FilingScope.objects.filter(
        filing=filing, state="valid", level__level=level.level, level__standard__occupation=level.standard.occupation_id
    ).first()
