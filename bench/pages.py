"""The desk of a centre that has 200 rounds, the queue of a round with 5,000 applications, and the cost of one step."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.figure import Figure, typical
from bench.world import draft_round, enrolled, settle, user
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round

ROUNDS = 200
RUNS = 15


def desk() -> Iterator[Figure]:
    """Measure the desk through every middleware; the ceiling is the page that only asks for the database."""
    client = Client()
    client.force_login(user("centre"), backend="django.contrib.auth.backends.ModelBackend")
    _rounds_until(ROUNDS // 2)
    half = _queries(client)
    _rounds_until(ROUNDS)
    settle()
    whole = _queries(client)
    address = reverse("portal:desk")
    taken = typical(lambda: client.get(address), RUNS)
    least = typical(lambda: client.get(reverse("portal:health")), RUNS)
    details: dict[str, object] = {"queries": whole, f"queries_with_{ROUNDS // 2}_rounds": half}
    what = "the health page: same middleware, SELECT 1"
    yield Figure(f"desk with {ROUNDS} rounds", taken * 1000, "ms", least * 1000, what, "< 100 ms", details)


def _queries(client: Client) -> int:
    client.get(reverse("portal:desk"))
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("portal:desk"))
    assert answer.status_code == 200, answer.status_code
    return len(asked)


def _rounds_until(count: int) -> None:
    """Make rounds until there are so many: half closed with a plan to file, a quarter open, a quarter drafts."""
    with transaction.atomic():
        for number in range(Round.objects.count(), count):
            round_, now = draft_round()
            if number % 4:
                round_ = rounds.open(round_, by=user("centre"), at=now)
            if number % 4 > 1:
                rounds.close(round_, by=user("centre"), at=now)


def queue() -> Iterator[Figure]:
    """Measure the review desk's queue with 5,000 applications, as it opens and with its dearest filter."""
    count = 5000
    round_ = enrolled(count)
    client = Client()
    client.force_login(user("reviewer"), backend="django.contrib.auth.backends.ModelBackend")
    address = f"{reverse('enrolment:applications')}?round={round_.pk}"
    connection.queries_log.clear()  # it is full of the enrolment, and a full one counts nothing
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    queries = len(asked)  # at once: the next request forgets them
    assert answer.status_code == 200, answer.status_code
    taken = typical(lambda: client.get(address), RUNS)
    warned = typical(lambda: client.get(f"{address}&alarm=any"), RUNS)
    least = typical(lambda: client.get(reverse("portal:health")), RUNS)
    details: dict[str, object] = {"queries": queries, "with_any_alarm_ms": round(warned * 1000, 1)}
    what = "the health page: same middleware, SELECT 1"
    yield Figure(f"queue with {count} applications", taken * 1000, "ms", least * 1000, what, "< 150 ms", details)


def step() -> Iterator[Figure]:
    """Measure one `take()` with all its checks, triggers and history, committed; the ceiling is a bare UPDATE."""
    round_, now = draft_round()
    by, capacity = user("centre"), iter(range(10, 10_000))
    taken = typical(lambda: rounds.revise_round(round_, by=by, at=now, capacity=next(capacity)), RUNS * 4)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE bare (id bigint PRIMARY KEY, capacity integer)")
        cursor.execute("INSERT INTO bare VALUES (1, 1)")
        least = typical(lambda: cursor.execute("UPDATE bare SET capacity = capacity + 1 WHERE id = 1"), RUNS * 4)
    what = "UPDATE by primary key of a temporary table, which is not even logged"
    yield Figure("one take()", taken * 1000, "ms", least * 1000, what)
