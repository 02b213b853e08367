"""Whoever follows the links of the pages, from the own desk on, never meets a closed door or a missing page."""

from __future__ import annotations

import html
import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve
from pytest_django.plugin import DjangoDbBlocker

from tests.stories.everything import populated
from tests.test_matrices import LOGINS
from tests.test_urls import CANDIDATES, browser
from tests.world import World

LINK = re.compile(r'<a\b[^>]*?\shref="([^"#]+)')
OFTEN = 3  # how many records of one kind a walk opens
NOT_FOLLOWED = {"portal:logout"}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world in which every kind of record exists."""
    with django_db_blocker.unblock(), populated() as world:
        yield world


@pytest.mark.parametrize("login", [*LOGINS, *CANDIDATES])
def test_no_link_leads_to_a_closed_door(world: World, login: str) -> None:
    client, walk, known = browser(world.user(login)), deque([("", "/")]), {"/"}
    met, closed = Counter[str](), []
    while walk:
        source, address = walk.popleft()
        with transaction.atomic():
            answer = client.get(address)
            transaction.set_rollback(True)
        if answer.status_code not in {200, 302}:
            closed.append(f"{address} ({answer.status_code}), linked on {source}")
        for there in ways(address, answer):
            name = name_of(there)
            if name and there not in known and name not in NOT_FOLLOWED and met[name] < OFTEN:
                known.add(there)
                met[name] += 1
                walk.append((address, there))
    assert closed == [], "\n".join(closed)
    assert len(met) > 2


def ways(address: str, answer: Any) -> list[str]:
    """Return the addresses to which an answer leads."""
    if answer.status_code == 302:
        return [urljoin(address, answer.headers["Location"])]
    if not answer.headers["Content-Type"].startswith("text/html"):
        return []
    return [urljoin(address, html.unescape(way)) for way in LINK.findall(answer.content.decode())]


def name_of(address: str) -> str:
    """Return the name of the page at an address of this site; "" for one elsewhere or a file of the design."""
    parts = urlsplit(address)
    if parts.netloc or parts.scheme or parts.path.startswith("/static/"):
        return ""
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return "?"
