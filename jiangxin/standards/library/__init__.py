"""The library of standards (标准库), as data files: standards to take in, and the conditions that they share.

Their shape is described in docs/standards.md.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jiangxin.regulation.words import qualified
from jiangxin.standards.eligibility.rule import Rule, read_rule

FOLDER = Path(__file__).parent
TEMPLATES = ("2023", "2018", "old")


@dataclass(frozen=True)
class ConditionText:
    """One alternative (申报条件) of a template: verbatim text, the proofs it asks for, and its rule."""

    level: int
    label: str
    short: str
    text: str
    materials: tuple[str, ...]
    rule: Rule


@cache
def template(name: str) -> tuple[ConditionText, ...]:
    """Return the conditions of a template: "2023", "2018" or "old"."""
    return tuple(
        ConditionText(**{**row, "materials": tuple(row["materials"]), "rule": read_rule(row["rule"])})
        for row in template_rows(name)
    )


@cache
def template_rows(name: str) -> tuple[dict[str, Any], ...]:
    """Return the conditions of a template as its file has them, the rule unread."""
    data = tomllib.loads((FOLDER / f"conditions-{name}.toml").read_text(encoding="utf-8"))
    return tuple(data["conditions"])


def shipped() -> dict[str, str]:
    """Return the standards that come with the software: name of the file → title and edition."""
    found = {}
    for path in sorted(FOLDER.glob("standard-*.toml")):
        words = tomllib.loads(path.read_text(encoding="utf-8"))["standard"]
        found[path.stem] = qualified(words["title"], words["version"])
    return found


def content_of(name: str) -> bytes:
    """Return the file of a standard that comes with the software; KeyError where there is none of that name."""
    if name not in shipped():
        raise KeyError(name)
    return (FOLDER / f"{name}.toml").read_bytes()
