"""Who read whose data, why and when: one line for a set, listed to each of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiangxin.people import operations as people
from jiangxin.people.models import Person, Reading
from jiangxin.people.operations import UnableToReveal
from jiangxin.people.queries import readings_of
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from tests.stories.enrolment import row
from tests.stories.everything import foreign_officer
from tests.stories.privacy import erased
from tests.world import World


def test_reading_in_clear_asks_for_a_purpose_and_is_history(world: World) -> None:
    person, reviewer = world.candidate(1), world.user("reviewer")
    for purpose, words in (("", "核对身份证"), ("curiosity", ""), ("other", " ")):
        with pytest.raises(UnableToReveal):
            people.reveal(person, by=reviewer, at=world.at, purpose=purpose, words=words)
    assert not Reading.objects.exists()
    clear = people.reveal(person, by=reviewer, at=world.at, purpose="identity", words="现场核对身份证")
    assert clear["id_number"] == row(1).id_number
    told = History.objects.get(model="people.reading", verb="reveal")
    assert (told.reason, told.actor) == ("核对身份：现场核对身份证", reviewer.pk)
    assert row(1).id_number not in str(told.change)
    with pytest.raises(Refused) as refusal:
        people.reveal(person, by=world.user("examiner"), at=world.at, purpose="identity")
    assert refusal.value.code == "person"


def test_a_person_finds_each_reading_of_his_data(world: World) -> None:
    first, second = world.candidate(1), world.candidate(2)
    people.reveal(first, by=world.user("college"), at=world.at, purpose="contact")
    keys = [first.pk, second.pk]
    [both] = people.read(keys, "document", by=world.user("centre"), at=world.at, purpose="filing", about="名册.xlsx")
    assert [one.purpose for one in readings_of(first)] == ["filing", "contact"]
    assert list(readings_of(second)) == [both]
    assert (both.reader, both.office) == (world.user("centre").person, "公共实验教学中心 中心管理员")


def test_a_thousand_id_numbers_are_one_line_of_history(world: World) -> None:
    keys = [world.candidate(number).pk for number in range(1, 21)]
    people.read(keys, "document", by=world.user("centre"), at=world.at, purpose="filing", about="入库.xlsx")
    assert History.objects.filter(model="people.reading").count() == 1
    assert sorted(Reading.objects.get().people) == sorted(keys)


def test_the_same_again_on_that_day_is_told_once_and_the_next_day_anew(world: World) -> None:
    person, by = world.candidate(1), world.user("reviewer")

    def look(what: str, about: str) -> None:
        people.read([person.pk], what, by=by, at=world.at, purpose="eligibility", about=about)

    look("photo", "照片.jpg")
    look("photo", "考场 1")  # the same photo, on another page
    look("file", "社保.pdf")
    look("file", "社保.pdf")
    look("file", "学籍.pdf")
    assert Reading.objects.count() == 3
    world.later(days=1)
    look("photo", "照片.jpg")
    assert Reading.objects.count() == 4


def test_a_set_that_holds_more_than_was_seen_is_told(world: World) -> None:
    first, second, by = world.candidate(1), world.candidate(2), world.user("reviewer")
    people.read([first.pk], "photo", by=by, at=world.at, purpose="eligibility")
    people.read([first.pk, second.pk], "photo", by=by, at=world.at, purpose="eligibility")
    people.read([second.pk], "photo", by=by, at=world.at, purpose="eligibility")
    assert [len(one.people) for one in Reading.objects.order_by("pk")] == [1, 2]


def test_what_one_reads_of_oneself_is_no_reading_but_an_export_is(world: World) -> None:
    person = world.candidate(1, login=True)
    assert people.read([person.pk], "photo", by=person.user, at=world.at, purpose="own") == []
    assert people.read([], "photo", by=person.user, at=world.at, purpose="own") == []
    people.read_own(person, by=person.user, at=world.at, about="我的个人信息.zip")
    assert Reading.objects.get().what == "export"


def test_where_the_key_is_destroyed_nothing_is_read(world: World) -> None:
    person = erased(world, world.candidate(1))
    with pytest.raises(UnableToReveal, match="已销毁"):
        people.reveal(person, by=world.user("centre"), at=world.at, purpose="identity")
    assert people.read([person.pk], "document", by=world.user("centre"), at=world.at, purpose="filing") == []


def test_readings_of_two_institutions_stay_apart(world: World) -> None:
    stranger = foreign_officer(world).person
    assert stranger
    keys = [world.candidate(1).pk, stranger.pk]
    made = people.read(keys, "document", by=world.user("province"), at=world.at, purpose="supervision")
    assert {(one.institution_id, tuple(one.people)) for one in made} == {
        (person.institution_id, (person.pk,)) for person in Person.objects.filter(pk__in=keys)
    }
    day = world.at.date() + timedelta(days=1)
    assert Reading.objects.visible_to(world.user("centre"), day).get().institution == world.practice.institution
