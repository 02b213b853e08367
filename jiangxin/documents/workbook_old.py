"""Old workbooks (.xls of Excel 97-2003, .et of WPS), read by a process of their own.

A few kilobytes of this format may claim a cell in the last row of the last column, and its reader believes it before
anybody can measure. So the reader runs in a child with a bound on its memory and time: what it takes down is itself.
The child is this file; it knows nothing of Django.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from datetime import date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jiangxin.documents.workbook_archive import Limits
    from jiangxin.documents.workbook_reading import Cell

_MEMORY = 1_500_000_000  # bytes of address space
_SECONDS = 30
_TOO_LARGE, _PROTECTED = 3, 4  # exit statuses of the child


def sheets_of(content: bytes, limits: Limits) -> list[tuple[str, list[list[Cell]]]]:
    """Return (name, rows) of each sheet; cells merged downwards all take the value of their first.

    Raises UnableToRead for what is no such workbook, is protected, or is larger than `limits`.
    """
    from jiangxin.documents.workbook_archive import UnableToRead, broken, protected, too_much_inside

    bounds = [str(bound) for bound in (limits.sheets, limits.rows, limits.columns, limits.cells)]
    try:
        child = subprocess.run(
            [sys.executable, "-I", __file__, *bounds], input=content, capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise too_much_inside() from error
    if child.returncode == _PROTECTED:
        raise UnableToRead(protected())
    if child.returncode == _TOO_LARGE or child.returncode < 0:
        raise too_much_inside()
    if child.returncode:
        raise UnableToRead(broken())
    return [(name, [[_cell(*told) for told in row] for row in rows]) for name, rows in json.loads(child.stdout)]


_KINDS: dict[str, Any] = {"datetime": datetime.fromisoformat, "date": date.fromisoformat, "time": time.fromisoformat}


def _cell(kind: str, value: Any) -> Cell:
    """Return the cell that the child has told."""
    cell: Cell = _KINDS[kind](value) if kind in _KINDS else value
    return cell


def _told(cell: Any) -> tuple[str, Any]:
    """Return a cell in JSON's words."""
    kind = type(cell).__name__
    if kind in _KINDS:
        return kind, cell.isoformat()
    return kind, cell if isinstance(cell, str | int | float) else str(cell)


def _bound() -> None:
    """Bound the memory and time of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child(content: bytes, sheets: int, rows: int, columns: int, cells: int) -> int:
    """Write the sheets of a workbook to standard output, and return the exit status."""
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            opened = [book.get_sheet_by_name(name) for name in book.sheet_names]
    except PasswordError:
        return _PROTECTED
    ends = [sheet.end or (0, 0) for sheet in opened]  # the last row and column, counted from 0
    area = sum((row + 1) * (column + 1) for row, column in ends)
    if len(opened) > sheets or area > cells or any(row >= rows or column >= columns for row, column in ends):
        return _TOO_LARGE
    told = []
    for sheet in opened:
        table = sheet.to_python(skip_empty_area=False)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            for below in range(top + 1, min(bottom + 1, len(table))) if left == right else ():
                table[below][left] = table[top][left]
        told.append((sheet.name, [[_told(cell) for cell in row] for row in table]))
    json.dump(told, sys.stdout)
    return 0


if __name__ == "__main__":
    _bound()
    sys.exit(_child(sys.stdin.buffer.read(), *map(int, sys.argv[1:5])))
