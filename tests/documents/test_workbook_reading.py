"""Workbooks are read as offices make them: titles above, columns in any order, CSV from Chinese Excel."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from jiangxin.documents.workbook import (
    Cell,
    Column,
    Heading,
    Limits,
    Row,
    Sheet,
    SheetSpec,
    UnableToRead,
    digits_lost,
    find_sheet,
    find_table,
    mark,
    plain,
    read,
    write,
)

HEADINGS = [
    Heading("name", "姓名*"),
    Heading("employer", "所在单位(学校/院系)"),
    Heading("note", "备注", required=False),
]


def _sheet(*rows: list[Cell]) -> Sheet:
    return Sheet("报名信息", tuple(Row(number, tuple(cells)) for number, cells in enumerate(rows, start=1)))


def _refusal(sheet: Sheet) -> str:
    with pytest.raises(UnableToRead) as refused:
        find_table(sheet, HEADINGS)
    return str(refused.value)


def test_values_keep_their_types_and_rows_their_numbers(tmp_path: Path) -> None:
    columns = [Column("姓名"), Column("证件号码"), Column("年限", kind="number"), Column("日期", kind="date")]
    path = tmp_path / "book.xlsx"
    path.write_bytes(
        write([SheetSpec("一", columns, [["王䶮", "510499200601217572", 3.5, date(2027, 6, 30)]], "标题")])
    )
    rows = read(path).sheets[0].rows
    assert [row.number for row in rows] == [1, 2, 3]
    assert rows[2].cells == ("王䶮", "510499200601217572", 3.5, date(2027, 6, 30))


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnableToRead, match=r"roster\.xlsx"):
        read(tmp_path / "roster.xlsx")


def test_cells_merged_downwards_all_take_the_value() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "考评员"])
        sheet.merge_range(1, 0, 3, 0, "王芳")
        sheet.write_column(1, 1, ["甲", "乙", "丙"])
    rows = read(buffer.getvalue()).sheets[0].rows
    assert [row.cells for row in rows[1:]] == [("王芳", "甲"), ("王芳", "乙"), ("王芳", "丙")]


def test_formulas_hidden_rows_and_merged_cells_are_known_by_their_place() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet("封面").write(0, 0, "填表说明")
        sheet = book.add_worksheet("名册")
        sheet.write_row(0, 0, ["姓名", "单位", "备注"])
        sheet.write_row(1, 0, ["王芳", "学院", ""])
        sheet.write_formula(1, 2, '=A2&"甲"', value="王芳甲")
        sheet.write_row(2, 0, ["李雷", "学院"])
        sheet.set_row(2, options={"hidden": True})
        sheet.merge_range(3, 1, 4, 2, "学院")
        sheet.write_column(3, 0, ["赵六", "钱七"])
    cover, listed = read(buffer.getvalue()).sheets
    assert not any(row.hidden or row.formulas or row.merged for row in cover.rows)
    assert [row.hidden for row in listed.rows] == [False, False, True, False, False]
    assert [set(row.formulas) for row in listed.rows] == [set(), {2}, set(), set(), set()]
    assert [set(row.merged) for row in listed.rows] == [set(), set(), set(), {1, 2}, {1, 2}]
    assert listed.rows[1].cells[2] == "王芳甲"


def test_merges_that_cover_more_than_a_book_may_hold_are_refused() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet().merge_range(0, 0, 99, 9, "王芳")
    with pytest.raises(UnableToRead, match="过大"):
        read(buffer.getvalue(), Limits(cells=999))


def test_a_csv_cell_that_keeps_its_digits_by_a_formula_is_a_text() -> None:
    book = read('姓名,证件号码\n王芳,"=""510499200601217572"""\n'.encode())
    assert book.sheets[0].rows[1].cells == ("王芳", "510499200601217572")


