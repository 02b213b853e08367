"""Places of a round with a quota: they are confirmed, waited for, freed, and whoever waits moves up.

A place is confirmed when the application is handed in. When all are taken, one waits: first the round's priority
groups, then the order of submission. Whoever waits moves up as soon as a place is free, so none is free while somebody
waits. `receivers.py` calls what stands here inside the steps that make and free places. Rows are always locked in the
order round, application, place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.place_queries import Queue, place_of, queue, standing
from jiangxin.enrolment.steps import FREED, HELD, RETURNED, SUBMITTED, WAITING
from jiangxin.process.dues import last_day
from jiangxin.process.errors import Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin_all, take, take_all
from jiangxin.process.who import SYSTEM, Actor
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round


class UnableToSetQuota(Unable):
    """A round can't have so few places."""


class UnableToHandIn(Unable):
    """The round has closed in the moment of the submission."""


class UnableToReleasePlace(Unable):
    """A place can't be taken back yet."""


class UnableToTakeBack(Unable):
    """A rejection can't be taken back: nobody moves up any more, and no place is free."""


@contextmanager
def in_turn(*rounds: int) -> Iterator[None]:
    """Let whatever makes or frees places of these rounds happen one after the other.

    It stands around the lock of an application that has a place: who closes a round locks it first, then those. A draft
    has none, and needs no turn until it is handed in.
    """
    if not rounds:
        yield
        return
    with transaction.atomic():
        _locked(rounds)
        yield


def placed(application: Application) -> tuple[int, ...]:
    """Return the round in which an application may have a place: a draft has none yet."""
    return () if application.state == "draft" else (application.round_id,)


def release_place(place: Place, *, by: Actor, at: datetime, reason: str) -> Place:
    """Take back the place of somebody who was asked to correct his application and has let the days pass.

    In a closed round nobody waits any more: there the application ends with its place. Raises UnableToReleasePlace
    before those days are over.
    """
    day = as_date(at)
    with in_turn(place.round_id):
        application = Application.objects.select_for_update().get(pk=place.application_id)
        place = Place.objects.get(pk=place.pk)
        if application.state == RETURNED and day is not None and place.kept_until and day <= place.kept_until:
            sentence = _("还不能收回名额：补正期内名额为本人保留到 %s，次日起可以办理。")
            raise UnableToReleasePlace(sentence % formats.date_format(place.kept_until))
        with take(place, "release_place", by=by, at=at, reason=reason) as place:
            return place


# ---- what follows from the steps of applications and rounds


def hand_in(applications: Sequence[Application], *, at: datetime) -> None:
    """Confirm the places of applications that were handed in together, or let them wait.

    Within one roster the priority groups come first too, then the order of its rows. Who hands in again after a return
    keeps what he has, and waits in the group of the category that he now states; if his place was taken back
    meanwhile, he waits anew. Everybody waits here for one lock, so little is
    read behind it. Raises UnableToHandIn when the round has closed in the same moment.
    """
    if all(one.round.quota is None for one in applications):
        return
    prefetch_related_objects(applications, "place")
    places = {one.pk: place for one in applications if (place := place_of(one))}
    for round_, group in _by_round(applications):
        queue_ = Queue.of(round_)
        new = [
            Place(round=round_, application=each, tier=round_.tier_of(each.category), turn=queue_.last + nth)
            for nth, each in enumerate((each for each in group if each.pk not in places), 1)
        ]
        if new and round_.state != "open":
            raise UnableToHandIn(_("没有提交成功：%s刚刚截止报名。已填的内容都还在。") % round_)
        _begin(queue_, sorted(new, key=lambda place: (place.tier, place.turn)), at)
        _rank_anew(round_, [places[each.pk] for each in group if each.pk in places], at)
        if again := [places[each.pk] for each in group if each.pk in places and places[each.pk].state == FREED]:
            _queue_again(round_, again, at)


def _begin(found: Queue, new: list[Place], at: datetime) -> None:
    """Confirm as many as there are places for, and let the others wait, each told his position."""
    free = 0 if found.waiting else max(found.quota - found.held, 0)
    late = new[free:]
    for ahead, place in enumerate(late):
        place.told = ahead + 1 + sum(count for tier, count in found.waiting.items() if tier <= place.tier)
    begin_all(new[:free], "confirm_place", by=SYSTEM, at=at)
    begin_all(late, "queue", by=SYSTEM, at=at)


def _rank_anew(round_: Round, known: Sequence[Place], at: datetime) -> None:
    """Move those who wait to the group of the category that they now state; their turn stays."""
    for place in known:
        tier = round_.tier_of(place.application.category)
        if place.state == WAITING and place.tier != tier:
            with take(place, "change_tier", by=SYSTEM, at=at) as moved:
                moved.tier = tier


