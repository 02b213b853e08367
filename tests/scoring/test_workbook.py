"""A marks workbook is taken whole or refused by sentences: nothing is guessed, a blank is not nought."""

import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiangxin.documents.workbook import Column, SheetSpec, UnableToRead, read, write
from jiangxin.people.idnumber import check_digit
from jiangxin.scoring.workbook import MarksReport, MarksScope, Module, Subject, check_marks, marks_template

SAMPLES = Path(__file__).parents[1] / "samples"
JIA, YI, BING, DING, WU = "考评员甲", "考评员乙", "考评员丙", "考评员丁", "考评员戊"
THEORY = Subject("theory", "理论成绩", (Module("理论成绩", Decimal(100)),))
PRACTICAL = Subject(
    "practical", "实操成绩",
    (Module("模块一", Decimal(40)), Module("模块二", Decimal(40)), Module("安全文明生产", Decimal(20))), panel=True,
)  # fmt: skip
THEORY_HEADINGS = ["证件号码", "姓名", "理论成绩", "缺考"]
PRACTICAL_HEADINGS = [
    "证件号码", "姓名", "考评员", "模块一(40)", "模块二(40)", "安全文明生产(20)", "否定项", "缺考",
]  # fmt: skip


def _id_number(order: int) -> str:
    first = f"51049920060121{order:03d}"
    return first + check_digit(first)


FANG, LEI = _id_number(101), _id_number(103)


def _scope(**changed: Any) -> MarksScope:
    known = {"subjects": (THEORY, PRACTICAL), "people": {FANG: "王芳"}, "panel_minimum": 3, "mark_step": Decimal("0.5")}
    return MarksScope(**{**known, "panels": [frozenset({JIA, YI, BING})], **changed})


def _theory(mark: Any = 83, absent: Any = None, number: Any = FANG, name: str = "王芳") -> list[Any]:
    return [number, name, mark, absent]


def _practical(examiner: str, *modules: Any, out: Any = None, absent: Any = None, number: str = FANG) -> list[Any]:
    return [number, "王芳", examiner, *(modules or (24, 25, 12.5)), out, absent]


PANEL = [_practical(JIA), _practical(YI), _practical(BING)]


def _book(
    theory: list[list[Any]], practical: list[list[Any]], headings: list[str] | None = None, kind: Any = "number"
) -> bytes:
    return write(
        [
            SheetSpec("理论成绩", [Column(heading, kind=kind) for heading in THEORY_HEADINGS], theory),
            SheetSpec(
                "实操成绩", [Column(heading, kind=kind) for heading in headings or PRACTICAL_HEADINGS], practical
            ),
        ]
    )


def _check(theory: list[list[Any]], practical: list[list[Any]], **changed: Any) -> MarksReport:
    return check_marks(read(_book(theory, practical)), _scope(**changed))


def _codes(report: MarksReport) -> list[tuple[str, int, str]]:
    return [(fault["sheet"], fault["row"], fault["code"]) for fault in report.summary()["faults"]]


def _sample_people() -> dict[str, str]:
    rows = read(SAMPLES / "roster-120.xlsx").sheets[0].rows[2:]
    return {str(row.cells[3]): str(row.cells[1]) for row in rows}


def test_the_sample_is_clean() -> None:
    report = check_marks(read(SAMPLES / "marks-120.xlsx"), _scope(people=_sample_people()))
    assert report.clean
    assert (len(report.theory), len(report.practical), report.ignored) == (120, 360, 0)
    assert sum(mark.absent for mark in report.theory) == 3
    assert sum(mark.knocked_out for mark in report.practical) == 3
    assert all(mark.modules is None for mark in report.practical if mark.absent)
    assert report.theory[2].mark == Decimal("78.5")


def test_marks_of_refused_rows_are_counted_and_not_looked_at() -> None:
    people = _sample_people()
    (first, name), (second, other) = list(people.items())[:2]
    for number in (first, second):
        del people[number]
    report = check_marks(read(SAMPLES / "marks-120.xlsx"), _scope(people=people, ignored=[(first, name), ("", other)]))
    assert report.clean
    assert report.counts() == {"rows": 480, "kept": 472, "refused": 0, "missing": 0, "ignored": 8}


