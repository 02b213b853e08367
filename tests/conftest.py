"""What every test can ask for: a database with the practice institution, and a way to commit."""

import os
import threading
from collections.abc import Iterator
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import override_settings
from django.test.testcases import QuietWSGIRequestHandler
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples
from playwright.sync_api import Browser, expect
from pytest_django.plugin import DjangoDbBlocker

from jiangxin import embedded
from tests.browser import PATIENCE, browser
from tests.plugins import database
from tests.stories import remembered
from tests.stories.pages import at_the_hour
from tests.world import World

# Slowness is nobody's fault on a shared machine; whatever is drawn wrongly still is.
examples.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("shared")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests of the whole, the long ones, so that workers share short ones at the end."""
    items.sort(key=lambda item: item.path.parent.name != "tests")


def _connect_to(name: str, server: embedded.Server) -> None:
    connection.close()
    connection.settings_dict.update(embedded.django_database(server.url(name, embedded.APPLICATION)))
    remembered.renewed()
    connection.close()  # else one opened within a browser's loop would outlive its database, unseen from outside


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Begin every test in Chinese: a page that one test asked for in English leaves its thread in English."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def played(request: pytest.FixtureRequest) -> Iterator[None]:
    """Have stories played, not remembered, where a test changes the product by pytest's own means."""
    # `request.fixturenames` has it in every test: a plugin's own fixture asks for it.
    fixtures = request.node._fixtureinfo.name2fixturedefs.values()
    asking = [definitions[-1].argnames for definitions in fixtures if definitions[-1].baseid.startswith("tests")]
    changed = any("monkeypatch" in names for names in [*asking, request.node._fixtureinfo.argnames])
    with remembered.forbidden() if changed else nullcontext():
        yield


@pytest.fixture(scope="session")
def server() -> embedded.Server:
    """The tests' PostgreSQL."""
    return database.server()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker, server: embedded.Server) -> Iterator[None]:
    """Give this worker its own copy of the template."""
    name = database.renew(server)
    with django_db_blocker.unblock():
        _connect_to(name, server)
    yield
    with django_db_blocker.unblock():
        connection.close()
    server.drop_database(name)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: DjangoDbBlocker, server: embedded.Server) -> Iterator[None]:
    """Let the test commit; afterwards the worker gets a fresh database."""
    with django_db_blocker.unblock():
        yield
        connection.close()
        _connect_to(database.renew(server), server)


@pytest.fixture
def world(db: None) -> World:
    """The practice institution, in a transaction that is rolled back after the test."""
    return World()


@pytest.fixture
def committed_world(committed: None) -> World:
    """The practice institution in a database to which the test commits."""
    return World()


@pytest.fixture
def clock(world: World) -> Iterator[None]:
    """Let pages read the hour of the world."""
    with at_the_hour(world):
        yield


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser of this file, closed before other tests start theirs: a thread can have but one."""
    with pytest.MonkeyPatch.context() as patch, browser() as started:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in this thread
        expect.set_options(timeout=PATIENCE)
        yield started
    connection.close()  # this thread's own, from before Playwright's loop: its database has been made anew since


@pytest.fixture(scope="module")
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
