"""The decisions of the review: one level or two, by whom, what is taken back, and a set of which a sample is read."""

from datetime import timedelta

import pytest
from django.db import transaction

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application, Batch, Sampled
from jiangxin.enrolment.operations.reviewing import UnableToReject
from jiangxin.enrolment.sampling import drawn
from jiangxin.people import operations as people
from jiangxin.people.models import User
from jiangxin.portal.warnings import warnings
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.process.taking import take, under_way
from jiangxin.process.who import SYSTEM
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.stories import enrolment as story
from tests.world import World


def endorsed(world: World, count: int = 1) -> Round:
    """Return a round of two levels whose applications the college has endorsed."""
    round_ = story.enrolled_round(world, count, review_levels=2)
    enrolment.endorse_all(story.applications(round_), by=world.user("reviewer"), at=world.at)
    return round_


def one(round_: Round) -> Application:
    """Return the first application of a round."""
    return story.applications(round_)[0]


# ---- two levels


def test_with_two_levels_the_college_endorses_and_the_centre_accepts(world: World) -> None:
    round_ = story.enrolled_round(world, 1, review_levels=2)
    with pytest.raises(Refused):
        enrolment.accept(one(round_), by=world.user("reviewer"), at=world.at)
    with pytest.raises(Refused):
        enrolment.accept(one(round_), by=world.user("centre"), at=world.at)
    application = enrolment.endorse(one(round_), by=world.user("reviewer"), at=world.at, remark="材料齐全")
    assert (application.state, application.endorsed_by) == ("endorsed", world.user("reviewer").pk)
    with pytest.raises(Refused):
        enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    application = enrolment.accept(application, by=world.user("centre"), at=world.at)
    assert (application.state, application.decided_by) == ("accepted", world.user("centre").pk)


def test_with_one_level_nobody_endorses(world: World) -> None:
    with pytest.raises(Refused):
        enrolment.endorse(one(story.enrolled_round(world, 1)), by=world.user("reviewer"), at=world.at)


def test_whoever_endorsed_does_not_accept_even_with_both_offices(world: World) -> None:
    reviewer = world.user("reviewer")
    with under_way("setup"):
        assert reviewer.person
        people.appoint(reviewer.person, world.practice.centre, "centre_officer", by=SYSTEM, at=world.at,
                       starts_on=world.at.date() - timedelta(days=1))  # fmt: skip
    application = one(endorsed(world))
    with pytest.raises(Refused) as refused:
        enrolment.accept(application, by=world.user("reviewer"), at=world.at)
    assert refused.value.code == "person"
    with pytest.raises(Refused):
        enrolment.refer_back(application, by=world.user("reviewer"), at=world.at, reason="再看")


def test_the_database_knows_it_too(world: World) -> None:
    application = one(endorsed(world))

    def accept_as_the_endorser() -> None:
        with take(application, "accept", by=world.user("centre"), at=world.at) as accepted:
            accepted.decided_by, accepted.decided_at = accepted.endorsed_by, world.at

    with pytest.raises(Refused, match="nobody_accepts_what_he_endorsed"):
        accept_as_the_endorser()


def test_the_centre_refers_back_to_the_college_and_the_applicant_waits(world: World) -> None:
    application = enrolment.refer_back(one(endorsed(world)), by=world.user("centre"), at=world.at, reason="请核对原件")
    assert (application.state, application.endorsed_by, application.vouched_at) == ("submitted", None, None)
    enrolment.endorse(application, by=world.user("reviewer"), at=world.at)


@pytest.mark.parametrize(("verb", "state"), [("reject", "rejected"), ("send_back", "returned")])
def test_what_the_centre_decides_otherwise_the_applicant_is_told(world: World, verb: str, state: str) -> None:
    application = one(endorsed(world))
    with pytest.raises(Refused):
        getattr(enrolment, verb)(application, by=world.user("reviewer"), at=world.at, reason="材料不符")
    application = getattr(enrolment, verb)(application, by=world.user("centre"), at=world.at, reason="材料不符")
    assert (application.state, application.remark) == (state, "材料不符")


# ---- taking back


