"""Whoever opens pages: a browser's requests without a browser, signed in as somebody."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import time_machine
from django.test import Client

from jiangxin.people.models import User
from tests.world import World


@contextmanager
def at_the_hour(world: World) -> Iterator[World]:
    """Let views read the hour of the world inside the block."""
    with time_machine.travel(world.at, tick=False):
        yield world


def signed_in(user: User | None) -> Client:
    """Return a client that is signed in as this user, or not at all."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def words(response: Any) -> str:
    """Return the text of an answer."""
    return str(response.content.decode())
