"""The machine's first opinion: formed on the last day of enrolment, kept in Chinese, told in the reader's language."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.opinions import birthday, form_opinion, opinion_kept
from jiangxin.enrolment.question_forms import questions_of
from jiangxin.people import operations as people
from jiangxin.people.idnumber import check_digit
from jiangxin.people.models import Person
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from jiangxin.standards.evaluated import EvaluatedLists
from jiangxin.standards.models import Condition
from tests.stories import enrolment as story
from tests.stories.evaluated import STUDY, asking_for_evaluated, evaluated_programme
from tests.world import World


def of_age(world: World, round_: Round, years: int = 16) -> Condition:
    """Return a condition that asks for an age and nothing else."""
    return standards.add_condition(
        round_.level, by=world.user("centre"), at=world.at, label="四级-8", short="年龄", text="年满。",
        rule=[{"age": years}],
    )  # fmt: skip


def test_an_opinion_is_kept_with_its_reasons_and_its_day(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.drafted(world, round_, person)
    assert (application.opinion, application.opinion_notes, opinion_kept(application)) == ("", {}, None)
    condition = story.condition_of(round_, "四级-1")
    with override("en"):
        application = enrolment.fill(
            application, by=person.user, at=world.at, condition=condition, facts={"jobs": [{"since": "2020-01-01"}]}
        )
    assert application.opinion == "met"
    assert application.opinion_notes == {
        "label": "四级-1", "on": "2026-03-16", "clean": True, "reasons": ["累计工作 6 年 2 个月，要求满 5 年"],
        "remedies": [], "asks": [], "reads": [], "alarms": [],
    }  # fmt: skip
    with override("en"):
        kept = opinion_kept(application)
        assert kept is not None
        assert "累计" not in "".join(kept.reasons)


def test_the_age_comes_from_the_id_number_and_is_written_nowhere_else(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    condition = of_age(world, round_, 22)
    application = story.drafted(world, round_, person)
    application = enrolment.fill(application, by=person.user, at=world.at, condition=condition)
    assert birthday(person) == date(2005, 3, 1)
    assert (application.opinion, application.facts) == ("unmet", {})
    assert "2027年3月1日起年满" in application.opinion_notes["remedies"][0]
    assert "born" not in [question.key for question in questions_of(application)]


def test_another_document_tells_no_birthday_so_that_it_is_asked(world: World) -> None:
    """Only resident numbers are read (domain.md §12, 3): a passport's digits are no date."""
    round_ = world.open_round()
    known = people.NewPerson("李雷", "E12345678", "passport", details={"phone": "18800000001"})
    with under_way("setup"):
        person = people.register(world.practice.institution, known, by=SYSTEM, at=world.at)
    user = people.open_account(person, "lilei", None)
    condition = of_age(world, round_)
    application = enrolment.draft_application(round_, person, by=user, at=world.at)
    application = enrolment.fill(application, by=user, at=world.at, condition=condition)
    assert (birthday(person), application.opinion) == (None, "open")
    assert "born" in [question.key for question in questions_of(application)]
    application = enrolment.fill(application, by=user, at=world.at, facts={"born": "2000-02-29"})
    assert application.opinion == "met"


def test_a_corrected_number_is_another_age(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.drafted(world, round_, person)
    application = enrolment.fill(application, by=person.user, at=world.at, condition=of_age(world, round_, 22))
    assert application.opinion == "unmet"
    first = "99999920030301001"
    people.correct_person(
        person, by=world.user("centre"), at=world.at, reason="与身份证不符", id_number=first + check_digit(first)
    )
    application.refresh_from_db()
    assert application.opinion == "met"


def test_a_set_is_accepted_against_the_opinion_for_one_reason(world: World) -> None:
    round_, reviewer = world.open_round(), world.user("reviewer")
    rows = [story.row(1), *(story.row(number, graduated="2027-06") for number in (2, 3))]
    enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)
    everybody = story.applications(round_)
    with pytest.raises(Refused, match="有 2 条不能办理"):
        enrolment.accept_all(everybody, by=reviewer, at=world.at)
    enrolment.accept_all(everybody.exclude(opinion="unmet"), by=reviewer, at=world.at)
    unmet = everybody.filter(opinion="unmet")
    enrolment.accept_against_all(unmet, by=reviewer, at=world.at, reason="学校出具了提前毕业的证明")
    stored = list(everybody)
    assert {application.state for application in stored} == {"accepted"}
    assert {application.vouch_version for application in stored} == {"2026-1"}
    verbs = History.objects.filter(model="enrolment.application", target="accepted").order_by("record")
    assert list(verbs.values_list("verb", flat=True)) == ["accept", "accept_against", "accept_against"]