def test_a_decision_is_taken_back_by_its_maker_alone_while_nothing_rests_on_it(world: World) -> None:
    application = enrolment.accept(one(story.enrolled_round(world, 1)), by=world.user("reviewer"), at=world.at)
    with pytest.raises(Refused):
        enrolment.take_back(application, by=world.user("centre"), at=world.at, reason="按错了")
    application = enrolment.take_back(application, by=world.user("reviewer"), at=world.at, reason="按错了")
    assert (application.state, application.decided_by, application.remark) == ("submitted", None, "")
    application = enrolment.reject(application, by=world.user("reviewer"), at=world.at, reason="不符")
    enrolment.take_back(application, by=world.user("reviewer"), at=world.at, reason="看错了")


def test_the_college_takes_an_endorsement_back_until_the_centre_decides(world: World) -> None:
    application = one(endorsed(world))
    application = enrolment.take_back(application, by=world.user("reviewer"), at=world.at, reason="按错了")
    application = enrolment.endorse(application, by=world.user("reviewer"), at=world.at)
    application = enrolment.accept(application, by=world.user("centre"), at=world.at)
    with pytest.raises(Refused):
        enrolment.take_back(application, by=world.user("reviewer"), at=world.at, reason="按错了")


# ---- a set and its sample


def batch_of(world: World, count: int = 12, **fields: int) -> Batch:
    """Return a batch of a round with so many clean applications, its sample drawn by the seed “种子”."""
    round_ = story.enrolled_round(world, count, **fields)
    return enrolment.draw_sample(
        round_, story.applications(round_), by=world.user("reviewer"), at=world.at, seed="种子"
    )


def test_a_sample_is_drawn_kept_and_can_be_drawn_again(world: World) -> None:
    batch = batch_of(world)
    keys = list(batch.sampled.values_list("application", flat=True))
    assert len(keys) == 2
    assert keys == drawn(batch.members, batch.share, batch.seed)


def test_the_set_is_refused_until_the_sample_is_read(world: World) -> None:
    batch, reviewer = batch_of(world), world.user("reviewer")
    for sampled in batch.sampled.all():
        with pytest.raises(Refused, match="还有"):
            enrolment.accept_batch(batch, by=reviewer, at=world.at)
        enrolment.read(sampled, by=reviewer, at=world.at)
    batch = enrolment.accept_batch(batch, by=reviewer, at=world.at)
    assert (batch.state, batch.decided) == ("accepted", 12)
    assert set(story.applications(batch.round).values_list("state", flat=True)) == {"accepted"}
    assert History.objects.filter(model="enrolment.application", verb="accept").count() == 12


def test_with_two_levels_a_set_is_endorsed_and_then_accepted(world: World) -> None:
    batch = batch_of(world, 3, review_levels=2)
    for login, state in (("reviewer", "endorsed"), ("centre", "accepted")):
        by = world.user(login)
        for sampled in batch.sampled.all():
            enrolment.read(sampled, by=by, at=world.at)
        enrolment.accept_batch(batch, by=by, at=world.at)
        assert set(story.applications(batch.round).values_list("state", flat=True)) == {state}
        if state == "endorsed":
            centre = world.user("centre")
            batch = enrolment.draw_sample(batch.round, story.applications(batch.round), by=centre, at=world.at)


def test_an_application_counts_as_read_when_its_files_were_opened(world: World) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    reviewer = world.user("reviewer")
    batch = enrolment.draw_sample(application.round, [application], by=reviewer, at=world.at)
    sampled, material = batch.sampled.get(), application.materials.get()
    with pytest.raises(Refused, match="打开"):
        enrolment.read(sampled, by=reviewer, at=world.at)
    enrolment.open_proof(material, by=world.user("centre"), at=world.at)  # somebody else's look is not his
    with pytest.raises(Refused, match="打开"):
        enrolment.read(sampled, by=reviewer, at=world.at)
    enrolment.open_proof(material, by=reviewer, at=world.at)
    enrolment.open_proof(material, by=reviewer, at=world.at)
    assert Sampled.objects.get().opened == [material.pk]
    assert enrolment.read(sampled, by=reviewer, at=world.at).state == "read"


def test_a_fault_in_the_sample_ends_the_set(world: World) -> None:
    batch, reviewer = batch_of(world), world.user("reviewer")
    for sampled in batch.sampled.all():
        enrolment.read(sampled, by=reviewer, at=world.at)
    faulty = batch.sampled.all()[0].application
    enrolment.send_back(faulty, by=reviewer, at=world.at, reason="材料不清晰")
    with pytest.raises(Refused, match="已是“已退回”"):
        enrolment.accept_batch(batch, by=reviewer, at=world.at)
    assert enrolment.drop_batch(batch, by=reviewer, at=world.at).state == "dropped"


