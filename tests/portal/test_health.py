"""Whether an installation answers."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from tests.world import World


def test_health_is_good_while_the_database_answers(world: World) -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"database": True})


def test_health_is_bad_when_it_does_not(committed_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"database": False})
