"""What a journey needs: the site, served over a database to which its story has been committed, and a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import Browser

from tests.browser import PATIENCE
from tests.journeys.travelling import Faults, Journey, Travel, Traveller
from tests.world import World


@pytest.fixture
def world(committed_world: World) -> World:
    """The practice institution; what a story does in it is committed, for the server has connections of its own."""
    return committed_world


@pytest.fixture
def travel(world: World, chromium: Browser, site: str) -> Travel:
    """Begin a journey at the hour of the world: `with travel(JOURNEY) as reviewer: …`; at its end it is judged."""

    @contextmanager
    def begin(journey: Journey) -> Iterator[Traveller]:
        width, height = journey.size
        faults = Faults(urlsplit(site).netloc)
        with (
            time_machine.travel(world.at, tick=False) as clock,
            chromium.new_context(viewport={"width": width, "height": height}, locale="zh-CN") as context,
        ):
            faults.watch(context)
            context.set_default_timeout(PATIENCE)
            traveller = Traveller(journey, context.new_page(), site, world, clock)
            yield traveller
        assert faults.found == []
        journey.judge(traveller.clicks)

    return begin
