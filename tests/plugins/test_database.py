"""The template database of the tests is whole or not there."""

import subprocess

import pytest

from jiangxin import embedded
from tests.plugins import database

NAME = f"filled_by_{database.WORKER}"
FAILS, WORKS = ["-c", "raise SystemExit(3)"], ["-c", "pass"]


def test_a_template_is_made_after_an_attempt_that_failed(server: embedded.Server) -> None:
    try:
        with pytest.raises(subprocess.CalledProcessError):
            database.fill(server, NAME, WORKS, FAILS)
        assert not server.has_database(NAME)
        database.fill(server, NAME, WORKS)
        assert server.has_database(NAME)
        assert not server.has_database(f"{NAME}_raw")
    finally:
        server.drop_database(NAME)
        server.drop_database(f"{NAME}_raw")
