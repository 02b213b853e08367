"""A round from its draft to its sealed dossier, with what offices really meet on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from jiangxin.archive import operations as archive
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.queries import of_round, rows_to_issue
from jiangxin.demo import applying, assessing, planning
from jiangxin.demo.applicants import applicants
from jiangxin.demo.stage import Stage
from jiangxin.enrolment import operations as enrolment
from jiangxin.impartiality import operations as impartiality
from jiangxin.people import operations as people
from jiangxin.people.models import Person
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Nomination, Plan
from jiangxin.plans.queries import filing_due
from jiangxin.process.who import ANONYMOUS
from jiangxin.results import operations as results
from jiangxin.results.models import FilingRow, Publication, Result, ResultFiling
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.operations import SheetRow
from jiangxin.scoring.queries import marks_of, panel_of
from jiangxin.supervision import operations as supervision
from jiangxin.supervision.models import RoundReport, Visit

BEGAN = 145  # days ago
LATE = "备案材料中的供电检修证明迟到，学院与中心核实后补报，逾期两个工作日。"
KIN, RECUSED = "秦小岭", "examiner4"  # a candidate, and the examiner who declares himself his kinsman
AWAY, ONLY_PRACTICAL_AWAY = "董一帆", "邓明哲"
KNOCKED_OUT, WEAK_THEORY, WEAK_PRACTICAL, MISMARKED, DOUBTED = "罗文博", "胡俊杰", "宋雅琪", "梁宇航", "高欣妍"
MISSPELT, RIGHTLY = "冯芸", "冯云"
NOT_HANDED_OVER = 3

WELL = (Decimal("33"), Decimal("30.5"), Decimal("17"))
BADLY = (Decimal("20"), Decimal("18.5"), Decimal("12"))


def take_round(stage: Stage, tell: Callable[[str], None]) -> Round:
    """Take the round to its end and return it."""
    tell("已归档批次：报名与资格审核")
    round_ = _enrol(stage)
    tell("已归档批次：方案、回避、逾期备案、培训")
    day = _plan(stage, round_)
    tell("已归档批次：考核、评分、督导")
    day = _assess(stage, round_, day)
    tell("已归档批次：公示、异议、结果备案")
    day = _publish(stage, round_, day)
    tell("已归档批次：证书、入库、封存")
    _certify(stage, round_, day)
    return round_


def _enrol(stage: Stage) -> Round:
    """Open; a roster, one who is sent back and completes, one who is not eligible; close."""
    opened = stage.ago(BEGAN)
    until = stage.after(opened, 14)
    round_ = stage.draft_round(
        "college", stage.hour(stage.ago(BEGAN + 3), 10), apply_from=opened, apply_until=until,
        planned_on=opened + timedelta(days=80), capacity=30,
    )  # fmt: skip
    round_ = rounds.open(round_, by=stage.user("centre"), at=stage.hour(opened, 8, 30))
    cast = applicants("archived", round_.apply_until)
    applying.enrol_by_roster(stage, round_, "电工四级报名名册.xlsx", cast, stage.hour(stage.after(opened, 4), 10))
    completes, rejected = applicants("archived_alone", round_.apply_until)
    reviewer, day = stage.user("reviewer"), stage.after(opened, 6)
    application = applying.apply(stage, round_, completes, stage.hour(day, 11), proof="学生证封面")
    refused = applying.apply(stage, round_, rejected, stage.hour(day, 14), proof="工作年限证明")
    application = enrolment.send_back(
        application, by=reviewer, at=stage.hour(day, 16), about="materials:毕业证书或学籍证明",
        reason="上传的是学生证封面，看不出学籍状态；请换成学信网学籍证明或教务处盖章的学籍证明。",
    )  # fmt: skip
    enrolment.reject(
        refused, by=reviewer, at=stage.hour(day, 16, 20), reason="工作年限证明为便利店收银，不属于本职业或相关职业。"
    )
    day, user = stage.after(day, 1), stage.account(application.person)
    for kind in application.condition.materials if application.condition else ():
        applying.attach(application, kind, completes, "学籍证明", by=user, at=stage.hour(day, 12))
    enrolment.submit(application, by=user, at=stage.hour(day, 12, 10))
    applying.accept_all(stage, round_, stage.hour(stage.after(day, 1), 15))
    return rounds.close(round_, by=stage.user("centre"), at=stage.hour(until, 17, 30))


def _plan(stage: Stage, round_: Round) -> date:
    """Plan with one examiner recused, file late, train; return the day of the theory examination."""
    assert round_.closed_on is not None
    written = stage.after(round_.closed_on, 6)
    theory_on = stage.after(round_.closed_on, 44)
    people = {**planning.PEOPLE, Nomination.EXAMINER: ("examiner", "examiner2", RECUSED)}
    plan = planning.write_plan(
        stage, round_, written, theory_on=theory_on, practical_on=stage.after(theory_on, 1), people=people
    )
    _recuse(stage, plan, stage.after(written, 1))
    plan = plans.submit_plan(plan, by=stage.user("college"), at=stage.hour(stage.after(written, 2), 10))
    plan = plans.send_back_plan(
        plan, by=stage.user("centre"), at=stage.hour(stage.after(written, 3), 11),
        reason="请在用工需求里写明依据的年度计划，并补供电检修证明。",
    )  # fmt: skip
    plan = plans.write(
        plan, by=stage.user("college"), at=stage.hour(stage.after(written, 4), 9),
        demand=f"{planning.DEMAND}依据学院本年度培训认定计划第 3 项。",
    )  # fmt: skip
    plan = planning.approve(stage, plan, stage.after(round_.closed_on, 20))
    due = filing_due(plan)
    assert due is not None
    plan = planning.file(stage, plan, stage.after(due.due_on, 2), "演练回执-001", LATE)
    planning.train(stage, round_, stage.after(due.due_on, 4), truants=[AWAY])
    planning.issue_papers(stage, round_, stage.after(due.due_on, 12), theory_on)
    return theory_on


def _recuse(stage: Stage, plan: Plan, day: date) -> None:
    """Let an examiner declare his kinsman among the candidates; the college takes him out and names another."""
    college = stage.user("college")
    other = Person.objects.get(institution=stage.practice.institution, name=KIN)
    impartiality.declare(
        stage.person(RECUSED), by=stage.user(RECUSED), at=stage.hour(day, 9), other=other, kind="kin", note="侄子"
    )
    nomination = plan.nominations.get(person=stage.person(RECUSED), state="nominated")
    plans.withdraw_nomination(
        nomination, by=college, at=stage.hour(day, 10), reason="秦岭与考生秦小岭系亲属，按规定回避，改提名考评员丙。"
    )
    plans.nominate(plan, Nomination.EXAMINER, by=college, at=stage.hour(day, 10, 5), person=stage.person("examiner3"))


def _visited(stage: Stage, visit: Visit) -> None:
    """Have the supervisor from outside tell what he found, on the evening of the sitting."""
    by, at = stage.user("outside"), visit.duty.ends_at + timedelta(hours=1)
    findings, demands = "抽查两个工位，评分独立，处置危险操作及时。", "请在场地入口增设护目镜存放架，下批次前完成。"
    visit = supervision.write_visit(visit, by=by, at=at, findings=findings, demands=demands)
    supervision.sign_visit(visit, by=by, at=at + timedelta(minutes=10))


def _assess(stage: Stage, round_: Round, theory_on: date) -> date:
    """Arrange, hold, mark and supervise; return the day on which the supervisor signed."""
    arranged_on = stage.ago((stage.today - theory_on).days + 8)
    assessing.arrange(stage, round_, arranged_on)
    visit = assessing.send_outside(stage, assessing.sittings(round_, "practical")[0], arranged_on)
    for sitting in assessing.sittings(round_, "theory"):
        assessing.hold(stage, sitting, [AWAY])
    held = assessing.sittings(round_, "practical")
    for sitting in held:
        assessing.hold(stage, sitting, [AWAY, ONLY_PRACTICAL_AWAY], "一名考生带电接线，考评员当场制止。")
    _visited(stage, visit)
    day = stage.after(held[-1].starts_at.date(), 1)
    _mark(stage, round_, day)
    signers = [
        assessing.sign_findings(stage, round_, inspection, stage.hour(day, 15))
        for kind in ("theory", "practical")
        for inspection in assessing.open_findings(round_, kind)
    ]
    report, by = RoundReport.objects.get(round=round_), signers[0]
    text = "本批次每场考核均有质量督导员在场。\n一名考生触犯安全否定项，处置及时。\n未发现影响公正的情形。"
    report = supervision.write_report(report, by=by, at=stage.hour(day, 16), text=text)
    supervision.sign_report(report, by=by, at=stage.hour(day, 16, 30))
    return day


def _mark(stage: Stage, round_: Round, day: date) -> None:
    """Enter the theory marks and every examiner's sheets; the supervisor confirms the knock-out."""
    centre = stage.user("centre")
    theory = {seat.application_id: _theory(str(seat.application), place) for place, seat in
              enumerate(assessing.seats(round_, "theory"))}  # fmt: skip
    scoring.enter_theory(round_, theory, by=centre, at=stage.hour(day, 9))
    by_examiner: dict[int, tuple[Person, list[SheetRow]]] = {}
    for seat in assessing.seats(round_, "practical"):
        for order, person in enumerate(panel_of(seat)):
            away, name = seat.state == "absent", str(seat.application)
            knockout = name == KNOCKED_OUT and order < 2
            marks = () if away else _practical(name, order)
            row = SheetRow(seat, marks, away, knockout, "通电试车前未验电，带电接线" if knockout else "")
            by_examiner.setdefault(person.pk, (person, []))[1].append(row)
    for person, rows in by_examiner.values():
        scoring.enter_sheets(rows, by=stage.account(person), at=stage.hour(day, 10))
    scoring.compose_marks(round_, round_.level.subjects.get(kind="practical"), by=centre, at=stage.hour(day, 11))
    for mark in marks_of(round_).filter(state="awaiting"):
        by = assessing.supervisor_of(stage, mark.seat.sitting)
        scoring.confirm_knockout(mark, by=by, at=stage.hour(day, 14))


