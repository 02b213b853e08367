"""Rosters from the upload to the import, under each of the three modes; what is decided or one's own stays as it is."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiangxin.documents import operations as documents
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application, Roster
from jiangxin.enrolment.operations import UnableToImport, rosters
from jiangxin.enrolment.roster_scope import OVERWRITE, REPLACE, SKIP
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from tests.stories import enrolment as story
from tests.stories.races import at_once
from tests.stories.workbooks import book
from tests.world import World

SAMPLES = Path(__file__).parents[2] / "samples"


def test_a_clean_roster_is_checked_and_imported_whole(world: World) -> None:
    round_, college = world.open_round(), world.user("college")
    roster = rosters.check_roster(round_, "名册.xlsx", book(1, 2, 3), by=college, at=world.at)
    assert (roster.rows, roster.faulty, roster.marked) == (3, 0, None)
    assert not Application.objects.filter(round=round_).exists()
    roster = rosters.import_roster(roster, by=college, at=world.at, on_paper=True)
    assert (roster.state, roster.summary["imported"]) == ("imported", 3)
    application = story.applications(round_).first()
    assert application is not None
    assert (application.state, application.category, application.opinion) == ("submitted", "student", "met")
    (study,) = application.stated.studies or ()
    assert (study.school, study.final_year, study.expected) == ("bachelor", True, date(2026, 6, 30))
    assert application.person.phone == "18800000001"


def test_a_faulty_roster_comes_back_marked_and_nothing_is_imported(world: World) -> None:
    round_, college = world.open_round(), world.user("college")
    content = (SAMPLES / "roster-120-with-errors.xlsx").read_bytes()
    roster = rosters.check_roster(round_, "名册.xlsx", content, by=college, at=world.at)
    assert (roster.rows, roster.faulty) == (120, 9)
    assert roster.marked
    load_workbook(BytesIO(documents.content_of(roster.marked)))
    with pytest.raises(UnableToImport, match="一行也没有导入"):
        rosters.import_roster(roster, by=college, at=world.at)
    assert not Application.objects.filter(round=round_).exists()
    rosters.import_roster(roster, by=college, at=world.at, clean_rows=True)
    assert Application.objects.filter(round=round_).count() == 111


def test_a_number_registered_under_another_name_is_a_fault(world: World) -> None:
    world.candidate(1, name="欧阳明")
    roster = rosters.check_roster(world.open_round(), "名册.xlsx", book(1), by=world.user("college"), at=world.at)
    (fault,) = roster.summary["faults"]
    assert fault["code"] == "contradicts-register"
    assert "欧**" in fault["sentence"]


@pytest.mark.parametrize("content", [b"", b"no workbook", "姓名,证件号码\n".encode("gb18030")])
def test_what_is_no_workbook_is_refused_by_a_sentence(world: World, content: bytes) -> None:
    with pytest.raises(UnableToImport) as refusal:
        rosters.check_roster(world.open_round(), "x.xlsx", content, by=world.user("college"), at=world.at)
    assert str(refusal.value).endswith("。")
    assert not Roster.objects.exists()


def test_a_discarded_roster_is_imported_no_more(world: World) -> None:
    college = world.user("college")
    roster = rosters.check_roster(world.open_round(), "名册.xlsx", book(1), by=college, at=world.at)
    rosters.discard_roster(roster, by=college, at=world.at)
    with pytest.raises(Refused):
        rosters.import_roster(roster, by=college, at=world.at)


# ---- the three modes


def imported(world: World, round_: Round, *numbers: int, mode: str = SKIP, reason: str = "", **changed: str) -> Roster:
    """Check a roster of these people and import it at once."""
    college = world.user("college")
    roster = rosters.check_roster(round_, "名册.xlsx", book(*numbers, **changed), by=college, at=world.at, mode=mode)
    return rosters.import_roster(roster, by=college, at=world.at, on_paper=True, reason=reason)


def fates(roster: Roster) -> dict[int, str]:
    """Return what becomes of each row but the new ones, by the number of its person."""
    return {int(row["serial"]): row["fate"] for row in roster.summary["plan"]["rows"]}


def of(round_: Round, number: int) -> Application:
    """Return the latest application of a person of that number."""
    return Application.objects.filter(round=round_, person__name=story.name_of(number)).latest("pk")


@pytest.fixture
def mixed(world: World) -> Round:
    """Return a round with people 1 to 7: enrolled, sent back, accepted, rejected, his own, his draft, withdrawn."""
    round_, reviewer = world.open_round(), world.user("reviewer")
    imported(world, round_, 1, 2, 3, 4)
    enrolment.send_back(of(round_, 2), by=reviewer, at=world.at, reason="专业写错了")
    enrolment.accept(of(round_, 3), by=reviewer, at=world.at)
    enrolment.reject(of(round_, 4), by=reviewer, at=world.at, reason="不符合")
    own, begun, left = (world.candidate(n, name=story.name_of(n), login=True) for n in (5, 6, 7))
    story.submitted(world, round_, own)
    story.drafted(world, round_, begun)
    enrolment.withdraw(story.submitted(world, round_, left), by=left.user, at=world.at)
    return round_


def states(round_: Round) -> list[tuple[int, str, str]]:
    """Return everything that stands in the round: key, state, employer."""
    return list(story.applications(round_).values_list("pk", "state", "employer"))


def test_skipping_leaves_everybody_who_is_there_and_enrols_the_others(world: World, mixed: Round) -> None:
    before = states(mixed)
    roster = imported(world, mixed, *range(1, 10), employer="机械学院")
    assert fates(roster) == {
        1: "ignored", 2: "ignored", 3: "untouched", 4: "untouched", 5: "untouched", 6: "untouched", 7: "new",
    }  # fmt: skip
    assert roster.summary["plan"]["counts"] == {
        "new": 3, "overwritten": 0, "same": 0, "ignored": 2, "untouched": 4, "withdrawn": 0, "kept": 0,
    }  # fmt: skip
    assert states(mixed)[: len(before)] == before
    assert [of(mixed, number).state for number in (7, 8, 9)] == ["submitted"] * 3


def test_overwriting_refills_what_nobody_has_decided_and_nothing_else(world: World, mixed: Round) -> None:
    before = {number: of(mixed, number).pk for number in range(1, 7)}
    roster = imported(world, mixed, *range(1, 9), mode=OVERWRITE, employer="机械学院")
    assert {number: fate for number, fate in fates(roster).items() if fate == "overwritten"}.keys() == {1, 2}
    assert roster.summary["plan"]["rows"][0]["sentence"] == "改动：所在单位。"
    for number in (1, 2):
        application = of(mixed, number)
        assert (application.pk, application.state, application.employer, application.remark) == (
            before[number], "submitted", "机械学院", "",
        )  # fmt: skip
        assert application.roster_id == roster.pk
        assert application.materials.count() == 3, "proof and promises that were seen stay, and are not seen twice"
    for number, state in ((3, "accepted"), (4, "rejected"), (5, "submitted"), (6, "draft")):
        application = of(mixed, number)
        assert (application.pk, application.state) == (before[number], state)
        assert application.employer != "机械学院"
    refilled = History.objects.filter(model="enrolment.application", verb="refill")
    assert sorted(refilled.values_list("record", flat=True)) == sorted(before[number] for number in (1, 2))


def test_overwriting_with_the_same_changes_nothing(world: World) -> None:
    round_ = world.open_round()
    imported(world, round_, 1, 2)
    college = world.user("college")
    roster = rosters.check_roster(round_, "名册.xlsx", book(1, 2), by=college, at=world.at, mode=OVERWRITE)
    assert fates(roster) == {1: "same", 2: "same"}
    with pytest.raises(UnableToImport, match="不会带来任何变化"):
        rosters.import_roster(roster, by=college, at=world.at)


def test_replacing_withdraws_whom_the_new_roster_no_longer_holds_with_the_reason(world: World, mixed: Round) -> None:
    before = {number: of(mixed, number) for number in range(1, 7)}
    college = world.user("college")
    roster = rosters.check_roster(
        mixed, "名册.xlsx", book(2, 8, employer="机械学院"), by=college, at=world.at, mode=REPLACE
    )
    assert roster.summary["plan"]["withdrawn"] == [before[1].pk]
    assert roster.summary["plan"]["counts"]["kept"] == 3, "accepted, his own, his draft"
    with pytest.raises(Refused, match="必须写明理由"):
        rosters.import_roster(roster, by=college, at=world.at)
    assert of(mixed, 1).state == "submitted"
    rosters.import_roster(roster, by=college, at=world.at, reason="班级名单改过了")
    assert [of(mixed, number).state for number in (1, 2, 3, 4, 5, 6, 8)] == [
        "withdrawn", "submitted", "accepted", "rejected", "submitted", "draft", "submitted",
    ]  # fmt: skip
    assert Application.objects.filter(pk__in=[one.pk for one in before.values()]).count() == 6, "nothing is deleted"
    told = History.objects.get(model="enrolment.application", record=before[1].pk, verb="withdraw_enrolled")
    assert told.reason == "班级名单改过了"


def test_replacing_wants_a_roster_without_faults(world: World) -> None:
    """A row whose ID number can't be read might be the very person who would be withdrawn."""
    round_, college = world.open_round(), world.user("college")
    imported(world, round_, 1, 2)
    content = book(1, id_number="51049920060121757")
    roster = rosters.check_roster(round_, "名册.xlsx", content, by=college, at=world.at, mode=REPLACE)
    with pytest.raises(UnableToImport, match="必须完整无误"):
        rosters.import_roster(roster, by=college, at=world.at, clean_rows=True, reason="x")
    assert [of(round_, number).state for number in (1, 2)] == ["submitted", "submitted"]


