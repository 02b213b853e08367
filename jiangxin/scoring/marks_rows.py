"""One row of a marks workbook: typed, and checked by itself."""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from jiangxin.documents.workbook import (
    Cell,
    Finding,
    Heading,
    Row,
    Sheet,
    Table,
    UnableToRead,
    find_table,
    normalised,
    plain,
)
from jiangxin.people import idnumber, names
from jiangxin.regulation.words import joined
from jiangxin.scoring.marks_scope import ABSENT, EXAMINER, ID_NUMBER, KNOCKED_OUT, NAME, MarksScope, Module, Subject

_YES = frozenset({"是", "缺考", "√", "✓", "1", "1.0", "Y", "YES", "TRUE"})
_NO = frozenset({"", "否", "0", "0.0", "N", "NO", "FALSE"})
_MODULE = re.compile(r"(.+)\(满?分?:?(\d+(?:\.\d+)?)分?\)")


@dataclass(slots=True)
class MarkRow:
    """A row of marks: of a candidate in theory, of a candidate by one examiner where a panel marks.

    `number` is the row in the sheet; `marks` maps module to points and is empty for an absent candidate; `examiner` is
    "" in theory. `copy_of` is the number of the identical row that was kept instead of this one.
    """

    number: int
    id_number: str
    name: str
    examiner: str = ""
    marks: dict[str, Decimal] = field(default_factory=dict)
    knocked_out: bool = False
    absent: bool = False
    copy_of: int | None = None
    faults: list[Finding] = field(default_factory=list)
    notices: list[Finding] = field(default_factory=list)

    def content(self) -> tuple[object, ...]:
        """Return all that the row says, to tell a copy from a contradiction."""
        faults = tuple(finding.code for finding in self.faults)
        return (self.id_number, self.name, self.examiner, self.marks, self.knocked_out, self.absent, faults)

    def fault(self, column: str, code: str, sentence: str) -> None:
        """Refuse the row, for a reason in a column."""
        self.faults.append(Finding(column, code, sentence))


def find_marks(sheet: Sheet, subject: Subject) -> tuple[Table, dict[str, int]]:
    """Return a subject's table and the position of each module's column.

    Raises UnableToRead when a column is missing, or a module's heading names a maximum other than the subject's or a
    module that the subject doesn't have: marks in it would be lost or misread.
    """
    wanted = [Heading("id_number", ID_NUMBER), Heading("name", NAME), Heading("absent", ABSENT)]
    if subject.panel:
        wanted += [Heading("examiner", EXAMINER)]
    if subject.knocks_out:
        wanted += [Heading("knocked_out", KNOCKED_OUT, required=False)]
    table = find_table(sheet, wanted)
    modules = {normalised(module.name): module for module in subject.modules}
    positions: dict[str, int] = {}
    for heading, position in table.others.items():
        match = _MODULE.fullmatch(heading)
        module = modules.get(match[1] if match else heading)
        if match and (module is None or Decimal(match[2]) != module.maximum):
            raise UnableToRead(_wrong_module(sheet, subject, heading))
        if module and module.name in positions:
            sentence = _("工作表“%(sheet)s”中模块“%(name)s”有两列，无法判断以哪一列为准；请删去多余的列后重新上传。")
            raise UnableToRead(sentence % {"sheet": sheet.name, "name": module.name})
        if module:
            positions[module.name] = position
    if missing := [module for module in subject.modules if module.name not in positions]:
        sentence = _("工作表“%(sheet)s”缺少列：%(names)s；请使用模板的表头，补齐后重新上传。")
        raise UnableToRead(sentence % {"sheet": sheet.name, "names": joined(map(module_heading, missing))})
    return table, positions


def module_heading(module: Module) -> str:
    """Return the heading of a module's column, with its maximum."""
    return f"{module.name}({points(module.maximum)})"


def check_mark_row(table: Table, row: Row, positions: dict[str, int], subject: Subject, scope: MarksScope) -> MarkRow:
    """Return a row of marks typed and checked by itself; what several rows together show is left to `check_marks`."""
    value = table.value(row, "id_number")
    number = idnumber.normalise(_text(value))[0]
    result = MarkRow(row.number, number, names.tidy(_text(table.value(row, "name"))))
    _check_person(result, value, scope)
    if subject.panel:
        result.examiner = names.tidy(_text(table.value(row, "examiner")))
    if subject.knocks_out:
        result.knocked_out = _flag(result, KNOCKED_OUT, table.value(row, "knocked_out"))
    result.absent = _flag(result, ABSENT, table.value(row, "absent"))
    for module in subject.modules:
        position = positions[module.name]
        cell = row.cells[position] if position < len(row.cells) else None
        _check_mark(result, module, cell, scope)
    if result.absent and (result.marks or result.knocked_out):
        result.fault(ABSENT, "mark-beside-absence", _("已填缺考，又有成绩或否定项；请核实后只保留其一。"))
    return result


