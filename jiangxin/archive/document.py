"""What a dossier is made of: documents with a place, a name, and a way to their bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from jiangxin.documents import workbook
from jiangxin.documents.models import StoredFile
from jiangxin.documents.operations import content_of
from jiangxin.documents.workbook import Column, SheetSpec
from jiangxin.documents.workbook_writing import Value
from jiangxin.rounds.models import Round

type Produce = Callable[[datetime], bytes]

_FORBIDDEN = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\r\t', "_"))


@dataclass(frozen=True)
class Document:
    """One document of a volume. `produce` is None while it is missing; `source` says where it comes from.

    `file` is the stored file that it is, where it isn't made for the dossier.
    """

    name: str
    produce: Produce | None
    required: bool = True
    source: str = ""
    file: StoredFile | None = None
    whose: Iterable[int] = ()  # the persons (keys) whom it names though no number of theirs can be read in it

    @property
    def present(self) -> bool:
        """Whether its bytes can be had."""
        return self.produce is not None

    @property
    def missing(self) -> bool:
        """Whether the volume can't be complete without it."""
        return self.required and self.produce is None


@dataclass(frozen=True)
class Volume:
    """A volume (卷) with its documents, numbered in their order."""

    number: int
    title: str
    documents: Sequence[Document]

    @property
    def complete(self) -> bool:
        """Whether no required document is missing."""
        return not any(document.missing for document in self.documents)

    def paths(self) -> list[tuple[str, Document]]:
        """Return each document that is there with its path in the dossier: 01-报名…卷/01-01-名册.xlsx."""
        folder = f"{self.number:02d}-{tidy(self.title)}"
        return [
            (f"{folder}/{self.number:02d}-{place:02d}-{tidy(document.name)}", document)
            for place, document in enumerate(self.documents, start=1)
            if document.present
        ]


def tidy(name: str) -> str:
    """Return a name that every system can have as a file's."""
    return name.translate(_FORBIDDEN).strip(". ")


def stored(
    file: StoredFile | None, name: str = "", *, required: bool = True, source: str = "", whose: Iterable[int] = ()
) -> Document:
    """Return the document of a stored file under its own name, or under `name` with the file's own ending."""
    if file is None:
        return Document(name, None, required, source)
    kept = file
    ending = f".{file.name.rpartition('.')[2]}" if "." in file.name else ""
    full = f"{name}{ending}" if name else file.name
    return Document(full, lambda at: content_of(kept), required, source, file=kept, whose=whose)


def table(
    round_: Round,
    name: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[Value]],
    *,
    title: str = "",
    required: bool = True,
    source: str = "",
) -> Document:
    """Return a workbook of one sheet, marked as a sample in practice; without rows it is missing."""
    shown = [Column(heading, width) for heading, width in columns]

    def produce(at: datetime) -> bytes:
        return workbook.write([SheetSpec(name, shown, rows, title=title)], sample=round_.institution.practice)

    return Document(f"{name}.xlsx", produce if rows else None, required, source)
