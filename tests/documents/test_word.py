from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm

from jiangxin.documents import word
from jiangxin.documents.sheets import Heading, PlanPart, PlanSheet, PlanTable


@pytest.fixture
def sheet(heading: Heading) -> PlanSheet:
    roster = PlanTable(columns=("序号", "姓名"), rows=[("1", "张䶮"), ("2", "王𬭎")], caption="名册", weights=(1, 3))
    parts = [
        PlanPart(heading="考生名册", paragraphs=("共 2 人。",), tables=(roster,)),
        PlanPart(heading="考场设置情况"),
    ]
    return PlanSheet(
        heading=heading, title="实施方案", version=3, parts=parts, made_on=date(2026, 10, 8), receipt="回执一"
    )


def opened(sheet: PlanSheet, at: datetime) -> WordDocument:
    return Document(BytesIO(word.plan(sheet, at)))


def test_the_parts_are_numbered_headings_followed_by_their_content(sheet: PlanSheet, at: datetime) -> None:
    document = opened(sheet, at)
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings == ["一、考生名册", "二、考场设置情况"]
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == "实施方案"
    assert "共 2 人。" in texts
    assert texts[-2:] == ["示范学院（盖章）", "2026年10月8日"]


def test_tables_are_real_and_repeat_their_head(sheet: PlanSheet, at: datetime) -> None:
    facts, roster = opened(sheet, at).tables
    assert [cell.text for row in facts.rows for cell in row.cells][-3:] == ["第 3 版", "备案回执", "回执一"]
    assert [[cell.text for cell in row.cells] for row in roster.rows] == [
        ["序号", "姓名"],
        ["1", "张䶮"],
        ["2", "王𬭎"],
    ]
    assert roster.rows[0]._tr.get_or_add_trPr().find(qn("w:tblHeader")) is not None
    narrow, wide = (column.width for column in roster.columns)
    assert narrow is not None
    assert wide == pytest.approx(3 * narrow, rel=0.01)


def test_chinese_has_its_own_fonts(sheet: PlanSheet, at: datetime) -> None:
    document = opened(sheet, at)
    faces = {
        name: document.styles[name].element.rPr.find(qn("w:rFonts")).get(qn("w:eastAsia"))
        for name in ("Normal", "Heading 1", "Title")
    }
    assert faces == {"Normal": "仿宋", "Heading 1": "黑体", "Title": "宋体"}
    for table in document.tables:
        for cell in (cell for row in table.rows for cell in row.cells):
            assert cell.paragraphs[0].runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) in ("黑体", "宋体")


def test_the_page_is_a4_and_counted(sheet: PlanSheet, at: datetime) -> None:
    [section] = opened(sheet, at).sections
    assert section.page_width == pytest.approx(Mm(210), abs=Mm(0.1))
    assert section.page_height == pytest.approx(Mm(297), abs=Mm(0.1))
    fields = [e.text for e in section.footer.paragraphs[0]._element.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_a_practice_plan_says_sample_on_every_page(sheet: PlanSheet, at: datetime) -> None:
    def header(sheet: PlanSheet) -> str:
        return str(opened(sheet, at).sections[0].header.paragraphs[0].text)

    assert "样张，不证明任何技能" in header(sheet)
    assert "样张" not in header(replace(sheet, heading=replace(sheet.heading, practice=False)))


def test_an_unfiled_plan_says_so(sheet: PlanSheet, at: datetime) -> None:
    assert opened(replace(sheet, receipt=""), at).tables[0].cell(1, 3).text == "尚未备案"


def test_weights_that_do_not_fit_are_equal_widths(sheet: PlanSheet, at: datetime) -> None:
    table = replace(sheet.parts[0].tables[0], weights=(1,))
    document = opened(replace(sheet, parts=[PlanPart(heading="名册", tables=(table,))]), at)
    first, second = document.tables[1].columns
    assert first.width == second.width


def test_a_roster_of_a_whole_round_takes_no_time_to_speak_of(sheet: PlanSheet, at: datetime) -> None:
    roster = PlanTable(columns=tuple("一二三四五六"), rows=[tuple("甲乙丙丁戊己")] * 300)
    document = opened(replace(sheet, parts=[PlanPart(heading="考生名册", tables=(roster,))]), at)
    assert len(document.tables[1].rows) == 301
