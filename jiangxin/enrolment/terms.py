"""The two texts to which a candidate agrees, each with its version: the pledge of honesty and the consent."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiangxin.regulation.words import Words


@dataclass(frozen=True, slots=True)
class Terms:
    """One text in both languages, the version of it that is in use, and the words beside its tick."""

    version: str
    title: Words
    text: Words
    agree: Words

    @property
    def paragraphs(self) -> list[str]:
        """The text in the active language, paragraph by paragraph."""
        return str(self.text).strip().splitlines()


@cache
def terms(name: str) -> Terms:
    """Return the text in use, `pledge` or `consent`; KeyError for another name."""
    with (Path(__file__).parent / "terms.toml").open("rb") as file:
        row = tomllib.load(file)[name]
    return Terms(row["version"], *(Words.of(row[key]) for key in ("title", "text", "agree")))
