"""The end of a person's data key, by two persons."""

from __future__ import annotations

from jiangxin.people import operations as people
from jiangxin.people.models import Person
from tests.world import World


def erased(world: World, person: Person) -> Person:
    """Destroy a person's data key: the centre proposes it, a second officer does it."""
    proposed = people.propose_erasure(person, by=world.user("centre"), at=world.at, reason="保存期满")
    return people.erase(proposed, by=world.user("centre2"), at=world.at, reason="已核对，无须保存")
