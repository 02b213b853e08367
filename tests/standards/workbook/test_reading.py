"""A workbook is read into the same data as its TOML file; what is wrong in it is told in its own terms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from jiangxin.standards import operations as standards
from jiangxin.standards.models import Standard
from jiangxin.standards.reading import read_standard
from jiangxin.standards.workbook.parts import PARTS
from tests.standards.workbook.books import book, faults, of, saved
from tests.world import World

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def test_cells_are_read_as_people_type_them() -> None:
    read = read_standard(saved(book()))
    assert read.standard["version"] == "2009"
    assert read.standard["valid_from"] == date(2009, 5, 1)
    [level] = read.levels
    assert (level.fields["level"], level.fields["hours"], level.fields["least_invigilators"]) == (4, 120, 2)
    assert [(one["kind"], str(one["pass_mark"])) for one in level.subjects] == [("theory", "60.5"), ("practical", "60")]
    assert level.subjects[1]["modules"] == [{"name": "焊接", "maximum": "100"}]
    assert level.conditions[0]["materials"] == ["工作证明", "照片"]
    assert level.conditions[0]["rule"] == [{"work": {"years": 6}}]


def test_a_workbook_is_taken_in_like_a_file_and_says_whence_it_came(world: World) -> None:
    by, home = world.user("centre"), world.practice.institution
    standard = standards.take_in(home, by=by, at=world.at, name="焊工.xlsx", content=saved(book()))
    assert str(Standard.objects.get(pk=standard.pk)) == "焊工国家职业标准（2009）"
    assert [subject.kind for subject in standard.levels.get().subjects.all()] == ["theory", "practical"]


def test_levels_and_subjects_may_be_merged_downwards_and_conditions_come_from_a_template() -> None:
    made = book()
    made["科目"].merge_cells("A2:A3")
    made["申报条件"].delete_rows(2)
    made["职业与标准"].append(["申报条件模板", "2018年版"])
    [level] = read_standard(saved(made)).levels
    assert len(level.subjects) == 2
    assert [one["label"] for one in level.conditions][:2] == ["四级-1", "四级-2"]


def put(sheet: str, cell: str, value: str | float | datetime | None) -> Callable[[Workbook], None]:
    """Return what puts a value into a cell."""

    def change(made: Workbook) -> None:
        of(made, sheet)[cell] = value

    return change


def lack(made: Workbook) -> None:
    """Leave the practical test out."""
    of(made, "科目").delete_rows(3)
    of(made, "模块").delete_rows(2)


def hide(made: Workbook) -> None:
    """Hide the row of the practical test."""
    of(made, "科目").row_dimensions[3].hidden = True


def merge(made: Workbook) -> None:
    """Merge a cell over both subjects that each must say for itself."""
    of(made, "科目").merge_cells("D2:D3")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda made: made.remove(made["权重"]), "工作簿缺工作表：权重；请用标准工作簿模板填写。"),
        (lambda made: made.create_sheet("草稿").append(["x"]), "工作表“草稿”：没有这张工作表"),
        (lambda made: made["科目"].delete_cols(4), "工作表“科目”缺少列：时长（分钟）"),
        (put("科目", "G1", "备注"), "工作表“科目”：没有“备注”这一列；可用的有：等级、科目、方式"),
        (put("科目", "H2", "x"), "工作表“科目”第 2 行：第 8 列没有表头"),
        (put("职业与标准", "A3", "名称"), "工作表“职业与标准”第 3 行：没有“名称”这一项；可用的有：职业编码"),
        (put("职业与标准", "A3", "职业编码"), "工作表“职业与标准”第 3 行：“职业编码”写了两次"),
        (put("职业与标准", "A4", None), "工作表“职业与标准”“来源”：没有填。"),
        (put("职业与标准", "B3", None), "工作表“职业与标准”第 3 行“职业名称”：没有填。"),
        (put("职业与标准", "B7", "明年"), "工作表“职业与标准”第 7 行“施行日期”：要写日期"),
        (put("职业与标准", "B7", "2009-02-30"), "工作表“职业与标准”第 7 行“施行日期”：要写日期"),
        (put("等级", "A2", "九级"), "工作表“等级”第 2 行“等级”：无法识别等级“九级”"),
        (put("等级", "B2", "很多"), "工作表“等级”第 2 行“标准学时”：要写 1 到 5000 的整数。"),
        (put("等级", "B2", "=60*2"), "工作表“等级”第 2 行：标准学时是公式"),
        (put("科目", "A3", "三级/高级工"), "工作表“科目”第 3 行：工作表“等级”里没有三级/高级工"),
        (put("模块", "B2", "综合评审"), "工作表“模块”第 2 行：工作表“科目”里没有四级/中级工 综合评审"),
        (put("模块", "D2", 90), "工作表“科目”第 3 行“模块”：合计是 90，应当是 100。"),
        (lack, "工作表“等级”第 2 行“科目”：缺“操作技能考核”，第十一条要求。"),
        (put("科目", "B3", "理论知识考试"), "工作表“模块”第 2 行：工作表“科目”里没有四级/中级工 操作技能考核"),
        (put("科目", "B3", None), "工作表“科目”第 3 行“科目”：没有填。"),
        (put("科目", "F3", 101), "工作表“科目”第 3 行“合格线”：合格线 101 高于满分 100。"),
        (hide, "工作表“科目”第 3 行：这一行是隐藏的"),
        (merge, "工作表“科目”第 3 行：时长（分钟）是合并单元格"),
        (put("申报条件", "F2", "[{ work = "), "工作表“申报条件”第 2 行“规则”：读不懂规则"),
        (put("申报条件", "F2", "[]\nx = 1"), "工作表“申报条件”第 2 行“规则”：一格只写一条规则"),
        (put("申报条件", "F2", "[{ luck = 1 }]"), "工作表“申报条件”第 2 行“规则”：申报条件的规则里有不认识的项“luck”"),
        (put("申报条件", "B2", datetime(2026, 4, 1)), "工作表“申报条件”第 2 行“编号”：要写文字，现在是日期"),  # noqa: DTZ001
        (lambda made: made["等级"].delete_rows(2), "工作表“科目”第 2 行：工作表“等级”里没有四级/中级工"),
    ],
)  # fmt: skip
def test_each_fault_is_told_in_the_terms_of_the_workbook(change: Callable[[Workbook], None], told: str) -> None:
    made = book()
    change(made)
    assert told in faults(saved(made))


def test_a_workbook_without_a_level_is_told_so() -> None:
    made = book()
    for part in PARTS[1:]:
        of(made, part.sheet).delete_rows(2, 9)
    assert faults(saved(made)) == "工作表“等级”：至少写一个等级。"


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (saved(book())[:900], "标准.xlsx", "损坏"),
        (b"", "标准.xlsx", "没有任何内容"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "标准.xlsx", "密码"),
        (OLE, "标准.xls", "损坏"),
        ("项目,内容\n职业编码,6\n".encode(), "标准.csv", "只能读 .xlsx 工作簿"),
        (saved(book())[:900], "标准", "损坏"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_so(content: bytes, name: str, told: str) -> None:
    assert told in faults(content, name)
