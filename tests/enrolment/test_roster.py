"""A roster is checked row by row and as a whole; every fault, repair and notice is a sentence about its row."""

import json
import time
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pytest
from openpyxl import load_workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from jiangxin.documents.workbook import Column, SheetSpec, UnableToRead, read, write
from jiangxin.enrolment.roster import RosterReport, RosterScope, check_roster, roster_template
from jiangxin.enrolment.roster_scope import HEADINGS, SHEET
from jiangxin.people.idnumber import check_digit
from jiangxin.standards.library import template

SAMPLES = Path(__file__).parents[1] / "samples"
CONDITIONS = {
    "四级-1": "累计从事本职业或相关职业工作满5年。",
    "四级-2": "取得本职业或相关职业五级/初级工职业资格（职业技能等级）证书后，累计从事本职业或相关职业工作满3年。",
    "四级-3": "取得本专业或相关专业的技工院校或中等及以上职业院校、专科及以上普通高等学校毕业证书"
    "（含在读应届毕业生）。",
}
SCOPE = RosterScope(
    occupations=["电工"],
    level=4,
    conditions=CONDITIONS,
    requirements={text.label: text.rule for text in template("2023") if text.level == 4},
    on=date(2026, 11, 24),
    minimum_age=16,
    missing_glyphs=lambda name: "".join(character for character in name if character == "𱁬"),
)


def _id_number(order: int = 757, born: str = "20060121") -> str:
    first = f"510498{born}{order:03d}"
    return first + check_digit(first)


def _application(**changed: Any) -> dict[str, Any]:
    """Return the fields of an application without fault, some of them changed."""
    good = {
        "serial": 1, "name": "王芳", "id_type": "居民身份证", "id_number": _id_number(), "sex": "男",
        "ethnicity": "汉族", "education": "大学本科", "phone": "13800000000", "category": "普通高校在校学生",
        "source": "学校(在校生)", "graduated": "2027-06", "occupation": "电工", "level": "四级/中级工",
        "condition": "四级-3", "exam_type": "正考",
    }  # fmt: skip
    return good | changed


def _kind(values: Sequence[object]) -> Literal["text", "number", "date"]:
    """Return the kind of column that stores the values as they are."""
    if any(isinstance(value, date) for value in values):
        return "date"
    return "number" if any(isinstance(value, int | float) for value in values) else "text"


def _book(*applications: dict[str, Any], leave_out: str = "") -> bytes:
    keys = [key for key in HEADINGS if key != leave_out]
    columns = [Column(HEADINGS[key], kind=_kind([row.get(key) for row in applications])) for key in keys]
    return write([SheetSpec(SHEET, columns, [[row.get(key) for key in keys] for row in applications], "报名表")])


def _check(*applications: dict[str, Any]) -> RosterReport:
    return check_roster(read(_book(*applications)), SCOPE)


def _faults(**changed: Any) -> list[tuple[str, str]]:
    (row,) = _check(_application(**changed)).rows
    return [(finding.column, finding.code) for finding in row.faults]


def _codes(report: RosterReport, kind: str) -> list[tuple[str, str]]:
    return [(finding.column, finding.code) for row in report.rows for finding in getattr(row, kind)]


def test_the_clean_sample_is_accepted_with_a_notice_on_each_county() -> None:
    report = check_roster(read(SAMPLES / "roster-120.xlsx"), SCOPE)
    assert report.counts() == {
        "rows": 120, "accepted": 120, "refused": 0, "repaired": 0, "copies": 0, "noticed": 120,
    }  # fmt: skip
    # Years without dates can't tell what came after the certificate that condition 四级-2 asks for.
    assert set(_codes(report, "notices")) == {("证件号码", "region"), ("本职业工作年限", "work")}


