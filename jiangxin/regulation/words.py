"""Words in both languages, for data that is read before Django's catalogues are."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language, gettext

DATA = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and in English; `str()` gives the one of the active language, Chinese when there is none."""

    zh: str
    en: str

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Words":
        """Return the words of a table `{zh = "…", en = "…"}`; KeyError when one language is missing."""
        return cls(data["zh"], data["en"])

    def fill(self, **values: object) -> "Words":
        """Return these words with the `{named}` places filled in both languages."""
        return Words(self.zh.format(**_spoken(values, "zh")), self.en.format(**_spoken(values, "en")))

    def __str__(self) -> str:
        return self.en if (get_language() or "zh").startswith("en") else self.zh


def _spoken(values: Mapping[str, object], language: str) -> dict[str, object]:
    """Return the values with nested `Words` reduced to one language."""
    return {key: getattr(value, language) if isinstance(value, Words) else value for key, value in values.items()}


def joined(things: Iterable[object]) -> str:
    """Return several things in one line: 电工、钳工; in English with commas."""
    return gettext("、").join(str(thing) for thing in things)


def in_series(clauses: Iterable[object]) -> str:
    """Return several clauses in one line: 缺照片；缺签字; in English with semicolons."""
    return gettext("；").join(str(clause) for clause in clauses)


def qualified(name: object, more: object) -> str:
    """Return a name with what tells it from others of that name: 焊工（钎焊工）; the name alone where there is none."""
    return gettext("%(name)s（%(more)s）") % {"name": name, "more": more} if more else str(name)


class RegulationError(Exception):
    """Something is claimed of the regulation that it does not hold; the sentence says what, and what to do next."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


@cache
def load(name: str) -> dict[str, Any]:
    """Return the parsed data file `name` of this folder; fractions come as `Decimal`, so that 0.1 is one tenth."""
    with (DATA / name).open("rb") as file:
        return tomllib.load(file, parse_float=Decimal)
