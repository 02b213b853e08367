"""Write workbooks: lists, ledgers and templates from columns, and the user's own workbook with its faults marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Literal

import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as OpenCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet as OpenWorksheet
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook as XlsxWorkbook
from xlsxwriter.worksheet import Worksheet

from jiangxin.documents.workbook_archive import DEFAULT_LIMITS, ZIP_MAGIC, Limits, inspect
from jiangxin.documents.workbook_reading import REASON, Workbook, normalised, read

type Value = str | int | float | Decimal | bool | date | datetime | time | None

_RED = "FFFFC7CE"
_DARK_RED = "FF9C0006"
_FONT = "宋体"
_TEXT_LIMIT = 32_767  # what a cell may hold; xlsxwriter would drop a longer text without a word
_NAME_LIMIT = 31  # of a sheet
SAMPLE = "（样张）"
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed stamp: the same data makes the same bytes
LISTS = "选项"  # the hidden sheet of the drop-downs


@dataclass(frozen=True)
class Column:
    """A column to write: heading, width in characters, kind of its cells, and the drop-down's entries.

    A `long` text is a text whose lines are broken to fit the width.
    """

    heading: str
    width: float = 12
    kind: Literal["text", "long", "number", "date"] = "text"
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class SheetSpec:
    """A sheet to write.

    `rows` follow the order of `columns`; `title` stands merged above the headings; `notes` stand below the title, one
    a row; `blank_rows` below the data are prepared (formats, drop-downs) for people to fill; `apart` are cells (row of
    the data and column, from 0) that differ from their column in kind or drop-down.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]] = ()
    title: str = ""
    notes: Sequence[str] = ()
    blank_rows: int = 0
    apart: Mapping[tuple[int, int], Column] = field(default_factory=dict)


@dataclass
class _Formats:
    """The formats of one workbook, all in 宋体."""

    book: XlsxWorkbook
    title: Format = field(init=False)
    note: Format = field(init=False)
    heading: Format = field(init=False)
    cells: dict[str, Format] = field(init=False)

    def __post_init__(self) -> None:
        def made(**properties: object) -> Format:
            return self.book.add_format({"font_name": _FONT, "font_size": 11, "valign": "vcenter", **properties})

        self.title = made(font_size=16, bold=True, align="center")
        self.note = made(font_color="#595959")
        self.heading = made(bold=True, border=1, bg_color="#DDEBF1", align="center", text_wrap=True)
        self.cells = {
            "text": made(num_format="@", border=1),
            "long": made(num_format="@", border=1, text_wrap=True),
            "number": made(border=1),
            "date": made(num_format="yyyy-mm-dd", border=1, align="center"),
        }


def write(sheets: Sequence[SheetSpec], *, sample: bool = False) -> bytes:
    """Return an .xlsx workbook of the sheets; the same data makes the same bytes.

    Of a `sample` every sheet's name says 样张: columns and rows stay those that a platform reads.

    Texts are stored as texts, whatever they begin with: `=1+1` stays four characters and an ID number keeps its
    digits. Raises ValueError for a text longer than a cell can hold, for it would be lost.
    """
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": _CREATED})
        formats, lists = _Formats(book), _lists(sheets)
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_named(sheet.name, sample=sample)), sheet, formats, lists)
        if lists:
            _write_lists(book.add_worksheet(LISTS), lists)
    return buffer.getvalue()


def _named(name: str, *, sample: bool) -> str:
    """Return a sheet's name, cut to what a workbook can hold."""
    end = SAMPLE if sample else ""
    return name[: _NAME_LIMIT - len(end)] + end


