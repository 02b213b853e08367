"""300 people for 30 places: all of them hand in at once, in as many processes and threads as `jiangxin serve` has."""

from __future__ import annotations

from collections.abc import Iterator
from multiprocessing import get_context

from django.utils import timezone

from bench.figure import Figure, seconds
from bench.racing import hand_in_from_a_process
from bench.world import open_round, user
from jiangxin.commands.serve import PROCESSES, THREADS
from jiangxin.enrolment.models import Place
from jiangxin.rounds.models import Round
from tests.stories.places import order, ready

PEOPLE, PLACES = 300, 30
PATIENCE = 60  # seconds that the processes may take to begin, and to end


def places() -> Iterator[Figure]:
    """Measure the race for the places of a round; the ceiling is the same race in a round that takes everybody."""
    (limited, _now), (free, _later) = open_round(PEOPLE, PLACES), open_round(PEOPLE)
    race, ceiling = _race(limited), _race(free)
    held = Place.objects.filter(round=limited, state="held").count()
    assert (held, order(limited)) == (PLACES, list(range(PLACES + 1, PEOPLE + 1))), (held, order(limited)[:5])
    details: dict[str, object] = {"held": held, "waiting": PEOPLE - held, "connections": PROCESSES * THREADS}
    name = f"{PEOPLE} submissions for {PLACES} places, all at once"
    yield Figure(name, race, "s", ceiling, "the same submissions to a round without a quota", "< 2 s", details)


def _race(round_: Round) -> float:
    """Return the seconds from the moment in which all begin to that in which the last one is answered."""
    people, early = _drafts(round_, PEOPLE), _drafts(open_round()[0], PROCESSES)
    context = get_context("spawn")
    gate = context.Barrier(PROCESSES + 1)
    processes = [
        context.Process(target=hand_in_from_a_process, args=(gate, early[part], people[part::PROCESSES]))
        for part in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    gate.wait(PATIENCE)
    taken = seconds(lambda: gate.wait(PATIENCE))
    for process in processes:
        process.join()
    return taken


def _drafts(round_: Round, count: int) -> list[int]:
    return [draft.pk for draft in ready(round_, count, college=user("college"), at=timezone.now())]
