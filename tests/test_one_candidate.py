"""One candidate, from the opening of a round to the archive: the table of contents of the whole.

Each paragraph is a part of article 14; each step is taken by the person who takes it in an office.
"""

from datetime import timedelta
from decimal import Decimal

import pytest

from jiangxin.archive import operations as archive
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.models import Certificate
from jiangxin.certificates.queries import look_up, of_round, rows_to_issue
from jiangxin.documents.keys import trusted_certificates
from jiangxin.documents.operations import content_of
from jiangxin.documents.verification import examine
from jiangxin.enrolment import operations as enrolment
from jiangxin.exams import operations as exams
from jiangxin.exams.models import Seat
from jiangxin.exams.queries import sittings_of
from jiangxin.people.models import User
from jiangxin.plans import operations as plans
from jiangxin.process.errors import Refused
from jiangxin.process.models import Due, History
from jiangxin.results import operations as results
from jiangxin.results.models import FilingRow, Publication, Result, ResultFiling
from jiangxin.rounds import operations as rounds
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.operations import SheetRow
from jiangxin.scoring.queries import panel_of
from jiangxin.supervision import operations as supervision
from jiangxin.supervision.checks import CHECKS, YES
from jiangxin.supervision.models import Inspection, RoundReport
from jiangxin.supervision.queries import inspections_of
from tests.stories.enrolment import filled
from tests.stories.exams import hold
from tests.stories.plans import issued_papers, nominate_everybody, settled_setting, written_plan
from tests.stories.results import after_publicity
from tests.stories.training import completed_class
from tests.world import World


