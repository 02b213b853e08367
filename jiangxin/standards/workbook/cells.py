"""One value of a standard as a cell of its workbook: read as people type it, and written so that it is read alike."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.documents.workbook import Cell, plain
from jiangxin.documents.workbook_writing import Value
from jiangxin.regulation.codes import UnknownCode, code_list
from jiangxin.standards.workbook.parts import Field

_NUMBER = re.compile(r"\d{1,9}(\.\d{1,9})?")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


class Unfit(Exception):
    """A cell can't be what its column asks for; the sentence says why."""


def value_of(field: Field, cell: Cell) -> Any:
    """Return what a cell states, as the TOML file would have it, None for a blank one.

    A number or day that can't be read stays a text, at which the check of the standard takes offence. Raises Unfit for
    a word that is on no list, for a day where a text belongs, and for a rule that isn't written as one.
    """
    text = plain(cell)
    if not text:
        return None
    if field.codes:
        return _code(field, text)
    if field.kind == "number":
        return _number(text) if isinstance(cell, str) else _whole(cell)
    if field.kind == "date":
        return _day(text) if isinstance(cell, str) else _date(cell)
    if isinstance(cell, date | time | timedelta):
        raise Unfit(_("要写文字，现在是日期或时间；请把这一格的格式改为“文本”，再重新填写。"))
    if field.kind == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    return _rule(text) if field.kind == "rule" else text


def cell_of(field: Field, value: Any) -> Value:
    """Return the cell that states a value of the TOML file or of a record."""
    if value is None or value == "":
        return None
    if field.codes:
        return code_list(field.codes).get(str(value)).words.zh
    if field.kind == "number":
        return Decimal(str(value))
    if field.kind == "lines":
        return "\n".join(value)
    if field.kind == "rule":
        return _inline(value) if value else None
    return value if isinstance(value, date) else str(value)


def _code(field: Field, text: str) -> int | str:
    """Return the code that a word of the list stands for; levels are numbers."""
    try:
        code = code_list(field.codes).read(text).code
    except UnknownCode as error:
        raise Unfit(str(error)) from error
    return int(code) if field.codes == "level" else code


def _whole(cell: Cell) -> Cell:
    """Return a number as it looks: workbooks keep 90 as 90.0."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _number(text: str) -> int | float | str:
    """Return the number that a text writes in digits, full-width ones too; the text itself if it writes none."""
    digits = unicodedata.normalize("NFKC", text)
    if not _NUMBER.fullmatch(digits):
        return text
    return float(digits) if "." in digits else int(digits)


def _date(cell: Cell) -> Cell:
    """Return the day of a cell that holds a day, whether or not it has an hour of midnight."""
    return cell.date() if isinstance(cell, datetime) and cell.time() == time() else cell


def _day(text: str) -> date | str:
    """Return the day that a text writes, year first; the text itself if it writes none."""
    found = _DAY.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if found is None:
        return text
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return text


def _rule(text: str) -> Any:
    """Return the rule that a text writes in the notation of the TOML file; whether it is one is checked later."""
    try:
        data = tomllib.loads(f"rule = {text}")
    except tomllib.TOMLDecodeError as error:
        sentence = _("读不懂规则（%s）；写法与 TOML 文件相同，引号用英文的，例如 [{ work = { years = 6 } }]。")
        raise Unfit(sentence % error) from error
    if set(data) != {"rule"}:
        raise Unfit(_("一格只写一条规则，从 [ 开始，到 ] 为止，例如 [{ work = { years = 6 } }]。"))
    return data["rule"]


def entries(value: Mapping[str, Any]) -> str:
    """Return the entries of a table of a rule in TOML's notation for one line: `work = { years = 6 }`."""
    return ", ".join(f"{key} = {_inline(part)}" for key, part in value.items())


def _inline(value: Any) -> str:
    """Return a value of a rule in TOML's notation for one line: a rule holds what JSON holds, but no null."""
    if isinstance(value, dict):
        return f"{{ {entries(value)} }}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
