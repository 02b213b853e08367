"""Accounts of the staff: given by the centre, reset, stopped, restored; never by a stranger, never twice."""

from datetime import timedelta

import pytest

from jiangxin.people import operations as people
from jiangxin.people.models import Person, User
from jiangxin.people.operations import UnableToGrant
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from tests.stories.enrolment import row
from tests.stories.everything import foreign_officer
from tests.world import World


def newcomer(world: World, number: int = 1) -> Person:
    """Return somebody who has just been appointed reviewer, and has no account."""
    person = world.candidate(number)
    college, day = world.practice.college, world.at.date()
    people.appoint(person, college, "reviewer", by=world.user("centre"), at=world.at, starts_on=day)
    return person


def test_the_centre_gives_an_account_with_a_first_password_and_history_says_who(world: World) -> None:
    person, centre = newcomer(world), world.user("centre")
    given = people.grant_account(person, by=centre, at=world.at, username="sunqian")
    user = User.objects.get(person=person)
    assert (user.username, user.first_password, user.check_password(given.password)) == ("sunqian", True, True)
    entry = History.objects.get(model="people.person", record=person.pk, verb="grant_account")
    assert (entry.actor, given.password in str(entry.__dict__)) == (centre.pk, False)
    user.set_password("his-own-password")
    assert not user.first_password


def test_whoever_signed_up_by_telephone_keeps_his_account_when_he_joins_the_staff(world: World) -> None:
    person = newcomer(world)
    before = people.open_account(person, "code-1", None)
    people.grant_account(person, by=world.user("centre"), at=world.at, username="sunqian")
    assert User.objects.get(person=person).pk == before.pk


def test_an_account_is_given_once_for_an_office_and_under_a_free_name(world: World) -> None:
    person, other, centre = newcomer(world), newcomer(world, 2), world.user("centre")
    with pytest.raises(Refused, match="任职"):
        people.grant_account(world.candidate(3), by=centre, at=world.at, username="nobody")
    people.grant_account(person, by=centre, at=world.at, username="sunqian")
    with pytest.raises(Refused, match="已有账号“sunqian”"):
        people.grant_account(person, by=centre, at=world.at, username="sunqian2")
    with pytest.raises(UnableToGrant, match="“SunQian”已经有人使用"):
        people.grant_account(other, by=centre, at=world.at, username="SunQian")
    assert not User.objects.filter(person=other).exists()


def test_a_password_is_reset_and_an_account_stopped_and_restored(world: World) -> None:
    person, centre = newcomer(world), world.user("centre")
    first = people.grant_account(person, by=centre, at=world.at, username="sunqian")
    second = people.reset_password(person, by=centre, at=world.later(hours=1), reason="忘记密码")
    user = User.objects.get(person=person)
    assert (user.check_password(first.password), user.check_password(second.password)) == (False, True)
    people.stop_account(person, by=centre, at=world.later(hours=1), reason="调离")
    assert not User.objects.get(person=person).is_active
    with pytest.raises(Refused, match="已停用"):
        people.reset_password(person, by=centre, at=world.at, reason="忘记密码")
    people.restore_account(person, by=centre, at=world.at + timedelta(hours=1), reason="调回")
    user = User.objects.get(person=person)
    assert user.is_active
    assert user.check_password(second.password)
    with pytest.raises(Refused, match="停用的账号"):
        people.restore_account(person, by=centre, at=world.at, reason="调回")
    verbs = set(History.objects.filter(model="people.person", record=person.pk).values_list("verb", flat=True))
    assert {"grant_account", "reset_password", "stop_account", "restore_account"} <= verbs


def test_an_authority_keeps_its_own_people_and_nobody_elses(world: World) -> None:
    city, practice = world.user("city"), world.practice.institution
    place = practice.city_centre
    assert place
    known = people.NewPerson(name="韦明", id_number=row(5).id_number)
    person = people.register(place, known, by=city, at=world.at)
    people.appoint(person, place, "external_supervisor", by=city, at=world.at, starts_on=world.at.date())
    assert people.grant_account(person, by=city, at=world.at, username="weiming").username == "weiming"
    with pytest.raises(Refused, match="中心管理员"):
        people.register(practice, known, by=city, at=world.at)
    with pytest.raises(Refused, match="主管部门经办人"):
        people.stop_account(person, by=world.user("centre"), at=world.at, reason="误点")
    with pytest.raises(Refused, match="主管部门经办人"):
        people.stop_account(person, by=world.user("province"), at=world.at, reason="误点")


def test_nobody_touches_accounts_of_another_house_his_own_or_without_the_office(world: World) -> None:
    person, foreign = newcomer(world), foreign_officer(world)
    for login in ("college", "reviewer", "province"):
        with pytest.raises(Refused, match="中心管理员"):
            people.grant_account(person, by=world.user(login), at=world.at, username="sunqian")
    with pytest.raises(Refused, match="中心管理员"):
        people.grant_account(person, by=foreign, at=world.at, username="sunqian")
    centre = world.user("centre")
    assert centre.person
    with pytest.raises(Refused, match="不是本人"):
        people.stop_account(centre.person, by=centre, at=world.at, reason="误点")
    province = world.user("province").person
    assert province
    with pytest.raises(Refused, match="中心管理员"):
        people.reset_password(province, by=centre, at=world.at, reason="忘记密码")
