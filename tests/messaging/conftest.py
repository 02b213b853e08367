"""A gateway for each test."""

from collections.abc import Iterator

import pytest

from tests.stories.gateway import Gateway


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    made = Gateway()
    yield made
    made.close()
