"""The plan 实施方案 as a Word document, from the same sheet as the PDF: authorities edit and merge it.

Fonts are those of official documents (GB/T 9704: 仿宋 for text, 黑体 for headings, 宋体 for the title), named also as
`w:eastAsia`, without which Word sets Chinese in another face.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from jiangxin.documents.printed import in_words
from jiangxin.documents.sheets import PlanSheet, PlanTable

NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五")
_FANGSONG, _HEI, _SONG = "仿宋", "黑体", "宋体"
_TEXT_WIDTH = Mm(156)


def plan(sheet: PlanSheet, at: datetime) -> bytes:
    """Return the plan as a .docx file, A4, dated `at`; the content is that of `printed.plan`, part by part."""
    document = Document()
    _set_page(document, sheet)
    _set_styles(document)
    _describe(document, sheet, at)
    document.add_paragraph(sheet.title, style="Title")
    document.add_paragraph(sheet.heading.round_name, style="Subtitle")
    _facts(document, sheet)
    for numeral, part in zip(NUMERALS, sheet.parts, strict=False):
        document.add_heading(f"{numeral}、{part.heading}", level=1)
        for text in part.paragraphs:
            document.add_paragraph(text).paragraph_format.first_line_indent = Pt(32)
        for table in part.tables:
            _listing(document, table)
    _signatures(document, sheet)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_page(document: WordDocument, sheet: PlanSheet) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    header = section.header.paragraphs[0]
    header.text = f"{sheet.heading.institution}　{sheet.heading.round_name}"
    if sheet.heading.practice:
        mark = header.add_run("　样张，不证明任何技能")
        mark.font.color.rgb = RGBColor(0xB3, 0x36, 0x2B)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for before, field in (("第 ", "PAGE"), (" 页 / 共 ", "NUMPAGES")):
        footer.add_run(before)
        _field(footer, field)
    footer.add_run(" 页")


def _set_styles(document: WordDocument) -> None:
    for name, font, size in (
        ("Normal", _FANGSONG, 16),
        ("Title", _SONG, 22),
        ("Subtitle", _FANGSONG, 14),
        ("Heading 1", _HEI, 16),
        ("Header", _SONG, 9),
        ("Footer", _SONG, 9),
    ):
        style = document.styles[name]
        if isinstance(style, ParagraphStyle):
            _set_face(style, font, size)
    _underline_nothing(document)


def _set_face(style: ParagraphStyle, font: str, size: int) -> None:
    style.font.name, style.font.size = font, Pt(size)
    style.font.bold = style.font.italic = False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), font)
    spacing = style.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    if style.name == "Normal":
        spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    else:
        spacing.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if style.name in ("Title", "Subtitle"):
        spacing.alignment, spacing.space_after = WD_ALIGN_PARAGRAPH.CENTER, Pt(12)
    if style.name == "Heading 1":
        spacing.space_before, spacing.space_after = Pt(14), Pt(6)


def _underline_nothing(document: WordDocument) -> None:
    """Take the blue rule away that python-docx's own template draws under a title."""
    properties = document.styles["Title"].element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _describe(document: WordDocument, sheet: PlanSheet, at: datetime) -> None:
    described = document.core_properties
    described.title, described.author = sheet.title, sheet.heading.institution
    described.subject, described.comments, described.language = sheet.heading.round_name, "", "zh-CN"
    described.created = described.modified = at.astimezone(UTC)


def _facts(document: WordDocument, sheet: PlanSheet) -> None:
    facts = (
        ("评价机构", sheet.heading.institution),
        ("职业等级", f"{sheet.heading.occupation} {sheet.heading.level}"),
        ("版本", f"第 {sheet.version} 版"),
        ("备案回执", sheet.receipt or "尚未备案"),
    )
    table = document.add_table(rows=2, cols=4, style="Table Grid")
    for index, (label, value) in enumerate(facts):
        row, column = divmod(index, 2)
        _write(table.cell(row, 2 * column), label, font=_HEI)
        _write(table.cell(row, 2 * column + 1), value, left=True)
    _set_widths(table, (1, 2.2, 1, 2.2))


def _listing(document: WordDocument, listing: PlanTable) -> None:
    """Add a table with its caption; the head is repeated on every page and no row is torn."""
    if listing.caption:
        caption = document.add_paragraph(style="Subtitle")
        caption.add_run(listing.caption).font.size = Pt(12)
        caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(10), Pt(4)
        caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(listing.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, listing.columns, strict=True):
        _write(cell, text, font=_HEI)
    _row_property(table, "w:tblHeader")
    for row in listing.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _write(cell, text)
    equal = [1.0] * len(listing.columns)
    _set_widths(table, listing.weights if len(listing.weights) == len(equal) else equal)


def _write(cell: _Cell, text: str, *, font: str = _SONG, left: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(10.5)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _row_property(table: Table, name: str) -> None:
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement(name))


def _set_widths(table: Table, weights: Sequence[float]) -> None:
    table.autofit = False
    for column, weight in zip(table.columns, weights, strict=True):
        width = int(_TEXT_WIDTH * weight / sum(weights))
        column.width = Mm(width / Mm(1))
        for cell in column.cells:
            cell.width = Mm(width / Mm(1))


def _field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that Word computes, such as the page's number."""
    run = paragraph.add_run()._element
    for kind in ("begin", None, "end"):
        element: Any = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = instruction
        run.append(element)


def _signatures(document: WordDocument, sheet: PlanSheet) -> None:
    document.add_paragraph()
    document.add_paragraph("制表人：　　　　　　审核人：　　　　　　负责人：")
    for text in (f"{sheet.heading.institution}（盖章）", in_words(sheet.made_on)):
        paragraph = document.add_paragraph(text)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