def _theory(name: str, place: int) -> Decimal | None:
    """Return a candidate's theory mark; None for whoever stayed away."""
    if name == AWAY:
        return None
    given = {WEAK_THEORY: Decimal("51.5"), MISMARKED: Decimal("58.5"), DOUBTED: Decimal("60")}
    return given.get(name, Decimal(66 + place * 7 % 30) + Decimal("0.5") * (place % 2))


def _practical(name: str, order: int) -> tuple[Decimal, ...]:
    """Return what an examiner gives a candidate by module; the panel differs a little, as panels do."""
    first, *rest = BADLY if name == WEAK_PRACTICAL else WELL
    return (first - Decimal("0.5") * order, *rest)


def _publish(stage: Stage, round_: Round, day: date) -> date:
    """Publish, decide two objections, file, and have one row refused, corrected and filed again."""
    centre, province = stage.user("centre"), stage.user("province")
    day = stage.after(day, 1)
    publication = results.publish(Publication.objects.get(round=round_), by=centre, at=stage.hour(day, 9))
    _object(stage, round_, day)
    assert publication.ends_on is not None
    day = stage.after(publication.ends_on, 1)
    filing = results.file_results(ResultFiling.objects.get(round=round_), by=centre, at=stage.hour(day, 10))
    day = stage.after(day, 2)
    row = FilingRow.objects.get(result_filing=filing, result__application__person__name=MISSPELT)
    reason = "证件、姓名不符：身份证上的姓名为“冯云”，上报为“冯芸”。请核对后重新上报。"
    results.refuse_row(row, by=province, at=stage.hour(day, 10), reason=reason)
    results.confirm_all(filing, by=province, at=stage.hour(day, 10, 30))
    day = stage.after(day, 1)
    person = row.result.application.person
    people.correct_person(
        person, by=centre, at=stage.hour(day, 9), reason="省职鉴中心退回，核对身份证原件后更正姓名。", name=RIGHTLY
    )
    second = results.prepare_filing(publication, by=centre, at=stage.hour(day, 10))
    second = results.file_results(second, by=centre, at=stage.hour(day, 10, 20))
    day = stage.after(day, 1)
    results.confirm_all(second, by=province, at=stage.hour(day, 11))
    return day