def test_only_the_clean_are_drawn_from(world: World) -> None:
    round_ = world.open_round()
    rows = [story.row(1), story.row(2, student_status="在读", graduated="2029-06")]
    enrolment.enrol_all(round_, rows, by=world.user("college"), at=world.at, on_paper=True)
    with pytest.raises(enrolment.UnableToDraw, match=story.name_of(2)):
        enrolment.draw_sample(round_, story.applications(round_), by=world.user("reviewer"), at=world.at)
    with pytest.raises(enrolment.UnableToDraw):
        enrolment.draw_sample(round_, [], by=world.user("reviewer"), at=world.at)


def test_whoever_has_left_the_queue_is_left_out(world: World) -> None:
    batch, reviewer = batch_of(world), world.user("reviewer")
    chosen = set(batch.sampled.values_list("application", flat=True))
    left = next(application for application in story.applications(batch.round) if application.pk not in chosen)
    enrolment.reject(left, by=reviewer, at=world.at, reason="材料不符")
    for sampled in batch.sampled.all():
        enrolment.read(sampled, by=reviewer, at=world.at)
    assert enrolment.accept_batch(batch, by=reviewer, at=world.at).decided == 11


def test_a_round_cannot_be_reviewed_three_times(world: World) -> None:
    with pytest.raises(Refused), transaction.atomic():
        rounds.revise_round(world.draft_round(), by=world.user("centre"), at=world.at, review_levels=3)


def test_everybody_else_keeps_his_hands_off_a_batch(world: World) -> None:
    batch = batch_of(world, 1)
    stranger: User = world.user("centre")
    with pytest.raises(Refused):
        enrolment.read(batch.sampled.get(), by=stranger, at=world.at)
    with pytest.raises(Refused):
        enrolment.drop_batch(batch, by=stranger, at=world.at)


# ---- a correction that stays out


def test_a_correction_that_stays_out_is_ended_once_the_round_has_closed(world: World) -> None:
    round_ = story.enrolled_round(world, 2)
    late, other = story.applications(round_)
    by = world.user("reviewer")
    enrolment.send_back_all(story.applications(round_), by=by, at=world.at, reason="照片不清楚")
    world.later(days=4)
    with pytest.raises(Refused):
        enrolment.reject(late, by=by, at=world.at, reason="逾期未补正")
    rounds.close(round_, by=world.user("centre"), at=world.at)
    enrolment.reject(late, by=by, at=world.at, reason="逾期未补正")
    enrolment.reject_all(Application.objects.filter(pk=other.pk), by=by, at=world.at, reason="逾期未补正")
    assert story.states(round_.pk) == ["rejected", "rejected"]


def test_nobody_is_rejected_while_his_correction_is_awaited(world: World) -> None:
    round_ = story.enrolled_round(world, 1)
    [application] = story.applications(round_)
    enrolment.send_back(application, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    rounds.close(round_, by=world.user("centre"), at=world.at)
    world.later(days=3)
    with pytest.raises(UnableToReject, match="2026年3月5日"):
        enrolment.reject(application, by=world.user("reviewer"), at=world.at, reason="逾期未补正")
    assert not [one for one in warnings(world.user("reviewer"), world.at.date()) if "逾期" in one["title"]]
    world.later(days=1)
    [warning] = [one for one in warnings(world.user("reviewer"), world.at.date()) if "逾期" in one["title"]]
    assert "有 1 人逾期未补正" in warning["title"]


def test_where_a_place_is_kept_the_place_is_taken_back_instead(world: World) -> None:
    round_ = story.enrolled_round(world, 1, quota=1)
    [application] = story.applications(round_)
    enrolment.send_back(application, by=world.user("reviewer"), at=world.at, reason="照片不清楚")
    rounds.close(round_, by=world.user("centre"), at=world.at)
    world.later(days=4)
    with pytest.raises(Refused, match="收回名额"):
        enrolment.reject(application, by=world.user("reviewer"), at=world.at, reason="逾期未补正")
