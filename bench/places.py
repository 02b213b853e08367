"""300 people for 30 places: all of them hand in at once, in as many processes and threads as `jiangxin serve` has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from multiprocessing import get_context
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

from bench.figure import Figure, seconds
from jiangxin.commands.serve import THREADS

if TYPE_CHECKING:
    from jiangxin.enrolment.models import Application
    from jiangxin.rounds.models import Round

PEOPLE, PLACES = 300, 30
PROCESSES = 2
PATIENCE = 60  # seconds that the processes may take to begin, and to end


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
    people, early = _drafts(round_, PEOPLE), _drafts(_open_round(None), PROCESSES)
    context = get_context("spawn")
    gate = context.Barrier(PROCESSES + 1)
    processes = [
        context.Process(target=_process, args=(gate, early[part], people[part::PROCESSES])) for part in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    gate.wait(PATIENCE)
    taken = seconds(lambda: gate.wait(PATIENCE))
    for process in processes:
        process.join()
    return taken


def _drafts(round_: Round, count: int) -> list[int]:
    from django.utils import timezone

    from bench.world import user
    from tests.stories.places import ready

    return [draft.pk for draft in ready(round_, count, college=user("college"), at=timezone.now())]


def _process(gate: Any, early: int, people: Sequence[int]) -> None:
    """Hand one in, as a process that has served before; wait until all processes are ready; hand in the others."""
    import django

    django.setup()
    from django.utils import timezone

    from jiangxin.enrolment.models import Application

    drafts = Application.objects.select_related("person__user").in_bulk([early, *people])
    for draft in drafts.values():
        draft.person.user.appointments_on(timezone.localdate())  # known of whoever is signed in
    begin, end = Barrier(THREADS + 1), Barrier(THREADS + 1)
    for lane in range(THREADS):
        mine = [drafts[key] for key in people[lane::THREADS]]
        Thread(target=_lane, args=([drafts[early]] if lane == 0 else [], mine, begin, end)).start()
    begin.wait()
    gate.wait()
    begin.wait()
    end.wait()
    gate.wait()


def _lane(early: Sequence[Application], mine: Sequence[Application], begin: Barrier, end: Barrier) -> None:
    from django.db import connection

    from tests.stories.places import hand_in

    try:
        connection.ensure_connection()
        hand_in(early)
        begin.wait()
        begin.wait()
        hand_in(mine)
        end.wait()
    except Exception:
        begin.abort()  # else the others would wait for ever
        end.abort()
        raise
    finally:
        connection.close()
