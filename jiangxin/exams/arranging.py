"""A first arrangement of a subject: who sits when, where and before whom. Pure: numbers in, slots out.

Slots follow one another from the day's opening to its close, with a changeover between them, over as many days as it
takes. In a slot the rooms are filled one after another, each with the people that its standard asks for; whoever must
not meet the people of a room waits for another. The first named are taken first, so the last are the reserve.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Self

from django.utils.translation import gettext as _

from jiangxin.exams.rules import Ratio
from jiangxin.process.errors import Unable
from jiangxin.regulation.parameters import param


class UnableToPlan(Unable):
    """The rooms and people at hand can't serve the candidates."""


@dataclass(frozen=True)
class Hours:
    """When assessments are held: a day's opening, close and noon break in local time; `changeover` is the minutes
    between two slots, `block` the longest stretch, in minutes, in which a review panel hears one after the other.
    """

    opens: time
    closes: time
    break_from: time
    break_until: time
    changeover: int
    block: int

    @classmethod
    def on(cls, day: date) -> Self:
        """Return the hours that the parameters give for a day: practice, which no rule states (decision 0007)."""
        names = ("opens", "closes", "break_from", "break_until")
        clock = {name: time.fromisoformat(param(f"sitting.{name}", day).text) for name in names}
        changeover, block = (param(f"sitting.{name}", day).integer for name in ("changeover", "review_block"))
        return cls(**clock, changeover=changeover, block=block)

    def slots(self, day: date, minutes: int, zone: tzinfo) -> Iterator[tuple[datetime, datetime]]:
        """Yield start and end of every slot of so many minutes, from this day on, without end.

        Raises UnableToPlan when not even one slot fits into a day.
        """
        length, gap = timedelta(minutes=minutes), timedelta(minutes=self.changeover)
        while True:
            start, found = datetime.combine(day, self.opens, zone), False
            noon = (datetime.combine(day, self.break_from, zone), datetime.combine(day, self.break_until, zone))
            while start + length <= datetime.combine(day, self.closes, zone):
                if start < noon[1] and start + length > noon[0]:
                    start = noon[1]
                    continue
                found = True
                yield start, start + length
                start += length + gap
            if not found:
                sentence = _("排不出场次：一场要 %(minutes)d 分钟，%(opens)s 到 %(closes)s 放不下。请放宽每天的时间。")
                raise UnableToPlan(
                    sentence % {"minutes": minutes, "opens": f"{self.opens:%H:%M}", "closes": f"{self.closes:%H:%M}"}
                )
            day += timedelta(days=1)


@dataclass(frozen=True)
class Place:
    """A room that may be used, by its key, with its seats."""

    key: int
    seats: int


@dataclass(frozen=True)
class Team:
    """The people to choose from, in order of preference, with whom each of them must not meet (person → candidates).

    `panels` says who examines each candidate, where that is settled: then nobody is chosen, and the panel is the room's
    people, whole.
    """

    staff: Sequence[int]
    supervisors: Sequence[int]
    rule: Ratio
    recused: Mapping[int, Collection[int]] = field(default_factory=dict)
    panels: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def may_meet(self, people: Iterable[int], candidate: int) -> bool:
        """Tell whether none of these people is recused from the candidate."""
        return not any(candidate in self.recused.get(person, ()) for person in people)


@dataclass(frozen=True)
class PlannedRoom:
    """A room in one slot: its candidates in the order of their seats, and its people, the first of them leading."""

    place: int
    candidates: tuple[int, ...]
    staff: tuple[int, ...]


@dataclass(frozen=True)
class PlannedSitting:
    """One slot: its rooms and its supervisor."""

    starts_at: datetime
    ends_at: datetime
    rooms: tuple[PlannedRoom, ...]
    supervisor: int


def spread[K: Hashable](units: Mapping[K, str], seed: str) -> list[K]:
    """Return the keys shuffled by the seed, people of one unit as far apart as they can be (打乱编排).

    The same keys, units and seed give the same order. A key with the unit "" belongs to none.
    """
    order = sorted(units, key=repr)
    random.Random(seed).shuffle(order)
    groups: defaultdict[str, list[K]] = defaultdict(list)
    for key in order:
        groups[units[key] or f"\0{key!r}"].append(key)
    # Each member of a group of n stands at (i + ½)/n of the way: the groups interleave evenly.
    placed = [
        ((index + 0.5) / len(members), rank, key)
        for rank, members in enumerate(sorted(groups.values(), key=len, reverse=True))
        for index, key in enumerate(members)
    ]
    return [key for _share, _rank, key in sorted(placed, key=lambda item: item[:2])]


