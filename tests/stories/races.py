"""Two people at once: the story of every race."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

from jiangxin.process.errors import Unable


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