def test_whoever_took_his_application_over_is_left_alone_from_then_on(world: World) -> None:
    round_ = world.open_round()
    person = world.candidate(1, name=story.name_of(1), login=True)
    imported(world, round_, 1)
    application = enrolment.send_back(of(round_, 1), by=world.user("reviewer"), at=world.at, reason="请本人补正")
    enrolment.pledge(application, by=person.user, at=world.at)
    for mode in (OVERWRITE, REPLACE):
        college = world.user("college")
        roster = rosters.check_roster(round_, "名册.xlsx", book(1, 2), by=college, at=world.at, mode=mode)
        assert fates(roster) == {1: "untouched"}
    roster = rosters.check_roster(round_, "名册.xlsx", book(2), by=college, at=world.at, mode=REPLACE)
    assert roster.summary["plan"]["withdrawn"] == []


def test_who_withdrew_himself_is_enrolled_again_only_with_a_notice(world: World, mixed: Round) -> None:
    roster = rosters.check_roster(mixed, "名册.xlsx", book(7), by=world.user("college"), at=world.at)
    (told,) = roster.summary["plan"]["rows"]
    assert told["fate"] == "new"
    assert "本人愿意" in told["sentence"]


def test_an_import_that_would_do_anything_else_than_its_preview_does_nothing(world: World) -> None:
    round_, college = world.open_round(), world.user("college")
    roster = rosters.check_roster(round_, "名册.xlsx", book(1, 2), by=college, at=world.at)
    story.submitted(world, round_, world.candidate(2, name=story.name_of(2), login=True))
    with pytest.raises(UnableToImport, match="重新预检"):
        rosters.import_roster(roster, by=college, at=world.at)
    assert story.applications(round_).count() == 1
    roster = rosters.recheck_roster(roster, by=college, at=world.at + timedelta(minutes=1), mode=OVERWRITE)
    assert (roster.mode, fates(roster)) == (OVERWRITE, {2: "untouched"})
    rosters.import_roster(roster, by=college, at=world.at)
    assert of(round_, 1).state == "submitted"


def test_neither_refill_nor_withdrawal_is_for_what_an_applicant_filled_himself(world: World) -> None:
    own = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    with pytest.raises(Refused, match="由本人填报"):
        rosters.withdraw_all_enrolled([own], by=world.user("college"), at=world.at, reason="名单改过了")


def test_the_preview_names_nobody(world: World, mixed: Round) -> None:
    roster = rosters.check_roster(
        mixed, "名册.xlsx", book(*range(1, 8)), by=world.user("college"), at=world.at, mode=REPLACE
    )
    told = str(roster.summary)
    assert not [
        number for number in range(1, 8) if story.name_of(number) in told or story.row(number).id_number in told
    ]


def test_two_imports_of_one_roster_at_once_enrol_everybody_once(committed_world: World) -> None:
    world, college = committed_world, committed_world.user("college")
    roster = rosters.check_roster(world.open_round(), "名册.xlsx", book(1, 2, 3), by=college, at=world.at)
    results = at_once(*[lambda: rosters.import_roster(roster, by=college, at=world.at)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["Refused", "Roster"]
    assert Application.objects.count() == 3
