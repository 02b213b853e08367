"""What a step, a deadline or a number rests on. A basis is never claimed that isn't there."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast, get_args

from jiangxin.regulation import articles
from jiangxin.regulation.words import RegulationError, Words, load

Kind = Literal["article", "standard", "house", "law", "paper"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class BadBasis(RegulationError):
    """A basis is written so that nobody could look it up."""


class UnknownRule(BadBasis):
    """The house has no such rule."""


@dataclass(frozen=True, slots=True)
class HouseRule:
    """What the institution has settled for itself, and on what that leans (机构规则)."""

    key: str
    title: Words
    text: Words
    source: Words


@cache
def house_rules() -> dict[str, HouseRule]:
    """Return the house rules by their keys, in the order of `house.toml`."""
    return {
        row["key"]: HouseRule(row["key"], *(Words.of(row[name]) for name in ("title", "text", "source")))
        for row in load("house.toml")["rule"]
    }


def house_rule(key: str) -> HouseRule:
    """Return a house rule; UnknownRule when there is none."""
    try:
        return house_rules()[key]
    except KeyError:
        raise UnknownRule(_UNKNOWN.fill(key=key, known="、".join(house_rules()))) from None


@dataclass(frozen=True, slots=True)
class Basis:
    """A source: an article of the regulation, a national standard, a house rule, a law, or published literature.

    `str()` is the stable code kept in history, such as `article:14(1)`; `Basis.parse` reads it back.
    Raises UnknownClause for an article which the regulation doesn't have, UnknownRule for a house rule that
    `house.toml` doesn't have, BadBasis for any other malformed basis.
    """

    kind: Kind
    reference: str

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not self.reference.strip() or self.reference != self.reference.strip():
            raise BadBasis(_BAD.fill(code=f"{self.kind}:{self.reference}"))
        if self.kind == "article":
            articles.find(self.reference)
        if self.kind == "house":
            house_rule(self.reference)

    @classmethod
    def parse(cls, code: str) -> "Basis":
        """Return the basis of a stored code such as `house:publicity`."""
        kind, colon, reference = code.partition(":")
        if not colon:
            raise BadBasis(_BAD.fill(code=code))
        return cls(cast("Kind", kind), reference)

    @property
    def words(self) -> Words:
        """Return the label in both languages."""
        return _LABELS[self.kind](self.reference)

    @property
    def label(self) -> str:
        """Return how people cite it, in the active language: 第十四条（一）, Article 14(1)."""
        return str(self.words)

    @property
    def text(self) -> str:
        """Return an article or clause verbatim, a house rule in the active language, "" for every other kind."""
        if self.kind == "house":
            return str(house_rule(self.reference).text)
        if self.kind != "article":
            return ""
        article_, clause = articles.find(self.reference)
        if clause is not None:
            return clause.text
        return "\n".join([article_.text, *(each.marker + each.text for each in article_.clauses)])

    @property
    def summary(self) -> str:
        """Return the English summary of an article or clause, "" for every other kind of basis."""
        if self.kind != "article":
            return ""
        article_, clause = articles.find(self.reference)
        return clause.summary if clause is not None else article_.summary

    def __str__(self) -> str:
        return f"{self.kind}:{self.reference}"


def article(reference: str) -> Basis:
    """Return an article or clause of the founding regulation, `14` or `14(1)`; UnknownClause when there is none."""
    return Basis("article", reference)


def standard(reference: str) -> Basis:
    """Return a clause of a national occupational standard or own norm, such as `电工 1.9.1`."""
    return Basis("standard", reference)


def house(reference: str) -> Basis:
    """Return a rule of the house, by its key in `house.toml`, such as `publicity`; UnknownRule when there is none."""
    return Basis("house", reference)


def law(reference: str) -> Basis:
    """Return an article of a law, such as `个人信息保护法 第29条`."""
    return Basis("law", reference)


def paper(reference: str) -> Basis:
    """Return a place in published literature, such as a technical specification or a method's paper."""
    return Basis("paper", reference)


def _article_label(reference: str) -> Words:
    """Return 第十四条（一） and Article 14(1)."""
    found, clause = articles.find(reference)
    tail = f"（{articles.numeral(clause.number)}）" if clause else ""
    return Words(found.heading + tail, f"Article {reference}")


def _house_label(reference: str) -> Words:
    """Return 机构规则“成绩公示与异议” and its English name."""
    title = house_rule(reference).title
    return Words(f"机构规则“{title.zh}”", f"House rule “{title.en}”")


def _label(zh: str, en: str) -> Callable[[str], Words]:
    """Return a maker of labels that put a prefix before the reference."""
    return lambda reference: Words(f"{zh} {reference}", f"{en} {_in_english(reference)}")


def _law_label(reference: str) -> Words:
    """Return 《个人信息保护法》第29条 and its English name."""
    name, _, place = reference.partition(" ")
    return Words(f"《{name}》{place}", _in_english(reference))


def _in_english(reference: str) -> str:
    """Return a reference with the names known to `sources.toml` in English; others stay, also longer ones."""
    for name, english in load("sources.toml")["names"].items():
        reference = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", english, reference)
    return re.sub(r"第\s*(\d+)\s*条", r"Article \1", reference)


_LABELS: dict[Kind, Callable[[str], Words]] = {
    "article": _article_label,
    "standard": _label("职业标准", "Occupational standard"),
    "house": _house_label,
    "law": _law_label,
    "paper": _label("文献", "Literature"),
}
_UNKNOWN = Words(
    "机构规则里没有“{key}”；先写进 regulation/house.toml，再引用。现有：{known}。",
    "The house has no rule “{key}”: write it into regulation/house.toml before it is cited. There are: {known}.",
)
_BAD = Words(
    "无法记录依据“{code}”：写法应为“种类:出处”，种类为 article、standard、house、law、paper 之一，出处不能为空。",
    "The basis “{code}” can't be recorded: write kind:reference, where kind is one of article, standard, house, law,"
    " paper and the reference isn't empty.",
)
