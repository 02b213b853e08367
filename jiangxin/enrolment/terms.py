"""The texts that are agreed to, each with its version: a candidate's pledge and consent, a reviewer's pledge."""

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
    news: tuple[str, ...] = ()  # the versions of it by which the applicant agrees to be told by telephone

    @property
    def paragraphs(self) -> list[str]:
        """The text in the active language, paragraph by paragraph."""
        return str(self.text).strip().splitlines()


@cache
def terms(name: str) -> Terms:
    """Return the text in use, `pledge`, `consent` or `vouch`; KeyError for another name."""
    with (Path(__file__).parent / "terms.toml").open("rb") as file:
        row = tomllib.load(file)[name]
    title, text, agree = (Words.of(row[key]) for key in ("title", "text", "agree"))
    return Terms(row["version"], title, text, agree, tuple(row.get("news", ())))
