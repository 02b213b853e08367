"""Behaviour of the code lists: what is stored, what a workbook may write, what is refused."""

from itertools import pairwise

import pytest
from django.test import override_settings
from django.utils import translation

from jiangxin.regulation.articles import articles
from jiangxin.regulation.codes import UnknownCode, code_list, is_higher
from jiangxin.regulation.words import load


def test_the_eight_categories_are_those_of_article_7_in_its_words_and_order() -> None:
    text = articles()[7].text
    places = [text.index(entry.words.zh) for entry in code_list("candidate_category").codes]
    assert len(places) == 8
    assert places == sorted(places)


@pytest.mark.parametrize("key", list(load("codes.toml")))
def test_every_list_is_complete_in_both_languages_and_unambiguous(key: str) -> None:
    listed = code_list(key)
    assert len({entry.code for entry in listed.codes}) == len(listed.codes)
    for entry in listed.codes:
        assert entry.words.zh
        assert entry.words.en.isascii()
        assert listed.get(entry.code) is entry
        assert [listed.read(written) for written in (entry.words.zh, *entry.aliases)] == [entry] * (
            1 + len(entry.aliases)
        )


def test_levels_run_backwards() -> None:
    levels = [int(entry.code) for entry in code_list("level").codes]
    assert levels == [5, 4, 3, 2, 1]
    assert all(is_higher(later, than=earlier) for earlier, later in pairwise(levels))
    assert not is_higher(3, than=3)


def test_the_eight_level_ladder_is_switched_on_by_the_installation_and_keeps_its_names() -> None:
    code_list.cache_clear()
    with override_settings(LEVELS=8):
        levels = [int(entry.code) for entry in code_list("level").codes]
    code_list.cache_clear()
    assert levels == [6, 5, 4, 3, 2, 1, 0, -1]
    assert all(is_higher(later, than=earlier) for earlier, later in pairwise(levels))
    assert code_list("level").get("-1").words.zh == "首席技师"  # stored while it was on


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [
        ("level", "四级/中级工", "4"),
        ("level", " 四级 ／ 中级工 ", "4"),
        ("level", "高级技师", "1"),
        ("candidate_source", "学校（在校生）", "school"),
        ("candidate_source", "学校(在校生)", "school"),
        ("education", "技工学校", "technical_school"),
        ("exam_type", "新考", "first"),
    ],
)
def test_a_workbook_may_write_other_widths_blanks_and_known_aliases(key: str, written: str, code: str) -> None:
    assert code_list(key).read(written).code == code


@pytest.mark.parametrize(
    ("key", "written"), [("level", "六级"), ("level", ""), ("candidate_category", "学生"), ("sex", "M")]
)
def test_an_unknown_word_is_refused_with_what_is_offered(key: str, written: str) -> None:
    with pytest.raises(UnknownCode) as caught:
        code_list(key).read(written)
    assert code_list(key).codes[0].words.zh in str(caught.value)
    assert f"“{written}”" in str(caught.value)


def test_an_unknown_code_and_an_unknown_list_are_refused() -> None:
    with pytest.raises(UnknownCode):
        code_list("level").get("7")
    with pytest.raises(UnknownCode, match="zodiac"):
        code_list("zodiac")


def test_choices_follow_the_language() -> None:
    with translation.override("en"):
        assert code_list("level").choices()[0] == ("5", "Level 5 (elementary)")
    with translation.override("zh-hans"):
        assert code_list("level").choices()[0] == ("5", "五级/初级工")


def test_the_resident_card_has_the_code_of_the_registration_sheet() -> None:
    assert code_list("id_type").read("居民身份证").filing_code == "201"
    assert code_list("id_type").read("护照").filing_code == ""
