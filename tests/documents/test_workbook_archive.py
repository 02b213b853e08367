"""A workbook that would hurt its reader is refused before it is opened."""

import contextlib
import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.documents.workbook import Column, Limits, SheetSpec, UnableToRead, read, write
from jiangxin.documents.workbook_archive import inspect

NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _good() -> bytes:
    return write([SheetSpec("报名信息", [Column("姓名")], [["王䶮"]])])


GOOD = _good()
with zipfile.ZipFile(BytesIO(GOOD)) as _archive:
    PARTS = {name: _archive.read(name) for name in _archive.namelist()}


def _with_parts(parts: Mapping[str, bytes | str]) -> bytes:
    """Return a good workbook in which some parts are replaced or added."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in {**PARTS, **parts}.items():
            target.writestr(name, content)
    return buffer.getvalue()


def _sheet(body: str) -> bytes:
    return _with_parts({"xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACE}>{body}</worksheet>"})


def _refusal(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnableToRead) as refused:
        read(content, limits or Limits())
    sentence = str(refused.value)
    assert sentence.endswith("。")
    assert "；" in sentence, "a refusal says what to do next"
    return sentence


def test_a_good_workbook_passes() -> None:
    inspect(GOOD)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"PK\x03\x04 and then nothing", "已损坏"),
        (GOOD[:-200], "已损坏"),
        (OLE + b"\0" * 600, "已损坏"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (b"%PDF-1.7 ...", "不是工作簿"),
        (b"\x89PNG\r\n\x1a\n", "不是工作簿"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\x00\x01\x02\x03", "不是工作簿"),
    ],
)
def test_what_is_no_readable_workbook_is_named(content: bytes, words: str) -> None:
    assert words in _refusal(content)


def test_a_workbook_of_fifty_megabytes_is_refused_by_its_size() -> None:
    sentence = _refusal(_with_parts({"xl/media/image1.png": b""}) + b"\0" * 50_000_000)
    assert "51 MB" in sentence
    assert "20 MB" in sentence


def test_a_zip_of_something_else_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    assert "不是 .xlsx" in _refusal(buffer.getvalue())


def test_a_bomb_is_refused_unopened() -> None:
    bomb = _with_parts({"xl/media/image1.png": b"\0" * 3_000_000})
    assert len(bomb) < 20_000
    assert "过大" in _refusal(bomb, Limits(unpacked=2_000_000))


def test_a_damaged_part_is_found() -> None:
    whole = bytearray(GOOD)
    place = whole.index(b"xl/worksheets/sheet1.xml") + 40
    whole[place : place + 30] = b"\xff" * 30
    assert "已损坏" in _refusal(bytes(whole))
    assert "已损坏" in _refusal(_sheet("<sheetData><row>"))


@pytest.mark.parametrize(
    "body",
    [
        '<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1048576"><c><v>1</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r="XFD1" t="inlineStr"><is><t>1</t></is></c></row></sheetData>',
        '<sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<sheetData/><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
    ],
)
def test_a_cell_at_the_end_of_the_world_is_refused(body: str) -> None:
    assert "超过上限 20000 行、200 列" in _refusal(_sheet(body))


def test_formats_without_values_may_reach_anywhere() -> None:
    body = '<row r="1" ><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    assert len(read(_sheet(f"<sheetData>{body}</sheetData>")).sheets[0].rows) == 1


@pytest.mark.parametrize("cells", ['<c r="J10"><v>1</v></c>', '<c r="A1" s="1"/>' * 100])
def test_a_vast_rectangle_or_very_many_blank_cells_are_refused(cells: str) -> None:
    body = f'<sheetData><row r="1">{cells}</row></sheetData>'
    assert "过大" in _refusal(_sheet(body), Limits(cells=99))
    inspect(_sheet(body), Limits(cells=100))


def test_one_long_text_repeated_is_counted_each_time() -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 1001))
    shared = f"<sst {NAMESPACE}><si><t>{'长' * 30_000}</t></si></sst>"
    content = _with_parts(
        {
            "xl/sharedStrings.xml": shared,
            "xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACE}><sheetData>{cells}</sheetData></worksheet>",
        }
    )
    assert len(content) < 20_000
    assert "过大" in _refusal(content, Limits(text=20_000_000))


def test_a_document_type_is_refused_with_all_that_it_could_expand_to() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    content = _with_parts({"xl/worksheets/sheet1.xml": f"{laughs}<worksheet {NAMESPACE}>&b;</worksheet>"})
    assert "已损坏" in _refusal(content)


def test_too_many_sheets_are_refused() -> None:
    book = write([SheetSpec(f"第{number}张", [Column("姓名")], [["王芳"]]) for number in range(4)])
    assert "4 张工作表，超过上限 3 张" in _refusal(book, Limits(sheets=3))
    assert len(read(book, Limits(sheets=4)).sheets) == 4


PLACES_AND_BYTES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.sampled_from(b'<>/"=ABC029 \x00\xff')), min_size=1, max_size=5
)


def _changed(content: bytes, changes: list[tuple[float, int]]) -> bytes:
    changed = bytearray(content)
    for place, byte in changes:
        changed[int(place * len(changed))] = byte
    return bytes(changed)


@given(PLACES_AND_BYTES)
def test_a_file_with_changed_bytes_is_read_or_refused(changes: list[tuple[float, int]]) -> None:
    with contextlib.suppress(UnableToRead):
        read(_changed(GOOD, changes))


@given(st.sampled_from([name for name in PARTS if name.startswith("xl/")]), PLACES_AND_BYTES)
def test_a_part_with_changed_bytes_is_read_or_refused(name: str, changes: list[tuple[float, int]]) -> None:
    with contextlib.suppress(UnableToRead):
        read(_with_parts({name: _changed(PARTS[name], changes)}))