def test_of_the_sample_with_errors_exactly_the_faulty_rows_are_refused() -> None:
    report = check_roster(read(SAMPLES / "roster-120-with-errors.xlsx"), SCOPE)
    assert {
        int(row.serial): [f"{finding.column}:{finding.code}" for finding in row.faults] for row in report.faulty
    } == {
        8: ["证件号码:check-digit"],
        20: ["证件号码:stored-as-number"],
        33: ["证件号码:duplicate"],
        34: ["性别:contradicts-id", "证件号码:duplicate"],
        61: ["性别:contradicts-id"],
        72: ["申报等级:outside-round"],
        84: ["申报条件编号:missing"],
        91: ["手机号码:phone"],
        111: ["人员类别:unknown"],
    }
    repaired = {int(row.serial): [finding.code for finding in row.repairs] for row in report.repaired}
    assert repaired == {42: ["blanks"], 53: ["full-width"]}


def test_the_marked_workbook_tells_the_reasons_and_can_come_back() -> None:
    original = (SAMPLES / "roster-120-with-errors.xlsx").read_bytes()
    marked = check_roster(read(original), SCOPE).marked(original)
    sheet = load_workbook(BytesIO(marked))[SHEET]
    assert sheet["Z2"].value == "错误原因"
    reasons = {sheet.cell(row, 1).value for row in range(3, sheet.max_row + 1) if sheet.cell(row, 26).value}
    assert reasons == {8, 20, 33, 34, 61, 72, 84, 91, 111}
    assert len(check_roster(read(marked), SCOPE).faulty) == 9


def test_the_summary_is_json_without_names_and_numbers() -> None:
    report = _check(_application(phone="1380000"), _application(serial=2, id_number=_id_number(759)))
    told = json.dumps(report.summary(), ensure_ascii=False)
    assert "王芳" not in told
    assert _id_number() not in told
    assert report.summary()["faults"][0]["row"] == 3


def test_fields_are_typed_and_cleaned() -> None:
    (row,) = _check(
        _application(
            name=" 王　芳 ", phone=13800000000, graduated=date(2027, 6, 30), source="学校（在校生）", level="4",
            condition="3", work_years="6年", prior_level="初级工",
        )
    ).rows  # fmt: skip
    assert not row.faults
    assert (row.name, row.phone, row.graduated, row.source) == ("王芳", "13800000000", "2027-06", "school")
    assert (row.level, row.condition, row.work_years, row.prior_level) == (4, "四级-3", Decimal(6), 5)
    assert (row.id_type, row.sex, row.education, row.category, row.exam_type) == (
        "resident", "male", "bachelor", "student", "first",
    )  # fmt: skip
    assert (row.born, row.condition_text) == (date(2006, 1, 21), CONDITIONS["四级-3"])
    assert [finding.column for finding in row.repairs] == ["姓名", "毕业年月", "申报条件编号"]


