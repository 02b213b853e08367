"""What a gate of the database refuses is told by a sentence with a number; a real fault stays one."""

import logging
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from jiangxin.process.middleware import RefusalMiddleware
from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from tests.stories.pages import signed_in, words
from tests.stories.races import while_uncommitted
from tests.world import World


def raised(state: str) -> DatabaseError:
    """Return the error with which the database refuses by a code."""
    with pytest.raises(DatabaseError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'jiangxin: it is full' USING ERRCODE = '{state}'; END $$")
    return refusal.value


@pytest.mark.parametrize(("state", "sentence"), [("JX006", "与已登记的备案、名额"), ("40P01", "请再提交一次")])
def test_what_a_gate_refuses_is_a_page_and_a_line_of_the_log(
    world: World, caplog: pytest.LogCaptureFixture, state: str, sentence: str
) -> None:
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    with caplog.at_level(logging.WARNING, "jiangxin.process.barred"):
        page = middleware.process_exception(RequestFactory().post("/"), raised(state))
    assert page is not None
    assert page.status_code == 409
    assert sentence in words(page)
    [number] = re.findall("记录编号 ([0-9a-f]{8})", words(page))
    [line] = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"{number}: jiangxin: it is full")


def test_a_write_without_a_step_stays_a_fault(world: World) -> None:
    middleware = RefusalMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().post("/"), raised("JX002")) is None


def test_a_filing_that_ends_while_a_round_opens_is_told_on_the_page_of_the_step(committed_world: World) -> None:
    world, round_ = committed_world, committed_world.draft_round()
    client, address = signed_in(world.user("centre")), reverse("rounds:open", args=[round_.pk])
    page = while_uncommitted(
        lambda: standards.end_filing(world.practice.filing, by=world.user("centre2"), at=world.at, reason="撤回备案"),
        lambda: client.post(address),
    )
    assert "与已登记的备案、名额" in words(page)
    assert Round.objects.get().state == "draft"
