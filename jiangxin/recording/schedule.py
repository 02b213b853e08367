"""The business days of a recorded round: one declared schedule, counted from the day of the theory examination."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.process.errors import Unable
from jiangxin.regulation.basis import article
from jiangxin.regulation.calendar import IsWorkday, add_span
from jiangxin.regulation.parameters import param

# Calendar days before (−) or after (+) the theory examination. Paper rounds kept no exact hours; these days are the
# schedule that the recorder declares, and history keeps beside them when each act was really entered.
DRAFTED, OPENED, ENROLLED, CLOSED, PLANNED, FILED, RECEIVED = -75, -74, -62, -60, -56, -52, -50
CLASS_FROM, CLASS_UNTIL = -45, -10
PAPERS_SET, PAPERS_REVIEWED, PAPERS_SEALED, ARRANGED, ISSUED = -40, -38, -35, -8, -1
PRACTICAL_AFTER = 1  # the practical assessment begins the day after
SUPERVISED_AFTER = 1  # days after the last practical day
PUBLISHED_AFTER = 2


class UnableToSchedule(Unable):
    """The round can't have been held by this schedule."""


@dataclass(frozen=True)
class Schedule:
    """The days of a recorded round; `moment(offset)` is an hour of any other, publicity and what follows are fixed."""

    theory_on: date
    practical_on: date
    supervised_on: date
    published_on: date
    publicity_ends_on: date
    today: date
    filed_on: date
    received_on: date

    def moment(self, offset: int, hour: int = 9) -> datetime:
        """Return the hour of the day that lies `offset` days from the theory examination."""
        return at_hour(self.theory_on + timedelta(days=offset), hour)


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a local moment."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def schedule(
    exam_date: date | None, practical_days: int, today: date, is_workday: IsWorkday, *, taken: Collection[date] = (),
    filed_on: date | None = None,
) -> Schedule:  # fmt: skip
    """Return the days of a round.

    Without a date the examination is placed so that publicity ended yesterday, or earlier where the days are `taken`
    by other sittings. `filed_on` is the day on which the plan was really filed, where it isn't the schedule's. Raises
    UnableToSchedule when publicity would not be over today, or when the filing can't have been on that day.
    """
    if exam_date is None:
        exam_date = _latest(practical_days, today, is_workday, taken)
    found = _from(exam_date, practical_days, today, is_workday)
    if found.publicity_ends_on >= today:
        sentence = _(
            "不能补录到发证：考核日期 %(exam)s 之后，公示要到 %(end)s 才满，次日起才能结果备案。"
            "请改用更早的 --exam-date，或等公示期满后再补录。"
        )
        values = {"exam": exam_date.isoformat(), "end": found.publicity_ends_on.isoformat()}
        raise UnableToSchedule(sentence % values, basis=param("publicity.span").basis)
    return found if filed_on is None else _filed(found, filed_on)


def _filed(found: Schedule, filed_on: date) -> Schedule:
    """Return the schedule with another day of filing; its receipt follows by the same distance."""
    first, last = (found.theory_on + timedelta(days=offset) for offset in (PLANNED, ARRANGED))
    received_on = filed_on + timedelta(days=RECEIVED - FILED)
    if not first < filed_on or received_on > last:
        sentence = _(
            "不能补录：开班备案日期 %(day)s 不在方案批准（%(first)s）之后、考场编排（%(last)s）之前。"
            "请核对 --filed-on。"
        )
        values = {"day": filed_on.isoformat(), "first": first.isoformat(), "last": last.isoformat()}
        raise UnableToSchedule(sentence % values, basis=article("14(1)"))
    return replace(found, filed_on=filed_on, received_on=received_on)


def _from(exam_date: date, practical_days: int, today: date, is_workday: IsWorkday) -> Schedule:
    practical_on = exam_date + timedelta(days=PRACTICAL_AFTER)
    last = practical_on + timedelta(days=practical_days - 1)
    published_on = _workday(last + timedelta(days=PUBLISHED_AFTER), is_workday)
    span = param("publicity.span", published_on).span
    return Schedule(
        theory_on=exam_date,
        practical_on=practical_on,
        supervised_on=last + timedelta(days=SUPERVISED_AFTER),
        published_on=published_on,
        publicity_ends_on=add_span(published_on, span, is_workday),
        today=today,
        filed_on=exam_date + timedelta(days=FILED),
        received_on=exam_date + timedelta(days=RECEIVED),
    )


def _latest(practical_days: int, today: date, is_workday: IsWorkday, taken: Collection[date]) -> date:
    """Return the latest examination day whose publicity had ended by yesterday and whose days are free."""
    exam_date = today - timedelta(days=practical_days + PUBLISHED_AFTER)
    while True:
        found = _from(exam_date, practical_days, today, is_workday)
        days = {exam_date + timedelta(days=offset) for offset in range(practical_days + PRACTICAL_AFTER)}
        if found.publicity_ends_on < today and days.isdisjoint(taken):
            return exam_date
        exam_date -= timedelta(days=1)


def _workday(day: date, is_workday: Callable[[date], bool]) -> date:
    """Return the day, or the first working day after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day
