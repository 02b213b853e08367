"""Read an office workbook: sheets of rows with their numbers, and the table that stands in a sheet."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from pathlib import Path

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from jiangxin.documents import workbook_old
from jiangxin.documents.workbook_archive import (
    DEFAULT_LIMITS,
    OLE_MAGIC,
    ZIP_MAGIC,
    Limits,
    Marks,
    UnableToRead,
    broken,
    inspect,
    inspect_size,
    protected,
    refuse_other_formats,
    too_much_inside,
)
from jiangxin.regulation.words import joined

type Cell = str | float | int | bool | date | datetime | time | timedelta | None

REASON = "错误原因"  # the column that `mark` adds: never read as data when a marked workbook comes back
_HEADING_ROWS = 30  # titles, notes and signatures stand above a heading row, but not more than a screenful of them
_NONE: frozenset[int] = frozenset()
_QUOTED = re.compile(r'^="([^"]*)"$')  # how offices make Excel keep the digits of a CSV cell
_EXACT_BELOW = 1e15  # a spreadsheet keeps fifteen digits of a number and turns the rest into noughts


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the office sees it in Excel (from 1) and its cells; a blank cell is None.

    `hidden` tells a row that the office doesn't see (hidden or filtered out); `formulas` and `merged` hold the
    positions in `cells` of formulas, whose last result stands there, and of cells that are merged with others.
    """

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False
    formulas: frozenset[int] = _NONE
    merged: frozenset[int] = _NONE


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet with all its rows, blank ones included, so that position and number agree."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Workbook:
    """What was read: sheets in their order, and notices (whole sentences) about how it was read."""

    sheets: tuple[Sheet, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that is looked for: the key under which code knows it, its heading, whether it must be there."""

    key: str
    text: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet.

    `heading_row` is the heading's row number; `columns` maps the key of a heading to its position in `Row.cells`;
    `others` maps the normalised text of every further heading to its position; `rows` are the rows below that hold
    anything besides the reasons of an earlier marking.
    """

    sheet: str
    heading_row: int
    columns: Mapping[str, int]
    others: Mapping[str, int]
    rows: tuple[Row, ...]

    def value(self, row: Row, key: str) -> Cell:
        """Return the cell of a row under the heading `key`, None where the column is not there."""
        position = self.columns.get(key)
        return row.cells[position] if position is not None and position < len(row.cells) else None

    def keys_at(self, positions: frozenset[int]) -> list[str]:
        """Return the keys of the columns that stand at these positions of a row."""
        return [key for key, position in self.columns.items() if position in positions] if positions else []


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark on a row of a workbook: the heading of its column, a code for programs, a whole sentence for people."""

    column: str
    code: str
    sentence: str


def read(source: Path | str | bytes, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Read an .xlsx workbook, an .xls or a CSV file in UTF-8 or GB18030 (with a notice), from a path or its bytes.

    Cells merged downwards all take the value of their first. Raises UnableToRead for everything else, and for a
    workbook that is broken, protected, empty or larger than `limits`.
    """
    content = source if isinstance(source, bytes) else _content(Path(source), limits)
    inspect_size(content, limits)
    if content.startswith(ZIP_MAGIC):
        book = _read_xlsx(content, limits)
    else:
        book = _read_xls(content, limits) if content.startswith(OLE_MAGIC) else _read_csv(content, limits)
    if not any(filled(row) for sheet in book.sheets for row in sheet.rows):
        raise UnableToRead(_("工作簿里没有任何内容；请填写后重新上传。"))
    return book


def find_sheet(book: Workbook, name: str) -> Sheet:
    """Return the sheet of that name, or the only one there is. Raises UnableToRead naming the sheets it has."""
    wanted = normalised(name)
    for sheet in book.sheets:
        if normalised(sheet.name) == wanted:
            return sheet
    if len(book.sheets) == 1:
        return book.sheets[0]
    raise UnableToRead(
        _("工作簿中没有名为“%(name)s”的工作表（现有：%(names)s）；请按模板改正工作表名称后重新上传。")
        % {"name": name, "names": joined(sheet.name for sheet in book.sheets)}
    )


def find_table(sheet: Sheet, headings: Sequence[Heading]) -> Table:
    """Find the row that holds the headings, whatever stands above it, and the columns in whatever order.

    Marks of duty (`*`), blanks and full-width brackets in a heading don't count. Raises UnableToRead naming the
    headings that are missing or stand there twice.
    """
    wanted = {normalised(heading.text): heading for heading in headings}
    best, matches = None, 0
    for row in sheet.rows[:_HEADING_ROWS]:
        count = len(wanted.keys() & {normalised(cell) for cell in row.cells})
        if count and count >= matches:  # of a heading merged over two rows the lower one is nearer to the data
            best, matches = row, count
    missing = [heading.text for heading in headings if heading.required] if best is None else []
    columns, others = _columns(best, wanted, sheet.name) if best is not None else ({}, {})
    missing = missing or [heading.text for heading in headings if heading.required and heading.key not in columns]
    if missing or best is None:
        raise UnableToRead(
            _("工作表“%(sheet)s”缺少列：%(names)s；请使用模板的表头，补齐后重新上传。")
            % {"sheet": sheet.name, "names": joined(missing)}
        )
    reasons = others.pop(REASON, None)
    rows = tuple(row for row in sheet.rows[best.number :] if filled(row, besides=reasons))
    return Table(sheet.name, best.number, columns, others, rows)


def _columns(row: Row, wanted: Mapping[str, Heading], sheet: str) -> tuple[dict[str, int], dict[str, int]]:
    columns: dict[str, int] = {}
    others: dict[str, int] = {}
    twice: list[str] = []
    for position, cell in enumerate(row.cells):
        name = normalised(cell)
        if not name:
            continue
        heading = wanted.get(name)
        place, key = (columns, heading.key) if heading else (others, name)
        if key in place and heading:
            twice.append(heading.text)
        place.setdefault(key, position)
    if twice:
        raise UnableToRead(
            _("工作表“%(sheet)s”中有重复的列：%(names)s，无法判断以哪一列为准；请删去多余的列后重新上传。")
            % {"sheet": sheet, "names": joined(twice)}
        )
    return columns, others


def normalised(value: Cell) -> str:
    """Return a heading or a listed word as it is compared: half-width, without blanks and without `*`."""
    if value is None:
        return ""
    text = unicodedata.normalize("NFKC", str(value))
    return re.sub(r"[\s*\u200b-\u200f\ufeff]+|\(必填\)", "", text).rstrip(":")


def plain(value: Cell) -> str:
    """Return a cell as text, blanks trimmed: 3.0 becomes "3", a day "2027-06-30", None ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return str(value).strip()


def hidden() -> str:
    """Return the sentence for a row that the eye doesn't see."""
    return _("这一行是隐藏的（或被筛选掉），不知道是否要导入；请取消隐藏和筛选，不要的整行删去。")


def computed(heading: str) -> str:
    """Return the sentence for a cell whose value a formula gives."""
    sentence = _("%(field)s是公式，结果会随别处变化；请复制这一列，用“只粘贴值”贴回原处，再上传。")
    return sentence % {"field": heading}


def merged(heading: str) -> str:
    """Return the sentence for a merged cell in a column where each row must say its own."""
    return _("%(field)s是合并单元格，看不出属于哪一行；请取消合并，逐行填写。") % {"field": heading}


def digits_lost(value: Cell) -> bool:
    """Return whether an identifier was stored as a number too long for it, or as text such as 5.10499E+17."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return False
    if isinstance(value, str):
        return re.fullmatch(r"\d(\.\d+)?E\+\d+", normalised(value).upper()) is not None
    return abs(value) >= _EXACT_BELOW


def filled(row: Row, besides: int | None = None) -> bool:
    """Return whether any cell of the row, but the one at position `besides`, holds something other than blanks."""
    return any(
        cell is not None and position != besides and not (isinstance(cell, str) and not cell.strip())
        for position, cell in enumerate(row.cells)
    )


def _content(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(limits.size + 1)
    except OSError as error:
        raise UnableToRead(_("找不到或打不开文件“%(name)s”；请核对文件的位置。") % {"name": path.name}) from error


def _read_xlsx(content: bytes, limits: Limits) -> Workbook:
    marks = inspect(content, limits)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
            sheets = tuple(
                _sheet(book.get_sheet_by_name(name), marks.get(name, Marks()), limits) for name in book.sheet_names
            )
    except PasswordError as error:
        raise UnableToRead(protected()) from error
    except (CalamineError, ValueError, OSError) as error:
        raise UnableToRead(broken()) from error
    return Workbook(sheets)


def _sheet(sheet: CalamineSheet, marks: Marks, limits: Limits) -> Sheet:
    rows: list[list[Cell]] = [[*row] for row in sheet.to_python(skip_empty_area=False)]
    merged = _merged(sheet.merged_cell_ranges or (), rows, limits)
    return Sheet(
        sheet.name,
        tuple(
            Row(
                row.number,
                row.cells,
                row.number in marks.hidden,
                frozenset(column - 1 for column in marks.formulas.get(row.number, ())),
                frozenset(merged.get(row.number, ())),
            )
            for row in _rows(rows)
        ),
    )


type _Range = tuple[tuple[int, int], tuple[int, int]]


def _merged(ranges: Iterable[_Range], rows: list[list[Cell]], limits: Limits) -> dict[int, set[int]]:
    """Give cells merged downwards the value of their first; return the positions of all merged cells by row number."""
    found: dict[int, set[int]] = {}
    area = 0
    for (top, left), (bottom, right) in ranges:
        area += (bottom - top + 1) * (right - left + 1)
        if area > limits.cells:
            raise too_much_inside()
        for number in range(top, min(bottom + 1, len(rows))):
            found.setdefault(number + 1, set()).update(range(left, right + 1))
            if left == right and left < len(rows[top]):
                rows[number][left] = rows[top][left]
    return found


def _rows(rows: Iterable[Sequence[Cell]]) -> tuple[Row, ...]:
    return tuple(
        Row(number, tuple(None if cell == "" else cell for cell in cells)) for number, cells in enumerate(rows, start=1)
    )


def _read_xls(content: bytes, limits: Limits) -> Workbook:
    """Read an .xls or .et file; what it hides and computes can't be seen, and a notice says so."""
    refuse_other_formats(content)
    sheets = [Sheet(name, _rows(rows)) for name, rows in workbook_old.sheets_of(content, limits)]
    notice = _(
        "上传的是旧版 .xls（或 WPS .et）文件，其中的公式和隐藏的行无法识别，一律按显示的值导入；建议改用 .xlsx 模板。"
    )
    return Workbook(tuple(sheets), (notice,))


def _read_csv(content: bytes, limits: Limits) -> Workbook:
    refuse_other_formats(content)
    text, encoding = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    try:
        lines = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        rows = _rows([_QUOTED.sub(r"\1", cell) for cell in line] for line in lines)
    except csv.Error as error:
        raise UnableToRead(broken()) from error
    if len(rows) > limits.rows or any(len(row.cells) > limits.columns for row in rows):
        raise UnableToRead(
            _("文件超过上限 %(rows)s 行、%(columns)s 列，无法读取；请分成几个文件上传。")
            % {"rows": limits.rows, "columns": limits.columns}
        )
    notice = _("上传的是 CSV 文件，按 %(encoding)s 编码读取；请核对姓名中的生僻字，建议改用 .xlsx 模板。")
    return Workbook((Sheet("CSV", rows),), (notice % {"encoding": encoding},))


def _decoded(content: bytes) -> tuple[str, str]:
    """Decode a text file as UTF-8 or, failing that, as GB18030, in which Chinese Excel writes CSV files."""
    attempts = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for encoding in attempts:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text, encoding.removesuffix("-sig").upper()
    raise UnableToRead(_("这个文件不是工作簿，也不是 UTF-8 或 GB18030 编码的 CSV 文件；请上传 .xlsx 工作簿。"))
