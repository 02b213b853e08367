"""The only writers of score sheets and subject marks: one function per verb."""

from jiangxin.scoring.operations.composing import UnableToCompose, compose_marks, confirm_knockout, void_mark
from jiangxin.scoring.operations.importing import UnableToImportMarks, enter_theory, import_marks
from jiangxin.scoring.operations.sheets import (
    SheetRow,
    UnableToEnter,
    UnableToMark,
    enter_sheets,
    mark,
    open_sheet,
    submit_sheet,
    void_sheet,
)

__all__ = [
    "SheetRow", "UnableToCompose", "UnableToEnter", "UnableToImportMarks", "UnableToMark", "compose_marks",
    "confirm_knockout", "enter_sheets", "enter_theory", "import_marks", "mark", "open_sheet", "submit_sheet",
    "void_mark", "void_sheet",
]  # fmt: skip