def _check_person(row: MarkRow, value: Cell, scope: MarksScope) -> None:
    masked = idnumber.masked(row.id_number)
    if not row.id_number:
        row.fault(ID_NUMBER, "missing", _("缺少证件号码，无法判断是谁的成绩；请补填。"))
    elif isinstance(value, int | float):
        sentence = _("证件号码以数字格式存放，第 15 位以后已丢失；请先把该列设为文本格式，再重新输入。")
        row.fault(ID_NUMBER, "stored-as-number", sentence)
    elif row.id_number not in scope.people:
        sentence = _("证件号码 %(number)s 不是本批次审核通过的考生；请核对号码，或删去该行。")
        row.fault(ID_NUMBER, "stranger", sentence % {"number": masked})
    elif names.tidy(scope.people[row.id_number]) != row.name:
        sentence = _("姓名“%(given)s”与名册中该证件号码的“%(known)s”不一致；请核对是否串行。")
        row.fault(NAME, "name-mismatch", sentence % {"given": row.name, "known": scope.people[row.id_number]})


def _check_mark(row: MarkRow, module: Module, cell: Cell, scope: MarksScope) -> None:
    text = "" if isinstance(cell, bool) else normalised(cell)
    column, about = module.name, {"module": module.name, "value": plain(cell)[:20], "maximum": points(module.maximum)}
    if not text and not isinstance(cell, bool):
        if not row.absent:
            sentence = _("“%(module)s”没有成绩；未评不等于 0 分，请补填，或在“缺考”列填“是”。")
            row.fault(column, "no-mark", sentence % about)
        return
    mark = _decimal(cell)
    if mark is None:
        sentence = _("“%(module)s”的成绩“%(value)s”不是数；请填分数，缺考请填在“缺考”列。")
        row.fault(column, "not-a-number", sentence % about)
    elif mark < 0:
        row.fault(column, "negative", _("“%(module)s”的成绩 %(value)s 小于 0；请改正。") % about)
    elif mark > module.maximum:
        sentence = _("“%(module)s”的成绩 %(value)s 高于满分 %(maximum)s；请改正。")
        row.fault(column, "above-maximum", sentence % about)
    elif mark % scope.mark_step:
        sentence = _("“%(module)s”的成绩 %(value)s 不是 %(step)s 分的整数倍；请改正。")
        row.fault(column, "not-a-step", sentence % {**about, "step": points(scope.mark_step)})
    else:
        row.marks[module.name] = mark.quantize(scope.mark_step)
        return
    if row.absent:
        row.fault(ABSENT, "mark-beside-absence", _("已填缺考，又有成绩；请核实后只保留其一。"))


def _flag(row: MarkRow, column: str, cell: Cell) -> bool:
    text = normalised(cell).upper()
    if text not in _YES | _NO:
        sentence = _("“%(column)s”列应填“是”或留空，现为“%(value)s”；请改正。")
        row.fault(column, "not-a-flag", sentence % {"column": column, "value": text[:20]})
    return text in _YES


def _decimal(cell: Cell) -> Decimal | None:
    """Return a mark as it was typed: 12.5 stored as a number is 12.5, not its binary neighbour."""
    if isinstance(cell, bool) or not isinstance(cell, str | int | float):
        return None
    try:
        mark = Decimal(normalised(cell).removesuffix("分"))
    except InvalidOperation:
        return None
    return mark if mark.is_finite() and abs(mark) < 10_000 else None


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else unicodedata.normalize("NFC", str(cell))


def points(number: Decimal) -> str:
    """Return a number of points without needless noughts: 40, 12.5."""
    return f"{number.normalize():f}"


def _wrong_module(sheet: Sheet, subject: Subject, heading: str) -> str:
    expected = joined(map(module_heading, subject.modules))
    sentence = _("工作表“%(sheet)s”的列“%(heading)s”与评分标准不符，应为：%(expected)s；请改正表头后重新上传。")
    return sentence % {"sheet": sheet.name, "heading": heading, "expected": expected}
