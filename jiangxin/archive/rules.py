"""What a dossier must hold before it is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.archive.volumes import missing_documents

if TYPE_CHECKING:
    from jiangxin.archive.models import Dossier
    from jiangxin.rounds.models import Round


def volumes_complete(dossier: Dossier) -> Iterator[str]:
    """Yield every document that a volume must hold and doesn't (domain.md §9.2)."""
    yield from missing_documents(dossier.round)


def dossier_sealed(round_: Round) -> Iterator[str]:
    """Yield since when the dossier is sealed: what it holds is cancelled no more (article 14(4))."""
    dossier: Dossier | None = getattr(round_, "dossier", None)
    if dossier is not None and dossier.sealed_on is not None:
        yield _("档案已于 %s 封存，批次不能再取消") % formats.date_format(dossier.sealed_on)