def _queue_again(round_: Round, again: Sequence[Place], at: datetime) -> None:
    """Let those wait anew, at the end of their groups, whose places were taken back; a free place is theirs at once."""
    for place in again:
        found = Queue.of(round_)
        tier_now = round_.tier_of(place.application.category)
        ahead = sum(count for tier, count in found.waiting.items() if tier <= tier_now)
        with take(place, "queue_again", by=SYSTEM, at=at) as moved:
            moved.tier = tier_now
            moved.turn, moved.kept_until, moved.told = found.last + 1, None, ahead + 1
    fill(round_, at=at, reason=_("有空余名额"))


def claim_again(applications: Sequence[Application], *, at: datetime) -> None:
    """Let those get in line anew whose rejection, which had freed their places, was taken back.

    Who still has his place keeps it. Raises UnableToTakeBack in a round that has closed with all its places confirmed:
    there he would wait for nothing.
    """
    for round_, group in _by_round(applications):
        freed = list(Place.objects.filter(application__in=group, state=FREED).order_by("turn"))
        counted = standing(round_)
        if freed and round_.state != "open" and counted is not None and not counted.left:
            sentence = _("不能撤回审核决定：名额已经让给别人，%s又已截止报名，不再递补。有人让出名额以后可以再撤回。")
            raise UnableToTakeBack(sentence % round_)
        if freed:
            _queue_again(round_, freed, at)


def leave(applications: Sequence[Application], *, at: datetime, reason: str) -> None:
    """Free the places of applications that were withdrawn or rejected, and let the next ones move up."""
    for round_, group in _by_round(applications):
        take_all(Place.objects.filter(application__in=group, state__in=(HELD, WAITING)), "free_place", by=SYSTEM, at=at)
        fill(round_, at=at, reason=reason)


def keep(applications: Sequence[Application], *, at: datetime) -> None:
    """Keep the places of applications that were sent back, for the days that a correction may take."""
    day = as_date(at)
    assert day is not None
    kept = Place.objects.filter(application__in=applications, state__in=(HELD, WAITING))
    if kept.exists():
        until = last_day(day, param("places.correction", day).span)
        take_all(kept, "keep_place", by=SYSTEM, at=at, kept_until=until)


def fill(round_: Round, *, at: datetime, reason: str) -> list[Place]:
    """Let as many move up as there are free places; return them. The round must be locked."""
    counted = standing(round_)
    if counted is None or not counted.left or not counted.waiting:
        return []
    following = queue(round_).values_list("pk", flat=True)[: counted.left]
    return take_all(Place.objects.filter(pk__in=list(following)), "move_up", by=SYSTEM, at=at, reason=reason)


def resize(round_: Round, *, at: datetime) -> None:
    """Let those who wait move up after a rise; raises UnableToSetQuota for a number below those confirmed."""
    counted = standing(round_)
    if counted is not None and counted.held > counted.quota:
        sentence = _("不能把名额减到 %(quota)d 个：已经确认了 %(held)d 人，不再收回。请填不少于 %(held)d 的数。")
        raise UnableToSetQuota(sentence % {"quota": counted.quota, "held": counted.held})
    fill(round_, at=at, reason=_("名额调整为 %d 个") % (round_.quota or 0))


def released(place: Place, *, at: datetime, reason: str) -> None:
    """Give a place that was taken back to the next one; in a closed round, end the application that lost it."""
    if place.round.state == "closed":
        lost = Application.objects.filter(pk=place.application_id)
        take_all(lost, "end_unplaced", by=SYSTEM, at=at, reason=reason)
    else:
        fill(place.round, at=at, reason=reason)


def end(round_: Round, *, at: datetime, closed: bool) -> None:
    """End the waiting in a round that takes no more; when it `closed`, whoever has no place ends with it.

    That is who waits, and who was sent back and has lost his place: nobody may get in line any more.
    """
    waiting = Place.objects.filter(round=round_, state=WAITING)
    if closed:
        without = Place.objects.filter(round=round_, state__in=(WAITING, FREED)).values("application")
        unplaced = Application.objects.filter(state__in=(SUBMITTED, RETURNED), pk__in=without)
        if unplaced.exists():
            take_all(unplaced, "end_unplaced", by=SYSTEM, at=at, reason=_("截止报名时没有名额"))
    if waiting.exists():
        take_all(waiting, "end_waiting", by=SYSTEM, at=at)


def _by_round(applications: Sequence[Application]) -> Iterator[tuple[Round, list[Application]]]:
    """Yield the rounds that have a quota, locked, each with its applications."""
    groups: defaultdict[int, list[Application]] = defaultdict(list)
    for application in applications:
        groups[application.round_id].append(application)
    for round_ in _locked(groups):
        yield round_, groups[round_.pk]


def _locked(rounds: Collection[int]) -> list[Round]:
    """Lock those of the rounds that have a quota, in one order, and return them as they stand now."""
    limited = Round.objects.filter(pk__in=rounds, quota__isnull=False)
    return list(limited.order_by("pk").select_for_update(no_key=True))
