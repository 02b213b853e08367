"""Stories of the list of evaluated programmes (经评估论证的专业)."""

from __future__ import annotations

from datetime import date
from typing import Any

from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from jiangxin.standards.models import Condition, EvaluatedProgramme
from tests.stories.norms import PAPER
from tests.world import World

ENTRY: dict[str, Any] = {
    "school": "演练职业技术学院", "major": "电气自动化技术", "level": 4, "document": "演练人社函〔2024〕1号",
    "evaluated_on": date(2024, 3, 1), "valid_from": date(2024, 3, 1),
}  # fmt: skip
STUDY: dict[str, Any] = {
    "school": "higher_vocational", "name": ENTRY["school"], "major": ENTRY["major"], "graduated": "2024-06-30"
}  # fmt: skip


def evaluated_programme(world: World, **fields: Any) -> EvaluatedProgramme:
    """Enter a programme into the list, as the centre does from the paper."""
    entry = {**ENTRY, **fields}
    return standards.enter_evaluated(
        world.practice.institution, by=world.user("centre"), at=world.at, name="评估论证.pdf", content=PAPER, **entry
    )


def asking_for_evaluated(world: World, round_: Round) -> Condition:
    """Return a condition of the round's level that asks for an evaluated programme and nothing else."""
    study = {"schools": ["higher_vocational", "bachelor"], "final_year": True, "evaluated": True}
    return standards.add_condition(
        round_.level, by=world.user("centre"), at=world.at, label="四级-9", short="经评估论证", text="经评估论证。",
        rule=[{"study": study}],
    )  # fmt: skip
