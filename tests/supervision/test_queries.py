"""Reads over the supervision of a round."""

from jiangxin.documents import printed
from jiangxin.supervision import operations, queries, rooms
from jiangxin.supervision.checks import CHECKS, NO
from jiangxin.supervision.models import Inspection, RoundReport
from tests.stories.scoring import marked_round
from tests.stories.supervision import ALL_WELL, SCAN, supervised_round
from tests.world import World


def test_a_supervisor_finds_the_rooms_of_his_sittings_and_nobody_elses(world: World) -> None:
    round_ = marked_round(world, 2)
    day = world.at.date()
    assert queries.my_inspections(world.user("supervisor"), day).count() == rooms.rooms_of(round_).count()
    assert not queries.my_inspections(world.user("supervisor2"), day).exists()
    assert not queries.my_inspections(world.user("centre"), day).exists()


def test_all_rooms_have_findings_and_all_sittings_are_closed(world: World) -> None:
    round_ = supervised_round(world, 2)
    assert list(rooms.rooms_without_findings(round_)) == []
    assert list(rooms.sittings_not_closed(round_)) == []


def test_the_report_prints_every_room_and_every_fault(world: World) -> None:
    round_ = marked_round(world, 3)
    supervisor, first = world.user("supervisor"), Inspection.objects.all()[0]
    operations.write_findings(
        first, by=supervisor, at=world.at, findings="发现一处隐患。", checks={**ALL_WELL, "safety": NO},
        rectification="当场补配灭火器。", scan=SCAN,
    )  # fmt: skip
    sheet = queries.report_sheet(RoundReport.objects.get(round=round_))
    assert len(sheet.sittings) == rooms.rooms_of(round_).count()
    assert {sitting.expected for sitting in sheet.sittings} == {3}
    (finding,) = sheet.findings
    assert str(CHECKS["safety"]) in finding.finding
    assert finding.rectification == "当场补配灭火器。"
    assert printed.supervision_report(sheet, world.at).startswith(b"%PDF-")
