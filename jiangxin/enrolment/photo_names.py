"""Whose photo a file is, by its name: 证件号码, 姓名-证件号码 or 证件号码-姓名 (domain.md §3.2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Iterator
from pathlib import PurePath

from jiangxin.people import idnumber, names

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
_DASHES = "-‐–—－−_"


def readings(file: str) -> Iterator[tuple[str, str]]:
    """Yield what a file's name may say: (ID number, name); the name is "" where it is the number alone.

    A number of another document, or a name, may hold a dash itself: so every dash is tried.
    """
    stem = unicodedata.normalize("NFKC", PurePath(file).stem).strip()
    yield _number(stem), ""
    for place, character in enumerate(stem):
        if character in _DASHES:
            before, after = stem[:place], stem[place + 1 :]
            yield _number(before), names.tidy(after)
            yield _number(after), names.tidy(before)


def reading_of(file: str, numbers: Container[str]) -> tuple[str, str] | None:
    """Return what a file's name says, given the ID numbers that there are; None where it holds none of them."""
    return next((said for said in readings(file) if said[0] in numbers), None)


def masked(file: str) -> str:
    """Return a file's name as it may be shown: numbers and names masked, the suffix left."""
    path = PurePath(file)
    parts = path.stem.translate(dict.fromkeys(map(ord, _DASHES), "-")).split("-")
    return "-".join(_masked(part) for part in parts) + path.suffix


def _masked(part: str) -> str:
    if sum(character.isdigit() for character in part) >= 4:
        return idnumber.masked(part)
    return names.masked(part) if part else part


def _number(text: str) -> str:
    return idnumber.normalise(text)[0]
