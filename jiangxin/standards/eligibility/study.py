"""取得…毕业证书（含在读应届毕业生）: the atom that reads a course of study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.utils.translation import gettext as _

from jiangxin.standards.eligibility.atoms import MET, OPEN, UNMET, enumerated, fits, told_day
from jiangxin.standards.eligibility.facts import Facts, Scope, Study
from jiangxin.standards.eligibility.verdict import Finding, nearness

YEAR_ENDS = (8, 31)  # of an academic year, whose last students are the final-year ones (在读应届毕业生)


@dataclass(frozen=True, kw_only=True)
class Studied:
    """取得…毕业证书（含在读应届毕业生）; `any_year` is 学生、在校生 of whatever year, and of them alone.

    Without a `scope` the text names no subject (专业): any will do.
    """

    asks: ClassVar[tuple[str, ...]] = ("studies",)

    schools: tuple[str, ...]
    scope: Scope | None = Scope.RELATED
    final_year: bool = False
    any_year: bool = False
    evaluated: bool = False
    programmes: tuple[str, ...] = ()

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge the course of study that comes nearest."""
        if facts.studies is None:
            return [Finding("study", OPEN, _("没有填学历"), _("填写毕业证书或学籍"), ("studies",))]
        tried = [self._judged(study, on) for study in facts.studies if self.fits(study)]
        if not tried:
            words = self._words
            return [Finding("study", UNMET, _("没有%s学历") % words, _("需要%s学历") % words)]
        return max(tried, key=nearness)

    def fits(self, study: Study) -> bool:
        """Tell whether school, subject and programme are among those that the condition names, or may be."""
        named = study.school in self.schools and (self.scope is None or fits(study.scope, self.scope))
        return named and (not self.programmes or study.programme is None or study.programme in self.programmes)

    @property
    def _words(self) -> str:
        """The course of study as sentences name it."""
        school = enumerated("school", self.schools)
        if self.programmes:
            school = _("%(school)s（%(programme)s）") % {
                "school": school, "programme": enumerated("programme", self.programmes),
            }  # fmt: skip
        if self.scope is None:
            return school
        return (_("本专业的%s") if self.scope is Scope.SAME else _("本专业或相关专业的%s")) % school

    def _judged(self, study: Study, on: date) -> list[Finding]:
        found = [self._attended(study, on)]
        if self.programmes and study.programme is None:
            asks, words = ("studies.programme",), enumerated("programme", self.programmes)
            found.append(Finding("programme", OPEN, _("没有填班级类型，要求%s") % words, _("填写班级类型"), asks))
        if self.evaluated:
            found.append(_evaluated(study, on))
        return found

    def _attended(self, study: Study, on: date) -> Finding:
        """Judge whether the course is finished, or far enough to count."""
        school = enumerated("school", [study.school])
        reads = _("所学专业属于相关专业") if study.scope is Scope.RELATED and self.scope else ""
        graduated = study.graduated is not None and study.graduated <= on
        if self.any_year:
            return self._studying(school, study, on, reads, graduated=graduated)
        if graduated:
            return Finding("study", MET, _("%s毕业") % school, reads=reads)
        if self.final_year:
            return self._final_year(school, study, on, reads)
        return Finding("study", UNMET, _("%s尚未毕业") % school, _("取得毕业证书以后可以按此条申报"))

    def _studying(self, school: str, study: Study, on: date, reads: str, *, graduated: bool) -> Finding:
        """Judge whether somebody still studies (学生、在校生), in whatever year."""
        if graduated:
            sentence = _("%s已毕业，不是在校生") % school
            return Finding("study", UNMET, sentence, _("此条只适用于在校生；请按毕业生的条件申报"))
        ends = study.expected or study.graduated
        if ends is None and study.final_year is None:
            sentence = _("没有填%s的学籍状态和毕业时间") % school
            return Finding("study", OPEN, sentence, _("填写学籍状态和预计毕业时间"), ("studies.expected",))
        if ends is not None and ends < on:
            sentence = _("%(school)s的预计毕业时间（%(ends)s）已过，不清楚是否仍在校") % {
                "school": school, "ends": told_day(ends),
            }  # fmt: skip
            remedy = _("仍在校的更正预计毕业时间；已毕业的填写毕业日期")
            return Finding("study", OPEN, sentence, remedy, ("studies.expected",))
        return Finding("study", MET, _("%s在校生") % school, reads=reads)

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


def _evaluated(study: Study, on: date) -> Finding:
    """Judge whether the school's programme was evaluated (经评估论证), by the institution's list."""
    told = {"school": study.name, "major": study.major, "on": told_day(on)}
    if study.evaluated:
        return Finding("evaluated", MET, _("“%(school)s”“%(major)s”经评估论证，已在清单中") % told)
    if study.evaluated is False:
        sentence = _("%(on)s，“%(school)s”“%(major)s”的评估论证不在有效期内") % told
        return Finding("evaluated", UNMET, sentence, _("此条只适用于经评估论证的专业"))
    # A list knows names in one spelling only: what it doesn't have a person looks up.
    reads = _("学校的专业是否经评估论证")
    if not (study.name and study.major):
        asks = tuple(f"studies.{field}" for field in ("name", "major") if not getattr(study, field))
        sentence = _("没有填学校名称或专业，查不了经评估论证的专业清单")
        return Finding("evaluated", OPEN, sentence, _("填写学校名称和专业"), asks, reads)
    sentence = _("“%(school)s”“%(major)s”不在本机构登记的经评估论证的专业清单中") % told
    remedy = _("由审核员核对评估论证的文件；属实的由评价中心登记到清单")
    return Finding("evaluated", OPEN, sentence, remedy, ("studies.evaluated",), reads)


def final_year_begins(ends: date) -> date:
    """Return the day on which the last academic year before a graduation begins."""
    this_year = date(ends.year, *YEAR_ENDS)
    last = this_year if ends > this_year else date(ends.year - 1, *YEAR_ENDS)
    return last + timedelta(days=1)
