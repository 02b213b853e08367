"""The library of standards (标准库): the templates of application conditions that standards share, as data files."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiangxin.standards.eligibility.rule import Rule, read_rule

FOLDER = Path(__file__).parent


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
    data = tomllib.loads((FOLDER / f"conditions-{name}.toml").read_text(encoding="utf-8"))
    return tuple(
        ConditionText(**{**row, "materials": tuple(row["materials"]), "rule": read_rule(row["rule"])})
        for row in data["conditions"]
    )