@pytest.mark.parametrize("key", [key for key, heading in HEADINGS.items() if heading.endswith("*")])
def test_each_mandatory_field_is_asked_for(key: str) -> None:
    assert (HEADINGS[key].rstrip("*"), "missing") in _faults(**{key: None})


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"id_number": 510499200601217572}, ("证件号码", "stored-as-number")),
        ({"id_number": "5.10499E+17"}, ("证件号码", "stored-as-number")),
        ({"id_number": _id_number()[:17]}, ("证件号码", "length")),
        ({"id_number": _id_number(born="20060231")}, ("证件号码", "date")),
        ({"sex": "女"}, ("性别", "contradicts-id")),
        ({"sex": "x"}, ("性别", "unknown")),
        ({"id_type": "学生证"}, ("证件类型", "unknown")),
        ({"category": "外星人"}, ("人员类别", "unknown")),
        ({"source": "天上"}, ("考生来源", "unknown")),
        ({"education": "博学"}, ("文化程度", "unknown")),
        ({"exam_type": "免考"}, ("考试类型", "unknown")),
        ({"phone": "1380000"}, ("手机号码", "phone")),
        ({"phone": "23800000000"}, ("手机号码", "phone")),
        ({"occupation": "焊工"}, ("申报职业", "outside-round")),
        ({"level": "三级/高级工"}, ("申报等级", "outside-round")),
        ({"level": "九级"}, ("申报等级", "outside-round")),
        ({"condition": "三级-1"}, ("申报条件编号", "unknown")),
        ({"graduated": "明年"}, ("毕业年月", "month")),
        ({"graduated": "2027-13"}, ("毕业年月", "month")),
        ({"work_years": "很久"}, ("本职业工作年限", "number")),
        ({"work_years": -1}, ("本职业工作年限", "number")),
        ({"work_years": "NaN"}, ("本职业工作年限", "number")),
        ({"prior_level": "九段"}, ("原证书等级", "unknown")),
        ({"prior_number": 1851003005400001}, ("原证书编号", "stored-as-number")),
        ({"name": "王\ue863"}, ("姓名", "private-character")),
        ({"name": "王?"}, ("姓名", "characters")),
        ({"name": "王𱁬"}, ("姓名", "no-glyph")),
        ({"name": "长" * 51}, ("姓名", "length")),
        ({"employer": "长" * 121}, ("所在单位(学校/院系)", "length")),
    ],
)
def test_a_fault_is_found_and_told_in_a_sentence(changed: dict[str, Any], fault: tuple[str, str]) -> None:
    (row,) = _check(_application(**changed)).rows
    assert fault in [(finding.column, finding.code) for finding in row.faults]
    assert not row.accepted
    assert all(finding.sentence.endswith("。") and "请" in finding.sentence for finding in row.faults)


@pytest.mark.parametrize(
    ("changed", "faults"),
    [
        ({"condition": "四级-1", "work_years": 5}, []),
        ({"condition": "四级-1", "work_years": 4.5}, [("本职业工作年限", "too-few")]),
        ({"condition": "四级-1", "work_years": 4.96}, [("本职业工作年限", "too-few")]),
        ({"condition": "四级-1"}, [("本职业工作年限", "needed")]),
        ({"condition": "四级-2", "work_years": 3, "prior_level": "五级/初级工", "prior_number": "18510030054"}, []),
        ({"condition": "四级-2", "work_years": 3, "prior_level": "四级", "prior_number": "18510030054"}, []),
        (
            {"condition": "四级-2", "work_years": 3},
            [("原证书等级", "needed"), ("原证书编号", "needed")],
        ),
    ],
)
def test_a_condition_asks_for_its_work_years_and_certificate(
    changed: dict[str, Any], faults: list[tuple[str, str]]
) -> None:
    changed = {"id_number": _id_number(born="19900121")} | changed
    assert _faults(**changed) == faults


def test_other_documents_are_taken_without_a_check_digit() -> None:
    assert _faults(id_type="护照", id_number="E12345678", sex="女") == []


@pytest.mark.parametrize(
    ("changed", "notice"),
    [
        ({"condition_text": "累计工作满一百年。"}, ("申报条件", "contradicts-number")),
        ({"id_number": _id_number(born="20110121")}, ("证件号码", "young")),
        ({"work_years": 10}, ("本职业工作年限", "many")),
    ],
)
def test_what_is_only_odd_draws_a_notice(changed: dict[str, Any], notice: tuple[str, str]) -> None:
    report = _check(_application(**changed))
    assert _codes(report, "notices") == [notice]
    assert len(report.accepted) == 1


def test_of_identical_rows_the_first_is_kept() -> None:
    report = _check(_application(), _application(serial=2, name="王芳 "))
    assert [row.number for row in report.accepted] == [3]
    assert [(row.number, row.copy_of) for row in report.copies] == [(4, 3)]
    assert report.faulty == []


