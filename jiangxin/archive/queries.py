"""Reads over a round's dossier: its five volumes, what is missing, and how long it is kept."""

from __future__ import annotations

from datetime import date

from jiangxin.archive.models import Dossier
from jiangxin.results.models import Publication
from jiangxin.rounds.models import Round


def publicity_ends(round_: Round) -> date | None:
    """Return the last day of the round's publicity, or None before it is published."""
    publication = Publication.objects.filter(round=round_).first()
    return publication.ends_on if publication else None


def days_kept(dossier: Dossier, today: date) -> int:
    """Return how many days a sealed dossier is still kept; 0 when its time is over or has not begun."""
    return max((dossier.retain_until - today).days, 0) if dossier.retain_until else 0
