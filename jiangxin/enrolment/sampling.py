"""The sample of a batch: drawn by the system, and drawn the same by anybody who has the seed."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from hashlib import sha256
from math import ceil


def drawn(members: Iterable[int], share: Decimal, seed: str) -> list[int]:
    """Return at least the share of the keys, one at least: those whose SHA-256 of "seed:key" comes first.

    Order and repetition of `members` don't matter, so that the draw can be done again with any tool.
    """
    keys = sorted(set(members), key=lambda key: sha256(f"{seed}:{key}".encode()).hexdigest())
    return sorted(keys[: max(1, ceil(share * len(keys)))])
