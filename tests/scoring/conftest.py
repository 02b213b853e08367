"""Rounds whose sittings have been held, which the tests of this app mark."""

import pytest

from jiangxin.rounds.models import Round
from tests.stories.exams import held_sittings
from tests.world import World


@pytest.fixture
def held(world: World) -> Round:
    """A round of six candidates whose sittings are closed; the last of them never came."""
    return held_sittings(world)
