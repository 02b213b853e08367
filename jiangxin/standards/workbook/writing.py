"""A standard's workbook: the empty template to fill, and a registered edition as its workbook states it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.documents.workbook import Column, SheetSpec, write
from jiangxin.standards.models import Standard
from jiangxin.standards.workbook.cells import cell_of
from jiangxin.standards.workbook.parts import (
    CONDITIONS,
    CONTENT,
    EXPLANATIONS,
    HEAD,
    ITEM,
    LEVELS,
    MODULES,
    PARTS,
    SUBJECTS,
    WEIGHTS,
    Field,
    Part,
)

_BLANK_ROWS = 100

type Values = Mapping[str, Any]


def template() -> bytes:
    """Return the workbook to fill: all sheets with their drop-downs, and one that explains every column."""
    return write([_head({}), *(_listed(part, (), _BLANK_ROWS) for part in PARTS[1:]), _explanations()])


def workbook_of(standard: Standard) -> bytes:
    """Return an edition as a workbook that reads back to the same; its conditions are all written out."""
    head = {
        one.key: getattr(standard.occupation if group == "occupation" else standard, name, None)
        for one in HEAD.fields
        for group, _dot, name in [one.key.partition(".")]
    }
    rows = _rows(standard)
    return write([_head(head), *(_listed(part, rows[part.key]) for part in PARTS[1:])])


def _rows(standard: Standard) -> dict[str, list[Values]]:
    """Return the rows of all sheets but the first, each with the level and subject to which it belongs."""
    rows: dict[str, list[Values]] = {part.key: [] for part in PARTS[1:]}
    for level in standard.levels.all():
        rows[LEVELS.key].append(_values(LEVELS, level))
        for subject in level.subjects.order_by("pk"):
            rows[SUBJECTS.key].append(_values(SUBJECTS, subject) | {"level": level.level})
            belongs = {"level": level.level, "kind": subject.kind}
            rows[MODULES.key] += [belongs | module for module in subject.modules]
            rows[WEIGHTS.key] += [belongs | weight for weight in subject.weights]
        for condition in level.conditions.order_by("pk"):
            rows[CONDITIONS.key].append(_values(CONDITIONS, condition) | {"level": level.level})
    return rows


def _values(part: Part, record: object) -> dict[str, Any]:
    """Return what the columns of a sheet say of a record."""
    return {one.key: getattr(record, one.key) for one in part.fields if not one.link}


def _head(values: Values) -> SheetSpec:
    """Return the first sheet: a row for each item, its cell of the item's own kind."""
    rows = [(one.title, cell_of(one, values.get(one.key))) for one in HEAD.fields]
    apart = {(row, 1): _column(one, CONTENT) for row, one in enumerate(HEAD.fields)}
    return SheetSpec(HEAD.sheet, [Column(ITEM, 18), Column(CONTENT, 48)], rows, apart=apart)


def _listed(part: Part, rows: Iterable[Values], blank_rows: int = 0) -> SheetSpec:
    """Return a sheet with a row for each of its things."""
    cells = [[cell_of(one, values.get(one.key)) for one in part.fields] for values in rows]
    return SheetSpec(part.sheet, [_column(one, one.title) for one in part.fields], cells, blank_rows=blank_rows)


def _column(one: Field, heading: str) -> Column:
    """Return a column as `documents` writes it."""
    match one.kind:
        case "lines" | "rule":
            return Column(heading, one.width, "long", one.choices)
        case kind:
            return Column(heading, one.width, kind, one.choices)


def _explanations() -> SheetSpec:
    """Return the sheet that says what each column is; it is never read."""
    general = [
        _("带 * 的必须填写。不要改动工作表的名称和表头；各列的先后不限。"),
        _("不能用公式，不能有隐藏的行；只有等级和科目两列可以向下合并单元格。"),
        _("没有逐条写出申报条件的等级，用“申报条件模板”的申报条件；两样都没有的等级读不进去。"),
    ]
    lines: list[Sequence[str]] = [("", "", line) for line in general]
    lines += [(part.sheet, one.title, str(one.about)) for part in PARTS for one in part.fields]
    columns = [Column(_("工作表"), 14), Column(_("项目或列"), 22), Column(_("怎样填写"), 90)]
    return SheetSpec(EXPLANATIONS, columns, lines)
