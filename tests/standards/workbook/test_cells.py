"""What a cell states, and which cell states it: both ways agree."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from jiangxin.documents.workbook import Cell
from jiangxin.standards.workbook.cells import Unfit, cell_of, value_of
from jiangxin.standards.workbook.parts import CONDITIONS, HEAD, LEVELS, SUBJECTS, Field

FIELDS = {one.key: one for part in (CONDITIONS, SUBJECTS, LEVELS, HEAD) for one in part.fields}
HOURS, LEVEL, LABEL, TEXT = FIELDS["hours"], FIELDS["level"], FIELDS["label"], FIELDS["text"]
FROM, MATERIALS, RULE, ORIGIN = (FIELDS[key] for key in ("standard.valid_from", "materials", "rule", "standard.origin"))


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        (HOURS, 120.0, 120),
        (HOURS, 120.5, 120.5),
        (HOURS, "１２０", 120),
        (HOURS, " 60.5 ", 60.5),
        (HOURS, "1:15", "1:15"),
        (HOURS, "1e3", "1e3"),
        (FROM, datetime(2018, 12, 26), date(2018, 12, 26)),  # noqa: DTZ001 - cells have no zone
        (FROM, date(2018, 12, 26), date(2018, 12, 26)),
        (FROM, "2018/12/26", date(2018, 12, 26)),
        (FROM, "2018 年 12 月 26 日", date(2018, 12, 26)),
        (FROM, "26.12.2018", "26.12.2018"),
        (FROM, "2018-13-01", "2018-13-01"),
        (LEVEL, "四级/中级工", 4),
        (ORIGIN, "岗位评价规范", "own"),
        (LABEL, 4.0, "4"),
        (TEXT, "  ", None),
        (MATERIALS, "原证书\r\n\r\n 照片 ", ["原证书", "照片"]),
        (RULE, '[{ engaged = "works" },\n { age = 16 }]', [{"engaged": "works"}, {"age": 16}]),
        (RULE, None, None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_it_looks(field: Field, cell: Cell, value: Any) -> None:
    read = value_of(field, cell)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("field", "cell", "told"),
    [
        (LEVEL, "九级", "无法识别等级“九级”"),
        (LABEL, date(2026, 4, 1), "现在是日期或时间"),
        (RULE, "[{ engaged = “works” }]", "引号用英文的"),
        (RULE, "[]\nother = 1", "一格只写一条规则"),
    ],
)
def test_a_cell_that_cannot_be_what_its_column_asks_for_is_refused(field: Field, cell: Cell, told: str) -> None:
    with pytest.raises(Unfit, match=told):
        value_of(field, cell)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (LEVEL, 4),
        (ORIGIN, "national"),
        (MATERIALS, ["原证书", "照片"]),
        (RULE, [{"work": {"years": 4, "after": {"certificate": 5}}}, {"any": ["a\"b\\", "工\n种", True, 1.5]}]),
        (FROM, date(2018, 12, 26)),
        (TEXT, "工作6年（含）以上。"),
    ],
)  # fmt: skip
def test_what_is_written_is_read_alike(field: Field, value: Any) -> None:
    cell = cell_of(field, value)
    assert isinstance(cell, str | date)
    assert value_of(field, cell) == value
