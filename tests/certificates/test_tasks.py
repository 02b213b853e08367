"""Signing in the background: enqueued with the transaction, told as it goes, done by a worker."""

import json

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django import app

from jiangxin.certificates import operations as certificates
from jiangxin.certificates import tasks
from jiangxin.certificates.models import Certificate
from jiangxin.documents.keys import UnableToUseKey
from jiangxin.process.models import Progress
from jiangxin.rounds.models import Round
from tests.certificates.rows import confirmed_rows
from tests.world import World

MISSING = "\U00030000"  # a character of extension G, which no installed font has


def numbered(world: World, count: int, **more: object) -> Round:
    rows = confirmed_rows(world, count, **more)  # type: ignore[arg-type]
    return certificates.issue_all(rows, by=world.user("centre"), at=world.at)[0].round


def jobs() -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def work() -> None:
    """Let a worker do everything that waits, as the application's role."""
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def test_the_jobs_are_enqueued_with_the_transaction_or_not_at_all(world: World) -> None:
    round_ = numbered(world, 2)
    with transaction.atomic():
        tasks.sign_in_background(round_, by=world.user("centre"), at=world.at)
        transaction.set_rollback(True)
    assert jobs() == []
    assert not Progress.objects.exists()


def test_a_job_takes_so_many_and_no_more(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "CHUNK", 2)
    progress = tasks.sign_in_background(numbered(world, 3), by=world.user("centre"), at=world.at)
    assert [len(job["certificates"]) for job in jobs()] == [2, 1]  # type: ignore[arg-type]
    assert (progress.total, progress.done, progress.finished) == (3, 0, False)


def test_a_second_click_returns_the_same_progress(world: World) -> None:
    round_ = numbered(world, 2)
    first = tasks.sign_in_background(round_, by=world.user("centre"), at=world.at)
    again = tasks.sign_in_background(round_, by=world.user("centre"), at=world.later(minutes=1))
    assert again.pk == first.pk
    assert len(jobs()) == 1


def test_a_stalled_job_may_be_asked_for_again(world: World) -> None:
    round_ = numbered(world, 2)
    first = tasks.sign_in_background(round_, by=world.user("centre"), at=world.at)
    again = tasks.sign_in_background(round_, by=world.user("centre"), at=world.later(hours=1))
    assert again.pk != first.pk


def test_who_may_not_sign_enqueues_nothing(world: World) -> None:
    progress = tasks.sign_in_background(numbered(world, 1), by=world.user("college"), at=world.at)
    assert (progress.total, progress.finished, jobs()) == (0, True, [])


def test_without_a_key_nothing_is_enqueued(world: World) -> None:
    world.leave_practice()
    round_ = numbered(world, 1, photos=True)
    with pytest.raises(UnableToUseKey):
        tasks.sign_in_background(round_, by=world.user("centre"), at=world.at)
    assert jobs() == []


def test_a_worker_signs_and_tells_whose_certificate_could_not_be_made(committed_world: World) -> None:
    world = committed_world
    round_ = numbered(world, 3, names=["王小明", f"李{MISSING}"])
    progress = tasks.sign_in_background(round_, by=world.user("centre"), at=world.at)
    work()
    progress.refresh_from_db()
    assert progress.finished
    assert [f"李{MISSING}" in sentence for sentence in progress.problems] == [True]
    assert sorted(Certificate.objects.values_list("state", flat=True)) == ["numbered", "signed", "signed"]
    connections.close_all()
