"""What waits on a desk is what the steps' own predicates say, asked once for everything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from jiangxin.enrolment import operations as enrolment
from jiangxin.people import operations as people
from jiangxin.plans import operations as plans
from jiangxin.portal.duties import Duty, count_of, duties, hopeless, ripe
from jiangxin.process.queries import offers
from jiangxin.process.triggers import RECORDS
from jiangxin.results.models import ResultFiling
from jiangxin.rounds import operations as rounds
from tests.stories.enrolment import accepted_round, drafted, enrolled_round
from tests.stories.exams import confirmed_sittings
from tests.stories.plans import approved_plan
from tests.stories.results import after_publicity, filed_round, published_round
from tests.world import World

LOGINS = (
    "centre", "centre2", "college", "reviewer", "teacher", "setter", "invigilator", "examiner", "supervisor",
    "finance", "auditor", "recorder", "employment", "city", "province",
)  # fmt: skip


def desk(world: World, login: str) -> dict[str, int]:
    """Return what waits for somebody: the step, and for how many records."""
    listed = duties(world.user(login), timezone.localdate(world.at))
    return {f"{duty.label}.{duty.verb}": duty.count for duty in listed}


def test_a_duty_waits_for_whoever_may_take_it_and_for_nobody_else(world: World) -> None:
    enrolled_round(world, 4)
    waiting = {login: desk(world, login).get("enrolment.application.accept", 0) for login in LOGINS}
    assert waiting == {**dict.fromkeys(LOGINS, 0), "reviewer": 4}


@pytest.mark.parametrize("story", [enrolled_round, approved_plan, confirmed_sittings, filed_round])
def test_every_line_of_a_desk_is_an_offer_and_every_duty_offered_is_a_line(world: World, story: object) -> None:
    story(world)  # type: ignore[operator]
    on = timezone.localdate(world.at)
    for login in LOGINS:
        user = world.user(login)
        lines = {(duty.label, duty.verb): duty.count for duty in duties(user, on)}
        offered: dict[tuple[str, str], int] = {}
        for model in RECORDS:
            duty_states = {state for step in model.steps if step.duty for state in step.sources}
            for record in model.objects.filter(state__in=duty_states):
                for offer in offers(record, user, on):
                    if offer.step.duty:
                        name = (model._meta.label_lower, offer.step.verb)
                        offered[name] = offered.get(name, 0) + 1
        assert lines == offered, login


def test_a_candidate_has_his_own_duties(world: World) -> None:
    person = world.candidate(1, login=True)
    drafted(world, world.open_round(), person)
    assert desk(world, "candidate1") == {"enrolment.application.submit": 1}


def test_a_recused_reviewer_is_not_asked_for_his_own_application(world: World) -> None:
    round_ = world.open_round()
    reviewer = world.user("reviewer")
    assert reviewer.person is not None
    enrolment.draft_application(round_, reviewer.person, by=reviewer, at=world.at)
    assert desk(world, "reviewer") == {"enrolment.application.submit": 1}


def test_a_cancelled_round_asks_nothing_of_anybody(world: World) -> None:
    round_ = enrolled_round(world, 2)
    rounds.cancel(round_, by=world.user("centre"), at=world.at, reason="报名人数不足")
    assert [desk(world, login) for login in LOGINS] == [{}] * len(LOGINS)


def test_the_deadline_presses_every_step_before_it(world: World) -> None:
    round_ = accepted_round(world, 2)
    assert round_.closed_on is not None
    (line,) = [duty for duty in duties(world.user("college"), round_.closed_on) if duty.verb == "submit_plan"]
    assert line.due_on is not None
    assert line.due_on > round_.closed_on
    assert line.round == round_.pk


def test_a_met_deadline_presses_nobody(world: World) -> None:
    plan = approved_plan(world, 2)
    plans.file(plan, by=world.user("centre"), at=world.at)
    (line,) = duties(world.user("employment"), timezone.localdate(world.at))
    assert (line.verb, line.due_on) == ("acknowledge", None)


def test_what_must_still_wait_is_no_duty_yet(world: World) -> None:
    round_ = published_round(world)
    user, today = world.user("centre"), timezone.localdate(world.at)
    (line,) = [duty for duty in duties(user, today) if duty.verb == "file_results"]
    assert line.waits_until is not None
    assert line not in ripe([line], today)
    assert ripe([line], timezone.localdate(after_publicity(world, round_))) == [line]
    assert ResultFiling.objects.filter(round=round_, state="draft").exists()


@pytest.mark.parametrize("login", ["centre", "college", "reviewer", "province", "examiner"])
def test_one_query_whatever_there_is_to_do(world: World, login: str) -> None:
    def asked() -> int:
        user, on = world.user(login), timezone.localdate(world.at)
        user.appointments_on(on)
        with CaptureQueriesContext(connection) as queries:
            duties(user, on)
        return len(queries)

    before = asked()
    enrolled_round(world, 3)
    for _ in range(5):
        world.draft_round()
    assert (before, asked()) == (1, 1)


def test_a_desk_follows_the_offices_that_are_held(world: World) -> None:
    enrolled_round(world, 4)
    assert desk(world, "reviewer")["enrolment.application.accept"] == 4
    reviewer = world.user("reviewer")
    for office in reviewer.appointments_on(timezone.localdate(world.at)):
        people.end_appointment(office, by=world.user("centre"), at=world.at - timedelta(days=1), reason="调离")
    assert desk(world, "reviewer") == {}


def test_without_an_office_or_a_name_nothing_waits(world: World) -> None:
    class Nobody(AnonymousUser):
        person_id = None
        paper_of = None

        def appointments_on(self, day: object) -> list[object]:
            return []

    enrolled_round(world, 1)
    assert duties(Nobody(), timezone.localdate(world.at)) == []  # type: ignore[arg-type]


def test_counts_are_taken_by_app_or_by_kind() -> None:
    day = timezone.localdate()
    listed = [
        Duty("plans.plan", "file", 1, 2, 1, day, None),
        Duty("exams.sitting", "close_sitting", 1, 3, 1, None, day + timedelta(days=1)),
    ]
    assert count_of(listed, ["plans"]) == count_of(listed, ["plans.plan"]) == 2
    assert count_of(listed, ["plans", "exams.sitting"]) == 5
    assert count_of(listed, ["results"]) == 0


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Q(pk__in=[]), True),
        (Q(pk__in=[]) & Q(state="open"), True),
        (Q(pk__in=[]) | Q(state="open"), False),
        (Q(pk__in=[]) | Q(pk__in=[]), True),
        (~Q(pk__in=[]), False),
        (Q(), False),
    ],
)
def test_a_condition_that_can_never_hold_is_not_asked(condition: Q, expected: bool) -> None:
    assert hopeless(condition) is expected