def test_one_candidate(world: World) -> None:
    centre, college, reviewer = world.user("centre"), world.user("college"), world.user("reviewer")

    # 立项与报名: the centre opens a round inside the filing; the candidate applies alone (articles 2, 7, 20).
    round_ = world.open_round()
    application = filled(world, round_, world.candidate(1, name="王䶮", login=True))
    candidate = User.objects.get(person=application.person)
    application = enrolment.submit(application, by=candidate, at=world.at)

    # 资格审核: sent back with a reason, completed, and accepted by the reviewer, never by the candidate (14(2)).
    application = enrolment.send_back(
        application, by=reviewer, at=world.later(hours=1), reason="学籍证明不清晰，请重新上传"
    )
    application = enrolment.submit(application, by=candidate, at=world.later(hours=1))
    with pytest.raises(Refused):
        enrolment.accept(application, by=candidate, at=world.at)
    application = enrolment.accept(application, by=reviewer, at=world.later(hours=1))
    round_ = rounds.close(round_, by=centre, at=world.later(days=1))

    # 方案与备案: eleven parts, approved by the centre, filed within 20 working days, received (14(1)).
    due = Due.objects.get(model="plans.plan", verb="file")
    settled_setting(world, round_)
    plan = written_plan(world, round_)
    nominate_everybody(world, plan)
    assert [part.number for part in plan.parts()] == list(range(1, 12))
    plan = plans.submit_plan(plan, by=college, at=world.at)
    plan = plans.approve(plan, by=centre, at=world.at)
    plan = plans.file(plan, by=centre, at=world.at)
    due.refresh_from_db()
    assert due.met_on is not None
    assert due.met_on <= due.due_on
    plan = plans.acknowledge(plan, by=world.user("employment"), at=world.at, receipt_number="演练-1")

    # 培训, 试卷, 编排: the class completed; papers sealed and issued; rooms, seats, staff from the plan in force.
    completed_class(world, round_)
    issued_papers(world, round_)
    exams.arrange_all(plan, by=college, at=world.at)
    for sitting in sittings_of(round_):
        exams.confirm_sitting(sitting, by=centre, at=world.at)

    # 考核: every sitting held, its room record signed.
    for sitting in sittings_of(round_):
        for exam_room in sitting.exam_rooms.all():
            hold(world, exam_room, set())
        exams.close_sitting(sitting, by=centre, at=world.at)

    # 成绩: theory by keyboard, practical by three examiners, each alone; the mean to one decimal decides.
    scoring.enter_theory(round_, {application.pk: Decimal("78.5")}, by=centre, at=world.at)
    seat = Seat.objects.get(application=application, sitting__subject__kind="practical")
    for examiner, marks in zip(panel_of(seat), ((24, 25, 12), (23, 26, 12), (25, 26, 11)), strict=True):
        row = SheetRow(seat, tuple(Decimal(mark) for mark in marks), knockout=False)
        scoring.enter_sheets([row], by=User.objects.get(person=examiner), at=world.at)
    (mark,) = scoring.compose_marks(round_, seat.sitting.subject, by=centre, at=world.at)
    assert mark.mark == Decimal("61.3")  # 61, 61 and 62: the mean, half up

    # 质量督导: findings in every room with the stamped sheet, one report; no result without them (14(3)).
    supervisor = world.user("supervisor")
    for inspection in inspections_of(round_):
        written = supervision.write_findings(
            inspection, by=_on_duty(inspection), at=world.at, findings="全程督导，秩序良好。",
            checks=dict.fromkeys(CHECKS, YES), scan=("考场记录表.pdf", b"%PDF-1.7 stamped", "application/pdf"),
        )  # fmt: skip
        supervision.sign_findings(written, by=_on_duty(inspection), at=world.at)
    report = supervision.write_report(
        RoundReport.objects.get(round=round_), by=supervisor, at=world.at, text="组织规范，未发现违规。"
    )
    supervision.sign_report(report, by=supervisor, at=world.at)

    # 公示: five working days during which nothing can be filed (a wait, not a reminder).
    results.publish(Publication.objects.get(round=round_), by=centre, at=world.at)
    result = Result.objects.get(application=application)
    assert result.conclusion == "passed"
    with pytest.raises(Refused) as early:
        results.file_results(ResultFiling.objects.get(round=round_), by=centre, at=world.later(days=1))
    assert early.value.code == "wait"

    # 结果备案: filed, and confirmed by the province row by row (14(4), 14(5)).
    filing = results.file_results(ResultFiling.objects.get(round=round_), by=centre, at=after_publicity(world, round_))
    results.confirm_row(FilingRow.objects.get(result_filing=filing), by=world.user("province"), at=world.later(days=1))

    # 证书: numbered only now, signed, verifiable, found by name and number without photo or score (14(5)).
    certificates.issue_all(rows_to_issue(round_), by=centre, at=world.at)
    certificates.sign_all(of_round(round_), by=centre, at=world.at)
    certificate = Certificate.objects.get(row__result=result)
    assert certificate.file is not None
    verdict = examine(content_of(certificate.file), trusted_certificates())
    assert verdict.genuine
    assert verdict.practice
    assert look_up(application.person.name, certificate.number) is not None
    certificates.hand_over_all(of_round(round_), by=centre, at=world.at)
    registration = certificates.prepare_registration(round_, "演练-1", by=centre, at=world.at)
    registration = certificates.submit_registration(registration, by=centre, at=world.at)
    certificates.enter_registration(registration, by=world.user("province"), at=world.at)

    # 归档: one dossier, sealed, kept for five years (14(4)).
    dossier = archive.seal(archive.open_dossier(round_, by=centre, at=world.at), by=centre, at=world.at)
    assert dossier.sealed_on is not None
    assert dossier.retain_until is not None
    with pytest.raises(Refused) as kept:
        archive.propose_destruction(dossier, by=centre, at=world.later(days=300), reason="清理")
    assert kept.value.code == "wait"

    # 全程留痕: the candidate's line is history, written by the database, each step with its basis.
    line = History.objects.filter(model="enrolment.application", record=application.pk).order_by("id")
    verbs = list(line.values_list("verb", flat=True))
    assert [verbs[0], *verbs[-4:]] == ["draft_application", "submit", "send_back", "submit", "accept"]
    assert all(line.values_list("basis", flat=True))
    assert dossier.retain_until - timedelta(days=5 * 365) >= dossier.sealed_on


def _on_duty(inspection: Inspection) -> User:
    """Return the supervisor on duty in the sitting of these findings."""
    sitting = inspection.record.exam_room.sitting
    duty = sitting.duties.get(role="supervisor", state="assigned")
    return User.objects.get(person=duty.person_id)
