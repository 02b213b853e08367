"""What a journey needs: the site, served over a database to which its story has been committed, and a browser."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import override_settings
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, expect

from tests.browser import browser
from tests.journeys.travelling import Faults, Journey, Travel, Traveller
from tests.world import World

PATIENCE = 10_000  # milliseconds until something that does not come is missing


@pytest.fixture
def world(committed_world: World) -> World:
    """The practice institution; what a story does in it is committed, for the server has connections of its own."""
    return committed_world


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of this file, closed before other tests start theirs: a thread can have but one."""
    with pytest.MonkeyPatch.context() as patch, browser() as started:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
        expect.set_options(timeout=PATIENCE)
        yield started
    connection.close()  # this thread's own, from before Playwright's loop: its database has been made anew since


@pytest.fixture(scope="package")
def site() -> Iterator[str]:
    """The site, served as in use."""
    # The browser has the real clock: a cookie that ends by the world's clock may have ended long ago.
    with override_settings(SESSION_EXPIRE_AT_BROWSER_CLOSE=True, CSRF_COOKIE_AGE=None):
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
        server.set_app(get_wsgi_application())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()


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
