"""Who opened a roster full of ID numbers is told to those who stand in it, and to the institution in any case."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiangxin.enrolment.models import Application, Roster
from jiangxin.enrolment.operations import rosters
from jiangxin.people.models import Person, Reading
from jiangxin.people.queries import readings_of
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from tests.stories.enrolment import applications
from tests.stories.pages import at_the_hour, signed_in
from tests.stories.workbooks import book
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def checked(world: World, round_: Round, count: int, name: str = "名册.xlsx") -> Roster:
    return rosters.check_roster(round_, name, book(*range(1, count + 1)), by=world.user("college"), at=world.at)


def downloaded(world: World, roster: Roster, login: str = "centre") -> None:
    address = reverse("enrolment:roster_file", args=[roster.pk, "original"])
    assert signed_in(world.user(login)).get(address).status_code == 200


def test_a_roster_that_is_not_imported_leaves_a_reading_of_itself(world: World) -> None:
    roster = checked(world, world.open_round(), 3)
    downloaded(world, roster)
    reading = Reading.objects.get()
    assert (reading.people, reading.what, reading.purpose) == ([], "document", "eligibility")
    assert reading.reader == world.user("centre").person
    assert reading.institution == world.practice.institution
    assert roster.file.name in reading.about
    assert History.objects.get(model="people.reading").actor == world.user("centre").pk


def test_two_files_of_one_name_are_two_readings_and_the_same_again_is_none(world: World) -> None:
    round_ = world.open_round()
    first, second = checked(world, round_, 2), checked(world, round_, 3)
    for roster in (first, second, first):
        downloaded(world, roster)
    assert Reading.objects.count() == 2


def test_those_in_the_file_are_told_and_nobody_else_of_the_round(world: World) -> None:
    round_, college = world.open_round(), world.user("college")
    rosters.import_roster(checked(world, round_, 5), by=college, at=world.at, on_paper=True)
    smaller = checked(world, round_, 2)
    downloaded(world, smaller)
    told = Reading.objects.get().people
    assert len(told) == 2
    assert {*told} < {application.person_id for application in applications(round_)}


def test_whoever_is_known_from_another_round_is_told_before_the_import(world: World) -> None:
    rosters.import_roster(checked(world, world.open_round(), 3), by=world.user("college"), at=world.at, on_paper=True)
    again = checked(world, world.open_round(), 3)
    assert not Application.objects.filter(round=again.round).exists()
    downloaded(world, again)
    told = Person.objects.filter(pk__in=Reading.objects.get().people)
    assert [readings_of(person).count() for person in told] == [1, 1, 1]


def test_a_larger_file_asks_no_more_questions(world: World) -> None:
    round_ = world.open_round()
    rosters.import_roster(checked(world, round_, 30), by=world.user("college"), at=world.at, on_paper=True)

    def asked(count: int) -> int:
        address = reverse("enrolment:roster_file", args=[checked(world, round_, count).pk, "original"])
        client = signed_in(world.user("auditor"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    asked(3)  # what is read once in a process is read here
    assert asked(30) == asked(2)
