"""Office workbooks, in and out: the one way in which any app reads an upload or makes a download.

`read` refuses by `UnableToRead` what can't be read safely; `find_table` finds the headings in a sheet; `write` makes a
workbook in which a text stays a text; `mark` gives the office its own workbook back with a red 错误原因 column.
"""

from jiangxin.documents.workbook_archive import DEFAULT_LIMITS, Limits, UnableToRead
from jiangxin.documents.workbook_reading import (
    REASON,
    Cell,
    Finding,
    Heading,
    Row,
    Sheet,
    Table,
    Workbook,
    digits_lost,
    find_sheet,
    find_table,
    normalised,
    plain,
    read,
)
from jiangxin.documents.workbook_writing import Column, SheetSpec, mark, write

__all__ = [
    "DEFAULT_LIMITS",
    "REASON",
    "Cell",
    "Column",
    "Finding",
    "Heading",
    "Limits",
    "Row",
    "Sheet",
    "SheetSpec",
    "Table",
    "UnableToRead",
    "Workbook",
    "digits_lost",
    "find_sheet",
    "find_table",
    "mark",
    "normalised",
    "plain",
    "read",
    "write",
]
