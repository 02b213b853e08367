"""A plan in force, which the tests of this app arrange."""

import pytest

from jiangxin.plans.models import Plan
from tests.stories.plans import received_plan
from tests.world import World


@pytest.fixture
def plan(world: World) -> Plan:
    """A plan in force for six candidates."""
    return received_plan(world)
