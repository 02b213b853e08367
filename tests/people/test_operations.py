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

PASSWORD = "a-long-enough-password"


def sign_up(world: World, number: int = 1, **changed: str) -> User:
    stated = row(number)
    known = {
        "name": stated.name, "id_number": stated.id_number, "phone": stated.phone, "username": f"candidate{number}",
        "password": PASSWORD,
    }  # fmt: skip
    return people.sign_up(world.practice.institution, by=SYSTEM, at=world.at, **{**known, **changed})


def test_a_candidate_signs_up_and_is_registered(world: World) -> None:
    user = sign_up(world)
    assert user.person
    assert (user.person.name, user.person.phone) == (row(1).name, "18800000001")
    assert user.check_password(PASSWORD)
    assert History.objects.get(model="people.person", record=user.person.pk).verb == "register"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"id_number": "510499200503010012"}, "校验|末位"),
        ({"id_number": "51049920050301"}, "18 位"),
        ({"id_number": ""}, "缺少证件号码"),
        ({"name": "  "}, "请填写姓名"),
        ({"name": "王\ue000"}, "标准编码"),
        ({"name": "考生?"}, "标准编码"),
        ({"phone": "1380000"}, "11 位"),
        ({"username": "a b"}, "登录名"),
        ({"password": "short"}, "10"),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_registers_nobody(
    world: World, changed: dict[str, str], sentence: str
) -> None:
    before = Person.objects.count()
    with pytest.raises(UnableToSignUp, match=sentence):
        sign_up(world, 1, **changed)
    assert Person.objects.count() == before


def test_full_width_digits_and_a_lower_case_x_are_understood(world: World) -> None:
    number = next(n for n in range(1, 40) if row(n).id_number.endswith("X"))
    user = sign_up(world, number, id_number=row(number).id_number.lower(), phone="+86 １８８-0000-0001")
    assert user.person
    assert user.person.id_number.endswith("X")
    assert user.person.phone == "18800000001"


def test_whoever_a_college_registered_must_know_his_name_and_phone(world: World) -> None:
    person = world.candidate(1, name=row(1).name)
    with pytest.raises(UnableToSignUp, match="不一致"):
        sign_up(world, phone="13900000000")
    with pytest.raises(UnableToSignUp, match="不一致"):
        sign_up(world, name="别人")
    assert sign_up(world).person == person


def test_nobody_signs_up_as_a_member_of_the_staff(world: World) -> None:
    person = world.candidate(1, name=row(1).name)
    people.appoint(
        person, world.practice.college, "reviewer", by=world.user("centre"), at=world.at, starts_on=world.at.date()
    )
    with pytest.raises(UnableToSignUp, match="工作人员"):
        sign_up(world)


def test_one_person_has_one_account_and_a_login_name_one_owner(world: World) -> None:
    sign_up(world)
    with pytest.raises(UnableToSignUp, match="已经有账号"):
        sign_up(world, username="another")
    with pytest.raises(UnableToSignUp, match="登录名已经有人使用"):
        sign_up(world, 2, username="CANDIDATE1")


def test_two_sign_ups_with_one_id_number_at_once_make_one_person(committed_world: World) -> None:
    world = committed_world
    results = at_once(lambda: sign_up(world, username="first"), lambda: sign_up(world, username="second"))
    assert sorted(type(result).__name__ for result in results) == ["UnableToSignUp", "User"]
    assert Person.objects.filter(name=row(1).name).count() == 1


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
