"""What is written opens as it was meant: texts as texts, lists as lists, and faults in red."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from jiangxin.documents.workbook import Column, SheetSpec, UnableToRead, mark, read, write
from jiangxin.documents.workbook_writing import Value

COLUMNS = [
    Column("证件号码", 22),
    Column("性别", choices=("男", "女")),
    Column("年限", kind="number"),
    Column("日期", kind="date"),
]
ROW: list[Value] = ["510499200601217572", "男", Decimal("3.5"), date(2027, 6, 30)]


def _book() -> bytes:
    return write([SheetSpec("名册", COLUMNS, [ROW], "标题", ["说明一"], blank_rows=5)])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "http://x.example", "007", "_x0041_"])
def test_a_text_stays_a_text(text: str) -> None:
    content = write([SheetSpec("表", [Column("姓名")], [[text]])])
    cell = load_workbook(BytesIO(content))["表"]["A2"]
    assert cell.data_type == "s"
    assert read(content).sheets[0].rows[1].cells == (text,)


def test_numbers_days_and_blanks_are_what_they_are() -> None:
    sheet = load_workbook(BytesIO(_book()))["名册"]
    assert [cell.data_type for cell in sheet[4]] == ["s", "s", "n", "d"]
    assert sheet["A4"].number_format == "@"
    assert sheet["A9"].number_format == "@", "the rows to fill are prepared for long numbers too"
    assert sheet["D4"].number_format == "yyyy-mm-dd"
    numbers = write([SheetSpec("表", [Column("证件号码"), Column("是否")], [[12345, True], [None, ""]])])
    assert [row.cells for row in read(numbers).sheets[0].rows[1:]] == [("12345", "是")]


def test_headings_are_frozen_and_set_in_song_below_a_merged_title() -> None:
    sheet = load_workbook(BytesIO(_book()))["名册"]
    assert sheet.freeze_panes == "A4"
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:D1"]
    assert {sheet[place].font.name for place in ("A1", "A2", "A3", "A4")} == {"宋体"}
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == ("标题", "说明一", "证件号码")


def test_a_list_becomes_a_drop_down_for_filled_and_blank_rows() -> None:
    book = load_workbook(BytesIO(_book()))
    (rule,) = book["名册"].data_validations.dataValidation
    assert (rule.type, str(rule.sqref)) == ("list", "B4:B9")
    assert book["选项"].sheet_state == "hidden"
    assert [cell.value for cell in book["选项"]["A"]] == ["男", "女"]


def test_a_cell_apart_has_a_kind_and_a_drop_down_of_its_own() -> None:
    rows: list[list[Value]] = [["施行日期", date(2027, 6, 30)], ["来源", "国家"], ["名称", "一\n二"]]
    apart = {(0, 1): Column("内容", kind="date"), (1, 1): Column("内容", choices=("国家", "本单位"))}
    columns = [Column("项目"), Column("内容", kind="long")]
    book = load_workbook(BytesIO(write([SheetSpec("表", columns, rows, apart=apart)])))
    sheet = book["表"]
    assert (sheet["B2"].number_format, sheet["B3"].number_format) == ("yyyy-mm-dd", "@")
    assert sheet["B4"].alignment.wrap_text
    (rule,) = sheet.data_validations.dataValidation
    assert str(rule.sqref) == "B3"
    assert [cell.value for cell in book["选项"]["A"]] == ["国家", "本单位"]


def test_the_same_data_make_the_same_bytes() -> None:
    assert _book() == _book()


def test_a_text_too_long_for_a_cell_is_not_lost_in_silence() -> None:
    with pytest.raises(ValueError, match="32767"):
        write([SheetSpec("表", [Column("备注")], [["长" * 32_768]])])


def test_faulty_rows_of_the_users_own_workbook_turn_red() -> None:
    own = load_workbook(BytesIO(_book()))
    own["名册"]["A4"].font = Font(name="楷体", italic=True)
    buffer = BytesIO()
    own.save(buffer)
    marked = load_workbook(BytesIO(mark(buffer.getvalue(), {"名册": {4: ["号码错。", "=性别错。"]}}, {"名册": 3})))[
        "名册"
    ]
    assert (marked["E3"].value, marked["E4"].value, marked["E4"].data_type) == ("错误原因", "号码错。 =性别错。", "s")
    assert {marked[place].fill.fgColor.rgb for place in ("A4", "D4", "E4")} == {"FFFFC7CE"}
    assert marked["A5"].fill.fill_type is None
    assert (marked["A4"].value, marked["A4"].font.name) == ("510499200601217572", "楷体")


def test_a_second_marking_replaces_the_first() -> None:
    first = mark(_book(), {"名册": {4: ["错。"], 10: ["缺一人。"]}}, {"名册": 3})
    second = load_workbook(BytesIO(mark(first, {"名册": {5: ["另一行错。"]}}, {"名册": 3})))["名册"]
    assert second.max_column == 5
    assert [second.cell(row, 5).value for row in (3, 4, 5, 10)] == ["错误原因", None, "另一行错。", None]
    assert second["A4"].fill.fill_type is None


def test_a_csv_comes_back_as_a_marked_workbook() -> None:
    original = "姓名,证件号码\n王䶮,510499200601217572\n=1+1,x\n".encode("gb18030")
    rows = read(mark(original, {"CSV": {3: ["号码错。"]}})).sheets[0].rows
    assert [row.cells for row in rows] == [
        ("姓名", "证件号码", "错误原因"),
        ("王䶮", "510499200601217572", None),
        ("=1+1", "x", "号码错。"),
    ]


def test_a_bomb_is_not_opened_for_marking_either() -> None:
    with pytest.raises(UnableToRead):
        mark(b"PK\x03\x04 broken", {})
