"""Years of work: laws that hold for any jobs, tried on many of them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from jiangxin.standards.eligibility import spans
from jiangxin.standards.eligibility.atoms import Holds
from jiangxin.standards.eligibility.facts import Certificate, Facts, Job, Scope
from jiangxin.standards.eligibility.verdict import Finding, Verdict
from jiangxin.standards.eligibility.work import Work

DAYS = st.dates(date(1980, 1, 1), date(2040, 12, 31))


@st.composite
def jobs(draw: st.DrawFn) -> Job:
    since = draw(DAYS)
    until = draw(st.none() | st.integers(0, 4000).map(lambda days: since + timedelta(days=days)))
    return Job(since, until, draw(st.sampled_from(Scope)), draw(st.booleans()))


WORK = st.builds(
    Work, years=st.integers(1, 10), scope=st.sampled_from(Scope), mode=st.sampled_from(["cumulative", "continuous"]),
    trainee=st.booleans(),
)  # fmt: skip
JOBS = st.lists(jobs(), max_size=5).map(tuple)


def judged(work: Work, stated: tuple[Job, ...], on: date) -> Finding:
    (found,) = work.findings(Facts(jobs=stated), on)
    return found


@given(WORK, JOBS, DAYS)
def test_the_same_job_twice_counts_once_and_order_is_nothing(work: Work, stated: tuple[Job, ...], on: date) -> None:
    assert judged(work, stated + stated, on) == judged(work, stated, on)
    assert judged(work, stated[::-1], on) == judged(work, stated, on)


@given(WORK, JOBS, DAYS, st.integers(0, 3000))
def test_who_is_eligible_stays_so(work: Work, stated: tuple[Job, ...], on: date, days: int) -> None:
    later = judged(work, stated, on + timedelta(days=days))
    assert judged(work, stated, on).verdict <= later.verdict


@given(WORK, JOBS, jobs(), DAYS)
def test_another_job_never_takes_anything_away(work: Work, stated: tuple[Job, ...], more: Job, on: date) -> None:
    assert judged(work, stated, on).verdict <= judged(work, (*stated, more), on).verdict


@given(WORK, JOBS, DAYS)
def test_the_day_that_is_told_is_the_first(work: Work, stated: tuple[Job, ...], on: date) -> None:
    full = judged(work, stated, on).holds_from
    if full is not None:
        assert judged(work, stated, full).verdict is Verdict.MET
        assert judged(work, stated, full - timedelta(days=1)).verdict is Verdict.UNMET


@given(WORK, JOBS, DAYS)
def test_whoever_is_at_work_is_told_a_day(work: Work, stated: tuple[Job, ...], on: date) -> None:
    at_work = any(
        job.until is None and job.since <= on and (work.scope is Scope.RELATED or job.scope is Scope.SAME)
        and (work.trainee or not job.trainee)
        for job in stated
    )  # fmt: skip
    found = judged(work, stated, on)
    assert found.verdict is Verdict.MET or found.holds_from is not None or not at_work


@given(DAYS, st.integers(1, 40))
def test_one_job_is_full_on_its_anniversary(since: date, years: int) -> None:
    full = spans.after(since, spans.years(years))
    assert spans.between((since, full)) >= spans.years(years)
    assert spans.between((since, full - timedelta(days=1))) < spans.years(years)


@given(st.lists(st.tuples(DAYS, DAYS), max_size=6))
def test_stretches_are_joined_without_losing_a_day(stretches: list[spans.Stretch]) -> None:
    def days(of: list[spans.Stretch]) -> set[int]:
        return {n for first, beyond in of for n in range(first.toordinal(), beyond.toordinal())}

    joined = spans.merged(stretches)
    assert days(joined) == days(stretches)
    assert all(one[1] < two[0] for one, two in pairwise(joined))


@given(JOBS, DAYS, DAYS)
def test_work_counts_from_the_earliest_certificate(stated: tuple[Job, ...], issued: date, on: date) -> None:
    work = Work(years=3, after=Holds(level=5))
    later = Certificate(5, issued + timedelta(days=400))
    one = work.findings(Facts(jobs=stated, certificates=(Certificate(5, issued),)), on)
    two = work.findings(Facts(jobs=stated, certificates=(later, Certificate(5, issued))), on)
    assert [found.verdict for found in one] == [found.verdict for found in two]
