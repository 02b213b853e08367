"""Relations are declared once, in whichever direction."""

from __future__ import annotations

import pytest

from jiangxin.impartiality import operations as impartiality
from jiangxin.impartiality.models import Relation
from jiangxin.process.errors import Refused
from tests.stories.plans import person
from tests.world import World


def test_a_person_declares_his_own_relation(world: World) -> None:
    examiner = world.user("examiner")
    relation = impartiality.declare(
        person(world, "examiner"), by=examiner, at=world.at, other=world.candidate(1), kind="pupil", note="带过毕业设计"
    )
    assert (relation.state, relation.get_kind_display()) == ("declared", "师徒")


def test_nobody_declares_the_relation_of_another(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        impartiality.declare(
            person(world, "examiner"), by=world.user("teacher"), at=world.at, other=world.candidate(1), kind="kin"
        )
    assert refusal.value.code == "person"


def test_a_relation_is_declared_once_in_whichever_direction(world: World) -> None:
    centre, examiner, candidate = world.user("centre"), person(world, "examiner"), world.candidate(1)
    impartiality.declare(examiner, by=centre, at=world.at, other=candidate, kind="kin")
    with pytest.raises(impartiality.UnableToDeclare, match="已经申报过"):
        impartiality.declare(candidate, by=centre, at=world.at, other=examiner, kind="kin")
    assert Relation.objects.count() == 1


def test_nobody_is_related_to_himself(world: World) -> None:
    who = person(world, "examiner")
    with pytest.raises(impartiality.UnableToDeclare, match="本人"):
        impartiality.declare(who, by=world.user("centre"), at=world.at, other=who, kind="kin")


def test_a_declaration_is_withdrawn_by_the_centre_with_a_reason(world: World) -> None:
    examiner = person(world, "examiner")
    relation = impartiality.declare(
        examiner, by=world.user("examiner"), at=world.at, other=world.candidate(1), kind="kin"
    )
    with pytest.raises(Refused):
        impartiality.withdraw_relation(relation, by=world.user("examiner"), at=world.at, reason="填错")
    relation = impartiality.withdraw_relation(relation, by=world.user("centre"), at=world.at, reason="填错")
    assert relation.state == "withdrawn"
