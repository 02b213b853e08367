"""What soon ends and would stop the work: the calendar, a filing, a card; corrections overdue, messages not sent."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from jiangxin.enrolment.desk import corrections_due
from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.telling import unsent
from jiangxin.people import roles
from jiangxin.people.models import Qualification
from jiangxin.portal import links
from jiangxin.process.models import CalendarDay
from jiangxin.process.who import Actor
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Filing

SHOWN = 4
UNSENT_FOR = timedelta(days=7)  # how long those are named whom a message did not reach
OFFICERS = {roles.CENTRE_OFFICER, roles.COLLEGE_OFFICER}


def warnings(user: Actor, on: date) -> list[dict[str, Any]]:
    """Return what soon ends, for `components/notice.html`; officers hear of all, everybody of his own cards."""
    held = {appointment.role for appointment in user.appointments_on(on)}
    found = [*_cards(user, on, own=not held & OFFICERS)]
    if held & OFFICERS:
        found = [*_overdue(user, on), *_unsent(user, on), *found]
    if roles.REVIEWER in held:
        found = [*_uncorrected(user, on), *found]
    if roles.CENTRE_OFFICER in held:
        found = [*_calendar(on), *_filings(user, on), *found]
    return found


def _calendar(on: date) -> Iterator[dict[str, Any]]:
    """Yield a warning when the announced days of the calendar end soon (or have ended)."""
    warn = param("calendar.warning", on).integer
    last = CalendarDay.objects.filter(provisional=False).aggregate(last=Max("day"))["last"]
    if last is not None and last - on >= timedelta(days=warn):
        return
    until = formats.date_format(last) if last else _("尚未载入")
    yield {
        "kind": "wait",
        "title": _("工作日历只公布到 %(day)s") % {"day": until},
        "text": _("之后的期限按暂定的节假日计算。国务院公布放假安排以后，请更正工作日历。"),
        "link": {
            "label": _("查看工作日历"),
            "url": links.link("people:calendar", on.year + 1) or links.records("process.calendarday"),
        },
    }


def _filings(user: Actor, on: date) -> Iterator[dict[str, Any]]:
    """Yield the institution's filings that end soon: nothing may be opened outside them (article 2)."""
    limit = on + timedelta(days=param("filing.warning", on).integer)
    institutions = {appointment.institution_id for appointment in user.appointments_on(on)}
    for filing in Filing.objects.filter(state="valid", institution__in=institutions, valid_until__lte=limit)[:SHOWN]:
        yield {
            "kind": "late" if filing.valid_until < on else "wait",
            "title": _("备案号 %(number)s 有效期至 %(day)s")
            % {"number": filing.number, "day": formats.date_format(filing.valid_until)},
            "text": _("到期以后不能再开放新的批次，请提前办理续期。"),
            "link": {"label": _("查看备案"), "url": links.record("standards.filing", filing.pk)},
        }


def _overdue(user: Actor, on: date) -> Iterator[dict[str, Any]]:
    """Yield the rounds in which a place is kept for corrections whose days are over: its office may take it back."""
    step = Place.steps["release_place"]
    kept = Place.objects.filter(step.may.q(Place, user, on), state__in=step.sources, application__state="returned")
    late = kept.filter(kept_until__lt=on, round__state__in=("open", "closed"))
    counted = dict(late.order_by("round").values_list("round").annotate(count=Count("pk"))[:SHOWN])
    if not counted:
        return
    named = Round.objects.select_related("level__standard__occupation")
    for key, round_ in named.in_bulk(counted).items():
        yield {
            "kind": "late",
            "title": _("%(round)s有 %(count)d 人逾期未补正") % {"round": round_, "count": counted[key]},
            "text": _("名额还为他们保留着，可以收回：报名期间给下一位候补的人，截止以后这份报名随之结束。"),
            "link": {"label": _("查看名额和候补"), "url": links.link("enrolment:places", key)},
        }


def _uncorrected(user: Actor, on: date) -> Iterator[dict[str, Any]]:
    """Yield the closed rounds without a quota in which a correction is overdue: its reviewer may end the wait."""
    step = Application.steps["reject"]
    returned = Application.objects.filter(step.may.q(Application, user, on), state="returned", round__quota=None)
    late = Counter(
        Application.objects.filter(pk__in=[key for key, until in corrections_due(returned, on).items() if until < on])
        .order_by().values_list("round", flat=True)
    )  # fmt: skip
    for round_ in Round.objects.filter(pk__in=late).select_related("level__standard__occupation")[:SHOWN]:
        yield {
            "kind": "late",
            "title": _("%(round)s有 %(count)d 人逾期未补正") % {"round": round_, "count": late[round_.pk]},
            "text": _("这一期已经截止报名。仍不补正的，可以按审核不通过办结，理由告知本人。"),
            "link": {
                "label": _("查看报名"),
                "url": links.records("enrolment.application", round=round_.pk, state="returned"),
            },
        }


def _unsent(user: Actor, on: date) -> Iterator[dict[str, Any]]:
    """Yield the rounds of which somebody should have been told by telephone and was not."""
    missed: defaultdict[int, list[str]] = defaultdict(list)
    for progress in unsent().filter(changed_at__gte=timezone.now() - UNSENT_FOR):
        missed[progress.record] += progress.problems
    if not missed:
        return
    office = Place.steps["release_place"].may  # who handles the round's applications
    for round_ in Round.objects.filter(pk__in=missed).select_related("level__standard__occupation", "college"):
        if office.test(user, Place(round=round_), on):
            names = missed[round_.pk]
            yield {
                "kind": "wait",
                "title": _("%(round)s有 %(count)d 条手机消息没有发出去") % {"round": round_, "count": len(names)},
                "text": _("办理结果不受影响，本人登录后能看到；请由学院另行通知。原因记在服务器的日志里。"),
                "points": names[:SHOWN],
                "link": {"label": _("查看报名"), "url": links.records("enrolment.application", round=round_.pk)},
            }


def _cards(user: Actor, on: date, *, own: bool) -> Iterator[dict[str, Any]]:
    """Yield one warning that names the cards which end soon."""
    limit = on + timedelta(days=param("qualification.warning", on).integer)
    ending = Qualification.objects.visible_to(user, on).filter(
        state="valid", valid_until__range=(on - timedelta(days=1), limit)
    )
    if own:
        ending = ending.filter(person=user.person_id)
    found = list(ending.select_related("person")[: SHOWN + 1])
    if found:
        yield {
            "kind": "wait",
            "title": _("有资格证件即将到期"),
            "points": [
                _("%(name)s的%(card)s %(day)s 到期")
                % {"name": card.person, "card": card.get_kind_display(), "day": formats.date_format(card.valid_until)}
                for card in found[:SHOWN]
            ],
            "link": {"label": _("全部证件"), "url": links.records("people.qualification", state="valid")},
        }
