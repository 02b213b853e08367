"""The texts that are agreed to, in all their versions: a candidate's pledge and consent, a reviewer's pledge."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiangxin.regulation.words import Words


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a text in both languages, and the words beside its tick."""

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
def terms(name: str, version: str = "") -> Terms:
    """Return `pledge`, `consent` or `vouch` in the version that was agreed to, else in the one that is in use.

    KeyError for another name, or a version that never was.
    """
    with (Path(__file__).parent / "terms.toml").open("rb") as file:
        row = tomllib.load(file)[name]
    version = version or row["version"]
    title, agree = Words.of(row["title"]), Words.of(row["agree"])
    return Terms(version, title, Words.of(row["texts"][version]), agree, tuple(row.get("news", ())))
