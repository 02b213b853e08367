"""Behaviour of the articles: whole, verbatim, in order."""

import hashlib
from itertools import groupby

from jiangxin.regulation.articles import articles, chapters, document, numeral, references

# Of the printed text from 第一章 to the end, without white space.
PRINTED = "b2bf2f1d18fb85c5c416386d2aba2850f9efb32934d067d62a574e8c63c26350"


def test_chapters_articles_and_clauses_make_the_printed_text() -> None:
    parts: list[str] = []
    titles = {chapter.number: chapter.title.zh for chapter in chapters()}
    for number, group in groupby(articles().values(), key=lambda entry: entry.chapter):
        parts += [f"第{numeral(number)}章", titles[number]]
        for entry in group:
            parts += [entry.heading, entry.text]
            parts += [clause.marker + clause.text for clause in entry.clauses]
    assert hashlib.sha256("".join("".join(parts).split()).encode()).hexdigest() == PRINTED


def test_there_are_26_articles_in_8_chapters() -> None:
    assert list(articles()) == list(range(1, 27))
    assert [chapter.number for chapter in chapters()] == list(range(1, 9))
    assert len(list(references())) == 26 + 3 + 3 + 5


def test_page_breaks_are_repaired_and_oddities_kept() -> None:
    assert "攀枝花市职业技能鉴定和培训指导中心" in articles()[4].text
    assert "组织专家评审" in articles()[9].text
    assert "解决实际问题 and 完成工作任务" in articles()[12].text
    assert "职业操守和从业行为" in articles()[13].clauses[0].text
    assert "对每次认定的全过程进行质量督导" in articles()[14].clauses[2].text
    assert "行政监管、信用监管" in articles()[22].text


def test_every_article_and_clause_has_an_english_summary() -> None:
    for entry in articles().values():
        assert all(text and text.isascii() for text in (entry.summary, *(clause.summary for clause in entry.clauses)))


def test_the_document_is_named_as_printed() -> None:
    assert document().number == "攀学院〔2024〕63号"
    assert document().title.zh == "攀枝花学院职业技能培训认定工作实施办法（试行）"
    assert numeral(10) == "十"
    assert numeral(26) == "二十六"
