from pathlib import Path

import pytest
from pylopdf_fonts_zh_cn import sans_path, serif_path

from jiangxin.documents.fonts import code_points, font_directories, is_private, missing_glyphs


@pytest.mark.parametrize(
    "name", ["张䶮", "李㛃", "王𬭎", "赵𬀩", "阿依古丽·买买提", "O'Neill, J.", "单（女）", "全角　空格"]
)
def test_names_with_rare_characters_can_be_printed(name: str) -> None:
    assert missing_glyphs(name) == []


def test_each_missing_character_is_named_once_in_the_order_of_the_text() -> None:
    # U+0378 is assigned to no character, so no font has it.
    assert missing_glyphs("张\u0378三\x07\u0378") == ["\u0378", "\x07"]


def test_private_use_characters_never_count_as_printable() -> None:
    assert missing_glyphs("李\ue863\U000f0000") == ["\ue863", "\U000f0000"]
    assert is_private("\ue863")
    assert not is_private("𬭎")


def test_what_has_no_shape_of_its_own_needs_no_glyph() -> None:
    assert missing_glyphs("甲\u200d乙\ufe00丙\U000e0100丁\n戊\t") == []


def test_the_fonts_of_the_wheel_come_first() -> None:
    assert font_directories()[0] == serif_path().parent


@pytest.mark.parametrize("path", [serif_path(), sans_path()])
def test_a_font_covers_the_characters_of_its_character_map(path: Path) -> None:
    covered = set(code_points(path.read_bytes()))
    assert set(map(ord, "张䶮㛃𬭎Aa0")) <= covered
    assert 0xFFFF not in covered
    assert 0x0378 not in covered


def test_a_file_that_is_no_font_has_no_character() -> None:
    assert list(code_points(bytes(64))) == []
