"""What a dossier must hold before it is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jiangxin.archive.volumes import missing_documents

if TYPE_CHECKING:
    from jiangxin.archive.models import Dossier


def volumes_complete(dossier: Dossier) -> Iterator[str]:
    """Yield every document that a volume must hold and doesn't (domain.md §9.2)."""
    yield from missing_documents(dossier.round)
