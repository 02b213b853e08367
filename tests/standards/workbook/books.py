"""A small workbook of a standard, typed as people type it, and what is wrong in one."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from jiangxin.standards.reading import read_standard
from jiangxin.standards.tables import UnableToReadStandard

HEAD: list[list[str | float | None]] = [
    ["项目", "内容"],
    ["职业编码", "6-18-02-04"],
    ["职业名称*", "焊工"],
    ["来源*", "国家职业标准"],
    ["标准名称", "焊工国家职业标准"],
    ["版本", 2009],
    ["施行日期", "2009年5月1日"],
]


def book() -> Workbook:
    """Return a small workbook without a fault, its cells typed as people type them."""
    made = Workbook()
    made.remove(made.worksheets[0])
    sheets: dict[str, list[list[str | float | None]]] = {
        "职业与标准": HEAD,
        "等级": [
            ["等级*", "标准学时", "每名监考员考生数", "每考场监考员不少于", "每名考评员考生数", "考评员不少于"],
            ["四级/中级工", 120.0, "15", "２", 5, 3],
        ],
        "科目": [
            ["等级", "科目", "方式", "时长（分钟）", "满分", "合格线"],
            ["四级/中级工", "理论", "机考", 90, 100, "60.5"],
            ["四级/中级工", "实操", "现场操作", 120, 100, 60],
        ],
        "模块": [["等级", "科目", "模块名称", "配分"], ["四级/中级工", "操作技能考核", "焊接", 100]],
        "权重": [["等级", "科目", "部分", "内容", "权重"]],
        "申报条件": [
            ["等级", "编号", "简称", "原文", "证明材料", "规则"],
            ["四级/中级工", "四级-1", "工作6年", "工作6年以上。", "工作证明\n照片", "[{ work = { years = 6 } }]"],
        ],
    }
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def saved(made: Workbook) -> bytes:
    """Return a workbook as a file."""
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def faults(content: bytes, name: str = "标准.xlsx") -> str:
    """Return all faults of a file, one a line."""
    with pytest.raises(UnableToReadStandard) as caught:
        read_standard(content, name)
    return "\n".join(str(fault) for fault in caught.value.faults)


def of(made: Workbook, sheet: str) -> Worksheet:
    """Return a sheet of rows by its name."""
    found = made[sheet]
    assert isinstance(found, Worksheet)
    return found