def mark(
    original: bytes,
    faults: Mapping[str, Mapping[int, Sequence[str]]],
    heading_rows: Mapping[str, int] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> bytes:
    """Return the user's own workbook with a red 错误原因 column behind the last and every faulty row in red.

    `faults` maps sheet name → row number → sentences; a row number behind the last row adds a row. `heading_rows` maps
    sheet name → row of the headings (default 1). Reasons of an earlier marking are replaced. A CSV original, and a
    workbook whose formats can't be kept, come back as a plain .xlsx. Raises UnableToRead like `read`.
    """
    content = original if original.startswith(ZIP_MAGIC) else _plain_copy(read(original, limits))
    inspect(content, limits)
    try:
        book = load_workbook(BytesIO(content))
    except Exception:  # openpyxl raises whatever a style or drawing of another office programme makes it trip over
        book = load_workbook(BytesIO(_plain_copy(read(original, limits))))
    for name, rows in faults.items():
        _mark_sheet(book[name], rows, (heading_rows or {}).get(name, 1), limits.rows)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lists(sheets: Sequence[SheetSpec]) -> list[tuple[str, ...]]:
    """Return the distinct drop-down lists. They stand on a hidden sheet: an inline one holds only 255 characters."""
    columns = [column for sheet in sheets for column in (*sheet.columns, *sheet.apart.values())]
    return list(dict.fromkeys(tuple(column.choices) for column in columns if column.choices))


def _write_lists(sheet: Worksheet, lists: Sequence[tuple[str, ...]]) -> None:
    for column, choices in enumerate(lists):
        for row, choice in enumerate(choices):
            sheet.write_string(row, column, choice)
    sheet.hide()


def _write_sheet(sheet: Worksheet, spec: SheetSpec, formats: _Formats, lists: list[tuple[str, ...]]) -> None:
    top = _write_top(sheet, spec, formats)
    for position, column in enumerate(spec.columns):
        typed = formats.cells[column.kind] if column.kind in {"text", "long"} else None
        sheet.set_column(position, position, column.width, typed)
        sheet.write_string(top, position, column.heading, formats.heading)
    row = top
    for row, values in enumerate(spec.rows, start=top + 1):
        for position, (column, value) in enumerate(zip(spec.columns, values, strict=True)):
            kind = spec.apart.get((row - top - 1, position), column).kind
            _write_cell(sheet, row, position, value, formats.cells[kind])
    last = row + spec.blank_rows
    _prepare(sheet, spec, formats, (row + 1, last))
    for position, column in enumerate(spec.columns):
        if column.choices and last > top:
            sheet.data_validation(top + 1, position, last, position, _offer(column, lists))
    for (row, position), column in spec.apart.items():
        if column.choices:
            place = (top + 1 + row, position)
            sheet.data_validation(*place, *place, _offer(column, lists))
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _offer(column: Column, lists: list[tuple[str, ...]]) -> dict[str, str]:
    """Return the drop-down of a column: its list stands on the hidden sheet."""
    letter = get_column_letter(lists.index(tuple(column.choices)) + 1)
    return {"validate": "list", "source": f"='{LISTS}'!${letter}$1:${letter}${len(column.choices)}"}


def _write_top(sheet: Worksheet, spec: SheetSpec, formats: _Formats) -> int:
    """Write title and notes; return the heading's row, counted from 0."""
    row = 0
    if spec.title:
        if len(spec.columns) > 1:
            sheet.merge_range(0, 0, 0, len(spec.columns) - 1, "", formats.title)
        sheet.write_string(0, 0, spec.title, formats.title)
        sheet.set_row(0, 28)
        row = 1
    for note in spec.notes:
        sheet.write_string(row, 0, note, formats.note)
        row += 1
    return row


def _prepare(sheet: Worksheet, spec: SheetSpec, formats: _Formats, rows: tuple[int, int]) -> None:
    """Give the blank rows their formats, so that what people type keeps its digits."""
    for row in range(rows[0], rows[1] + 1):
        for position, column in enumerate(spec.columns):
            sheet.write_blank(row, position, None, formats.cells[column.kind])


def _write_cell(sheet: Worksheet, row: int, position: int, value: Value, style: Format) -> None:
    match value:
        case None | "":
            sheet.write_blank(row, position, None, style)
        case bool():
            sheet.write_string(row, position, "是" if value else "否", style)
        case int() | float() | Decimal() if style.num_format != "@":
            sheet.write_number(row, position, float(value), style)
        case date() | time() if style.num_format != "@":
            sheet.write_datetime(row, position, value, style)
        case _:
            text = value.isoformat() if isinstance(value, date | time) else str(value)
            if len(text) > _TEXT_LIMIT:
                raise ValueError(_("第 %(row)s 行有一格文字超过 32767 个字符，工作簿放不下。") % {"row": row + 1})
            sheet.write_string(row, position, text, style)


def _plain_copy(book: Workbook) -> bytes:
    """Return the values of a workbook as a new one, every cell in its place."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as copy:
        copy.set_properties({"created": _CREATED})
        styles = _Formats(copy).cells
        for sheet in book.sheets:
            target = copy.add_worksheet(sheet.name)
            for row in sheet.rows:
                for position, value in enumerate(row.cells):
                    if value is not None:
                        kind = "text" if isinstance(value, str) else "date" if isinstance(value, date) else "number"
                        known = value if isinstance(value, str | int | float | date | time) else str(value)
                        _write_cell(target, row.number - 1, position, known, styles[kind])
    return buffer.getvalue()


def _mark_sheet(sheet: OpenWorksheet, faults: Mapping[int, Sequence[str]], heading_row: int, last: int) -> None:
    fill, font = PatternFill("solid", fgColor=_RED), Font(name=_FONT, color=_DARK_RED, bold=True)
    column = _reason_column(sheet, heading_row)
    _clear_marks(sheet, column, range(heading_row + 1, min(sheet.max_row, last) + 1))
    _write_reason(sheet, heading_row, column, REASON, font)
    sheet.column_dimensions[get_column_letter(column)].width = 60
    for row, sentences in faults.items():
        _write_reason(sheet, row, column, " ".join(sentences), font)
        for position in range(1, column + 1):
            sheet.cell(row, position).fill = fill


def _reason_column(sheet: OpenWorksheet, heading_row: int) -> int:
    """Return the column of an earlier marking, or the first one behind everything that the headings name."""
    last = 0
    for position in range(1, sheet.max_column + 1):
        value = sheet.cell(heading_row, position).value
        if normalised(str(value or "")) == REASON:
            return position
        if value is not None:
            last = position
    return (last or sheet.max_column) + 1


def _clear_marks(sheet: OpenWorksheet, column: int, rows: range) -> None:
    if column > sheet.max_column:
        return
    for row in rows:
        if sheet.cell(row, column).value is None:
            continue
        sheet.cell(row, column).value = None
        for position in range(1, column + 1):
            if sheet.cell(row, position).fill.fgColor.rgb == _RED:
                sheet.cell(row, position).fill = PatternFill()


def _write_reason(sheet: OpenWorksheet, row: int, column: int, text: str, font: Font) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, OpenCell):
        cell.value = text
        cell.data_type = "s"  # a sentence that quotes "=…" is no formula
        cell.font = font
