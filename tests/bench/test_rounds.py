"""The benchmarks run: each measure, on little, tells a value beside its ceiling."""

import pytest

from bench import pages, rounds
from tests.world import World


@pytest.mark.parametrize("measure", [rounds.opinions, rounds.roster, pages.step])
def test_a_measure_tells_its_value_beside_a_ceiling(
    measure: rounds.Measure, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "ROWS", 5)
    figures = list(measure())
    assert figures
    assert all(figure.value > 0 and figure.ceiling > 0 and figure.ceiling_is for figure in figures)
    assert world.practice.institution is not None