def _object(stage: Stage, round_: Round, day: date) -> None:
    """Let two people object during the publicity: one is right, one is not."""
    centre, found = stage.user("centre"), Result.objects.filter(application__round=round_)
    wrong = results.raise_objection(
        found.get(application__person__name=DOUBTED), by=ANONYMOUS, at=stage.hour(day, 15), name="某考生家长",
        contact="0000-1234567", text="听说这名考生理论考试时有人提示，请核查监控。",
    )  # fmt: skip
    right = results.raise_objection(
        found.get(application__person__name=MISMARKED), by=ANONYMOUS, at=stage.hour(day, 16), name=MISMARKED,
        contact="18800000000", text="理论成绩与交卷时显示的不一致，请复核。",
    )  # fmt: skip
    day = stage.after(day, 2)
    results.dismiss(
        wrong, by=centre, at=stage.hour(day, 10), reason="已调阅考场录像和考场记录表，未见提示行为，成绩无误。"
    )
    results.uphold(
        right, by=centre, at=stage.hour(day, 11), corrections={"theory": Decimal("61.5")},
        reason="复核答题记录，第 32、33 题漏计 3 分，更正为 61.5 分。",
    )  # fmt: skip


def _certify(stage: Stage, round_: Round, day: date) -> None:
    """Number, sign, hand over, register and archive."""
    centre, day = stage.user("centre"), stage.after(day, 1)
    issued = certificates.issue_all(rows_to_issue(round_), by=centre, at=stage.hour(day, 9))
    certificates.sign_all(issued, by=centre, at=stage.hour(day, 9, 30))
    registration = certificates.prepare_registration(round_, "演练-001", by=centre, at=stage.hour(day, 14))
    registration = certificates.submit_registration(registration, by=centre, at=stage.hour(day, 15))
    day = stage.after(day, 2)
    certificates.enter_registration(
        registration, by=stage.user("province"), at=stage.hour(day, 10), receipt_number="演练入库-001"
    )
    day = stage.after(day, 1)
    for certificate in of_round(round_).order_by("number")[: len(issued) - NOT_HANDED_OVER]:
        certificates.hand_over(certificate, by=stage.user("college"), at=stage.hour(day, 14))
    dossier = archive.open_dossier(round_, by=centre, at=stage.hour(day, 16))
    archive.seal(dossier, by=stage.user("centre2"), at=stage.hour(stage.after(day, 1), 10))
