"""The kernel, tried on the round: every way round a step is refused, and history tells what happened."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from jiangxin.people import operations as people
from jiangxin.people.models import Organisation, User
from jiangxin.plans import operations as plans
from jiangxin.process.errors import Refused
from jiangxin.process.models import Due, History
from jiangxin.process.taking import take, take_all, under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories.plans import approved_plan
from tests.world import World


def test_a_step_changes_the_record_and_history_says_who_when_why(world: World) -> None:
    round_ = world.draft_round()
    centre = world.user("centre")
    rounds.open(round_, by=centre, at=world.at)
    row = History.objects.get(model="rounds.round", record=round_.pk, verb="open")
    assert (row.source, row.target, row.actor, row.basis) == ("draft", "open", centre.pk, "article:20")
    assert row.at == world.at
    assert row.change == {"state": ["draft", "open"]}
    assert "公共实验教学中心" in row.office


def test_a_step_from_the_wrong_state_is_refused_with_a_sentence(world: World) -> None:
    round_ = world.open_round()
    with pytest.raises(Refused) as refusal:
        rounds.open(round_, by=world.user("centre"), at=world.at)
    assert refusal.value.code == "state"
    assert "草稿" in str(refusal.value)


def test_a_person_without_the_office_is_refused(world: World) -> None:
    round_ = world.draft_round()
    with pytest.raises(Refused) as refusal:
        rounds.open(round_, by=world.user("college"), at=world.at)
    assert refusal.value.code == "person"


def test_an_office_that_has_ended_counts_no_more(world: World) -> None:
    round_ = world.draft_round()
    with pytest.raises(Refused) as refusal:
        rounds.open(round_, by=world.user("centre"), at=world.at - timedelta(days=1000))
    assert refusal.value.code == "person"


def test_a_reason_that_is_required_must_be_given(world: World) -> None:
    round_ = world.open_round()
    with pytest.raises(Refused) as refusal:
        rounds.cancel(round_, by=world.user("centre"), at=world.at, reason="  ")
    assert refusal.value.code == "reason"


def test_missing_facts_are_named(world: World) -> None:
    round_ = world.draft_round(audience="own_students", planned_on=world.at.date() + timedelta(days=4000))
    with pytest.raises(Refused) as refusal:
        rounds.open(round_, by=world.user("centre"), at=world.at)
    assert refusal.value.code == "facts"
    assert any("计划考核日" in str(sentence) for sentence in refusal.value.missing)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rounds_round SET state = 'open'",
        "UPDATE rounds_round SET capacity = 1",
        "DELETE FROM rounds_round",
        "TRUNCATE rounds_round CASCADE",
        "INSERT INTO process_history SELECT * FROM process_history LIMIT 1",
        "UPDATE process_history SET reason = 'x'",
        "DELETE FROM process_history",
        "TRUNCATE process_history",
        "ALTER TABLE rounds_round DISABLE TRIGGER guard",
        "DROP TRIGGER history ON rounds_round",
        "SELECT set_config('session_replication_role', 'replica', true)",
    ],
)
def test_the_database_refuses_what_is_no_step(world: World, statement: str) -> None:
    world.draft_round()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_saving_a_record_by_hand_is_refused(world: World) -> None:
    round_ = world.draft_round()
    round_.capacity = 5
    with pytest.raises(DatabaseError), transaction.atomic():
        round_.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(capacity=6)
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.bulk_update([round_], ["capacity"])


def test_a_declared_step_does_not_cover_another_change(world: World) -> None:
    """Inside one step nothing else may change, neither another state nor another kind of record."""
    round_ = world.draft_round()
    with pytest.raises(DatabaseError), take(round_, "open", by=world.user("centre"), at=world.at) as record:
        Round.objects.filter(pk=record.pk).update(capacity=7)
    round_.refresh_from_db()
    assert (round_.state, round_.capacity) == ("draft", 120)


def test_a_set_is_taken_whole_or_not_at_all(world: World) -> None:
    first, second = world.draft_round(), world.open_round()
    both = Round.objects.filter(pk__in=[first.pk, second.pk])
    with pytest.raises(Refused):
        take_all(both, "open", by=world.user("centre"), at=world.at)
    first.refresh_from_db()
    assert first.state == "draft"
    assert not History.objects.filter(model="rounds.round", record=first.pk, verb="open").exists()


def test_a_set_is_checked_with_as_many_questions_whatever_its_size(world: World) -> None:
    by = world.user("recorder").on_paper_of(world.user("centre"))

    def asked(count: int) -> int:
        keys = [world.draft_round().pk for _number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            take_all(Round.objects.filter(pk__in=keys), "cancel", by=by, at=world.at, reason="不办了")
        return sum('FROM "people_organisation"' in query["sql"] for query in queries)

    assert asked(5) == asked(2)


def test_what_a_recorder_enters_counts_for_the_signer(world: World) -> None:
    signer, recorder = world.user("centre"), world.user("recorder")
    round_ = rounds.open(world.draft_round(), by=recorder.on_paper_of(signer), at=world.at)
    row = History.objects.get(model="rounds.round", record=round_.pk, verb="open")
    assert (row.actor, row.signer, row.answerable) == (recorder.pk, signer.pk, signer.pk)


def test_only_a_recorder_may_enter_the_paper_of_another(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        rounds.open(world.draft_round(), by=world.user("college").on_paper_of(world.user("centre")), at=world.at)
    assert refusal.value.code == "paper"


def recorder_at(world: World, organisation: Organisation) -> User:
    """Return the account of somebody who is a recorder there and nowhere else."""
    person = world.candidate(900)
    with under_way("setup"):
        since = world.at.date() - timedelta(days=1)
        people.appoint(person, organisation, "recorder", by=SYSTEM, at=world.at, starts_on=since)
    return people.open_account(person, "recorder900", None)


@pytest.mark.parametrize("where", ["another institution", "the authority that receives it"])
def test_a_recorder_enters_papers_of_his_own_institution_only(world: World, where: str) -> None:
    authority = world.practice.institution.employment_centre
    assert authority is not None
    with under_way("setup"):
        other = people.found(by=SYSTEM, at=world.at, kind="institution", name="另一学院")
    stranger = recorder_at(world, other if where == "another institution" else authority)
    round_ = world.draft_round()
    with pytest.raises(Refused, match="示范学院") as refusal:
        rounds.open(round_, by=stranger.on_paper_of(world.user("centre")), at=world.at)
    assert refusal.value.code == "paper"
    with pytest.raises(Refused) as refusal:
        world.draft_round(by=stranger.on_paper_of(world.user("centre")))
    assert refusal.value.code == "paper"


def test_what_an_authority_signed_is_entered_by_the_institution_whose_record_it_is(world: World) -> None:
    plan = plans.file(approved_plan(world), by=world.user("centre"), at=world.at)
    on_paper = world.user("recorder").on_paper_of(world.user("employment"))
    plan = plans.acknowledge(plan, by=on_paper, at=world.at, receipt_number="演练回执-2")
    assert plan.state == "received"


def test_a_recorder_of_a_college_enters_what_its_centre_signed(world: World) -> None:
    recorder = recorder_at(world, world.practice.college)
    round_ = rounds.open(world.draft_round(), by=recorder.on_paper_of(world.user("centre")), at=world.at)
    assert round_.state == "open"


def test_nothing_is_computed_for_a_record_without_deadlines(world: World) -> None:
    world.open_round()
    assert not Due.objects.exists()