@pytest.mark.parametrize(
    ("encoding", "named"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("gb18030", "GB18030"), ("utf-16", "UTF-16")]
)
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_with_a_notice(encoding: str, named: str, delimiter: str) -> None:
    text = f'姓名{delimiter}单位\r\n王䶮{delimiter}"一{delimiter}二"\r\n'
    book = read(text.encode(encoding))
    assert [row.cells for row in book.sheets[0].rows] == [("姓名", "单位"), ("王䶮", f"一{delimiter}二")]
    assert named in book.notices[0]


def test_a_csv_that_is_too_long_or_blank_is_refused() -> None:
    with pytest.raises(UnableToRead, match="超过上限 10 行"):
        read("姓名\n".encode() * 11, Limits(rows=10))
    with pytest.raises(UnableToRead, match="没有任何内容"):
        read(b" , \n , \n")


def test_a_workbook_without_content_is_refused() -> None:
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.add_worksheet()
    with pytest.raises(UnableToRead, match="没有任何内容"):
        read(buffer.getvalue())


def test_headings_are_found_below_titles_in_any_order_and_spelling() -> None:
    sheet = _sheet(
        ["二〇二六年报名表", None, None],
        ["填表人：", None, None],
        ["所在单位（学校／院系）", "其他", " 姓 名＊"],
        [None, None, None],
        ["攀枝花学院", "x", "王芳"],
    )
    table = find_table(sheet, HEADINGS)
    assert (table.heading_row, table.others) == (3, {"其他": 1})
    assert [row.number for row in table.rows] == [5]
    assert table.value(table.rows[0], "name") == "王芳"
    assert table.value(table.rows[0], "note") is None


def test_of_a_heading_over_two_rows_the_lower_one_counts() -> None:
    sheet = _sheet(["姓名", "所在单位(学校/院系)"], ["姓名", "所在单位(学校/院系)"], ["王芳", "攀枝花学院"])
    assert [row.number for row in find_table(sheet, HEADINGS).rows] == [3]


def test_missing_and_doubled_headings_are_named() -> None:
    assert "缺少列：所在单位(学校/院系)" in _refusal(_sheet(["姓名", "备注"], ["王芳", ""]))
    assert "缺少列：姓名*、所在单位(学校/院系)" in _refusal(_sheet(["甲", "乙"]))
    assert "重复的列：姓名*" in _refusal(_sheet(["姓名", "所在单位(学校/院系)", "姓名*"]))


def test_the_reasons_of_an_earlier_marking_are_no_data() -> None:
    content = write([SheetSpec("报名信息", [Column("姓名*"), Column("所在单位(学校/院系)")], [["王芳", "学院"]])])
    marked = mark(content, {"报名信息": {2: ["缺少手机号码。"], 3: ["某人没有成绩。"]}})
    table = find_table(read(marked).sheets[0], HEADINGS)
    assert [row.number for row in table.rows] == [2]
    assert table.others == {}


def test_a_sheet_is_found_by_name_or_by_being_the_only_one() -> None:
    book = read(write([SheetSpec("甲", [Column("a")], [["1"]]), SheetSpec("乙 ", [Column("b")], [["1"]])]))
    assert find_sheet(book, "乙").name == "乙 "
    with pytest.raises(UnableToRead, match="现有：甲、乙"):
        find_sheet(book, "丙")
    assert find_sheet(read(write([SheetSpec("甲", [Column("a")])])), "丙").name == "甲"


def test_identifiers_that_lost_digits_are_recognised() -> None:
    lost: list[Cell] = [5.10499199410295e17, 10**17, "5.10499E+17", "５.1e+17"]
    kept: list[Cell] = [13800000000.0, "510499200601217572", None, True, date(2026, 1, 1)]
    assert all(map(digits_lost, lost))
    assert not any(map(digits_lost, kept))


def test_cells_become_plain_text() -> None:
    assert [plain(cell) for cell in (None, 3.0, 3.5, " x ", True, date(2027, 6, 30))] == [
        "", "3", "3.5", "x", "是", "2027-06-30",
    ]  # fmt: skip
