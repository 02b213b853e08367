"""Deadlines and waits: computed once, when their first day is known, and stored with the rule they were computed by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.process.errors import Refused
from jiangxin.process.step import Deadline, Step, Wait, as_date, follow
from jiangxin.regulation.calendar import CalendarUnknown, add_span, working_days_between
from jiangxin.regulation.parameters import Span, param

if TYPE_CHECKING:
    from jiangxin.process.models import Due, Record


class Calendar:
    """The working-day calendar of a stretch of days, read in one query."""

    def __init__(self, first: date, last: date) -> None:
        from jiangxin.process.models import CalendarDay

        days = CalendarDay.objects.filter(day__range=(first, last))
        self._days: dict[date, bool] = dict(days.values_list("day", "is_workday"))

    def is_workday(self, day: date) -> bool:
        """Tell whether the day is a working day; raises CalendarUnknown beyond the table."""
        try:
            return self._days[day]
        except KeyError:
            raise CalendarUnknown(day) from None

    def left(self, today: date, due_on: date) -> int:
        """Return the working days from today until the day (negative when it has passed)."""
        return working_days_between(today, due_on, self.is_workday)


def last_day(start: date, span: Span) -> date:
    """Return the last day of a span: the start is day 0 and is not counted.

    Raises Refused when the calendar ends before that day.
    """
    calendar = Calendar(start, start + timedelta(days=span.value * 3 + 60)) if span.unit == "working_days" else None
    try:
        return add_span(start, span, calendar.is_workday if calendar else lambda day: True)
    except CalendarUnknown as unknown:
        sentence = _("算不出期限：工作日历没有 %s 这一天。请中心管理员先补全日历，再办理这一步。")
        raise Refused("facts", sentence % unknown.day.isoformat()) from unknown


def check(record: Record, step: Step, today: date) -> bool:
    """Raise Refused while a wait before this step runs; return whether its deadline has passed.

    A day that was not stored (a step before, declared by hand, left it out) is computed: no wait ends by being absent.
    """
    rules = [rule for rule in record.steps.dues if rule.verb == step.verb]
    if not rules or record.pk is None:
        return False
    late = False
    known = {(due.kind, due.verb): due for due in dues_of([record])}
    for rule in rules:
        due = known.get((rule.kind, rule.verb)) or _computed(record, rule)
        if due is None or due.met_on is not None:
            continue
        if due.kind == "wait" and today <= due.due_on:
            sentence = _("还不能“%(verb)s”：%(wait)s到 %(day)s 才满，次日起可以办理。") % {
                "verb": step.label,
                "wait": rule.label,
                "day": formats.date_format(due.due_on),
            }
            raise Refused("wait", sentence, basis=rule.basis)
        late = late or (due.kind == "deadline" and today > due.due_on)
    return late


def _computed(record: Record, rule: Deadline | Wait) -> Due | None:
    """Return the day of a rule, unsaved; None while the day from which it counts is not known."""
    from jiangxin.process.models import Due

    start = as_date(follow(record, rule.counts_from))
    if start is None:
        return None
    parameter = param(rule.span, start)
    return Due(
        kind=rule.kind, model=record._meta.label_lower, record=record.pk, verb=rule.verb, starts_on=start,
        due_on=last_day(start, parameter.span), parameter=parameter.key, valid_from=parameter.valid_from,
    )  # fmt: skip


def settle(record: Record, step: Step, today: date | None) -> None:
    """Store the days that can now be computed, and mark the duty that this step has met; the step is still declared."""
    from jiangxin.process.models import Due

    label = record._meta.label_lower
    known = {(due.kind, due.verb) for due in dues_of([record])}
    for rule in record.steps.dues:
        if (rule.kind, rule.verb) not in known and (due := _computed(record, rule)) is not None:
            due.save(force_insert=True)
    Due.objects.filter(model=label, record=record.pk, verb=step.verb, met_on=None).update(met_on=today)


def dues_of(records: Iterable[Any]) -> list[Due]:
    """Return the computed days of records of one kind, in one query."""
    from jiangxin.process.models import Due

    records = list(records)
    if not records:
        return []
    keys = [record.pk for record in records]
    return list(Due.objects.filter(model=records[0]._meta.label_lower, record__in=keys).order_by("due_on"))
