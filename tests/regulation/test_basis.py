"""Behaviour of bases: what may be cited, how it is shown, how it is stored."""

import pytest
from django.utils import translation

from jiangxin.regulation.articles import UnknownClause
from jiangxin.regulation.basis import BadBasis, Basis, UnknownRule, article, house, law, paper, standard


@pytest.mark.parametrize(
    ("basis", "zh", "en"),
    [
        (article("14(1)"), "第十四条（一）", "Article 14(1)"),
        (article("20"), "第二十条", "Article 20"),
        (article("26"), "第二十六条", "Article 26"),
        (standard("电工 1.9.1"), "职业标准 电工 1.9.1", "Occupational standard electrician 1.9.1"),
        (house("publicity"), "机构规则“成绩公示与异议”", "House rule “Publicity and objections”"),
        (law("个人信息保护法 第29条"), "《个人信息保护法》第29条", "Personal Information Protection Law Article 29"),
        (paper("RFC 9162"), "文献 RFC 9162", "Literature RFC 9162"),
    ],
)
def test_a_basis_is_shown_in_both_languages_and_survives_storage(basis: Basis, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert basis.label == zh
    with translation.override("en"):
        assert basis.label == en
    assert Basis.parse(str(basis)) == basis


def test_without_an_active_language_the_label_is_chinese() -> None:
    with translation.override(None):
        assert article("14(1)").label == "第十四条（一）"


def test_the_code_kept_in_history_is_stable() -> None:
    assert str(article("14(1)")) == "article:14(1)"
    assert str(house("publicity")) == "house:publicity"


def test_an_article_gives_its_clauses_verbatim() -> None:
    assert "20个工作日" in article("14(1)").text
    assert article("14(1)").text.startswith("制定方案。")
    assert article("14").text.splitlines()[1].startswith("(一)制定方案。")
    assert article("14(4)").summary.startswith("Result filing")
    assert article("25").summary
    assert paper("RFC 9162").text == paper("RFC 9162").summary == ""


def test_a_house_rule_says_what_it_asks_and_is_there() -> None:
    assert "五个工作日" in house("publicity").text
    with translation.override("en"):
        assert "five working days" in house("publicity").text
    assert house("publicity").summary == ""
    with pytest.raises(UnknownRule, match="rumour"):
        house("rumour")


@pytest.mark.parametrize(
    "reference", ["0", "27", "14(6)", "14(0)", "1(1)", "14（一）", "014", "14(1", "", "十四", " 14"]
)
def test_a_clause_that_does_not_exist_is_refused(reference: str) -> None:
    with pytest.raises((UnknownClause, BadBasis)):
        article(reference)


def test_the_refusal_names_the_clause_and_says_what_to_do() -> None:
    with pytest.raises(UnknownClause) as caught, translation.override("zh-hans"):
        article("14(9)")
    with translation.override("zh-hans"):
        assert "14(9)" in str(caught.value)
        assert "请核对" in str(caught.value)
    with translation.override("en"):
        assert str(caught.value).startswith("“14(9)” can't be cited")


@pytest.mark.parametrize("code", ["", "article", "rumour:somebody", "house:", "law: 第1条", ":14", "article:27"])
def test_a_stored_code_that_cannot_be_looked_up_is_refused(code: str) -> None:
    with pytest.raises((UnknownClause, BadBasis)):
        Basis.parse(code)
