"""The atoms of which conditions of application are made (domain.md §4.5), each judged against facts on a day.

A condition is the verbatim text beside a list of atoms that must all hold; `any` holds when one of its lists does:

    text = "取得…五级/初级工…证书后，累计从事本职业或相关职业工作满3年。"
    rule = [{ work = { years = 3, after = { certificate = 5 } } }]

Every atom answers with findings (`verdict.py`): what holds, what would satisfy what doesn't, which facts are missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import ClassVar

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiangxin.people import idnumber
from jiangxin.regulation.codes import code_list
from jiangxin.standards.eligibility import spans
from jiangxin.standards.eligibility.facts import RANKS, Certificate, Facts, Rank, Scope
from jiangxin.standards.eligibility.verdict import Finding, Verdict

MET, OPEN, UNMET = Verdict.MET, Verdict.OPEN, Verdict.UNMET
YEAR_ENDS = (8, 31)  # of an academic year, whose last students are the final-year ones (在读应届毕业生)


def fits(scope: Scope | None, wanted: Scope) -> bool:
    """Tell whether something of this scope counts: what is of the occupation itself also counts as related."""
    return scope is Scope.SAME or (scope is Scope.RELATED and wanted is Scope.RELATED)


def _level(level: int) -> str:
    return code_list("level").get(str(level)).label


def _rank(rank: Rank) -> str:
    return code_list("title_rank").get(rank).label


def enumerated(key: str, codes: Sequence[str]) -> str:
    """Return the labels of codes as one enumeration, in the order of their list."""
    return _enumerated(key, tuple(codes), get_language())


def told_day(day: date) -> str:
    return _told_day(day, get_language())


# A roster tells the same schools and days thousands of times.
@lru_cache(maxsize=1024)
def _enumerated(key: str, codes: tuple[str, ...], language: str | None) -> str:
    return _("、").join(code.label for code in code_list(key).codes if code.code in codes)


@lru_cache(maxsize=4096)
def _told_day(day: date, language: str | None) -> str:
    return formats.date_format(day)


@dataclass(frozen=True, kw_only=True)
class Age:
    """年满N周岁."""

    asks: ClassVar[tuple[str, ...]] = ("born",)

    years: int

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge the age; a birthday counts from the day itself."""
        if facts.born is None:
            return [Finding("age", OPEN, _("不知道出生日期"), _("填写身份证号"), ("born",))]
        age = idnumber.age(facts.born, on)
        told = {"on": told_day(on), "age": age, "years": self.years}
        if age >= self.years:
            return [Finding("age", MET, _("到%(on)s %(age)d 周岁，要求满 %(years)d 周岁") % told)]
        full = spans.after(facts.born, spans.years(self.years))
        sentence = _("到%(on)s %(age)d 周岁，未满 %(years)d 周岁") % told
        return [Finding("age", UNMET, sentence, _("%s起年满，可以申报") % told_day(full), holds_from=full)]


@dataclass(frozen=True, kw_only=True)
class Engaged:
    """从事或拟从事本职业或相关职业工作: the applicant's own word."""

    asks: ClassVar[tuple[str, ...]] = ("engaged",)

    how: str  # "works" or "intends"

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge by what the applicant declares; somebody at work needn't intend."""
        if facts.engaged is None and facts.jobs and any(job.until is None for job in facts.jobs):
            return [Finding("engaged", MET, _("正在从事本职业或相关职业工作"))]
        if facts.engaged is None:
            return [Finding("engaged", OPEN, _("没有说明是否从事本职业工作"), _("说明从事或拟从事"), ("engaged",))]
        if facts.engaged in {"works", self.how}:
            works = facts.engaged == "works"
            return [
                Finding("engaged", MET, _("从事本职业或相关职业工作") if works else _("拟从事本职业或相关职业工作"))
            ]
        return [
            Finding(
                "engaged", UNMET, _("没有从事本职业或相关职业工作"), _("从事本职业或相关职业工作以后可以按此条申报")
            )
        ]


