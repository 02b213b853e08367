"""Reads over a round's dossier: its five volumes, what is missing, and how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.archive.models import Dossier
from jiangxin.enrolment.models import Application
from jiangxin.people.models import Person
from jiangxin.results.models import Publication, ResultFiling
from jiangxin.rounds.models import Round


def publicity_ends(round_: Round) -> date | None:
    """Return the last day of the round's publicity, or None before it is published."""
    publication = Publication.objects.filter(round=round_).first()
    return publication.ends_on if publication else None


def days_kept(dossier: Dossier, today: date) -> int:
    """Return how many days a sealed dossier is still kept; 0 when its time is over or has not begun."""
    return max((dossier.retain_until - today).days, 0) if dossier.retain_until else 0


def dossier_sealed(round_: Round) -> Iterator[str]:
    """Yield since when the dossier is sealed: what it holds is cancelled no more (article 14(4))."""
    if sealed_on := _sealed_on(round_.pk):
        yield _("档案已于 %s 封存，批次不能再取消") % formats.date_format(sealed_on)


def filed_no_more(filing: ResultFiling) -> Iterator[str]:
    """Yield since when the dossier is sealed: whoever was filed now would stand outside it (article 14(4))."""
    if sealed_on := _sealed_on(filing.round_id):
        sentence = _("档案已于 %s 封存，不能再备案；未列入备案的人员，请在以后的批次参加认定")
        yield sentence % formats.date_format(sealed_on)


def _sealed_on(round_: int) -> date | None:
    """Return the day on which the dossier of a round was sealed, None before."""
    return Dossier.objects.filter(round=round_).values_list("sealed_on", flat=True).first()


def files_kept(person: Person) -> Iterator[str]:
    """Yield the rounds whose dossier must still hold the person: until it is destroyed, his key is not either.

    Whoever handed in an application stands in it (article 14(4)); a cancelled round never gets one.
    """
    applied = Application.objects.filter(person=person).exclude(state__in=("draft", "withdrawn"))
    rounds = {one.round_id: one.round for one in applied.select_related("round__level__standard__occupation")}
    dossiers = {one.round_id: one for one in Dossier.objects.filter(round__in=rounds)}
    for key, round_ in rounds.items():
        dossier = dossiers.get(key)
        if dossier is None or dossier.retain_until is None:
            if round_.state != "cancelled":
                yield _("%(round)s 的档案还没有封存") % {"round": round_}
        elif dossier.state != "destroyed":
            day = formats.date_format(dossier.retain_until)
            yield _("%(round)s 的档案保管至 %(day)s，先按期销毁档案") % {"round": round_, "day": day}
