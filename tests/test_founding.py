"""Founding an institution: all of it from one file, every fault told at once, through operations."""

from datetime import date

import pytest

from jiangxin import founding
from jiangxin.founding import EXAMPLE, UnableToFound
from jiangxin.people.models import Organisation, Person, User
from jiangxin.people.operations import UnableToGrant
from jiangxin.practice import DATA
from jiangxin.process.models import CalendarDay, History
from tests.world import World


def example() -> str:
    return EXAMPLE.read_text(encoding="utf-8")


def test_the_example_founds_an_institution_with_authorities_and_officers(world: World) -> None:
    first, second = founding.found(founding.read(example()), at=world.at)
    place = Organisation.objects.get(name="示例职业学院")
    assert (place.kind, place.practice, place.region) == ("institution", False, "示例市")
    assert place.city_centre
    assert (first.place.name, second.place) == ("公共实验教学中心", place.city_centre)
    user = User.objects.get(username="lijing")
    assert user.check_password(first.login.password)
    assert user.first_password
    assert [a.role for a in user.appointments_on(date(2026, 1, 2))] == ["centre_officer"]
    city = User.objects.get(username="caoran")
    assert [a.role for a in city.appointments_on(world.at.date())] == ["authority_officer"]
    assert {h.actor for h in History.objects.filter(model="people.organisation", record=place.pk)} == {None}
    assert user.person
    assert History.objects.get(record=user.person.pk, verb="grant_account").office == "系统"
    assert CalendarDay.objects.filter(day=world.at.date()).exists()


def test_an_authority_that_is_there_is_shared(world: World) -> None:
    known = DATA["authorities"]["city_centre"]
    founding.found(founding.read(example().replace("示例市职业技能鉴定和培训指导中心", known)), at=world.at)
    place = Organisation.objects.get(name="示例职业学院")
    assert place.city_centre == world.practice.institution.city_centre


def test_a_second_time_is_refused_and_nothing_is_written(world: World) -> None:
    founding.found(founding.read(example()), at=world.at)
    before = Person.objects.count()
    with pytest.raises(UnableToFound, match="“示例职业学院”已经登记"):
        founding.read(example())
    again = example().replace("示例职业学院", "另一职业学院")
    with pytest.raises(UnableToGrant, match="lijing"):
        founding.found(founding.read(again), at=world.at)
    assert Person.objects.count() == before
    assert not Organisation.objects.filter(name="另一职业学院").exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('id_number = "999999198501010018"', 'id_number = "999999198501010011"', r"officers\[1\].id_number：.*校验位"),
        ('username = "lijing"', 'username = "李静"', r"officers\[1\].username：登录名要以字母开头"),
        ('username = "caoran"', 'username = "LiJing"', "用了两次"),
        ('at = "centre"', 'at = "city_centre"', "至少要有一名管理员"),
        ('region = "示例市"', 'regoin = "示例市"', "institution.regoin：没有这样的项目"),
        ("[authorities]", "[authority]", "authorities.city_centre："),
        ("[institution]", "[institution", "不是 TOML 格式"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place_of_each_fault(world: World, old: str, new: str, sentence: str) -> None:
    with pytest.raises(UnableToFound, match=sentence):
        founding.read(example().replace(old, new))
