"""A class takes as many as its quota says, however its registers are taken."""

import pytest
from django.db import DatabaseError, transaction

from jiangxin.process.taking import begin, under_way
from jiangxin.training import operations as training
from jiangxin.training.forms import NOT_HERE, RegisterForm
from jiangxin.training.models import Attendance
from jiangxin.training.operations import UnableToHoldLesson, UnableToPlanClass
from jiangxin.training.queries import candidates_of, members_of, register_of, without_class
from jiangxin.training.views import seats_told
from tests.stories.enrolment import accepted_round
from tests.stories.races import at_once
from tests.stories.training import planned_class
from tests.world import World


def test_a_full_class_takes_nobody_else_until_its_quota_is_raised(world: World) -> None:
    held, college = planned_class(world, accepted_round(world, 4)), world.user("college")
    training.set_class_quota(held, by=college, at=world.at, reason="实训工位只有三个", quota=3)
    lesson, keys = held.lessons.all()[0], [one.pk for one in candidates_of(held)]
    with pytest.raises(UnableToHoldLesson, match="班额是 3 人，连同这份名单共 4 人"):
        training.hold_lesson(lesson, by=college, at=world.at, hours=dict.fromkeys(keys, 8))
    training.hold_lesson(lesson, by=college, at=world.at, hours=dict.fromkeys(keys[:3], 8))
    assert (members_of(held), [one.pk for one in without_class(held.round)]) == (set(keys[:3]), keys[3:])
    held.refresh_from_db()
    assert seats_told(held) == "3 人，已在班 3 人；本期还有 1 人没有编班"
    with pytest.raises(UnableToPlanClass, match="已有 3 名学员"):
        training.set_class_quota(held, by=college, at=world.at, reason="x", quota=2)
    assert training.set_class_quota(held, by=college, at=world.at, reason="增加工位", quota=None).quota is None


def test_the_register_offers_the_seats_in_the_order_of_submission(world: World) -> None:
    held = planned_class(world, accepted_round(world, 3))
    held = training.set_class_quota(held, by=world.user("college"), at=world.at, reason="工位", quota=2)
    lesson = held.lessons.all()[0]
    fields = RegisterForm(lesson=lesson, candidates=register_of(lesson)).fields.values()
    assert [field.initial for field in fields] == ["8", "8", NOT_HERE]


def test_two_registers_at_once_do_not_overfill_a_class(committed_world: World) -> None:
    world = committed_world
    held, college = planned_class(world, accepted_round(world, 4)), world.user("college")
    training.set_class_quota(held, by=college, at=world.at, reason="工位", quota=2)
    world.later(days=3)
    lessons, keys = list(held.lessons.all()), [one.pk for one in candidates_of(held)]
    parts = [dict.fromkeys(keys[:2], 8), dict.fromkeys(keys[2:], 8)]
    found = at_once(
        *[
            lambda one=one, part=part: training.hold_lesson(one, by=college, at=world.at, hours=part)
            for one, part in zip(lessons, parts, strict=False)
        ]
    )
    assert sorted(isinstance(one, UnableToHoldLesson) for one in found) == [False, True]
    assert len(members_of(held)) == 2


def test_the_database_itself_refuses_one_too_many(world: World) -> None:
    held = planned_class(world, accepted_round(world, 2))
    training.set_class_quota(held, by=world.user("college"), at=world.at, reason="工位", quota=1)
    lesson, (first, second) = held.lessons.all()[0], candidates_of(held)
    training.hold_lesson(lesson, by=world.user("college"), at=world.at, hours={first.pk: 8})
    refused = pytest.raises(DatabaseError, match="the class is full")
    with refused, transaction.atomic(), under_way("training.lesson.hold_lesson"):
        begin(Attendance(lesson=lesson, application=second, hours=8), "attend", by=world.user("college"), at=world.at)
