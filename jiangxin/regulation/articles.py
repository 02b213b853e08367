"""The 26 articles of the founding regulation, clause by clause, as read from `articles.toml`."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from jiangxin.regulation.words import RegulationError, Words, load

REFERENCE = re.compile(r"([1-9]\d?)(?:\(([1-9])\))?")
NUMERALS = "零一二三四五六七八九十"


class UnknownClause(RegulationError):
    """A clause is named which the regulation does not have."""


@dataclass(frozen=True, slots=True)
class Document:
    """The regulation as a document; `valid_from` is the day of issue (article 26)."""

    title: Words
    number: str
    issuer: str
    date: datetime.date
    valid_from: datetime.date


@dataclass(frozen=True, slots=True)
class Chapter:
    """One of the eight chapters."""

    number: int
    title: Words


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of an article, `（一）` as number 1; `marker` keeps the brackets as printed, `text` is verbatim."""

    number: int
    marker: str
    text: str
    summary: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its own text (the lead-in, where clauses follow) verbatim, and an English summary."""

    number: int
    chapter: int
    text: str
    summary: str
    clauses: tuple[Clause, ...]

    @property
    def heading(self) -> str:
        """Return the printed heading, such as 第十四条."""
        return f"第{numeral(self.number)}条"

    @property
    def references(self) -> list[str]:
        """Return the references under which duties are stated: the article and each of its clauses."""
        return [str(self.number), *(f"{self.number}({clause.number})" for clause in self.clauses)]


def numeral(number: int) -> str:
    """Return a number from 1 to 99 as a Chinese numeral: 14 is 十四, 20 is 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{NUMERALS[tens]}十")
    return head + (NUMERALS[ones] if ones else "")


def document() -> Document:
    """Return the regulation's title, number and dates."""
    data = load("articles.toml")["document"]
    title = Words(data["title"], data["title_en"])
    return Document(title, data["number"], data["issuer"], data["date"], data["valid_from"])


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the eight chapters in order."""
    return tuple(Chapter(row["number"], Words(row["title"], row["en"])) for row in load("articles.toml")["chapter"])


@cache
def articles() -> dict[int, Article]:
    """Return all articles by number, in order."""
    return {row["number"]: _article(row) for row in load("articles.toml")["article"]}


def find(reference: str) -> tuple[Article, Clause | None]:
    """Return the article, and the clause where one is named, of a reference such as `14` or `14(1)`.

    Raises UnknownClause when the regulation has no such article or clause.
    """
    match = REFERENCE.fullmatch(reference)
    found = articles().get(int(match[1])) if match else None
    if match is None or found is None:
        raise UnknownClause(_UNKNOWN.fill(reference=reference))
    if match[2] is None:
        return found, None
    for clause in found.clauses:
        if clause.number == int(match[2]):
            return found, clause
    raise UnknownClause(_UNKNOWN.fill(reference=reference))


def references() -> Iterator[str]:
    """Yield every reference of the regulation in order: 1, 2, …, 12, 12(1), …, 26."""
    for entry in articles().values():
        yield from entry.references


def _article(row: dict[str, Any]) -> Article:
    """Return a row of the data file as an `Article`."""
    clauses = tuple(Clause(each["number"], each["marker"], each["text"], each["en"]) for each in row.get("clause", []))
    return Article(row["number"], row["chapter"], row["text"], row["en"], clauses)


_UNKNOWN = Words(
    "无法引用第 {reference} 条：攀学院〔2024〕63号没有这一条款。请核对 regulation/articles.toml，写法如 14 或 14(1)。",
    "“{reference}” can't be cited: the regulation has no such clause. See regulation/articles.toml; write 14 or 14(1).",
)