def test_marks_are_exact_decimals_by_module() -> None:
    report = _check([_theory("８３.5 ")], PANEL)
    assert report.clean
    assert str(report.theory[0].mark) == "83.5"
    assert report.practical[0].modules == {
        "模块一": Decimal(24), "模块二": Decimal(25), "安全文明生产": Decimal("12.5"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (100.5, "above-maximum"),
        (-1, "negative"),
        (83.3, "not-a-step"),
        ("八十三", "not-a-number"),
        ("缺考", "not-a-number"),
        ("NaN", "not-a-number"),
        ("1e9", "not-a-number"),
        (None, "no-mark"),
    ],
)
def test_a_wrong_mark_is_refused(mark: Any, code: str) -> None:
    report = _check([_theory(mark)], PANEL)
    assert _codes(report) == [("理论成绩", 2, code)]
    assert report.theory == []
    assert all(fault["sentence"].endswith("。") for fault in report.summary()["faults"])


def test_a_module_above_its_maximum_or_not_marked_is_refused() -> None:
    report = _check(
        [_theory()], [_practical(JIA, 40.5, 25, 12), _practical(YI, 24, None, 12), _practical(BING, 0, 0, 0)]
    )
    assert _codes(report) == [("实操成绩", 2, "above-maximum"), ("实操成绩", 3, "no-mark")]
    assert "未评不等于 0 分" in report.summary()["faults"][1]["sentence"]


def test_marks_for_strangers_and_under_another_name_are_refused() -> None:
    report = _check([_theory(), _theory(number=LEI, name="李雷")], PANEL)
    assert _codes(report) == [("理论成绩", 3, "stranger")]
    assert LEI not in json.dumps(report.summary())
    assert _codes(_check([_theory(name="李雷")], PANEL)) == [("理论成绩", 2, "name-mismatch")]
    assert ("理论成绩", 2, "missing") in _codes(_check([_theory(number=None)], PANEL))
    assert ("理论成绩", 2, "stored-as-number") in _codes(_check([_theory(number=510499200601217570)], PANEL))


def test_the_same_person_twice_is_refused_unless_the_rows_are_identical() -> None:
    report = _check([_theory(83), _theory(84)], PANEL)
    assert _codes(report) == [("理论成绩", 2, "duplicate"), ("理论成绩", 3, "duplicate")]
    same = _check([_theory(), _theory()], [*PANEL, PANEL[0]])
    assert same.clean
    assert (len(same.theory), len(same.practical)) == (1, 3)


def test_the_same_examiner_twice_is_refused() -> None:
    report = _check([_theory()], [*PANEL, _practical(JIA, 1, 2, 3)])
    assert _codes(report) == [("实操成绩", 2, "duplicate"), ("实操成绩", 5, "duplicate")]


def test_who_has_no_marks_is_a_fault_and_never_absent() -> None:
    report = _check([_theory()], PANEL, people={FANG: "王芳", LEI: "李雷"})
    assert _codes(report) == [("理论成绩", 3, "no-row"), ("实操成绩", 5, "no-row")]
    assert report.counts()["missing"] == 2
    assert "没有成绩不等于缺考" in report.summary()["faults"][0]["sentence"]


@pytest.mark.parametrize(
    ("panel", "panels", "codes"),
    [
        ([JIA, YI], [], {"too-few-examiners"}),
        ([JIA], [], {"too-few-examiners"}),
        ([JIA, YI, BING, DING], [], {"even-panel"}),
        ([JIA, YI, BING], [], set()),
        ([JIA, YI, BING, DING, WU], [], set()),
        ([JIA, YI], [{JIA, YI, BING}], {"too-few-examiners", "examiner-missing"}),
        ([JIA, YI, DING], [{JIA, YI, BING}], {"unknown-examiner"}),
        ([JIA, YI, DING], [{JIA, YI, BING}, {DING, WU, "考评员己"}], {"examiner-missing"}),
        ([JIA, YI, BING, DING, WU], [{JIA, YI, BING}, {DING, WU, "考评员己"}], {"mixed-panel"}),
        ([JIA, YI, ""], [], {"missing", "too-few-examiners"}),
    ],
)
def test_a_panel_is_odd_large_enough_and_the_appointed_one(
    panel: list[str], panels: list[set[str]], codes: set[str]
) -> None:
    report = _check([_theory()], [_practical(name) for name in panel], panels=[frozenset(names) for names in panels])
    assert {code for _sheet, _row, code in _codes(report)} == codes
    assert len(report.practical) == (0 if codes else len(panel))


