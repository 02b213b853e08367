"""Reads of the places of a round: how many are left, who waits, and on which position."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.steps import HELD, WAITING
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round


@dataclass(frozen=True)
class Standing:
    """How the places of a round with a quota stand."""

    quota: int
    held: int
    waiting: int

    @property
    def left(self) -> int:
        """How many can still be confirmed."""
        return max(self.quota - self.held, 0)

    @property
    def words(self) -> str:
        """The standing as whoever thinks of applying reads it."""
        if self.left:
            return _("共 %(quota)d 个，还剩 %(left)d 个") % {"quota": self.quota, "left": self.left}
        if self.waiting:
            return _("共 %(quota)d 个，已报满，候补 %(waiting)d 人") % {"quota": self.quota, "waiting": self.waiting}
        return _("共 %d 个，已报满，再提交的列入候补") % self.quota


# Written out: for Django to put it together takes longer than all else that happens behind the lock of a round.
_BY_TIER = f"""
SELECT tier, count(*) FILTER (WHERE state = %(held)s), count(*) FILTER (WHERE state = %(waiting)s), max(turn)
FROM {Place._meta.db_table} WHERE round_id = %(round)s GROUP BY tier
"""


@dataclass(frozen=True)
class Queue:
    """What a newcomer must know of a round with a quota: `waiting` counts by tier, `last` is the last turn given."""

    quota: int
    held: int
    waiting: dict[int, int]
    last: int

    @classmethod
    def of(cls, round_: Round) -> Queue:
        """Return it in one query, behind which everybody waits who hands in at the same moment."""
        with connection.cursor() as cursor:
            cursor.execute(_BY_TIER, {"round": round_.pk, "held": HELD, "waiting": WAITING})
            found = cursor.fetchall()
        waiting = {tier: count for tier, _held, count, _last in found if count}
        last = max((turn for *_counts, turn in found), default=0)
        return cls(round_.quota or 0, sum(held for _tier, held, *_others in found), waiting, last)


def standing(round_: Round) -> Standing | None:
    """Return how the places of a round stand; None for a round that takes everybody."""
    if round_.quota is None:
        return None
    held, waiting = Count("pk", filter=Q(state=HELD)), Count("pk", filter=Q(state=WAITING))
    counted = Place.objects.filter(round=round_).aggregate(held=held, waiting=waiting)
    return Standing(round_.quota, counted["held"], counted["waiting"])


def queue(round_: Round) -> QuerySet[Place]:
    """Return those who wait in a round, the next to move up first."""
    return Place.objects.filter(round=round_, state=WAITING).order_by("tier", "turn")


def place_of(application: Application) -> Place | None:
    """Return an applicant's place, confirmed, waited for or given up; None in a round without a quota."""
    found: Place | None = getattr(application, "place", None)
    return found


def position(place: Place) -> int:
    """Return on which position somebody waits: 1 moves up next."""
    ahead = Q(tier__lt=place.tier) | Q(tier=place.tier, turn__lt=place.turn)
    return Place.objects.filter(ahead, round=place.round_id, state=WAITING).count() + 1


def order_told(round_: Round) -> list[str]:
    """Return in sentences how the waiting list of a round is ordered, and on what that rests."""
    if not round_.priority:
        return [_("候补按提交报名的先后排列。")]
    names = code_list("candidate_category")
    groups = []
    for group in round_.priority:
        who = joined(str(names.get(code).label) for code in group["categories"])
        groups.append(_("%(who)s（依据：%(basis)s）") % {"who": who, "basis": group["basis"]})
    order = _("，其次排").join(groups)
    return [_("候补先排%s，再排其他人；同一类里按提交报名的先后排列。") % order]


def places_told(round_: Round) -> list[str]:
    """Return in words how the places stand; nothing for a round that takes everybody."""
    counted = standing(round_)
    if counted is None:
        return []
    numbers = {"quota": counted.quota, "held": counted.held, "waiting": counted.waiting}
    return [_("名额 %(quota)d 个，已确认 %(held)d 个，候补 %(waiting)d 人。") % numbers]


def waiting_told(round_: Round) -> list[str]:
    """Return what happens to those who wait when the round closes; nothing where nobody waits."""
    counted = standing(round_)
    if counted is None or not counted.waiting:
        return []
    sentence = _("还有 %d 人候补：截止以后不再递补，他们的报名到此结束，系统会告诉每一个人。可以先审核完再截止。")
    return [sentence % counted.waiting]
