"""Two people at once: the story of every race."""

from collections.abc import Callable
from threading import Barrier, Thread
from time import monotonic, sleep

from django.db import connection, transaction

from jiangxin.process.errors import Unable

PATIENCE = 30.0  # seconds until a second that never waits for the first is a fault


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do several things in the same moment, each in a thread of its own; return what each gave, or its refusal.

    The world must be a `committed_world`: a thread sees only what is committed.
    """
    barrier = Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def do(index: int, act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            results[index] = act()
        except Unable as error:
            results[index] = error
        finally:
            connection.close()

    threads = [Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def while_uncommitted[T](first: Callable[[], object], second: Callable[[], T]) -> T | Unable:
    """Do the second thing when the first is done and not committed; return what it gave, or its refusal.

    The second can't see the first, and waits in the database for what it wrote: whatever looks before it writes has
    looked in vain. The world must be a `committed_world`.
    """
    given: list[T | Unable] = []

    def do() -> None:
        try:
            given.append(second())
        except Unable as error:
            given.append(error)
        finally:
            connection.close()

    thread = Thread(target=do)
    with transaction.atomic():
        first()
        thread.start()
        begun = monotonic()
        while not _somebody_waits():
            assert thread.is_alive(), f"the second did not wait for the first: {given}"
            assert monotonic() - begun < PATIENCE, "the second did not wait for the first"
            sleep(0.02)
    thread.join()
    [outcome] = given
    return outcome


def _somebody_waits() -> bool:
    """Tell whether anybody waits for a lock in this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)"
            " WHERE NOT granted AND datname = current_database())"
        )
        return bool(cursor.fetchone()[0])  # type: ignore[index]
