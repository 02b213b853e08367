"""Every page × everybody: nobody, each office, a candidate, and the officer of another institution."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.pages import every_page, patterns
from tests.stories.everything import populated
from tests.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """A world in which every kind of record exists, once for all tests of this module."""
    with django_db_blocker.unblock(), populated() as world:
        yield world


def test_every_pattern_has_an_address(world: World) -> None:
    assert len(every_page()) == len(list(patterns()))
