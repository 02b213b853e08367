"""What every test can ask for: a database with the practice institution, and a way to commit."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples
from pytest_django.plugin import DjangoDbBlocker

from jiangxin import embedded
from tests.plugins import database
from tests.stories.pages import at_the_hour
from tests.world import World

# Slowness is nobody's fault on a shared machine; whatever is drawn wrongly still is.
examples.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("shared")


def _connect_to(name: str, server: embedded.Server) -> None:
    connection.close()
    connection.settings_dict.update(embedded.django_database(server.url(name, embedded.APPLICATION)))


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    """Begin every test in Chinese: a page that one test asked for in English leaves its thread in English."""
    with translation.override(settings.LANGUAGE_CODE):
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
