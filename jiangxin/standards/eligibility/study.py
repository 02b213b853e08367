"""取得…毕业证书（含在读应届毕业生）: the atom that reads a course of study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.utils.translation import gettext as _

from jiangxin.standards.eligibility.atoms import MET, OPEN, UNMET, enumerated, fits, told_day
from jiangxin.standards.eligibility.facts import Facts, Scope, Study
from jiangxin.standards.eligibility.verdict import Finding, worst

YEAR_ENDS = (8, 31)  # of an academic year, whose last students are the final-year ones (在读应届毕业生)


@dataclass(frozen=True, kw_only=True)
class Studied:
    """取得…毕业证书（含在读应届毕业生）; `any_year` is 在校生 of whatever year."""

    asks: ClassVar[tuple[str, ...]] = ("studies",)

    schools: tuple[str, ...]
    scope: Scope = Scope.RELATED
    final_year: bool = False
    any_year: bool = False
    evaluated: bool = False
    programmes: tuple[str, ...] = ()

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge the course of study that comes nearest."""
        if facts.studies is None:
            return [Finding("study", OPEN, _("没有填学历"), _("填写毕业证书或学籍"), ("studies",))]
        tried = [self._judged(study, on) for study in facts.studies if self._fits(study)]
        if not tried:
            words = enumerated("school", self.schools)
            return [
                Finding(
                    "study", UNMET, _("没有本专业或相关专业的%s学历") % words, _("需要%s的本专业或相关专业学历") % words
                )
            ]
        return max(tried, key=worst)

    def _fits(self, study: Study) -> bool:
        """Tell whether school, subject and programme are among those that the condition names."""
        named = study.school in self.schools and fits(study.scope, self.scope)
        return named and (not self.programmes or study.programme in self.programmes)

    def _judged(self, study: Study, on: date) -> list[Finding]:
        found = [self._finished(study, on)]
        if self.evaluated:
            found.append(self._evaluated(study.evaluated))
        return found

    def _finished(self, study: Study, on: date) -> Finding:
        """Judge whether the course is finished, or near enough to its end."""
        school = enumerated("school", [study.school])
        reads = _("所学专业属于相关专业") if study.scope is Scope.RELATED else ""
        if study.graduated and study.graduated <= on:
            return Finding("study", MET, _("%s毕业") % school, reads=reads)
        if self.any_year:
            return Finding("study", MET, _("%s在校生") % school, reads=reads)
        if self.final_year:
            return self._final_year(school, study, on, reads)
        return Finding("study", UNMET, _("%s尚未毕业") % school, _("取得毕业证书以后可以按此条申报"))

    def _final_year(self, school: str, study: Study, on: date, reads: str) -> Finding:
        """Judge whether a student is in the last academic year (在读应届毕业生)."""
        ends = study.expected or study.graduated
        if ends is None and study.final_year is False:
            sentence = _("%s在读，不是应届毕业生") % school
            return Finding("final_year", UNMET, sentence, _("进入毕业学年以后可以按此条申报"))
        if ends is None:
            asks = ("studies.expected",)
            return Finding("final_year", OPEN, _("没有填%s的毕业时间") % school, _("填写预计毕业时间"), asks)
        begins = final_year_begins(ends)
        told = {"school": school, "ends": told_day(ends), "begins": told_day(begins)}
        if ends < on:
            sentence, asks = _("预计毕业时间（%(ends)s）已过，没有填毕业证书") % told, ("studies.graduated",)
            return Finding("final_year", OPEN, sentence, _("填写毕业证书的日期"), asks)
        if begins <= on:
            sentence = _("%(school)s在读，%(ends)s毕业，是应届毕业生") % told
            return Finding("final_year", MET, sentence, reads=reads)
        sentence = _("%(school)s在读，%(ends)s毕业，不是应届毕业生") % told
        remedy = _("%(begins)s进入毕业学年以后可以按此条申报") % told
        return Finding("final_year", UNMET, sentence, remedy, holds_from=begins)

    def _evaluated(self, known: bool | None) -> Finding:
        """Judge whether the school's programme is one that was evaluated (经评估论证)."""
        if known is None:
            reads = _("学校的专业是否经评估论证")
            return Finding(
                "evaluated",
                OPEN,
                _("没有查到该专业经评估论证的记录"),
                _("由审核员核对评估论证名单"),
                ("studies.evaluated",),
                reads,
            )
        if known:
            return Finding("evaluated", MET, _("该专业经评估论证"))
        return Finding("evaluated", UNMET, _("该专业未经评估论证"), _("此条只适用于经评估论证的专业"))


def final_year_begins(ends: date) -> date:
    """Return the day on which the last academic year before a graduation begins."""
    this_year = date(ends.year, *YEAR_ENDS)
    last = this_year if ends > this_year else date(ends.year - 1, *YEAR_ENDS)
    return last + timedelta(days=1)
