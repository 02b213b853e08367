"""What a recording needs before its first stage: whose round it is, the days, whose hands, the checked workbooks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.exams.models import Sitting
from jiangxin.people import roles
from jiangxin.people.models import Organisation, User
from jiangxin.process.dues import Calendar
from jiangxin.recording import workbooks
from jiangxin.recording.asked import Asked
from jiangxin.recording.choosing import Whose, choose
from jiangxin.recording.hands import Hands, UnableToRecord, holders
from jiangxin.recording.round import Recording
from jiangxin.recording.schedule import CLOSED, DRAFTED, Schedule, UnableToSchedule, schedule
from jiangxin.recording.staffing import require_all
from jiangxin.recording.workbooks import Checked
from jiangxin.regulation.calendar import CalendarUnknown
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room

LOOK_BACK = 700  # days of the calendar that the search for free days may go back
SLOTS_A_DAY = 4  # practical slots that surely fit into a day


def prepared(asked: Asked, round_key: int | None = None) -> Recording:
    """Return a recording whose workbooks are without faults. Nothing is written but, once, the practice institution.

    A round that is under way (`round_key`) keeps what it has settled. Raises Unable… with a sentence for whatever
    stands in the way.
    """
    today = timezone.localdate()
    books = workbooks.read(asked.roster, asked.marks)
    round_ = Round.objects.select_related("institution").get(pk=round_key) if round_key else None
    whose = Whose.of(round_) if round_ else choose(asked, books.roster, today)
    # How many people there are gives the days, and the days give how old they were and who was in office.
    first = workbooks.look(books, whose.level, today)
    days = _days(whose.institution, _practical_days(first, whose), today, asked)
    hands = _hands(asked.by, days)
    register = None if round_ else whose.institution
    checked = workbooks.look(books, whose.level, days.moment(CLOSED).date(), register=register)
    in_office = holders(roles.EXAMINER, whose.institution, hands.on)
    examiners = workbooks.refuse_strange_examiners(checked.marks, in_office)
    workbooks.require_clean(books, checked, clean_rows=asked.clean_rows or round_ is not None)
    recording = Recording(asked, whose, hands, days, checked, examiners, round_)
    if round_ is None:
        require_all(recording)
    return recording


def _practical_days(looked: Checked, whose: Whose) -> int:
    """Return on how many days so many people take the practical subject, each before the panel that has marked him."""
    panels: dict[str, set[str]] = {}
    for given in looked.marks.practical:
        if given.subject == "practical":
            panels.setdefault(given.id_number, set()).add(given.examiner)
    sizes = Counter(frozenset(panel) for panel in panels.values())
    rooms = Room.objects.filter(site__institution=whose.institution, state="open", kind="practical")
    smallest = min(rooms.values_list("seats", flat=True), default=1)
    per_examiner = whose.level.candidates_per_examiner
    slots = sum(ceil(people / min(per_examiner * len(panel), smallest)) for panel, people in sizes.items())
    return max(1, ceil(slots / SLOTS_A_DAY))


def _days(place: Organisation, practical_days: int, today: date, asked: Asked) -> Schedule:
    """Return the schedule on days that are free; raise UnableToSchedule where the calendar doesn't know them."""
    exam_date, filed_on = asked.exam_date, asked.filed_on
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
