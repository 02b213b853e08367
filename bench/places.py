"""300 people for 30 places: all of them hand in at once, over connections of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from threading import Barrier, Thread

from django.db import connection
from django.utils import timezone

from bench.figure import Figure, seconds
from bench.world import institution, user
from jiangxin.enrolment.models import Application, Place
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories.places import hand_in, order, ready

PEOPLE, PLACES, LANES = 300, 30, 12


def places() -> Iterator[Figure]:
    """Measure the race for the places of a round; the ceiling is the same race in a round that takes everybody."""
    limited, free = _open_round(PLACES), _open_round(None)
    race, ceiling = _race(limited), _race(free)
    held = Place.objects.filter(round=limited, state="held").count()
    assert (held, order(limited)) == (PLACES, list(range(PLACES + 1, PEOPLE + 1))), (held, order(limited)[:5])
    details: dict[str, object] = {"held": held, "waiting": PEOPLE - held, "connections": LANES}
    name = f"{PEOPLE} submissions for {PLACES} places, all at once"
    yield Figure(name, race, "s", ceiling, "the same submissions to a round without a quota", "none oversold", details)


def _open_round(quota: int | None) -> Round:
    place, now = institution(), timezone.now()
    day = timezone.localdate(now)
    round_ = rounds.draft_round(
        by=user("centre"), at=now, institution=place.institution, college=place.college, filing=place.filing,
        level=place.level, audience="public", apply_from=day, apply_until=day + timedelta(days=10),
        planned_on=day + timedelta(days=60), capacity=PEOPLE, quota=quota,
    )  # fmt: skip
    return rounds.open(round_, by=user("centre"), at=now)


def _race(round_: Round) -> float:
    drafts = ready(round_, PEOPLE, college=user("college"), at=timezone.now())
    gate = Barrier(LANES)
    threads = [Thread(target=_lane, args=(gate, drafts[lane::LANES])) for lane in range(LANES)]

    def run() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return seconds(run)


def _lane(gate: Barrier, drafts: Sequence[Application]) -> None:
    try:
        gate.wait()
        hand_in(drafts)
    finally:
        connection.close()
