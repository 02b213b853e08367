"""Reads of standards that more than one page asks."""

from __future__ import annotations

from jiangxin.standards.models import FilingScope, StandardLevel


def level_in_force(level: StandardLevel) -> StandardLevel:
    """Return the occupation's level in its newest edition in force; the given one where none is."""
    same = StandardLevel.objects.filter(
        standard__occupation=level.standard.occupation_id, standard__state="in_force", level=level.level
    )
    return same.order_by("-standard__valid_from", "-pk").first() or level


def scope_of(filing: int, level: StandardLevel) -> FilingScope | None:
    """Return by which entry a filing covers an occupation and level, whatever the edition of its standard."""
    return FilingScope.objects.filter(
        filing=filing, state="valid", level__level=level.level, level__standard__occupation=level.standard.occupation_id
    ).first()
