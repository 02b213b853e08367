"""累计（连续）从事本职业或相关职业工作满N年: the atom that counts years."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiangxin.regulation.calendar import add_months
from jiangxin.regulation.words import joined
from jiangxin.standards.eligibility import spans
from jiangxin.standards.eligibility.atoms import MET, OPEN, UNMET, HasTitle, Holds, fits, told_day
from jiangxin.standards.eligibility.facts import Facts, Job, Scope
from jiangxin.standards.eligibility.spans import Span
from jiangxin.standards.eligibility.verdict import Finding, worst

_MODES = {"cumulative": gettext_noop("累计"), "continuous": gettext_noop("连续")}


@dataclass(frozen=True, kw_only=True)
class Work:
    """累计（连续）从事…工作满N年, from the first job on or after a certificate or a title."""

    years: int
    scope: Scope = Scope.RELATED
    mode: str = "cumulative"
    after: Holds | HasTitle | None = None
    trainee: bool = False

    @property
    def asks(self) -> tuple[str, ...]:
        """The facts that it needs, those of what must come before it first."""
        return (*(self.after.asks if self.after else ()), "jobs")

    def findings(self, facts: Facts, on: date) -> list[Finding]:
        """Judge what must come first, then the years worked since; a person judges what is related where it counts."""
        found = self._judged(facts, on)
        if self.scope is Scope.SAME or worst(found) is not MET or not _related(facts) or self._of_own(facts, on):
            return found
        return self._with_reads(found, facts, on)

    def _of_own(self, facts: Facts, on: date) -> bool:
        """Tell whether it holds by jobs and certificates of the occupation itself alone."""
        return worst(self._narrowed(jobs=True, certificate=True)._judged(facts, on)) is MET

    def _narrowed(self, *, jobs: bool = False, certificate: bool = False) -> Work:
        """Return the same atom that counts no related jobs, or no related certificate."""
        after = replace(self.after, scope=Scope.SAME) if certificate and isinstance(self.after, Holds) else self.after
        return replace(self, scope=Scope.SAME if jobs else self.scope, after=after)

    def _with_reads(self, found: list[Finding], facts: Facts, on: date) -> list[Finding]:
        """Return what was found, with what a person must judge: the jobs, the certificate, or both."""
        told = []
        if worst(self._narrowed(certificate=True)._judged(facts, on)) is not MET:
            told.append(_("原证书的职业属于相关职业"))
        if not told or worst(self._narrowed(jobs=True)._judged(facts, on)) is not MET:
            told.append(_("所从事的工作属于相关职业"))
        # What the certificate itself leaves to judgement is told here, where it is known whether the years need it.
        before = [replace(each, reads="") if each.about == "certificate" else each for each in found[:-1]]
        return [*before, replace(found[-1], reads=joined(told))]

    def _judged(self, facts: Facts, on: date) -> list[Finding]:
        """Return what is found, whatever is related counting as the scopes say."""
        before = self.after.findings(facts, on) if self.after else []
        if worst(before) is not MET:
            return before
        since = self._since(facts)
        if self.after and since is None:
            return [*before, self._without_day()]
        return [*before, self._worked(facts, since, on)]

    def _since(self, facts: Facts) -> date | None:
        """Return the day from which work counts: the earliest on which what `after` asks was obtained."""
        match self.after:
            case Holds():
                return next((certificate.issued for certificate in self.after.held(facts)), None)
            case HasTitle():
                days = [title.issued for title in facts.titles or () if title.issued and self.after.counts(title.rank)]
                return min(days, default=None)
        return None

    def _without_day(self) -> Finding:
        assert self.after is not None
        asks = ("certificates.issued",) if isinstance(self.after, Holds) else ("titles.issued",)
        sentence = _("没有填%s的取得日期，算不出之后的工作年限") % self.after.words
        return Finding("work", OPEN, sentence, _("填写取得日期"), asks)

    def _worked(self, facts: Facts, since: date | None, on: date) -> Finding:
        """Judge the years worked since a day, from the jobs stated or, where no job is, from the total stated."""
        if facts.jobs is None:
            return self._by_total(facts.total_years)
        jobs = [job for job in facts.jobs if fits(job.scope, self.scope) and (self.trainee or not job.trainee)]
        worked = self._measure(jobs, since, on)
        told = {"worked": told_span(worked), "years": self.years, "mode": self._mode}
        if worked >= spans.years(self.years):
            return Finding("work", MET, _("%(mode)s工作 %(worked)s，要求满 %(years)d 年") % told)
        sentence = _("%(mode)s工作 %(worked)s，未满 %(years)d 年") % told
        full = self._full(jobs, since, on)
        if full is None:
            lacking = told_span(spans.years(self.years) - worked)
            return Finding("work", UNMET, sentence, _("还差 %s，满年限后可以按此条申报") % lacking)
        remedy = _("继续工作到%s满年限，可以按此条申报") % told_day(full)
        return Finding("work", UNMET, sentence, remedy, holds_from=full)

    @property
    def _mode(self) -> str:
        if self.after:
            return _("取得%(what)s后%(mode)s") % {"what": self.after.words, "mode": _(_MODES[self.mode])}
        return _(_MODES[self.mode])

    def _measure(self, jobs: Sequence[Job], since: date | None, on: date) -> Span:
        """Return the time worked up to a day; the last day of a job that has ended is worked."""
        stretches = [
            (max(job.since, since or job.since), min(job.until + timedelta(days=1), on) if job.until else on)
            for job in jobs
        ]
        return spans.cumulative(stretches) if self.mode == "cumulative" else spans.continuous(stretches)

    def _by_total(self, total: Decimal | None) -> Finding:
        """Judge from a number of years without dates, which can't tell what came after a certificate."""
        if total is None:
            return Finding("work", OPEN, _("没有填工作经历"), _("填写从事本职业或相关职业的起止年月"), ("jobs",))
        told = {"total": total, "years": self.years, "lacking": self.years - total}
        if total < self.years:
            sentence = _("填报的工作年限为 %(total)s 年，未满 %(years)d 年") % told
            return Finding("work", UNMET, sentence, _("还差 %(lacking)s 年，满年限后可以按此条申报") % told)
        if self.after or self.mode == "continuous":
            sentence = _("只填了工作年限 %(total)s 年，没有起止年月") % told
            return Finding("work", OPEN, sentence, _("填写从事本职业或相关职业的起止年月"), ("jobs",))
        return Finding("work", MET, _("填报的工作年限为 %(total)s 年，要求满 %(years)d 年") % told)

    def _full(self, jobs: Sequence[Job], since: date | None, on: date) -> date | None:
        """Return the first day on which the years are full for somebody who goes on working; None when none does."""
        days = range((add_months(max(on, since or on), 12 * self.years) - on).days + 1)
        wanted = spans.years(self.years)
        index = bisect_left(days, True, key=lambda n: self._measure(jobs, since, on + timedelta(days=n)) >= wanted)
        return on + timedelta(days=index) if index < len(days) else None


def _related(facts: Facts) -> bool:
    """Tell whether a job or certificate is stated that is only related."""
    scopes = {*(job.scope for job in facts.jobs or ()), *(held.scope for held in facts.certificates or ())}
    return Scope.RELATED in scopes


def told_span(span: Span) -> str:
    """Return a span in words, years and months and, below a month, days; rounded down."""
    whole, months = divmod(span.months, 12)
    parts = [_("%d 年") % whole] if whole else []
    if months:
        parts.append(_("%d 个月") % months)
    if span.days and not whole:
        parts.append(_("%d 天") % span.days)
    return " ".join(parts) or _("0 年")