def test_one_number_for_two_people_refuses_both_rows() -> None:
    report = _check(
        _application(), _application(serial=2, name="王方"), _application(serial=3, id_number=_id_number(759))
    )
    assert [row.number for row in report.faulty] == [3, 4]
    assert "第 4 行" in report.rows[0].faults[0].sentence
    assert [row.number for row in report.accepted] == [5]


def test_refused_people_are_known_by_name_where_the_number_is_at_fault() -> None:
    report = _check(_application(phone="1"), _application(name="李雷", id_number=510499200601217572))
    assert report.refused_people == [(_id_number(), "王芳"), ("", "李雷")]


def test_columns_without_star_may_be_left_out_and_others_not() -> None:
    assert check_roster(read(_book(_application(), leave_out="address")), SCOPE).counts()["accepted"] == 1
    with pytest.raises(UnableToRead, match="手机号码"):
        check_roster(read(_book(_application(), leave_out="phone")), SCOPE)


def test_rows_with_nothing_but_a_number_are_no_applications() -> None:
    assert _check(_application(), {"serial": 2}, {"serial": 3}).counts()["rows"] == 1
    with pytest.raises(UnableToRead, match="只有表头"):
        _check({"serial": 1})


def test_a_csv_in_gb18030_is_a_roster_too() -> None:
    lines = [HEADINGS.values(), [str(_application(name="王䶮").get(key, "")) for key in HEADINGS]]
    report = check_roster(read("\n".join(",".join(line) for line in lines).encode("gb18030")), SCOPE)
    assert (report.counts()["accepted"], report.rows[0].name) == (1, "王䶮")
    assert "GB18030" in report.notices[0]


# ---- what the eye reads otherwise than the machine


def _changed(change: Callable[[Worksheet], object], *applications: dict[str, Any]) -> RosterReport:
    """Return what is found in a roster to which something was done in a spreadsheet; its first person is in row 3."""
    book = load_workbook(BytesIO(_book(*applications or (_application(),))))
    change(book[SHEET])
    buffer = BytesIO()
    book.save(buffer)
    return check_roster(read(buffer.getvalue()), SCOPE)


def _column(key: str) -> str:
    return get_column_letter(list(HEADINGS).index(key) + 1)


@pytest.mark.parametrize("key", ["name", "id_number", "phone", "employer", "work_years"])
def test_a_formula_is_refused_by_the_name_of_its_column(key: str) -> None:
    report = _changed(lambda sheet: sheet.__setitem__(f"{_column(key)}3", '="1"&"2"'))
    assert (HEADINGS[key].rstrip("*"), "formula") in _codes(report, "faults")
    assert (HEADINGS[key].rstrip("*"), "missing") not in _codes(report, "faults")


@pytest.mark.parametrize("key", ["serial", "condition_text"])
def test_a_formula_where_nothing_is_read_does_no_harm(key: str) -> None:
    assert _codes(_changed(lambda sheet: sheet.__setitem__(f"{_column(key)}3", "=ROW()-2")), "faults") == []


def test_a_hidden_row_is_refused_and_the_others_are_not() -> None:
    report = _changed(
        lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True),
        _application(), _application(serial=2, id_number=_id_number(759)),
    )  # fmt: skip
    assert [(row.number, [finding.code for finding in row.faults]) for row in report.rows] == [(3, ["hidden"]), (4, [])]


@pytest.mark.parametrize("key", ["name", "id_number", "phone"])
def test_a_merged_cell_is_refused_where_it_tells_one_person_from_another(key: str) -> None:
    column = _column(key)
    report = _changed(
        lambda sheet: sheet.merge_cells(f"{column}3:{column}4"),
        _application(), _application(serial=2, id_number=_id_number(759)),
    )  # fmt: skip
    merged = (HEADINGS[key].rstrip("*"), "merged")
    assert [merged in [(f.column, f.code) for f in row.faults] for row in report.rows] == [True, True]


