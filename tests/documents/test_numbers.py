"""Whose ID numbers stand in a file: found by the blind index, in one query, whatever kind of workbook it is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiangxin.documents.numbers import people_in
from jiangxin.documents.workbook import Column, SheetSpec, write
from jiangxin.people import operations as people
from jiangxin.people.models import Person
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from tests.stories.everything import foreign_officer
from tests.world import World


def book(*cells: str) -> bytes:
    return write([SheetSpec("名册", [Column("证件号码", 22)], [[cell] for cell in cells])])


def passport(world: World, number: str) -> Person:
    known = people.NewPerson("李雷", number, "passport")
    with under_way("setup"):
        return people.register(world.practice.institution, known, by=SYSTEM, at=world.at)


@pytest.mark.parametrize("written", ["{0}", " {0} ", "{0}（张三）", "张三{0}", "'{0}"])
def test_a_number_is_found_however_it_is_written(world: World, written: str) -> None:
    person = world.candidate(1)
    content = book(written.format(person.id_number), "13800000000", "电工")
    assert people_in(person.institution_id, content) == [person.pk]


def test_a_number_is_found_in_a_text_file_and_of_another_document(world: World) -> None:
    first, second = world.candidate(1), passport(world, "E00000001")
    content = f"姓名,证件号码\n甲,{first.id_number}\n乙,e00000001\n".encode("gb18030")
    assert sorted(people_in(first.institution_id, content)) == sorted([first.pk, second.pk])


def test_nobody_stands_in_what_is_no_workbook_or_names_strangers(world: World) -> None:
    home = world.practice.institution.pk
    assert people_in(home, b"%PDF-1.7") == []
    assert people_in(home, book("999999200503010018")) == []
    stranger = foreign_officer(world).person
    assert stranger
    assert people_in(home, book(stranger.id_number)) == []


def test_many_are_found_in_one_query(world: World) -> None:
    listed = [world.candidate(number) for number in range(1, 21)]
    content = book(*(person.id_number for person in listed))
    with CaptureQueriesContext(connection) as queries:
        assert len(people_in(listed[0].institution_id, content)) == 20
    assert len(queries) == 1
