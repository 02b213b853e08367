"""The supervisor's findings and report: who writes them, when, and what is refused."""

from typing import Any

import pytest

from jiangxin.documents.operations import content_of
from jiangxin.documents.store import digest
from jiangxin.exams import operations as exams
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.results import operations as results
from jiangxin.results.models import Publication
from jiangxin.supervision import operations
from jiangxin.supervision.checks import NO
from jiangxin.supervision.models import Inspection, RoundReport
from jiangxin.supervision.operations import UnableToWriteFindings
from jiangxin.supervision.rooms import rooms_of, rooms_without_findings
from tests.stories.exams import host
from tests.stories.scoring import marked_round
from tests.stories.supervision import ALL_WELL, SCAN, inspected_round, supervised_round, supervisor_of
from tests.world import World

WORDS: dict[str, Any] = {"findings": "秩序良好。", "checks": ALL_WELL, "scan": SCAN}


def test_every_room_gets_its_findings_and_the_round_one_report(world: World) -> None:
    round_ = marked_round(world, 3)
    assert Inspection.objects.count() == rooms_of(round_).count() >= 2
    assert RoundReport.objects.filter(round=round_).count() == 1


def test_opening_again_opens_nothing_twice(world: World) -> None:
    marked_round(world, 3)
    before = Inspection.objects.count()
    sitting = Inspection.objects.all()[0].record.exam_room.sitting
    assert operations.open_inspections(sitting, by=world.user("centre"), at=world.at) == []
    assert Inspection.objects.count() == before


def test_the_stamped_sheet_is_kept_with_its_hash(world: World) -> None:
    marked_round(world, 2)
    inspection = Inspection.objects.all()[0]
    inspection = operations.write_findings(inspection, by=world.user("supervisor"), at=world.at, **WORDS)
    assert inspection.scan is not None
    assert inspection.scan.sha256 == digest(SCAN[1])
    assert content_of(inspection.scan) == SCAN[1]
    again = operations.write_findings(
        inspection, by=world.user("supervisor"), at=world.at, findings="补充", checks=ALL_WELL
    )
    assert again.scan_id == inspection.scan_id


@pytest.mark.parametrize("login", ["supervisor2", "centre", "invigilator", "province"])
def test_only_the_supervisor_on_duty_writes(world: World, login: str) -> None:
    marked_round(world, 2)
    with pytest.raises(Refused) as refusal:
        operations.write_findings(Inspection.objects.all()[0], by=world.user(login), at=world.at, **WORDS)
    assert refusal.value.code == "person"


@pytest.mark.parametrize(
    "wrong",
    [
        {"checks": {"weather": "yes"}},
        {"checks": {**ALL_WELL, "safety": "maybe"}},
        {"scan": ("sheet.pdf", b"MZ a program", "application/pdf")},
        {"scan": ("sheet.pdf", b"", "application/pdf")},
        {"scan": ("sheet.pdf", b"%PDF-" + b"0" * 20_000_001, "application/pdf")},
    ],
)
def test_bad_findings_are_refused_and_change_nothing(world: World, wrong: dict[str, Any]) -> None:
    marked_round(world, 2)
    inspection = Inspection.objects.all()[0]
    with pytest.raises(UnableToWriteFindings):
        operations.write_findings(inspection, by=world.user("supervisor"), at=world.at, **{**WORDS, **wrong})
    inspection.refresh_from_db()
    assert inspection.findings == ""


def test_a_fault_without_rectification_is_not_signed(world: World) -> None:
    marked_round(world, 2)
    supervisor = world.user("supervisor")
    words = {**WORDS, "checks": {**ALL_WELL, "safety": NO}}
    inspection = operations.write_findings(Inspection.objects.all()[0], by=supervisor, at=world.at, **words)
    with pytest.raises(Refused) as refusal:
        operations.sign_findings(inspection, by=supervisor, at=world.at)
    assert any("整改" in str(sentence) for sentence in refusal.value.missing)


def test_signed_findings_never_change(world: World) -> None:
    inspected_round(world, 2)
    with pytest.raises(Refused) as refusal:
        operations.write_findings(Inspection.objects.all()[0], by=world.user("supervisor"), at=world.at, **WORDS)
    assert refusal.value.code == "state"


def test_findings_on_paper_are_signed_by_the_supervisor_and_entered_by_the_recorder(world: World) -> None:
    marked_round(world, 2)
    on_paper = world.user("recorder").on_paper_of(world.user("supervisor"))
    inspection = operations.write_findings(Inspection.objects.all()[0], by=on_paper, at=world.at, **WORDS)
    inspection = operations.sign_findings(inspection, by=on_paper, at=world.at)
    assert inspection.supervisor == world.user("supervisor").person


def test_the_report_waits_for_every_room_and_for_its_words(world: World) -> None:
    round_ = marked_round(world, 2)
    report, supervisor = RoundReport.objects.get(round=round_), world.user("supervisor")
    assert len(list(rooms_without_findings(round_))) == rooms_of(round_).count()
    with pytest.raises(Refused) as refusal:
        operations.sign_report(report, by=supervisor, at=world.at)
    assert any("正文" in str(sentence) for sentence in refusal.value.missing)
    assert sum("督导签字" in str(sentence) for sentence in refusal.value.missing) == rooms_of(round_).count()


def test_the_signed_report_prepares_the_publicity(world: World) -> None:
    round_ = supervised_round(world, 2)
    assert Publication.objects.get(round=round_).state == "draft"
    report = RoundReport.objects.get(round=round_)
    assert (report.state, report.supervisor) == ("signed", world.user("supervisor").person)


def test_a_corrected_record_is_signed_and_stamped_again_before_results_are_published(world: World) -> None:
    round_, centre = supervised_round(world, 3), world.user("centre")
    inspection, publication = Inspection.objects.all()[0], Publication.objects.get(round=round_)
    earlier = inspection.scan_id
    exams.reopen_record(inspection.record, by=centre, at=world.at, reason="启封时间有误")
    inspection.refresh_from_db()
    assert (inspection.state, inspection.scan_id, inspection.findings) == ("open", None, "全程督导，秩序良好。")
    with pytest.raises(Refused, match="质量督导报告"):
        results.publish(publication, by=centre, at=world.at)
    report, by = RoundReport.objects.get(round=round_), supervisor_of(inspection)
    with pytest.raises(Refused, match="督导签字"):
        operations.sign_report(report, by=by, at=world.at)
    with pytest.raises(Refused, match=r"考场记录签字；盖章的考场记录表扫描件"):
        operations.sign_findings(inspection, by=by, at=world.at)
    exams.sign_record(inspection.record, by=host(inspection.record.exam_room), at=world.at)
    operations.sign_findings(
        operations.write_findings(inspection, by=by, at=world.at, **WORDS), by=by, at=world.at
    )  # fmt: skip
    operations.sign_report(report, by=by, at=world.at)
    assert results.publish(publication, by=centre, at=world.at).state == "published"
    kept = History.objects.get(model="supervision.inspection", record=inspection.pk, verb="reopen_findings")
    assert kept.change["scan_id"] == [earlier, None]
