"""The rule of a condition of application: read from data, judged against facts.

A rule is a list of atoms that must all hold. An atom is a table with one key, its name; its fields are those of the
classes in `atoms.py`, `work.py` and `study.py`:

    age = 16                          engaged = "works" | "intends"
    certificate = { level = 4 }       …, scope = "same", for_years = 2, kind = "reserve"
    title = { rank = "junior" }
    work = { years = 3 }              …, scope, mode = "continuous", trainee = true,
                                      after = { certificate = 5 } | { title = "junior" }
    study = { schools = […] }         …, scope, final_year, any_year, evaluated, programmes = […];
                                      scope = "any" where the text names no subject (专业)
    training = { level = 4, hours = 120 }
    apprenticeship = { scope = "related" }
    any = [[…], […]]                  one of these lists must hold (或)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.process.errors import Unable
from jiangxin.regulation.words import joined
from jiangxin.standards.eligibility.atoms import Age, Apprenticed, Engaged, HasTitle, Holds, Trained
from jiangxin.standards.eligibility.facts import Facts, Rank, Scope
from jiangxin.standards.eligibility.study import Studied
from jiangxin.standards.eligibility.verdict import Finding, Opinion, Verdict, nearness
from jiangxin.standards.eligibility.work import Work


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    """Several lists of atoms, of which one must hold (或)."""

    ways: tuple[tuple[Atom, ...], ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """The facts that any of the ways needs."""
        return tuple(ask for way in self.ways for atom in way for ask in atom.asks)

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Return what is found of the way that comes nearest; the first of equals."""
        return max(([found for atom in way for found in atom.findings(facts, on)] for way in self.ways), key=nearness)


type Atom = Age | Engaged | Holds | HasTitle | Work | Studied | Trained | Apprenticed | AnyOf

ATOMS: dict[str, type[Any]] = {
    "age": Age, "engaged": Engaged, "certificate": Holds, "title": HasTitle, "work": Work, "study": Studied,
    "training": Trained, "apprenticeship": Apprenticed,
}  # fmt: skip
ALONE = {"age": "years", "engaged": "how", "certificate": "level", "title": "rank"}  # the field that a bare value gives
READERS: dict[str, Any] = {"scope": Scope, "rank": Rank, "schools": tuple, "programmes": tuple}
READERS_OF: dict[str, dict[str, Any]] = {"study": {"scope": lambda told: None if told == "any" else Scope(told)}}


class UnableToReadRule(Unable):
    """The data is no rule."""


@dataclass(frozen=True)
class Rule:
    """The atoms of one condition."""

    atoms: tuple[Atom, ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """The facts that are needed to judge it, each once."""
        return tuple(dict.fromkeys(ask for atom in self.atoms for ask in atom.asks))

    @property
    def studied(self) -> list[Studied]:
        """The atoms that read a course of study, inside 或 too."""
        return _studied(self.atoms)

    @property
    def evaluates(self) -> bool:
        """Whether the institution's list of evaluated programmes (经评估论证) is asked."""
        return any(atom.evaluated for atom in self.studied)

    def judge(self, label: str, facts: Facts, on: date) -> Opinion:
        """Return the opinion on somebody, on the reference day."""
        findings = [found for atom in self.atoms for found in atom.findings(facts, on)]
        # Of a condition without a rule a machine knows nothing: somebody must read it.
        unread = Finding("text", Verdict.OPEN, _("这一条没有机器可以核对的规则"), reads=_("申报条件的原文"))
        return Opinion(label, on, tuple(findings or [unread]))


def _studied(atoms: Sequence[Atom]) -> list[Studied]:
    found: list[Studied] = []
    for atom in atoms:
        if isinstance(atom, AnyOf):
            found.extend(each for way in atom.ways for each in _studied(way))
        elif isinstance(atom, Studied):
            found.append(atom)
    return found


def read_rule(rows: Sequence[Mapping[str, Any]]) -> Rule:
    """Return the rule that data states; raises UnableToReadRule with a sentence for what is none."""
    return Rule(tuple(_atom(row) for row in rows))


def _atom(row: Mapping[str, Any]) -> Atom:
    """Return one atom."""
    if len(row) != 1:
        raise UnableToReadRule(_("申报条件的规则里每一项只能有一个名称，这一项有：%s") % joined(row))
    ((name, told),) = row.items()
    if name == "any":
        return AnyOf(ways=tuple(tuple(_atom(inner) for inner in way) for way in told))
    if name not in ATOMS:
        sentence = _("申报条件的规则里有不认识的项“%(name)s”；可用的有：%(known)s")
        raise UnableToReadRule(sentence % {"name": name, "known": joined([*ATOMS, "any"])})
    return _made(name, told)


def _made(name: str, told: Any) -> Atom:
    """Return the atom that a name and its fields describe."""
    kind, readers = ATOMS[name], READERS | READERS_OF.get(name, {})
    given = dict(told) if isinstance(told, Mapping) else {ALONE.get(name, ""): told}
    known = {field.name for field in fields(kind)}
    if unknown := sorted(set(given) - known):
        sentence = _("规则“%(name)s”没有字段“%(unknown)s”；可用的有：%(known)s")
        raise UnableToReadRule(sentence % {"name": name, "unknown": joined(unknown), "known": joined(sorted(known))})
    try:
        read = {field: readers[field](value) if field in readers else value for field, value in given.items()}
        if "after" in read:
            read["after"] = _atom(read["after"])
        made: Atom = kind(**read)
    except (TypeError, ValueError) as error:
        raise UnableToReadRule(_("规则“%(name)s”写得不完整：%(error)s") % {"name": name, "error": error}) from error
    return made
