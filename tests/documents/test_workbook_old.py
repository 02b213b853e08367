"""Old workbooks are read in a process of their own, and what would hurt it hurts nobody else."""

from datetime import date
from pathlib import Path

import pytest

from jiangxin.documents import workbook_old
from jiangxin.documents.workbook import Limits, UnableToRead, mark, read

SAMPLES = Path(__file__).parents[1] / "samples"


def test_an_old_workbook_is_read_with_a_notice() -> None:
    book = read(SAMPLES / "roster-4.xls")
    assert [sheet.name for sheet in book.sheets] == ["报名信息"]
    assert [row.cells[3] for row in book.sheets[0].rows[1:3]] == ["证件号码*", "510499200601217572"]
    assert ".xls" in book.notices[0]


def test_cells_keep_their_types_and_merged_ones_their_value() -> None:
    rows = read(SAMPLES / "merged.xls").sheets[0].rows
    assert rows[0].cells == (date(2027, 6, 30), 2.5)
    assert [row.cells[0] for row in rows[1:]] == ["王芳", "王芳", "王芳"]


def test_a_cell_at_the_end_of_the_world_is_refused() -> None:
    with pytest.raises(UnableToRead, match="过大"):
        read(SAMPLES / "last-cell.xls")
    with pytest.raises(UnableToRead, match="过大"):
        read(SAMPLES / "roster-4.xls", Limits(rows=5))


def test_a_reader_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_old, "_SECONDS", 0.001)
    with pytest.raises(UnableToRead, match="过大"):
        read(SAMPLES / "roster-4.xls")


def test_a_damaged_one_is_told() -> None:
    content = (SAMPLES / "roster-4.xls").read_bytes()
    with pytest.raises(UnableToRead, match="已损坏"):
        read(content[:600] + b"\xff" * 2000)


def test_it_comes_back_marked_as_a_new_workbook() -> None:
    marked = mark((SAMPLES / "roster-4.xls").read_bytes(), {"报名信息": {3: ["缺少手机号码。"]}}, {"报名信息": 2})
    sheet = read(marked).sheets[0]
    assert sheet.rows[1].cells[-1] == "错误原因"
    assert sheet.rows[2].cells[3] == "510499200601217572"
