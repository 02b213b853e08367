"""What a process of a race does. A fresh process loads this file, so nothing of Django stands at its head."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any

from jiangxin.commands.serve import THREADS

if TYPE_CHECKING:
    from jiangxin.enrolment.models import Application


def hand_in_from_a_process(gate: Any, early: int, people: Sequence[int]) -> None:
    """Hand one in, as a process that has served before; wait until all processes are ready; hand in the others.

    `gate` is the barrier of all processes, passed when all are ready and when all are done; the rest are the keys of
    drafts.
    """
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