def test_a_merged_cell_elsewhere_counts_for_all_its_rows_with_a_notice() -> None:
    column = _column("employer")
    report = _changed(
        lambda sheet: sheet.merge_cells(f"{column}3:{column}4"),
        _application(employer="电气学院"), _application(serial=2, id_number=_id_number(759)),
    )  # fmt: skip
    assert [row.employer for row in report.rows] == ["电气学院", "电气学院"]
    assert _codes(report, "faults") == []
    assert ("所在单位(学校/院系)", "merged") in _codes(report, "notices")


def test_an_old_workbook_is_a_roster_too() -> None:
    report = check_roster(read(SAMPLES / "roster-4.xls"), SCOPE)
    assert report.counts()["accepted"] == 4
    assert ".xls" in report.notices[0]


# ---- the version of the template


@pytest.mark.parametrize("version", [1, 3, 99])
def test_a_roster_of_another_template_is_refused_by_its_version(version: int) -> None:
    with pytest.raises(UnableToRead, match=rf"第 {version} 版模板，现在用的是第 2 版"):
        _changed(lambda sheet: sheet.__setitem__("A1", f"电工 考生报名信息表（模板第 {version} 版）"))


def test_a_roster_that_tells_no_version_is_read_with_a_notice() -> None:
    assert any("没有模板版本" in notice for notice in _check(_application()).notices)
    told = _changed(lambda sheet: sheet.__setitem__("A1", "报名表（模板第 2 版）"))
    assert told.notices == ()


def test_the_marked_workbook_keeps_the_office_s_own_columns_and_formats() -> None:
    book = load_workbook(BytesIO(_book(_application(phone="1"), _application(serial=2, id_number=_id_number(759)))))
    sheet = book[SHEET]
    sheet["Z2"], sheet["Z3"] = "班主任备注", "找本人核对"
    sheet["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet.column_dimensions["B"].width = 33
    buffer = BytesIO()
    book.save(buffer)
    report = check_roster(read(buffer.getvalue()), SCOPE)
    marked = load_workbook(BytesIO(report.marked(buffer.getvalue())))[SHEET]
    assert (marked["Z2"].value, marked["Z3"].value, marked["AA2"].value) == ("班主任备注", "找本人核对", "错误原因")
    assert marked["B4"].fill.fgColor.rgb == "FF00FF00"
    assert marked.column_dimensions["B"].width == 33
    assert "手机号码" in str(marked["AA3"].value)
    assert marked["AA4"].value is None


def test_five_thousand_rows_are_checked_in_seconds() -> None:
    rows = [
        _application(serial=n, id_number=_id_number(n // 300 * 2 + 1, f"2006{1 + n % 12:02d}{1 + n // 12 % 25:02d}"))
        for n in range(5000)
    ]
    book = read(_book(*rows))
    started = time.process_time()
    report = check_roster(book, SCOPE)
    assert time.process_time() - started < 3
    assert report.counts()["accepted"] == 5000


def test_the_template_has_lists_text_columns_and_a_row_that_is_never_imported() -> None:
    template = roster_template(SCOPE)
    sheet = load_workbook(BytesIO(template))[SHEET]
    assert "第 2 版" in sheet["A1"].value
    assert [cell.value for cell in sheet[2]] == list(HEADINGS.values())
    assert sheet["A3"].value == "示例"
    assert sheet["D300"].number_format == "@"
    assert len(sheet.data_validations.dataValidation) == 11
    with pytest.raises(UnableToRead, match="只有表头"):
        check_roster(read(template), SCOPE)


def test_a_filled_template_is_accepted() -> None:
    book = load_workbook(BytesIO(roster_template(SCOPE)))
    for column, key in enumerate(HEADINGS, start=1):
        book[SHEET].cell(4, column).value = _application().get(key)
    buffer = BytesIO()
    book.save(buffer)
    assert check_roster(read(buffer.getvalue()), SCOPE).counts()["accepted"] == 1