def _away(examiner: str, **changed: Any) -> list[Any]:
    return _practical(examiner, None, None, None, absent="是", **changed)


def test_absence_is_a_fact_of_its_own() -> None:
    report = _check([_theory(None, "是")], [_away(JIA), _away(YI), _away(BING)])
    assert report.clean
    assert (report.theory[0].mark, report.theory[0].absent) == (None, True)
    assert [(mark.modules, mark.absent) for mark in report.practical] == [(None, True)] * 3


def test_a_mark_beside_an_absence_is_refused() -> None:
    assert _codes(_check([_theory(0, "是")], PANEL)) == [("理论成绩", 2, "mark-beside-absence")]
    out = _check([_theory()], [_away(JIA, out="是"), _away(YI), _away(BING)])
    assert _codes(out) == [("实操成绩", 2, "mark-beside-absence")]


def test_examiners_who_disagree_on_absence_are_refused() -> None:
    report = _check([_theory()], [_away(JIA), _practical(YI), _practical(BING)])
    assert _codes(report) == [("实操成绩", row, "absence-disputed") for row in (2, 3, 4)]


def test_a_knock_out_is_kept_by_examiner_beside_the_mark() -> None:
    report = _check([_theory()], [_practical(JIA, out="是"), _practical(YI, out="√"), _practical(BING, out="否")])
    assert [mark.knocked_out for mark in report.practical] == [True, True, False]
    assert all(mark.modules for mark in report.practical)
    unclear = _check([_theory()], [_practical(JIA, out="也许"), *PANEL[1:]])
    assert _codes(unclear) == [("实操成绩", 2, "not-a-flag")]


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        ({"模块二(40)": "模块二(50)"}, "模块二(50)”与评分标准不符"),
        ({"模块二(40)": "模块三(40)"}, "模块三(40)”与评分标准不符"),
        ({"模块二(40)": "备注"}, "缺少列：模块二(40)"),
        ({"否定项": "模块二"}, "模块“模块二”有两列"),
        ({"考评员": "评委"}, "缺少列：考评员"),
    ],
)
def test_headings_that_differ_from_the_subject_refuse_the_workbook(headings: dict[str, str], words: str) -> None:
    named = [headings.get(heading, heading) for heading in PRACTICAL_HEADINGS]
    with pytest.raises(UnableToRead) as refused:
        check_marks(read(_book([_theory()], PANEL, named)), _scope())
    assert words in str(refused.value)


def test_full_width_headings_and_missing_sheets() -> None:
    named = [heading.replace("(", "（").replace(")", "分）") for heading in PRACTICAL_HEADINGS]
    assert check_marks(read(_book([_theory()], PANEL, named)), _scope()).clean
    sheets = [SheetSpec("理论成绩", [Column(h) for h in THEORY_HEADINGS]), SheetSpec("其他", [Column("a")])]
    with pytest.raises(UnableToRead, match="实操成绩"):
        check_marks(read(write(sheets)), _scope())


def test_the_marked_workbook_tells_the_reasons_and_who_is_missing() -> None:
    original = _book([_theory(101)], PANEL)
    scope = _scope(people={FANG: "王芳", LEI: "李雷"})
    marked = check_marks(read(original), scope).marked(original)
    book = load_workbook(BytesIO(marked))
    assert [book["理论成绩"].cell(row, 5).value for row in (1, 2)] == [
        "错误原因", "“理论成绩”的成绩 101 高于满分 100；请改正。",
    ]  # fmt: skip
    assert "李雷" in book["理论成绩"]["E3"].value
    assert "李雷" in book["实操成绩"]["I5"].value
    again = check_marks(read(marked), scope)
    assert _codes(again) == _codes(check_marks(read(original), scope))


def test_a_filled_template_is_clean() -> None:
    book = load_workbook(BytesIO(marks_template(_scope())))
    assert [row[2].value for row in book["实操成绩"].iter_rows(min_row=2)] == sorted([JIA, YI, BING])
    book["理论成绩"]["C2"].value = 60
    for row in (2, 3, 4):
        for column in (4, 5, 6):
            book["实操成绩"].cell(row, column).value = 12.5
    buffer = BytesIO()
    book.save(buffer)
    assert check_marks(read(buffer.getvalue()), _scope()).clean
