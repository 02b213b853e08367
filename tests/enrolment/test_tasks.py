"""News on the telephone: enqueued with the step, sent by a worker, and whom it didn't reach stands on the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test import override_settings
from procrastinate.contrib.django import app

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment import tasks
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.telling import unsent
from jiangxin.enrolment.terms import terms
from jiangxin.portal.warnings import warnings
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories import enrolment as story
from tests.stories.gateway import Gateway
from tests.stories.places import ready
from tests.world import World


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    with override_settings(MESSAGES="sms", SMS_URL=made.url):
        yield made
    made.close()


def in_earnest(world: World) -> World:
    """Let the institution leave practice, in which nobody is told anything."""
    world.leave_practice()
    return world


def applied(world: World, count: int = 1, **fields: Any) -> tuple[Round, list[Application]]:
    """Return a round in which `count` people have applied themselves, and their applications."""
    round_ = world.open_round(**fields)
    people_ = [world.candidate(number, login=True) for number in range(1, count + 1)]
    return round_, [story.submitted(world, round_, person) for person in people_]


def jobs() -> list[dict[str, Any]]:
    """Return what waits to be sent."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE queue_name = 'messages' ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def send() -> None:
    """Do what waits, in the test's own transaction."""
    for job in jobs():
        tasks.send_news(**job)


def enqueued() -> list[tuple[str, list[int]]]:
    """Return what waits to be sent: its kind, and whom it tells."""
    return [(job["kind"], job["applications"]) for job in jobs()]


# ---- who is told, and what


def test_whoever_moves_up_is_told(world: World, gateway: Gateway) -> None:
    round_, [first, second] = applied(in_earnest(world), 2, quota=1)
    enrolment.withdraw(first, by=first.person.user, at=world.at)
    assert enqueued() == [("place", [second.pk])]
    send()
    [asked] = gateway.asked
    words = f"您报名的{round_}有名额了，名额已为您确认，请登录查看。"
    assert asked.data["text"].endswith(f"】{words}")
    assert (asked.data["phone"], asked.data["kind"], asked.data["round"]) == (
        second.person.phone, "place", str(round_),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("verb", "kind", "words"),
    [
        ("send_back", "correction", "需要补正，请尽快登录查看。"),
        ("accept", "outcome", "有新的处理结果，请登录查看。"),
        ("reject", "outcome", "有新的处理结果，请登录查看。"),
    ],
)
def test_a_decision_is_told_without_anything_personal(
    world: World, gateway: Gateway, verb: str, kind: str, words: str
) -> None:
    _round, [application] = applied(in_earnest(world))
    reason = {"remark" if verb == "accept" else "reason": "学籍证明看不清楚"}
    getattr(enrolment, verb)(application, by=world.user("reviewer"), at=world.at, **reason)
    assert enqueued() == [(kind, [application.pk])]
    send()
    [asked] = gateway.asked
    assert asked.data["text"].endswith(words)
    person = application.person
    told = json.dumps({**asked.data, "phone": ""}, ensure_ascii=False)
    personal = (person.name, person.id_number, person.id_number[-4:], person.phone, "学籍证明")
    assert [what for what in personal if what in told] == []


def test_whoever_waited_in_vain_is_told(world: World) -> None:
    round_, [_first, second] = applied(in_earnest(world), 2, quota=1)
    rounds.close(round_, by=world.user("centre"), at=world.at)
    assert enqueued() == [("outcome", [second.pk])]


def test_whoever_loses_his_place_after_the_close_is_told_once(world: World) -> None:
    round_, [first] = applied(in_earnest(world), 1, quota=1)
    enrolment.send_back(first, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    rounds.close(round_, by=world.user("centre"), at=world.at)
    world.later(days=4)
    enrolment.release_place(first.place, by=world.user("college"), at=world.at, reason="逾期未补正")
    assert enqueued() == [("correction", [first.pk]), ("outcome", [first.pk])]


def test_whoever_a_roster_enrolled_is_told_by_his_college(world: World) -> None:
    story.accepted_round(in_earnest(world), 2)
    assert jobs() == []


def test_whoever_agreed_to_another_text_is_not_told(world: World) -> None:
    round_ = in_earnest(world).open_round()
    [draft] = ready(round_, 1, college=world.user("college"), at=world.at)  # its consent names no version
    application = enrolment.submit(draft, by=draft.person.user, at=world.at)
    enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    assert jobs() == []


def test_the_text_in_use_speaks_of_messages() -> None:
    assert terms("consent").version in terms("consent").news


def test_an_institution_that_practises_tells_nobody(world: World) -> None:
    _round, [application] = applied(world)
    enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    assert jobs() == []


def test_a_round_that_is_recorded_from_paper_tells_nobody(world: World) -> None:
    _round, [application] = applied(in_earnest(world), recorded=True)
    enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    assert jobs() == []


def test_a_step_that_is_rolled_back_tells_nobody(world: World) -> None:
    _round, [application] = applied(in_earnest(world))
    with transaction.atomic():
        enrolment.accept(application, by=world.user("reviewer"), at=world.at)
        assert len(jobs()) == 1
        transaction.set_rollback(True)
    assert jobs() == []


def test_many_decided_together_are_enqueued_in_chunks(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "CHUNK", 2)
    round_, found = applied(in_earnest(world), 3)
    enrolment.accept_all(story.applications(round_), by=world.user("reviewer"), at=world.at)
    assert enqueued() == [("outcome", [found[0].pk, found[1].pk]), ("outcome", [found[2].pk])]


# ---- when it doesn't arrive


def test_whom_a_gateway_refuses_stands_on_the_desk_and_the_others_are_told(world: World, gateway: Gateway) -> None:
    round_, found = applied(in_earnest(world), 2)
    enrolment.accept_all(story.applications(round_), by=world.user("reviewer"), at=world.at)
    gateway.answers = [(200, b'{"error": "unknown number"}'), (200, b"{}")]
    send()
    assert len(gateway.asked) == 2
    assert [progress.problems for progress in unsent()] == [[f"{found[0].person}没有收到消息"]]
    assert story.states(round_.pk) == ["accepted", "accepted"]
    for login, expected in (("college", 1), ("centre", 1), ("reviewer", 0)):
        shown = [one for one in warnings(world.user(login), world.at.date()) if "没有发出去" in one["title"]]
        assert len(shown) == expected, login


def test_a_gateway_that_is_away_is_tried_again_and_then_named(world: World, gateway: Gateway) -> None:
    round_, found = applied(in_earnest(world), 2)
    enrolment.accept_all(story.applications(round_), by=world.user("reviewer"), at=world.at)
    gateway.close()
    keys = [one.pk for one in found]
    tasks.send_news(kind="outcome", applications=keys, tried=0)
    assert [(job["applications"], job["tried"]) for job in jobs()] == [(keys, 0), (keys, 1)]
    assert not unsent().exists()
    tasks.send_news(kind="outcome", applications=keys, tried=tasks.TRIES - 1)
    assert len(jobs()) == 2
    assert [len(progress.problems) for progress in unsent()] == [2]


def test_a_worker_sends_what_was_committed(committed_world: World, gateway: Gateway) -> None:
    world = in_earnest(committed_world)
    round_, [application] = applied(world)
    enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    gateway.answers = [(0, b"")]  # hangs up: it will be tried again, from within the worker
    with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
        worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
    assert len(gateway.asked) == 1
    assert [job["tried"] for job in jobs()] == [0, 1]
    assert story.states(round_.pk) == ["accepted"]
    connections.close_all()
