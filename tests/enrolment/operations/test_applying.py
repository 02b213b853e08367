"""Applications from draft to decision, and rosters from upload to import."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from jiangxin.documents import operations as documents
from jiangxin.documents import store
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application, Material
from jiangxin.enrolment.operations import UnableToApply
from jiangxin.enrolment.photo import UnableToUsePhoto
from jiangxin.enrolment.proofs import UnableToUseProof
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.rounds import operations as rounds
from tests.stories import enrolment as story
from tests.stories.races import at_once
from tests.world import World

SAMPLES = Path(__file__).parents[2] / "samples"


# ---- a candidate alone


def test_a_candidate_applies_alone_and_history_tells_it(world: World) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    assert application.state == "submitted"
    verbs = History.objects.filter(model="enrolment.application", record=application.pk).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "draft_application", "fill", "attach_photo", "pledge", "consent", "submit",
    ]  # fmt: skip
    assert (application.pledge_version, application.consent_version) == ("2026-1", "2026-3")
    assert application.pledged_at == application.consented_at == world.at


def test_what_is_missing_is_named_before_it_can_be_submitted(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.drafted(world, world.open_round(), person)
    with pytest.raises(Refused) as refusal:
        enrolment.submit(application, by=person.user, at=world.at)
    assert set(refusal.value.missing) >= {"人员类别", "申报条件", "证件照", "诚信承诺", "个人信息处理单独同意"}


def test_a_condition_that_the_facts_contradict_is_accepted_only_with_a_reason(world: World) -> None:
    person = world.candidate(1, login=True)
    round_ = world.open_round()
    application = story.filled(world, round_, person)
    enrolment.fill(
        application, by=person.user, at=world.at, condition=story.condition_of(round_, "四级-1"),
        facts={"jobs": [{"since": "2023-03-01"}]},
    )  # fmt: skip
    for kind in ("工作年限证明",):
        enrolment.attach(application, kind, "证明.pdf", b"%PDF-1.7", "application/pdf", by=person.user, at=world.at)
    application = enrolment.submit(application, by=person.user, at=world.at)
    assert application.opinion == "unmet"
    reviewer = world.user("reviewer")
    with pytest.raises(Refused, match="累计工作 3 年，未满 5 年") as refusal:
        enrolment.accept(application, by=reviewer, at=world.at)
    assert refusal.value.code == "facts"
    with pytest.raises(Refused) as refusal:
        enrolment.accept_against(application, by=reviewer, at=world.at, reason=" ")
    assert refusal.value.code == "reason"
    reason = "档案记载 2018 年起从事本职业"
    application = enrolment.accept_against(application, by=reviewer, at=world.at, reason=reason)
    assert (application.state, application.remark, application.vouch_version) == ("accepted", reason, "2026-1")
    assert application.vouched_at == world.at


def test_nobody_decides_against_an_opinion_that_does_not_say_no(world: World) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    with pytest.raises(Refused, match="审核通过"):
        enrolment.accept_against(application, by=world.user("reviewer"), at=world.at, reason="材料齐全")


def test_photo_and_proofs_lie_encrypted_with_the_persons_key(world: World) -> None:
    application = story.filled(world, world.open_round(), world.candidate(1, login=True))
    assert application.photo
    on_disk = store.read(application.photo.kept_as)
    assert b"JFIF" not in on_disk
    with Image.open(BytesIO(documents.content_of(application.photo))) as photo:
        assert photo.height == photo.width * 35 // 25
    proof = application.materials.get().file
    assert proof is not None
    assert b"%PDF" not in store.read(proof.kept_as)
    assert documents.content_of(proof).startswith(b"%PDF")


def test_a_photo_that_is_no_picture_is_refused_and_the_old_one_stays(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.filled(world, world.open_round(), person)
    with pytest.raises(UnableToUsePhoto, match="不是可用的照片"):
        enrolment.attach_photo(application, "x.jpg", b"no picture", by=person.user, at=world.at)
    application.refresh_from_db()
    assert application.photo_id


def test_a_proof_must_be_a_picture_or_a_pdf(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.drafted(world, world.open_round(), person)
    with pytest.raises(UnableToUseProof, match="PDF"):
        enrolment.attach(application, "原证书", "a.exe", b"MZ..", "application/pdf", by=person.user, at=world.at)


def test_a_new_proof_of_a_kind_takes_the_place_of_the_old(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.filled(world, world.open_round(), person)
    kind = application.materials.get().kind
    enrolment.attach(application, kind, "新.pdf", b"%PDF-1.7 new", "application/pdf", by=person.user, at=world.at)
    assert sorted(application.materials.values_list("state", flat=True)) == ["attached", "removed"]


def test_a_submitted_application_is_out_of_its_applicants_hands(world: World) -> None:
    person = world.candidate(1, login=True)
    application = story.submitted(world, world.open_round(), person)
    with pytest.raises(Refused) as refusal:
        enrolment.fill(application, by=person.user, at=world.at, employer="x")
    assert refusal.value.code == "state"
    with pytest.raises(Refused, match="报名表已提交"):
        enrolment.remove(application.materials.get(), by=person.user, at=world.at)


def test_nobody_applies_before_or_after_the_days_of_enrolment(world: World) -> None:
    person = world.candidate(1, login=True)
    round_ = world.open_round()
    for day in (-1, 15):
        with pytest.raises(UnableToApply, match="报名时间"):
            enrolment.draft_application(round_, person, by=person.user, at=world.at + timedelta(days=day))


def test_nobody_applies_twice_but_again_after_withdrawing(world: World) -> None:
    person = world.candidate(1, login=True)
    round_ = world.open_round()
    application = story.submitted(world, round_, person)
    with pytest.raises(UnableToApply, match="已经在这个批次报过名"):
        story.drafted(world, round_, person)
    enrolment.withdraw(application, by=person.user, at=world.at)
    assert story.drafted(world, round_, person).state == "draft"


def test_nobody_touches_the_application_of_another(world: World) -> None:
    application = story.filled(world, world.open_round(), world.candidate(1, login=True))
    other = world.candidate(2, login=True)
    for act in (enrolment.submit, enrolment.pledge, enrolment.withdraw):
        with pytest.raises(Refused) as refusal:
            act(application, by=other.user, at=world.at)
        assert refusal.value.code == "person"


def test_a_name_that_cannot_be_printed_is_told_at_once(world: World) -> None:
    person = world.candidate(1, name="王\U00031200", login=True)
    with pytest.raises(UnableToApply, match="字体"):
        story.drafted(world, world.open_round(), person)


# ---- the review


def test_the_reviewer_accepts_with_his_name_and_remark(world: World) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    reviewer = world.user("reviewer")
    application = enrolment.accept(application, by=reviewer, at=world.at, remark="材料齐全")
    assert (application.state, application.decided_by, application.remark) == ("accepted", reviewer.pk, "材料齐全")
    assert (application.vouched_at, application.vouch_version) == (world.at, "2026-1")


@pytest.mark.parametrize("levels", [1, 2])
def test_without_the_proofs_and_promises_nobody_is_accepted(world: World, levels: int) -> None:
    round_ = world.open_round(review_levels=levels)
    decide, decided = (enrolment.accept, "accepted") if levels == 1 else (enrolment.endorse, "endorsed")
    (application,) = enrolment.enrol_all(round_, story.rows(1), by=world.user("college"), at=world.at, on_paper=False)
    with pytest.raises(Refused) as refusal:
        decide(application, by=world.user("reviewer"), at=world.at)
    kinds = ["毕业证书或学籍证明", "诚信承诺书", "个人信息处理单独同意书"]
    assert list(refusal.value.missing) == kinds
    enrolment.see_on_paper(application, kinds[:1], by=world.user("college"), at=world.at)
    with pytest.raises(Refused, match="诚信承诺书；个人信息处理单独同意书"):
        decide(application, by=world.user("reviewer"), at=world.at)
    enrolment.see_on_paper(application, kinds[1:], by=world.user("college"), at=world.at)
    assert decide(application, by=world.user("reviewer"), at=world.at).state == decided


def test_what_another_condition_asked_for_is_not_handed_in(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.filled(world, round_, person)
    kept = [material.kind for material in application.materials.all()]
    by, at = person.user, world.at
    enrolment.attach(application, "工作年限证明", "证明.pdf", b"%PDF-1.7", "application/pdf", by=by, at=at)
    application = enrolment.submit(application, by=by, at=at)
    assert list(application.materials.filter(state="attached").values_list("kind", flat=True)) == kept
    gone = application.materials.get(state="removed")
    told = History.objects.filter(model="enrolment.material", record=gone.pk).order_by("id")
    assert (gone.kind, list(told.values_list("verb", flat=True))) == ("工作年限证明", ["attach", "remove"])


def test_a_returned_application_comes_back_even_after_the_close(world: World) -> None:
    person = world.candidate(1, login=True)
    round_ = world.open_round()
    application = story.submitted(world, round_, person)
    reviewer = world.user("reviewer")
    application = enrolment.send_back(application, by=reviewer, at=world.at, reason="照片不清楚")
    assert (application.state, application.remark) == ("returned", "照片不清楚")
    rounds.close(round_, by=world.user("centre"), at=world.at)
    application.refresh_from_db()
    later = world.later(days=20)
    enrolment.attach_photo(application, "新.jpg", story.picture(), by=person.user, at=later)
    assert enrolment.submit(application, by=person.user, at=later).state == "submitted"


def test_rejecting_needs_a_reason_and_frees_the_person(world: World) -> None:
    person = world.candidate(1, login=True)
    round_ = world.open_round()
    application = story.submitted(world, round_, person)
    with pytest.raises(Refused) as refusal:
        enrolment.reject(application, by=world.user("reviewer"), at=world.at, reason=" ")
    assert refusal.value.code == "reason"
    enrolment.reject(application, by=world.user("reviewer"), at=world.at, reason="不符合申报条件")
    assert story.drafted(world, round_, person).state == "draft"


def test_a_set_is_decided_whole_or_not_at_all(world: World) -> None:
    round_ = world.open_round()
    college, reviewer = world.user("college"), world.user("reviewer")
    enrolment.enrol_all(round_, story.rows(3), by=college, at=world.at, on_paper=True)
    enrolment.enrol_all(round_, [story.row(4)], by=college, at=world.at, on_paper=False)
    with pytest.raises(Refused):
        enrolment.accept_all(story.applications(round_), by=reviewer, at=world.at)
    assert not Application.objects.filter(state="accepted").exists()
    with_proofs = story.applications(round_).filter(pk__in=Material.objects.values("application"))
    accepted = enrolment.accept_all(with_proofs, by=reviewer, at=world.at)
    assert [application.decided_by for application in accepted] == [reviewer.pk] * 3
    back = enrolment.send_back_all(
        story.applications(round_).filter(state="submitted"), by=reviewer, at=world.at, reason="请补材料"
    )
    assert [application.state for application in back] == ["returned"]


def test_accepting_a_set_costs_a_constant_number_of_queries(
    world: World, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    round_ = story.enrolled_round(world, 40)
    reviewer = world.user("reviewer")
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        enrolment.accept_all(story.applications(round_), by=reviewer, at=world.at)


def test_the_college_officer_decides_nothing(world: World) -> None:
    application = story.applications(story.enrolled_round(world, 1)).get()
    with pytest.raises(Refused) as refusal:
        enrolment.accept(application, by=world.user("college"), at=world.at)
    assert refusal.value.code == "person"


def test_a_decision_on_paper_keeps_its_signer(world: World) -> None:
    application = story.applications(story.enrolled_round(world, 1)).get()
    reviewer, recorder = world.user("reviewer"), world.user("recorder")
    application = enrolment.accept(application, by=recorder.on_paper_of(reviewer), at=world.at)
    assert application.decided_by == reviewer.pk


def test_an_extension_moves_the_day_on_which_everybody_counts(world: World) -> None:
    person, round_ = world.candidate(1, login=True), world.open_round()
    application = story.filled(world, round_, person)
    # Five years are full on 20 March, four days after the last day of enrolment as it first stood.
    facts, condition = {"jobs": [{"since": "2021-03-20"}]}, story.condition_of(round_, "四级-1")
    application = enrolment.fill(application, by=person.user, at=world.at, condition=condition, facts=facts)
    assert (application.opinion, application.opinion_notes["on"]) == ("unmet", "2026-03-16")
    until = round_.apply_until + timedelta(days=7)
    rounds.extend(round_, by=world.user("centre"), at=world.at, reason="报名人数不足", apply_until=until)
    application.refresh_from_db()
    assert (application.opinion, application.opinion_notes["on"]) == ("met", "2026-03-23")


# ---- off a roster


def test_the_office_adds_the_photos_of_a_roster(world: World) -> None:
    application = story.applications(story.enrolled_round(world, 1)).get()
    application = enrolment.add_photo(
        application, "考生.png", story.picture(kind="PNG"), by=world.user("college"), at=world.at
    )
    assert application.photo
    assert application.photo.name == "考生.jpg"


# ---- two at once


def test_two_applications_of_one_person_at_once_make_one(committed_world: World) -> None:
    world, person = committed_world, committed_world.candidate(1, login=True)
    round_ = world.open_round()
    results = at_once(*[lambda: story.drafted(world, round_, person)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Application", "UnableToApply"]
    assert Application.objects.filter(round=round_).count() == 1


def test_of_two_reviewers_at_once_one_decides_and_the_other_is_told(committed_world: World) -> None:
    world = committed_world
    application = story.applications(story.enrolled_round(world, 1)).get()
    results = at_once(
        lambda: enrolment.accept(application, by=world.user("reviewer"), at=world.at),
        lambda: enrolment.reject(application, by=world.user("reviewer"), at=world.at, reason="不符合"),
    )
    refusals = [result for result in results if isinstance(result, Refused)]
    assert [refusal.code for refusal in refusals] == ["state"]
    decisions = History.objects.filter(model="enrolment.application", verb__in=["accept", "reject"])
    assert decisions.count() == 1


def test_two_imports_at_once_enrol_everybody_once(committed_world: World) -> None:
    world, college = committed_world, committed_world.user("college")
    round_ = world.open_round()
    results = at_once(*[lambda: enrolment.enrol_all(round_, story.rows(5), by=college, at=world.at, on_paper=True)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["UnableToImport", "list"]
    assert Application.objects.filter(round=round_).count() == 5
    assert Material.objects.count() == 15, "of each the proof, the pledge and the consent"
