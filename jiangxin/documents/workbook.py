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
    computed,
    digits_lost,
    filled,
    find_sheet,
    find_table,
    hidden,
    merged,
    normalised,
    plain,
    read,
)
from jiangxin.documents.workbook_writing import LISTS, Column, SheetSpec, mark, write

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".csv")  # of what offices send as one, readable or not

__all__ = [
    "DEFAULT_LIMITS",
    "LISTS",
    "MEDIA_TYPE",
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
    "computed",
    "digits_lost",
    "filled",
    "find_sheet",
    "find_table",
    "hidden",
    "mark",
    "merged",
    "normalised",
    "plain",
    "read",
    "write",
]
