"""Alarms: who is pointed out, with which reason, and that a list costs the same however long it is."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.alarms import alarmed, outside_share, province_of, raised
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.queries import whole
from jiangxin.people import idnumber
from jiangxin.people import operations as people
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from jiangxin.standards.library import template_rows
from tests.stories import enrolment as story
from tests.world import World


def told(round_: Round) -> dict[str, list[str]]:
    """Return the codes of the alarms in a round, by name."""
    listed = list(whole(Application.objects.filter(round=round_)))
    found = raised(listed)
    return {one.person.name: [alarm.code for alarm in found[one.pk]] for one in listed if found[one.pk]}


def enrol(world: World, round_: Round, *rows: object) -> None:
    """Enrol the people of rows in a round."""
    enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)  # type: ignore[arg-type]


def test_whoever_gives_no_cause_is_not_pointed_out(world: World) -> None:
    assert told(story.enrolled_round(world, 3)) == {}


@pytest.mark.parametrize(("status", "graduated"), [("在读", ""), ("在读应届毕业生", "2029-06")])
def test_a_student_before_the_final_year_is_pointed_out(world: World, status: str, graduated: str) -> None:
    round_ = world.open_round()
    enrol(world, round_, story.row(1, student_status=status, graduated=graduated), story.row(2))
    assert told(round_) == {story.name_of(1): ["early"]}
    application = story.applications(round_)[0]
    assert "还没有进入毕业学年" in raised([application])[application.pk][0].sentence


@pytest.mark.parametrize(
    ("audience", "source", "codes"),
    [
        ("own_students", "school", []),
        ("own_students", "enterprise", ["audience"]),
        ("own_staff", "enterprise", []),
        ("own_staff", "school", ["audience"]),
        ("public", "society", []),
    ],
)
def test_whoever_the_round_is_not_for_is_pointed_out(
    world: World, audience: str, source: str, codes: list[str]
) -> None:
    round_ = world.open_round(audience=audience)
    enrol(world, round_, story.row(1, source=source))
    assert told(round_).get(story.name_of(1), []) == codes
    application = story.applications(round_)[0]
    assert all("不属于备案面向的人" in alarm.sentence for alarm in raised([application])[application.pk])


@pytest.mark.parametrize(
    ("label", "finished", "codes"),
    [
        ("三级-5", "secondary_vocational", ["early"]),  # 三级-5 asks for a college: the finished school is none
        ("三级-5", "junior_college", []),
        ("四级-3", "secondary_vocational", []),
    ],
)
def test_only_a_finished_school_that_the_path_names_makes_up_for_the_unfinished_one(
    world: World, label: str, finished: str, codes: list[str]
) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    rule = next(row["rule"] for row in template_rows("2023") if row["label"] == label)
    condition = standards.add_condition(
        round_.level, by=world.user("centre"), at=world.at, label="四级-9", short="学历", text="学历。", rule=rule
    )
    expected = round_.apply_until.replace(year=round_.apply_until.year + 2)
    studies = [
        {"school": finished, "graduated": "2024-06-30"}, {"school": "bachelor", "expected": expected.isoformat()},
    ]  # fmt: skip
    facts = {"studies": studies, "certificates": [{"level": 4}]}
    application = story.drafted(world, round_, person)
    application = enrolment.fill(application, by=person.user, at=world.at, condition=condition, facts=facts)
    assert application.opinion_notes["alarms"] == codes


def test_nobody_is_early_on_another_path(world: World) -> None:
    round_ = world.open_round()
    enrol(world, round_, story.row(1, condition="四级-2", student_status="在读", graduated="2029-06"))
    assert told(round_) == {}


def test_whoever_is_under_age_on_the_last_day_is_pointed_out(world: World) -> None:
    round_ = world.open_round()
    born = round_.apply_until.replace(year=round_.apply_until.year - 16)
    rows = []
    for number, day in enumerate((born, born.replace(day=born.day + 1)), 1):
        first = f"999999{day:%Y%m%d}{number:03d}"
        rows.append(story.row(number, id_number=first + idnumber.check_digit(first), born=day))
    enrol(world, round_, *rows)
    assert told(round_) == {story.name_of(2): ["young"]}


def test_whoever_states_his_birthday_is_pointed_out_like_those_whose_number_tells_it(world: World) -> None:
    round_ = world.open_round()
    known = people.NewPerson("李雷", "E12345678", "passport", details={"phone": "18800000001"})
    with under_way("setup"):
        person = people.register(world.practice.institution, known, by=SYSTEM, at=world.at)
    user = people.open_account(person, "lilei", None)
    condition = standards.add_condition(
        round_.level, by=world.user("centre"), at=world.at, label="四级-9", short="年龄", text="年满。",
        rule=[{"age": 16}],
    )  # fmt: skip
    application = enrolment.draft_application(round_, person, by=user, at=world.at)
    born = round_.apply_until.replace(year=round_.apply_until.year - 15)
    facts = {"born": born.isoformat()}
    application = enrolment.fill(application, by=user, at=world.at, condition=condition, facts=facts)
    assert application.opinion_notes["alarms"] == ["young"]
    assert application.opinion == "unmet"


def test_one_person_in_two_rounds_of_a_year_is_pointed_out_with_the_other_round(world: World) -> None:
    first, second = world.open_round(), world.open_round()
    enrol(world, first, story.row(1), story.row(2))
    enrol(world, second, story.row(1))
    assert told(first) == told(second) == {story.name_of(1): ["many"]}
    application = story.applications(first)[0]
    assert second.number in raised([application])[application.pk][0].sentence
    assert list(alarmed(Application.objects.filter(round=first), "many")) == [application]
    enrolment.reject(story.applications(second)[0], by=world.user("reviewer"), at=world.at, reason="重复报名")
    assert told(first) == {}


def test_the_same_person_under_another_document_is_pointed_out(world: World) -> None:
    round_ = world.open_round()
    enrol(world, round_, story.row(1), story.row(2))
    one = story.applications(round_)[0]
    other = people.NewPerson(one.person.name, "HA1234567", "passport", "", {"phone": "18899990000"})
    namesake = people.NewPerson(story.name_of(2), story.row(77).id_number, "resident", "", {"phone": "18899990001"})
    with under_way("setup"):
        people.register(world.practice.institution, other, by=SYSTEM, at=world.at)
        people.register(world.practice.institution, namesake, by=SYSTEM, at=world.at)
    assert told(round_) == {story.name_of(1): ["twin"]}  # a namesake with another number and phone is another person
    assert list(alarmed(Application.objects.filter(round=round_), "twin")) == [one]
    assert "HA1" not in raised([one])[one.pk][0].sentence.replace("HA1****", "")


def test_numbers_of_another_province_are_pointed_out_for_the_round(world: World) -> None:
    assert province_of("四川省攀枝花市") == "51"
    assert province_of("演练地区") == ""
    round_ = world.open_round()
    with under_way("setup"):
        people.revise_organisation(world.practice.institution, by=SYSTEM, at=world.at, region="四川省攀枝花市")
    round_ = Round.objects.get(pk=round_.pk)
    rows = []
    for number, area in enumerate(("510000", "510000", "440000"), 1):
        first = f"{area}20050301{number:03d}"
        rows.append(story.row(number, id_number=first + idnumber.check_digit(first)))
    enrol(world, round_, *rows)
    assert told(round_) == {story.name_of(3): ["outside"]}
    alarm = outside_share(round_)
    assert alarm is not None
    assert "33%（1 / 3）" in alarm.sentence
    enrol(world, round_, story.row(4))
    assert outside_share(round_) is None


def test_a_list_costs_the_same_however_long_it_is(
    world: World, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    listed = list(whole(story.applications(story.enrolled_round(world, 30))))
    for count in (1, 30):
        with django_assert_num_queries(2):
            raised(listed[:count])
