"""What is written is read back to the same: an edition, and the template once it is filled."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from jiangxin.standards import operations as standards
from jiangxin.standards.library import content_of, shipped
from jiangxin.standards.reading import read_standard
from jiangxin.standards.workbook import writing
from tests.standards.workbook.books import HEAD, book, faults, of, saved
from tests.world import World


@pytest.mark.parametrize("name", list(shipped()))
def test_a_registered_standard_comes_back_from_its_workbook_unchanged(world: World, name: str) -> None:
    by, home = world.user("centre"), world.practice.institution
    content = content_of(name)
    standard = standards.take_in(home, by=by, at=world.at, name=f"{name}.toml", content=content)
    assert read_standard(writing.workbook_of(standard)) == read_standard(content)


def test_the_empty_template_asks_for_what_must_be_filled() -> None:
    assert faults(writing.template()) == "工作表“职业与标准”第 5 行“来源”：没有填。"


def test_a_filled_template_keeps_its_words() -> None:
    made = load_workbook(BytesIO(writing.template()))
    for name in ("职业与标准", "等级", "科目", "模块", "申报条件"):
        target = of(made, name)
        if name == "职业与标准":
            values = {str(row[0]).rstrip("*"): row[1] for row in HEAD}
            for number in range(2, target.max_row + 1):
                target.cell(number, 2).value = values.get(str(target.cell(number, 1).value).rstrip("*"))
            continue
        for number, row in enumerate(of(book(), name).iter_rows(min_row=2, values_only=True), start=2):
            for position, value in enumerate(row, start=1):
                target.cell(number, position).value = value
    assert read_standard(saved(made)) == read_standard(saved(book()))
