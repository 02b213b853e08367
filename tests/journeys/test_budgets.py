"""The budgets of the journeys stand in docs/screens.md: each journey has its row, and each row its journey."""

from pathlib import Path

import pytest

from tests.journeys.travelling import TABLE, Journey

HEAD = "| journey | role | width | budget | presses |"


def rows() -> list[list[str]]:
    """Return the cells of the table, without its head."""
    lines = TABLE.read_text(encoding="utf-8").split(HEAD)[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def test_every_journey_has_its_row_and_every_row_its_journey() -> None:
    files = {path.stem.removeprefix("test_") for path in Path(__file__).parent.glob("test_*.py")} - {"budgets"}
    names = [row[0] for row in rows()]
    assert len(names) == len(set(names))
    assert set(names) == files


def test_no_row_is_over_its_budget() -> None:
    assert [name for name, _, _, budget, presses in rows() if int(presses) > int(budget)] == []


def test_a_journey_over_its_budget_fails_and_so_does_one_whose_row_is_not_there() -> None:
    with pytest.raises(AssertionError, match="3 presses, and the budget is 2"):
        Journey("nowhere", "nobody", budget=2).judge(3)
    with pytest.raises(
        AssertionError, match=r"docs/screens.md does not say: \| `nowhere` \| nobody \| 1440 \| 2 \| 1 \|"
    ):
        Journey("nowhere", "nobody", budget=2).judge(1)
