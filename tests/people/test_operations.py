"""Candidates sign up; persons are registered once, corrected, and read only with a trace."""

from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag

from jiangxin.people import operations as people
from jiangxin.people.models import Appointment, Organisation, Person, User
from jiangxin.people.operations import UnableToSignUp
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.process.taking import begin, under_way
from jiangxin.process.who import SYSTEM
from tests.stories.enrolment import row
from tests.stories.races import at_once
from tests.world import World


def sign_up(world: World, number: int = 1, **changed: str) -> User:
    stated = row(number)
    known = {"name": stated.name, "id_type": stated.id_type, "id_number": stated.id_number, "phone": stated.phone}
    told = {**known, **changed}
    person = people.NewPerson(told["name"], told["id_number"], told["id_type"], details={"phone": told["phone"]})
    return people.sign_up(world.practice.institution, person, by=SYSTEM, at=world.at)


def test_a_candidate_signs_up_and_is_registered(world: World) -> None:
    user = sign_up(world)
    assert user.person
    assert (user.person.name, user.person.phone) == (row(1).name, "18800000001")
    assert not user.has_usable_password()
    assert user.person.phone not in user.username
    assert History.objects.get(model="people.person", record=user.person.pk).verb == "register"


def test_whoever_a_college_registered_must_know_his_name_and_phone(world: World) -> None:
    person = world.candidate(1, name=row(1).name)
    for field, stated in (("phone", "13900000000"), ("name", "别人"), ("id_type", "passport")):
        with pytest.raises(UnableToSignUp, match=r"与您填写的不同.*到报名学院更正"):
            sign_up(world, 1, **{field: stated})
    assert sign_up(world).person == person


def test_nobody_signs_up_as_a_member_of_the_staff(world: World) -> None:
    person = world.candidate(1, name=row(1).name)
    people.appoint(
        person, world.practice.college, "reviewer", by=world.user("centre"), at=world.at, starts_on=world.at.date()
    )
    with pytest.raises(UnableToSignUp, match="工作人员"):
        sign_up(world)


def test_signing_up_again_leads_to_the_same_account_unless_it_was_stopped(world: World) -> None:
    user = sign_up(world)
    assert sign_up(world) == user
    user.is_active = False
    user.save()
    with pytest.raises(UnableToSignUp, match="已停用"):
        sign_up(world)


def test_a_login_name_has_one_owner_and_a_person_one_account(world: World) -> None:
    people.open_account(world.candidate(1), "first", None)
    with pytest.raises(UnableToSignUp, match="登录名已经有人使用"):
        people.open_account(world.candidate(2), "FIRST", None)
    with pytest.raises(UnableToSignUp, match="已经有账号"):
        people.open_account(world.candidate(1), "second", None)


def test_two_sign_ups_with_one_id_number_at_once_make_one_person_and_one_account(committed_world: World) -> None:
    world = committed_world
    first, second = at_once(lambda: sign_up(world), lambda: sign_up(world))
    assert isinstance(first, User)
    assert first == second
    assert Person.objects.filter(name=row(1).name).count() == 1


def test_the_holder_of_a_document_is_found_with_his_telephone_only(world: World) -> None:
    person, stated = world.candidate(1), row(1)
    there = world.practice.institution
    assert people.holder(there, "resident", stated.id_number, stated.phone) == person
    assert people.holder(there, "resident", stated.id_number, "13900000000") is None
    assert people.holder(there, "passport", stated.id_number, stated.phone) is None
    assert people.holder(there, "resident", row(2).id_number, stated.phone) is None


def test_a_person_corrects_his_phone_but_never_his_name(world: World) -> None:
    person = world.candidate(1, login=True)
    person = people.update_contact(person, by=person.user, at=world.at, phone="13900000000")
    person = Person.objects.get(pk=person.pk)
    assert (person.phone, person.id_number) == ("13900000000", row(1).id_number)
    with pytest.raises(Refused) as refusal:
        people.correct_person(person, by=person.user, at=world.at, reason="改名", name="别名")
    assert refusal.value.code == "person"
    people.correct_person(person, by=world.user("college"), at=world.at, reason="身份证更名", name="新名")
    assert Person.objects.get(pk=person.pk).sort_key.startswith("xin1")


def test_every_institution_has_a_data_key_of_its_own(world: World) -> None:
    with under_way("setup"):
        other = people.found(by=SYSTEM, at=world.at, kind=Organisation.INSTITUTION, name="另一学院")
        authority = people.found(by=SYSTEM, at=world.at, kind=Organisation.AUTHORITY, name="另一主管部门")
    institution = world.practice.institution
    sealed = other.seal("名册".encode())
    assert Organisation.objects.get(pk=other.pk).open(sealed).decode() == "名册"
    with pytest.raises(InvalidTag):
        institution.open(sealed)
    assert authority.data_key == b""
    with pytest.raises(Refused, match="institution_has_data_key"), under_way("setup"):
        begin(Organisation(kind=Organisation.INSTITUTION, name="无密钥学院"), "found", by=SYSTEM, at=world.at)


def test_an_office_ends_with_its_appointment(world: World) -> None:
    appointment = Appointment.objects.get(person=world.user("reviewer").person, role="reviewer")
    people.end_appointment(appointment, by=world.user("centre"), at=world.at, reason="调离")
    assert world.user("reviewer").appointments_on((world.at + timedelta(days=1)).date()) == []
