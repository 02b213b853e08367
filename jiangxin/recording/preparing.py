"""What a recording needs before its first stage: the institution, its level, the checked workbooks, and the days."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.exams.models import Sitting
from jiangxin.people.models import Organisation, User
from jiangxin.practice import practice, seed
from jiangxin.process.dues import Calendar
from jiangxin.recording.hands import Hands, UnableToRecord
from jiangxin.recording.round import Recording
from jiangxin.recording.schedule import DRAFTED, Schedule, UnableToSchedule, schedule
from jiangxin.recording.workbooks import check
from jiangxin.regulation.calendar import CalendarUnknown
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Filing, StandardLevel

LOOK_BACK = 700  # days of the calendar that the search for free days may go back
SLOTS_A_DAY = 4  # practical slots that surely fit into a day


def prepared(
    *, roster: Path, marks: Path, out: Path, photos: Path | None, institution: str | None, by: str,
    exam_date: date | None, filed_on: date | None, clean_rows: bool, late_reason: str, round_key: int | None,
) -> Recording:  # fmt: skip
    """Return a recording whose workbooks are without faults. Nothing is written but, once, the practice institution.

    Raises Unable… with a sentence for whatever stands in the way.
    """
    today = timezone.localdate()
    round_ = Round.objects.select_related("institution").get(pk=round_key) if round_key else None
    place = round_.institution if round_ else _institution(institution)
    filing, level = (round_.filing, round_.level) if round_ else _scope(place, today)
    checked = check(roster, marks, level, today, clean_rows=clean_rows or round_ is not None)
    practical_days = _practical_days(len(checked.roster.accepted), level)
    days = _days(place, practical_days, today, exam_date=exam_date, filed_on=filed_on)
    college = round_.college if round_ else place.units.filter(kind=Organisation.COLLEGE).order_by("pk").first()
    if college is None:
        raise UnableToRecord(_("不能补录：%s没有登记二级学院。请中心先登记承办学院。") % place)
    return Recording(
        institution=place, college=college, filing=filing, level=level, hands=_hands(by, days), days=days,
        checked=checked, roster=roster, marks=marks, out=out, photos=photos, late_reason=late_reason, round_=round_,
    )  # fmt: skip


def _institution(name: str | None) -> Organisation:
    """Return the institution by its name; the practice institution, seeded once, when none is named."""
    if name is None:
        return (practice() or seed()).institution
    found = Organisation.objects.filter(kind=Organisation.INSTITUTION, name=name).first()
    if found is None:
        raise UnableToRecord(_("不能补录：没有名为“%s”的评价机构。请核对 --institution，或先在系统里登记机构。") % name)
    return found


def _scope(institution: Organisation, today: date) -> tuple[Filing, StandardLevel]:
    """Return the institution's filing that is valid today, and the first level in its scope."""
    for filing in Filing.objects.filter(institution=institution).order_by("number"):
        scope = filing.scopes.filter(state="valid").select_related("level__standard__occupation").first()
        if filing.covers(today) and scope is not None:
            return filing, scope.level
    raise UnableToRecord(_("不能补录：%s没有在有效期内、带有职业等级的备案（第二、二十条）。") % institution)


def _practical_days(people: int, level: StandardLevel) -> int:
    """Return on how many days so many people take the practical subject."""
    per_slot = level.candidates_per_examiner * level.least_examiners
    return max(1, ceil(ceil(people / per_slot) / SLOTS_A_DAY))


def _days(
    place: Organisation, practical_days: int, today: date, *, exam_date: date | None, filed_on: date | None
) -> Schedule:
    """Return the schedule on days that are free; raise UnableToSchedule where the calendar doesn't know them."""
    first = (exam_date or today) - timedelta(days=LOOK_BACK)
    calendar = Calendar(first, today + timedelta(days=60))
    sittings = Sitting.objects.filter(round__institution=place).exclude(state="cancelled")
    taken = {timezone.localdate(start) for start in sittings.values_list("starts_at", flat=True)}
    try:
        return schedule(exam_date, practical_days, today, calendar.is_workday, taken=taken, filed_on=filed_on)
    except CalendarUnknown as unknown:
        sentence = _("不能补录：工作日历没有 %s 这一天，算不出公示期。请先补全日历，或核对 --exam-date。")
        raise UnableToSchedule(sentence % unknown.day.isoformat()) from unknown


def _hands(login: str, days: Schedule) -> Hands:
    """Return the recorder's hands, as of the first day of the round."""
    user = User.objects.select_related("person").filter(username=login).first()
    if user is None:
        raise UnableToRecord(_("不能补录：没有登录名为“%s”的账号。请用 --by 指定补录员。") % login)
    return Hands(user, days.moment(DRAFTED).date())
