"""What the database itself refuses of a subject's tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from jiangxin.standards import operations as standards
from tests.world import World


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"weights": [{"part": "基本要求", "name": "职业道德", "weight": "99.5"}]}, "do not come to 100"),
        ({"modules": [{"name": "焊接", "maximum": "90"}]}, "do not come to the full mark"),
        ({"weights": [{"weight": "150"}, {"weight": "-50"}]}, "not above nothing"),
        ({"weights": [{"weight": "100"}, {"weight": "0"}]}, "not above nothing"),
        ({"modules": [{"name": "焊接", "maximum": "150"}, {"name": "安全", "maximum": "-50"}]}, "not above nothing"),
    ],
)
def test_the_database_refuses_tables_that_do_not_come_to_their_sum(
    world: World, wrong: dict[str, Any], words: str
) -> None:
    other = world.practice.level.standard
    bare = standards.add_level(
        other, by=world.user("centre"), at=world.at, level=5, hours=1, candidates_per_invigilator=15,
        least_invigilators=2, candidates_per_examiner=5, least_examiners=3,
    )  # fmt: skip
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        standards.add_subject(
            bare, by=world.user("centre"), at=world.at, kind="practical", full_mark=Decimal(100), minutes=90,
            pass_mark=Decimal(60), mode="现场操作", **wrong,
        )  # fmt: skip