def test_of_an_erased_person_the_opinion_stays_as_it_was(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.drafted(world, round_, person)
    application = enrolment.fill(application, by=person.user, at=world.at, condition=of_age(world, round_))
    erased = Person(state="erased", institution=person.institution)
    assert birthday(erased) is None
    assert application.opinion == "met"


def test_everybody_of_a_roster_has_an_opinion(world: World) -> None:
    round_ = world.open_round()
    rows = [
        story.row(1), story.row(2, graduated="2027-06"), story.row(3, student_status="", graduated=""),
        story.row(4, condition="四级-1", student_status="", graduated="", education="high_school"),
    ]  # fmt: skip
    applications = enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)
    assert [application.opinion for application in applications] == ["met", "unmet", "open", "open"]
    stored = Application.objects.filter(round=round_).order_by("pk")
    assert [application.opinion for application in stored] == ["met", "unmet", "open", "open"]


def test_an_evaluated_programme_is_looked_up_and_the_opinion_follows_the_list(world: World) -> None:
    person, round_, by = world.candidate(1, login=True), world.open_round(), world.user("centre")
    condition, facts = asking_for_evaluated(world, round_), {"studies": [STUDY]}
    application = story.drafted(world, round_, person)
    application = enrolment.fill(application, by=person.user, at=world.at, condition=condition, facts=facts)
    assert (application.opinion, application.opinion_notes["clean"]) == ("open", False)
    assert "不在本机构登记的经评估论证的专业清单中" in application.opinion_notes["reasons"][1]
    assert application.opinion_notes["reads"] == ["学校的专业是否经评估论证"]

    programme = evaluated_programme(world)
    application.refresh_from_db()
    assert (application.opinion, application.opinion_notes["clean"]) == ("met", True)
    assert application.facts == facts, "what the list says is no statement of the applicant's"

    entry = {name: getattr(programme, name) for name in ("school", "major", "level", "document", "evaluated_on")}
    over = {"valid_from": date(2024, 3, 1), "valid_until": round_.apply_until.replace(year=2025)}
    standards.correct_evaluated(programme, by=by, at=world.at, reason="文件写有期限", **entry, **over)
    application.refresh_from_db()
    assert application.opinion == "unmet"
    assert "评估论证不在有效期内" in application.opinion_notes["reasons"][1]

    programme.refresh_from_db()
    standards.end_evaluated(programme, by=by, at=world.at, reason="登记有误")
    application.refresh_from_db()
    assert application.opinion == "open"


def test_an_opinion_that_is_kept_stands_by_the_list_of_then(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    condition, programme = asking_for_evaluated(world, round_), evaluated_programme(world)
    application = story.filled(world, round_, person)
    enrolment.fill(application, by=person.user, at=world.at, condition=condition, facts={"studies": [STUDY]})
    application = enrolment.submit(application, by=person.user, at=world.at)
    application = enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    standards.end_evaluated(programme, by=world.user("centre"), at=world.at, reason="不再评估")
    application.refresh_from_db()
    kept = opinion_kept(application)
    assert kept is not None
    assert (application.opinion, kept.verdict.name) == ("met", "MET")
    assert kept.reasons == application.opinion_notes["reasons"]


def test_a_study_without_the_name_of_its_school_is_not_looked_up(world: World) -> None:
    """Rosters have no column for it."""
    round_ = world.open_round()
    asking_for_evaluated(world, round_)
    rows = [story.row(1, condition="四级-9", major="电气自动化技术")]
    (application,) = enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)
    assert application.opinion == "open"
    assert application.opinion_notes["asks"] == ["studies.name"]


def test_the_opinions_of_a_set_read_the_list_once(
    world: World, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    round_ = world.open_round()
    condition = asking_for_evaluated(world, round_)
    evaluated_programme(world)
    people_ = [world.candidate(number, login=True) for number in (1, 2, 3)]
    applications = [
        Application(round=round_, person=person, condition=condition, facts={"studies": [STUDY]}) for person in people_
    ]
    lists = EvaluatedLists()
    form_opinion(applications[0], born=date(2000, 1, 1), area="51", evaluated=lists)
    with django_assert_num_queries(0):
        for application in applications[1:]:
            form_opinion(application, born=date(2000, 1, 1), area="51", evaluated=lists)
    assert {application.opinion for application in applications} == {"met"}


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"jobs": "none"}, "jobs"),
        ({"jbos": []}, "jbos"),
        ({"certificates": [{"level": "high"}]}, "level"),
        ({"studies": [{"school": "bachelor", "expected": "next year"}]}, "expected"),
    ],
)
def test_what_is_no_fact_is_never_written(world: World, told: dict[str, Any], known: str) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.drafted(world, round_, person)
    condition = story.condition_of(round_)
    with pytest.raises((KeyError, ValueError, TypeError)):
        enrolment.fill(application, by=person.user, at=world.at, condition=condition, facts=told)
    application.refresh_from_db()
    assert application.facts == {}, known
