"""One measured figure, and the few ways in which we measure."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True)
class Figure:
    """A measured value beside its ceiling, both in `unit`; `aim` says in words what was promised."""

    name: str
    value: float
    unit: str
    ceiling: float
    ceiling_is: str
    aim: str = ""
    details: dict[str, object] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """How many times the ceiling's cost ours is: 1 would be perfect. A rate is turned round."""
        more = self.ceiling / self.value if self.unit.endswith("/s") else self.value / self.ceiling
        return round(more, 2)

    def as_json(self) -> dict[str, object]:
        """Return the figure as the results keep it."""
        return {
            "name": self.name, "value": round(self.value, 4), "unit": self.unit, "ceiling": round(self.ceiling, 4),
            "ceiling_is": self.ceiling_is, "times_the_ceiling": self.ratio, "aim": self.aim, **self.details,
        }  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def typical(work: Callable[[], object], runs: int) -> float:
    """Return the median of several calls, after one that warms up."""
    work()
    return median(seconds(work) for _ in range(runs))
