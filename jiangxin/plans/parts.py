"""The 11 parts of article 14(1), put together from the registers and the college's texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiangxin.plans import parts_people, parts_places, parts_registers
from jiangxin.plans.part import Gap, Part, Table, freeze, thaw
from jiangxin.plans.source import Source

if TYPE_CHECKING:
    from jiangxin.plans.models import Plan

__all__ = ["Gap", "Part", "Table", "assemble", "freeze", "thaw"]

MAKERS = (
    parts_registers.occupation,
    parts_registers.programme,
    parts_registers.roster,
    parts_registers.papers,
    parts_registers.standard,
    parts_places.rooms,
    parts_places.equipment,
    parts_people.staff,
    parts_people.examiners,
    parts_registers.exam_rules,
    parts_registers.safety,
)


def assemble(plan: Plan) -> list[Part]:
    """Return the 11 parts of the plan as the registers stand now, each with what is missing.

    A constant number of queries, however many candidates, rooms and people there are.
    """
    source = Source.of(plan)
    return [make(source) for make in MAKERS]
