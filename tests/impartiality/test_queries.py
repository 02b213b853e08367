"""Recusal: every reason, in both directions, and at a constant price."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.enrolment.models import Application
from jiangxin.impartiality import operations as impartiality
from jiangxin.impartiality.queries import recusals
from jiangxin.people import operations as people
from jiangxin.people.models import Person
from jiangxin.rounds.models import Round
from tests.stories.enrolment import accepted_round
from tests.stories.plans import person
from tests.stories.training import completed_class, planned_class
from tests.world import World


@pytest.fixture
def round_(world: World) -> Round:
    """A closed round with six accepted candidates of 电气信息工程学院."""
    return accepted_round(world)


def kinds(who: Person, round_: Round) -> list[str]:
    """Return the kinds of a person's recusals."""
    return [each.kind for each in recusals([who], round_)[who.pk]]


def moved(world: World, login: str, employer: str) -> Person:
    """Return a member of the staff after he has moved to another unit."""
    who = person(world, login)
    return people.correct_person(who, by=world.user("centre"), at=world.at, reason="调动", employer=employer)


def test_whoever_has_no_relation_may(world: World, round_: Round) -> None:
    assert recusals([person(world, "examiner")], round_) == {person(world, "examiner").pk: []}


def test_a_candidate_does_not_judge_his_own_round(world: World, round_: Round) -> None:
    assert "self" in kinds(world.candidate(1), round_)


def test_a_teacher_in_the_timetable_stands_back_for_all(world: World, round_: Round) -> None:
    teacher = moved(world, "teacher", "公共实验教学中心")
    planned_class(world, round_)
    (found,) = recusals([teacher], round_)[teacher.pk]
    assert (found.kind, found.application) == ("trainer", None)
    assert "一班" in found.sentence


def test_once_the_register_is_taken_he_stands_back_for_those_who_came(world: World, round_: Round) -> None:
    teacher = moved(world, "teacher", "公共实验教学中心")
    completed_class(world, round_, absent=2)
    found = recusals([teacher], round_)[teacher.pk]
    assert {each.kind for each in found} == {"trainer"}
    assert len([each for each in found if each.application is not None]) == 4


def test_a_trainer_of_an_earlier_round_stands_back_for_its_candidates(world: World, round_: Round) -> None:
    teacher = moved(world, "teacher", "公共实验教学中心")
    completed_class(world, round_)
    again = accepted_round(world, 2)
    assert kinds(teacher, again) == ["trainer", "trainer"]


def test_own_department_counts_with_and_without_the_institution_before_it(world: World, round_: Round) -> None:
    assert kinds(moved(world, "examiner", "示范学院 电气信息工程学院"), round_) == ["unit"] * 6


def test_another_department_and_the_institution_itself_do_not_count(world: World, round_: Round) -> None:
    assert kinds(moved(world, "examiner", "智能制造学院"), round_) == []
    assert kinds(moved(world, "examiner2", "示范学院"), round_) == []


@pytest.mark.parametrize("declared_by", ["examiner", "candidate"])
def test_a_relation_counts_whoever_declared_it(world: World, round_: Round, declared_by: str) -> None:
    examiner, candidate = person(world, "examiner"), world.candidate(2)
    mine, theirs = (examiner, candidate) if declared_by == "examiner" else (candidate, examiner)
    impartiality.declare(mine, by=world.user("centre"), at=world.at, other=theirs, kind="kin")
    (found,) = recusals([examiner], round_)[examiner.pk]
    assert (found.kind, found.application) == ("kin", Application.objects.get(round=round_, person=candidate))
    assert "亲属" in found.sentence


def test_a_withdrawn_relation_counts_no_more(world: World, round_: Round) -> None:
    examiner, centre = person(world, "examiner"), world.user("centre")
    relation = impartiality.declare(examiner, by=centre, at=world.at, other=world.candidate(2), kind="other")
    impartiality.withdraw_relation(relation, by=centre, at=world.at, reason="填错了人")
    assert kinds(examiner, round_) == []


def test_a_relation_to_somebody_elsewhere_does_not_count(world: World, round_: Round) -> None:
    examiner = person(world, "examiner")
    impartiality.declare(examiner, by=world.user("centre"), at=world.at, other=world.candidate(500), kind="kin")
    assert kinds(examiner, round_) == []


def test_the_price_in_queries_is_constant(world: World, round_: Round) -> None:
    everybody = list(Person.objects.select_related("institution"))
    fresh = Round.objects.select_related("institution").get(pk=round_.pk)
    with CaptureQueriesContext(connection) as many:
        recusals(everybody, fresh)
    with CaptureQueriesContext(connection) as few:
        recusals(everybody[:1], fresh)
    assert len(many) == len(few) <= 5
