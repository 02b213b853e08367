"""Names are kept as they are, sorted by sound and masked in public."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.people import names


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("单雄信", "shan4 xiong2 xin4"),
        ("曾巩", "zeng1 gong3"),
        ("仇英", "qiu2 ying1"),
        ("解缙", "xie4 jin4"),
        ("查良", "zha1 liang2"),
        ("朴实", "piao2 shi2"),
        ("任远", "ren2 yuan3"),
        ("华佗", "hua4 tuo2"),
        ("区平", "ou1 ping2"),
        ("盖平", "ge3 ping2"),
        ("乐毅", "yue4 yi4"),
        ("缪平", "miao4 ping2"),
        ("翟平", "zhai2 ping2"),
        ("覃平", "qin2 ping2"),
        ("尉迟恭", "yu4 chi2 gong1"),
        ("万俟平", "mo4 qi2 ping2"),
        ("长孙平", "zhang3 sun1 ping2"),
        ("阿依古丽·买买提", "a1 yi1 gu3 li4 mai3 mai3 ti2"),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, sound: str) -> None:
    assert names.sort_key(name) == f"{sound} {name}"


def test_names_sort_by_sound_and_then_by_character() -> None:
    people = ["张伟", "单平", "阿依古丽·买买提", "王䶮", "王燕", "曾辉", "尉迟恭", "安平"]
    assert sorted(people, key=names.sort_key) == [
        "阿依古丽·买买提", "安平", "单平", "王䶮", "王燕", "尉迟恭", "曾辉", "张伟",
    ]  # fmt: skip


def test_the_sound_of_a_long_name_still_fits_its_column() -> None:
    assert len(names.sort_key("阿不都热依木江" * 7)) == names.SORT_KEY_LENGTH


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王芳", "王*"),
        ("王小芳", "王**"),
        ("阿依古丽·买买提", "阿***"),
        ("𠅤平", "𠅤*"),
        ("", ""),
    ],
)
def test_public_lists_show_the_first_character_only(name: str, shown: str) -> None:
    assert names.masked(name) == shown


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\u3000阿依古丽·买买提 ", "阿依古丽·买买提"),
        ("王　芳", "王芳"),
        ("Anna  Maria", "Anna Maria"),
        ("王\u200b芳\ufeff", "王芳"),
        ("Zoe\u0308", "Zo\u00eb"),
    ],
)
def test_blanks_go_and_letters_are_composed(written: str, kept: str) -> None:
    assert names.tidy(written) == kept


@pytest.mark.parametrize("name", ["䶮", "㛃", "𬭎", "𬀩", "𠅤", "\uf900", "\ufa11", "\U0002f800", "凃", "於", "喆"])
def test_no_character_of_a_name_is_ever_replaced(name: str) -> None:
    assert names.tidy(name) == name


@given(st.text(alphabet=st.characters(categories=["Lo"]), max_size=12))
def test_tidying_twice_is_tidying_once(name: str) -> None:
    assert names.tidy(names.tidy(name)) == names.tidy(name)


def test_characters_that_no_name_has_are_found() -> None:
    assert names.private_characters("王\ue863\U000f0001") == "\ue863\U000f0001"
    assert names.impossible_characters("王?芳1\ufffd") == "?1\ufffd"
    assert names.impossible_characters("阿依古丽·买买提") == ""
    assert names.impossible_characters("Anna-Maria O'Neill") == ""