@dataclass(frozen=True, kw_only=True)
class Holds:
    """取得…证书: of a level or a higher one, or of a kind (预备技师); held for at least `for_years`."""

    asks: ClassVar[tuple[str, ...]] = ("certificates",)

    level: int
    scope: Scope = Scope.RELATED
    kind: str = ""
    for_years: int = 0

    @property
    def words(self) -> str:
        """The certificate as sentences name it."""
        if self.kind:
            return code_list("certificate_kind").get(self.kind).label
        return _("%s证书") % _level(self.level)

    def held(self, facts: Facts) -> list[Certificate]:
        """Return the certificates that count, those without a day of issue last."""
        known = [c for c in facts.certificates or () if fits(c.scope, self.scope)]
        # Levels run backwards: 三级 is above 四级. A 预备技师证书 is asked for by its kind and counts as nothing else.
        fitting = [
            c for c in known if (c.kind == self.kind if self.kind else c.kind != "reserve" and c.level <= self.level)
        ]
        return sorted(fitting, key=lambda c: c.issued or date.max)

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge whether the certificate is held, and for how long."""
        if facts.certificates is None:
            sentence = _("没有说明是否持有%s") % self.words
            return [Finding("certificate", OPEN, sentence, _("填写原证书"), ("certificates",))]
        held = [c for c in self.held(facts) if c.issued is None or c.issued <= on]
        if not held:
            sentence = _("没有%s") % self.words
            return [Finding("certificate", UNMET, sentence, self._remedy)]
        own = [self._since(c.issued, on) for c in held if c.scope is Scope.SAME]
        if own and own[0].verdict is MET:
            return own[:1]
        found = self._since(held[0].issued, on)
        return [found if held[0].scope is Scope.SAME else replace(found, reads=_("原证书的职业属于相关职业"))]

    @property
    def _remedy(self) -> str:
        """What somebody without the certificate must obtain."""
        if self.scope is Scope.SAME:
            return _("需要先取得本职业的%s") % self.words
        return _("需要先取得本职业或相关职业的%s") % self.words

    def _since(self, issued: date | None, on: date) -> Finding:
        """Judge how long a certificate has been held."""
        if not self.for_years:
            return Finding("certificate", MET, _("持有%s") % self.words)
        if issued is None:
            sentence = _("持有%s，没有填发证日期") % self.words
            return Finding("certificate", OPEN, sentence, _("填写原证书的发证日期"), ("certificates.issued",))
        full = spans.after(issued, spans.years(self.for_years))
        told = {"certificate": self.words, "issued": told_day(issued), "years": self.for_years, "full": told_day(full)}
        if full <= on:
            return Finding("certificate", MET, _("%(issued)s取得%(certificate)s，已满 %(years)d 年") % told)
        sentence = _("%(issued)s取得%(certificate)s，未满 %(years)d 年") % told
        return Finding(
            "certificate", UNMET, sentence, _("%(full)s起满 %(years)d 年，可以按此条申报") % told, holds_from=full
        )


@dataclass(frozen=True, kw_only=True)
class HasTitle:
    """取得符合专业对应关系的…职称: of a rank or a higher one."""

    asks: ClassVar[tuple[str, ...]] = ("titles",)

    rank: Rank

    @property
    def words(self) -> str:
        """The title as sentences name it."""
        return _rank(self.rank)

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge whether the title is there; whether it matches the occupation a person judges."""
        if facts.titles is None:
            return [Finding("title", OPEN, _("没有说明是否有%s") % self.words, _("填写职称"), ("titles",))]
        if not any(self.counts(title.rank) and (title.issued is None or title.issued <= on) for title in facts.titles):
            return [Finding("title", UNMET, _("没有%s") % self.words, _("需要先取得符合专业对应关系的%s") % self.words)]
        return [Finding("title", MET, _("有%s") % self.words, reads=_("职称与本职业的专业对应关系"))]

    def counts(self, rank: Rank) -> bool:
        """Tell whether a title of that rank is enough."""
        return RANKS.index(rank) >= RANKS.index(self.rank)


@dataclass(frozen=True, kw_only=True)
class Trained:
    """经…正规培训达规定标准学时数，并取得结业证书; `hours` come from the standard's level where none is given."""

    asks: ClassVar[tuple[str, ...]] = ("trainings",)

    level: int
    hours: int

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge the training with the most hours."""
        if facts.trainings is None:
            return [Finding("training", OPEN, _("没有说明是否参加过培训"), _("填写培训和结业证书"), ("trainings",))]
        told = {"level": _level(self.level), "hours": self.hours}
        fitting = sorted((t for t in facts.trainings if t.level <= self.level), key=lambda t: (t.certificate, t.hours))
        if not fitting:
            sentence = _("没有参加过%(level)s培训") % told
            return [
                Finding("training", UNMET, sentence, _("需要完成%(level)s培训 %(hours)d 学时并取得结业证书") % told)
            ]
        best = fitting[-1]
        told["had"] = best.hours
        if best.certificate and best.hours >= self.hours:
            return [Finding("training", MET, _("%(level)s培训 %(had)d 学时，已结业") % told)]
        if best.certificate:
            sentence = _("%(level)s培训 %(had)d 学时，少于规定的 %(hours)d 学时") % told
            return [Finding("training", UNMET, sentence, _("需要补足 %(hours)d 学时") % told)]
        sentence = _("%(level)s培训没有结业证书") % told
        return [Finding("training", UNMET, sentence, _("需要取得结业证书"))]


@dataclass(frozen=True, kw_only=True)
class Apprenticed:
    """学徒期满."""

    asks: ClassVar[tuple[str, ...]] = ("apprenticeship",)

    scope: Scope = Scope.RELATED

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge whether an apprenticeship of the scope is completed."""
        if facts.apprenticeship is None:
            return [Finding("apprenticeship", OPEN, _("没有说明学徒期"), _("说明学徒期是否已满"), ("apprenticeship",))]
        if facts.apprenticeship != "none" and fits(Scope(facts.apprenticeship), self.scope):
            reads = _("满期学徒的职业属于相关职业") if facts.apprenticeship == Scope.RELATED else ""
            return [Finding("apprenticeship", MET, _("学徒期满"), reads=reads)]
        return [Finding("apprenticeship", UNMET, _("没有满期的学徒经历"), _("学徒期满以后可以按此条申报"))]