def plan_sittings(
    candidates: Sequence[int], places: Sequence[Place], team: Team, slots: Iterable[tuple[datetime, datetime]]
) -> list[PlannedSitting]:
    """Return the sittings that serve all candidates, in the order given.

    Raises UnableToPlan, a whole sentence, when rooms, people or a supervisor are wanting.
    """
    _check_team(places, team)
    waiting, planned = list(candidates), []
    for starts_at, ends_at in slots:
        if not waiting:
            break
        rooms = _fill_slot(waiting, places, team)
        seated = {candidate for room in rooms for candidate in room.candidates}
        waiting = [candidate for candidate in waiting if candidate not in seated]
        on_duty = {person for room in rooms for person in room.staff}
        supervisor = _supervisor(team, seated, on_duty)
        planned.append(PlannedSitting(starts_at, ends_at, tuple(rooms), supervisor))
    return planned


def _check_team(places: Sequence[Place], team: Team) -> None:
    if not places:
        raise UnableToPlan(_("排不出场次：备案的实施方案里没有适合这一科目的考场。请走变更备案，补上考场。"))
    if team.rule.carries(len(team.staff)) == 0:
        sentence = _("排不出场次：一个考场至少要 %(need)d 名考务人员，方案只提名了 %(have)d 名。请走变更备案补足。")
        raise UnableToPlan(sentence % {"need": team.rule.need(0), "have": len(team.staff)})
    if not team.supervisors:
        raise UnableToPlan(_("排不出场次：方案里没有质量督导员，而逢考必督。请走变更备案，补上督导员。"))


def _fill_slot(waiting: Sequence[int], places: Sequence[Place], team: Team) -> list[PlannedRoom]:
    """Return the rooms of one slot; raises UnableToPlan when not one candidate can be served."""
    free, left, rooms = list(team.staff), list(waiting), list[PlannedRoom]()
    for place in places:
        room = (_fill_room_of_panel if team.panels else _fill_room)(left, place, free, team)
        if room is None:
            break
        rooms.append(room)
        left = [candidate for candidate in left if candidate not in room.candidates]
        free = [person for person in free if person not in room.staff]
    if not rooms:
        raise UnableToPlan(
            _("排不出场次：有考生找不到不须回避的考务人员组成一组。请走变更备案，增加与考生没有关系的人员。")
        )
    return rooms


def _fill_room(left: Sequence[int], place: Place, free: Sequence[int], team: Team) -> PlannedRoom | None:
    """Return one room with its candidates and people, or None when nobody is left or too few people are free."""
    if not left:
        return None
    fit = [person for person in free if team.may_meet([person], left[0])]
    wanted = team.rule.need(min(place.seats, len(left)))
    fit.sort(key=lambda person: sum(candidate in team.recused.get(person, ()) for candidate in left))  # stable
    while wanted > len(fit):
        wanted -= 2 if team.rule.odd else 1
    carried = team.rule.carries(wanted)
    if carried == 0:
        return None
    staff = fit[:wanted]
    capacity = place.seats if carried is None else min(place.seats, carried)
    candidates = [candidate for candidate in left if team.may_meet(staff, candidate)][:capacity]
    return PlannedRoom(place.key, tuple(candidates), tuple(staff))


def _fill_room_of_panel(left: Sequence[int], place: Place, free: Sequence[int], team: Team) -> PlannedRoom | None:
    """Return one room before the first panel that is free, with candidates of that panel; None when none is."""
    for panel in dict.fromkeys(team.panels[candidate] for candidate in left):
        carried = team.rule.carries(len(panel))
        capacity = place.seats if carried is None else min(place.seats, carried)
        own = (candidate for candidate in left if team.panels[candidate] == panel)
        candidates = [candidate for candidate in own if team.may_meet(panel, candidate)][:capacity]
        if candidates and set(panel) <= set(free):
            return PlannedRoom(place.key, tuple(candidates), panel)
    return None


def _supervisor(team: Team, seated: Collection[int], on_duty: Collection[int]) -> int:
    """Return the first supervisor who meets nobody he must not, and does nothing else in the slot."""
    for person in team.supervisors:
        if person not in on_duty and all(team.may_meet([person], candidate) for candidate in seated):
            return person
    raise UnableToPlan(
        _("排不出场次：每一名质量督导员都与某名考生有回避关系，或同时有别的岗位。请走变更备案，增加督导员。")
    )
