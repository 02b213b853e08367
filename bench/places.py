"""300 people for 30 places: all of them hand in at once, in as many processes and threads as `jiangxin serve` has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from multiprocessing import get_context
from threading import Thread
from typing import TYPE_CHECKING, Any

from bench.figure import Figure, seconds

if TYPE_CHECKING:
    from jiangxin.rounds.models import Round

PEOPLE, PLACES = 300, 30
PROCESSES, THREADS = 2, 4


def places() -> Iterator[Figure]:
    """Measure the race for the places of a round; the ceiling is the same race in a round that takes everybody."""
    from jiangxin.enrolment.models import Place
    from tests.stories.places import order

    limited, free = _open_round(PLACES), _open_round(None)
    race, ceiling = _race(limited), _race(free)
    held = Place.objects.filter(round=limited, state="held").count()
    assert (held, order(limited)) == (PLACES, list(range(PLACES + 1, PEOPLE + 1))), (held, order(limited)[:5])
    details: dict[str, object] = {"held": held, "waiting": PEOPLE - held, "connections": PROCESSES * THREADS}
    name = f"{PEOPLE} submissions for {PLACES} places, all at once"
    yield Figure(name, race, "s", ceiling, "the same submissions to a round without a quota", "< 2 s", details)


def _open_round(quota: int | None) -> Round:
    from django.utils import timezone

    from bench.world import institution, user
    from jiangxin.rounds import operations as rounds

    place, now = institution(), timezone.now()
    day = timezone.localdate(now)
    round_ = rounds.draft_round(
        by=user("centre"), at=now, institution=place.institution, college=place.college, filing=place.filing,
        level=place.level, audience="public", apply_from=day, apply_until=day + timedelta(days=10),
        planned_on=day + timedelta(days=60), capacity=PEOPLE, quota=quota,
    )  # fmt: skip
    return rounds.open(round_, by=user("centre"), at=now)


def _race(round_: Round) -> float:
    """Return the seconds from the moment in which all begin to that in which the last one is answered."""
    from django.utils import timezone

    from bench.world import user
    from tests.stories.places import ready

    keys = [draft.pk for draft in ready(round_, PEOPLE, college=user("college"), at=timezone.now())]
    context = get_context("spawn")
    gate = context.Barrier(PROCESSES + 1)
    processes = [context.Process(target=_process, args=(gate, keys[part::PROCESSES])) for part in range(PROCESSES)]
    for process in processes:
        process.start()
    gate.wait()
    taken = seconds(gate.wait)
    for process in processes:
        process.join()
    return taken


def _process(gate: Any, keys: Sequence[int]) -> None:
    """Wait until all processes are ready, hand in, and wait until all have done so."""
    import django

    django.setup()
    from jiangxin.enrolment.models import Application

    drafts = list(Application.objects.filter(pk__in=keys).select_related("person__user").order_by("pk"))
    threads = [Thread(target=_lane, args=(drafts[lane::THREADS],)) for lane in range(THREADS)]
    _lane([])  # what a process loads before its first request
    gate.wait()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gate.wait()


def _lane(drafts: Sequence[Any]) -> None:
    from django.db import connection

    from tests.stories.places import hand_in

    try:
        hand_in(drafts)
    finally:
        connection.close()
