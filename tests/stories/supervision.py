"""A round whose supervision is signed: findings in every room, and the report."""

from jiangxin.people.models import User
from jiangxin.rounds.models import Round
from jiangxin.supervision import operations
from jiangxin.supervision.checks import CHECKS, YES
from jiangxin.supervision.models import Inspection, RoundReport
from jiangxin.supervision.queries import inspections_of
from tests.stories.remembered import remembered
from tests.stories.scoring import marked_round
from tests.world import World

SCAN = ("考场记录表.pdf", b"%PDF-1.7 a stamped sheet", "application/pdf")
ALL_WELL = dict.fromkeys(CHECKS, YES)


def supervisor_of(inspection: Inspection) -> User:
    """Return the account of the supervisor who is on duty in the sitting of this room."""
    duty = inspection.record.exam_room.sitting.duties.get(state="assigned", role="supervisor")
    return User.objects.select_related("person").get(person=duty.person_id)


@remembered
def inspected_round(world: World, count: int = 6) -> Round:
    """Return a marked round in which the findings of every room are signed, the report not yet."""
    round_ = marked_round(world, count)
    for inspection in inspections_of(round_):
        supervisor = supervisor_of(inspection)
        operations.write_findings(
            inspection, by=supervisor, at=world.at, findings="全程督导，秩序良好。", checks=ALL_WELL, scan=SCAN
        )
        operations.sign_findings(inspection, by=supervisor, at=world.at)
    return round_


@remembered
def supervised_round(world: World, count: int = 6) -> Round:
    """Return a marked round whose supervision report is signed."""
    round_ = inspected_round(world, count)
    report, supervisor = RoundReport.objects.get(round=round_), supervisor_of(inspections_of(round_)[0])
    text = "本批次考核组织规范，督导员全程在场，未发现违规。"
    operations.write_report(report, by=supervisor, at=world.at, text=text)
    operations.sign_report(report, by=supervisor, at=world.at)
    return round_
