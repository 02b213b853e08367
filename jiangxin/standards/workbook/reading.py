"""A standard's workbook, turned into the data that its TOML file would state, which `read_standard` checks.

Here only that is found at fault which the TOML file can't have: first sheets and columns, then what can't be read as
it stands (formulas, hidden rows, words that are on no list) and rows that belong to no level.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.documents import workbook
from jiangxin.documents.workbook import Cell, Heading, Row, Sheet, Table, UnableToRead, Workbook
from jiangxin.regulation.words import joined
from jiangxin.standards.tables import Fault, UnableToReadStandard, Written
from jiangxin.standards.workbook.cells import Unfit, value_of
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

type Values = dict[str, Any]
type Owners = dict[tuple[Any, ...], tuple[str, Values]]  # by level and subject: the place in the data, and the values


def read_workbook(content: bytes) -> Written:
    """Return what a workbook states, in the shape of the TOML file.

    Raises UnableToReadStandard for what is no .xlsx workbook, when a sheet or column is missing or unknown, and for
    rows and cells that can't be read.
    """
    try:
        book = workbook.read(content)
    except UnableToRead as error:
        raise UnableToReadStandard([Fault("", str(error))]) from error
    if book.notices:  # an .xls or a CSV: what it hides and computes can't be seen, and a CSV has but one sheet
        sentence = _("只能读 .xlsx 工作簿，不能读 .xls、.et 或 CSV；请在 Excel 或 WPS 中另存为 .xlsx 后重新上传。")
        raise UnableToReadStandard([Fault("", sentence)])
    reader = _Reader(_tables(book))
    data = reader.head()
    levels = reader.rows(LEVELS, {(): ("", data)})
    subjects = reader.rows(SUBJECTS, levels)
    reader.rows(MODULES, subjects)
    reader.rows(WEIGHTS, subjects)
    reader.rows(CONDITIONS, levels)
    if reader.faults:
        raise UnableToReadStandard(reader.faults)
    return Written(data, reader.place)


def _tables(book: Workbook) -> dict[str, Table]:
    """Return the table of each part by the name of its sheet; raises UnableToReadStandard for sheets and columns."""
    sheets = {workbook.normalised(sheet.name): sheet for sheet in book.sheets}
    faults: list[Fault] = []
    names = [part.sheet for part in PARTS]
    if missing := [name for name in names if name not in sheets]:
        faults.append(Fault("", _("工作簿缺工作表：%s；请用标准工作簿模板填写。") % joined(missing)))
    for name, sheet in sheets.items():
        if name not in {*names, EXPLANATIONS, workbook.LISTS} and any(map(workbook.filled, sheet.rows)):
            sentence = _("没有这张工作表；可用的有：%s。别的内容请另存到别的工作簿。")
            faults.append(Fault(_sheet(sheet.name), sentence % joined(names)))
    tables = {}
    for part in PARTS:
        if part.sheet in sheets:
            try:
                tables[part.sheet] = _table(sheets[part.sheet], part, faults)
            except UnableToRead as error:
                faults.append(Fault("", str(error)))
    if faults:
        raise UnableToReadStandard(faults)
    return tables


def _table(sheet: Sheet, part: Part, faults: list[Fault]) -> Table:
    """Return the table of a sheet; what stands in no known column is a fault. Raises UnableToRead."""
    wanted = {ITEM: ITEM, CONTENT: CONTENT} if part is HEAD else {one.key: one.heading for one in part.fields}
    table = workbook.find_table(sheet, [Heading(key, text) for key, text in wanted.items()])
    for heading in table.others:
        sentence = _("没有“%(heading)s”这一列；可用的有：%(known)s。")
        words = {"heading": heading, "known": joined(wanted.values())}
        faults.append(Fault(_sheet(part.sheet), sentence % words))
    headed = {*table.columns.values(), *table.others.values()}
    headings = next(row for row in sheet.rows if row.number == table.heading_row)
    headed |= {
        place for place, cell in enumerate(headings.cells) if workbook.plain(cell)
    }  # reasons of an earlier marking
    for row in table.rows:
        stray = [place for place, cell in enumerate(row.cells) if place not in headed and workbook.plain(cell)]
        if stray:
            sentence = _("第 %s 列没有表头，这里的内容不会读入；请删去。")
            numbers = joined(str(place + 1) for place in stray)
            faults.append(Fault(_row(part.sheet, row.number), sentence % numbers))
    return table


def _sheet(name: str) -> str:
    """Return a sheet in words."""
    return _("工作表“%s”") % name


def _row(sheet: str, number: int) -> str:
    """Return a row in words, with the number that the office programme shows."""
    return _("工作表“%(sheet)s”第 %(row)d 行") % {"sheet": sheet, "row": number}


def _column(heading: str) -> str:
    """Return a column in words, to follow sheet or row."""
    return _("“%s”") % heading


@dataclass
class _Reader:
    """The rows of all sheets as they become data; it remembers where each table of the data stands."""

    tables: Mapping[str, Table]
    faults: list[Fault] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)  # place in the data (levels[1].subjects[1]) → in words

    def head(self) -> Values:
        """Return the tables of occupation and standard from the first sheet, which has a row for each key."""
        table = self.tables[HEAD.sheet]
        told: Values = {}
        seen: set[str] = set()
        known = {workbook.normalised(one.heading): one for one in HEAD.fields}
        self.places |= {one.key: _sheet(HEAD.sheet) + _column(one.heading) for one in HEAD.fields}
        for row in table.rows:
            item, where = workbook.plain(table.value(row, ITEM)), _row(HEAD.sheet, row.number)
            one = known.get(workbook.normalised(item))
            if one is None:
                words = {"item": item, "known": joined(each.heading for each in HEAD.fields)}
                self._fault(where, _("没有“%(item)s”这一项；可用的有：%(known)s。") % words)
            elif one.key in seen:
                self._fault(where, _("“%s”写了两次；请只保留一行。") % one.heading)
            else:
                seen.add(one.key)
                self.places[one.key] = where + _column(one.heading)
                self._refuse_unseen(table, row, where, {ITEM: ITEM, CONTENT: one.heading})
                self._put(told, one, table.value(row, CONTENT), self.places[one.key])
        for one in HEAD.fields:
            if one.codes and one.needed and one.key not in seen:
                self._fault(self.places[one.key], _("没有填。"))
        data: Values = {"occupation": {}, "standard": {}}
        for key, value in told.items():
            group, _dot, name = key.partition(".")
            data[group][name] = value
        return data

    def rows(self, part: Part, owners: Owners) -> Owners:
        """Put each row of a sheet under the level or subject that it names; return the rows by what names them."""
        table = self.tables[part.sheet]
        found: Owners = {}
        own = {one.key: one.heading for one in part.fields if not one.link}
        for row in table.rows:
            values: Values = {}
            where = _row(part.sheet, row.number)
            self._refuse_unseen(table, row, where, own)
            for one in part.fields:
                self._put(values, one, table.value(row, one.key), where + _column(one.heading))
            named = tuple(values.pop(one.key, None) for one in part.fields if one.link)
            if None in named:  # told already
                continue
            if named not in owners:
                self._orphan(table, row, part, where)
                continue
            place, owner = owners[named]
            rows = owner.setdefault(part.key, [])
            rows.append(values)
            path = f"{place}.{part.key}[{len(rows)}]".lstrip(".")
            self.places[path] = where
            found.setdefault((*named, values.get(next(iter(own)))), (path, values))
        return found

    def place(self, path: str) -> str:
        """Return a place in the data (levels[1].subjects[1].minutes) as sheet, row and column."""
        head = path
        while head and head not in self.places:
            head = head.rpartition(".")[0]
        rest = path[len(head) :].lstrip(".")
        inside = re.search(r"(\w+)\[\d+\]$", head)
        part = next((part for part in PARTS if inside and part.key == inside[1]), None)
        column = next((one.heading for one in part.fields if one.key == rest), "") if part else ""
        sheet = next((part.sheet for part in PARTS if rest and part.key == rest), "")
        if not head:
            return _sheet(sheet) if sheet else path
        return self.places[head] + (_column(column or sheet) if column or sheet else "")

    def _put(self, values: Values, one: Field, cell: Cell, where: str) -> None:
        """Put what a cell states under the key of its column; a blank cell puts nothing."""
        try:
            value = value_of(one, cell)
        except Unfit as error:
            self._fault(where, str(error))
            return
        if value is not None:
            values[one.key] = value
        elif one.codes and one.needed:
            self._fault(where, _("没有填。"))

    def _refuse_unseen(self, table: Table, row: Row, where: str, own: Mapping[str, str]) -> None:
        """Note what the eye reads otherwise than the machine; levels and subjects alone may be merged downwards."""
        if row.hidden:
            self._fault(where, workbook.hidden())
        for key in table.keys_at(row.formulas):
            self._fault(where, workbook.computed(own.get(key, key)))
        for key in table.keys_at(row.merged):
            if key in own:
                self._fault(where, workbook.merged(own[key]))

    def _orphan(self, table: Table, row: Row, part: Part, where: str) -> None:
        """Note that a row names a level or subject that its own sheet doesn't have."""
        named = [workbook.plain(table.value(row, one.key)) for one in part.fields if one.link]
        words = {"sheet": (SUBJECTS if len(named) > 1 else LEVELS).sheet, "named": " ".join(named)}
        self._fault(where, _("工作表“%(sheet)s”里没有%(named)s；请在那里先写一行，或改正这一行。") % words)

    def _fault(self, where: str, sentence: str) -> None:
        self.faults.append(Fault(where, sentence))
