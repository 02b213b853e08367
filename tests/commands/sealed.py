"""What nobody may find in the store or in a dump who has no key: the people of a roster."""

from __future__ import annotations

import re
from pathlib import Path

from jiangxin.commands.dump import tool
from jiangxin.documents.models import StoredFile
from jiangxin.documents.operations import content_of
from jiangxin.documents.store import digest, path_of
from jiangxin.documents.workbook import read

IN_CLEAR = (b"PK\x03\x04", b"%PDF")  # a workbook or a ZIP hides its text from a search, not from a reader


def id_numbers(roster: Path) -> set[bytes]:
    """Return the ID numbers that a roster states."""
    cells = [str(cell) for sheet in read(roster.read_bytes()).sheets for row in sheet.rows for cell in row.cells]
    return {cell.encode() for cell in cells if re.fullmatch(r"\d{17}[\dX]", cell)}


def nothing_lies_in_clear(url: str, place: Path, roster: Path) -> None:
    """Look for the roster's ID numbers in every byte of the store and of a dump; every file reads back as it was."""
    numbers = id_numbers(roster)
    assert numbers
    dump = place / "database.sql"
    tool("pg_dump", f"--file={dump}", url)
    assert not [number for number in numbers if number.hex().encode() in dump.read_bytes()], "binary columns are in hex"
    kept = {file: path_of(file.kept_as).read_bytes() for file in StoredFile.objects.all()}
    assert {"application/pdf"} < {file.media_type for file in kept}
    for content in (dump.read_bytes(), *kept.values()):
        assert not numbers & set(re.findall(rb"(?<!\w)\d{17}[\dX](?!\w)", content))
    for file, content in kept.items():
        assert not content.startswith(IN_CLEAR), file.name
        assert digest(content_of(file)) == file.sha256, file.name
