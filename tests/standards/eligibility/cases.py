"""The hand-checked cases of cases.txt, read: all three generations of wording, all five levels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from jiangxin.standards.eligibility.facts import Facts
from jiangxin.standards.eligibility.verdict import Verdict

NORMAL_DAY = date(2026, 9, 10)
LISTS = {"jobs": "jobs", "certs": "certificates", "titles": "titles", "studies": "studies", "trainings": "trainings"}
KINDS = {"qualification", "skill_level", "reserve"}


@dataclass(frozen=True)
class Case:
    """One line of cases.txt."""

    line: str
    template: str
    label: str
    facts: Facts
    on: date
    verdict: Verdict
    told: str


def read(line: str) -> Case:
    """Return the case that a line states."""
    condition, facts, on, verdict, told = (part.strip() for part in line.split("|"))
    name, label = condition.split()
    told_facts = Facts.read(stated(facts))
    day = date.fromisoformat(on) if on else NORMAL_DAY
    return Case(line, name, label, told_facts, day, Verdict[verdict.upper()], told)


def stated(text: str) -> dict[str, Any]:
    """Return the facts of a case in JSON's words."""
    facts: dict[str, Any] = {}
    for part in text.split(";"):
        match part.split():
            case ["no", name]:
                facts[LISTS[name]] = []
            case ["works" | "intends" as how]:
                facts["engaged"] = how
            case ["born", day]:
                facts["born"] = day
            case ["total", years]:
                facts["total_years"] = years
            case ["apprentice", scope]:
                facts["apprenticeship"] = scope
            case [name, *words]:
                key = {"job": "jobs", "cert": "certificates", "study": "studies"}.get(name, f"{name}s")
                facts.setdefault(key, []).append(READERS[name](words))
    return facts


def job(words: list[str]) -> dict[str, Any]:
    since, until = words[0].split("..")
    return {"since": since, "until": until or None, "scope": scope(words), "trainee": "trainee" in words}


def certificate(words: list[str]) -> dict[str, Any]:
    issued = next((word for word in words[1:] if word[0].isdigit()), None)
    kind = next((word for word in words if word in KINDS), "skill_level")
    return {"level": int(words[0]), "issued": issued, "scope": scope(words), "kind": kind}


def title(words: list[str]) -> dict[str, Any]:
    return {"rank": words[0], "issued": words[1] if words[1:] else None}


def study(words: list[str]) -> dict[str, Any]:
    after = dict(pairwise(words))
    known = {"evaluated": True, "unevaluated": False}
    evaluated = next((known[word] for word in words if word in known), None)
    return {
        "school": words[0], "graduated": after.get("graduated"), "expected": after.get("expected"),
        "scope": scope(words), "programme": "" if after.get("class") == "other" else after.get("class"),
        "name": after.get("at", ""), "major": after.get("in", ""), "evaluated": evaluated,
    }  # fmt: skip


def training(words: list[str]) -> dict[str, Any]:
    return {"level": int(words[0]), "hours": int(words[1]), "certificate": "uncertified" not in words}


def scope(words: list[str]) -> str | None:
    return None if "other" in words else "related" if "related" in words else "same"


READERS = {"job": job, "cert": certificate, "title": title, "study": study, "training": training}


def cases() -> Iterator[Case]:
    for line in (Path(__file__).parent / "cases.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield read(line)
