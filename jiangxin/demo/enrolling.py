"""Rounds that are before their filing: two enrolling, one of them full; one whose filing is nearly due; one drafted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jiangxin.demo import applying, planning
from jiangxin.demo.applicants import Applicant, applicants, roster_of
from jiangxin.demo.stage import Stage
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.operations import rosters
from jiangxin.process.dues import last_day
from jiangxin.regulation.parameters import param
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Filing

PLACES = 4  # of the round that is full
DAYS_LEFT = 2  # working days until the filing of the round that is nearly due


def take_open_round(stage: Stage) -> Round:
    """Return an open round with applications in every state and a roster that was checked and not imported."""
    opened = stage.ago(8)
    round_ = stage.draft_round(
        "college", stage.hour(stage.ago(12), 10), apply_from=opened, apply_until=stage.after(stage.today, 8),
        planned_on=stage.after(stage.today, 60), capacity=60,
    )  # fmt: skip
    round_ = rounds.open(round_, by=stage.user("centre"), at=stage.hour(opened, 8, 30))
    day = stage.after(opened, 1)
    cast = applicants("enrolling_roster", round_.apply_until)
    applying.enrol_by_roster(stage, round_, "电工四级第四期名册.xlsx", cast, stage.hour(day, 10))
    for place, one in enumerate(applicants("enrolling", round_.apply_until)):
        day = stage.after(opened, 1 + place % 3)
        _settle(stage, one, _apply(stage, round_, one, stage.hour(day, 12, 15)), stage.hour(day, 16))
    _faulty_roster(stage, round_, stage.ago(1))
    return round_


def take_full_round(stage: Stage, filing: Filing) -> Round:
    """Return an open round under another filing: its places are taken, some wait, and two levels review."""
    opened = stage.ago(6)
    round_ = stage.draft_round(
        "college", stage.hour(stage.ago(9), 10), filing=filing, apply_from=opened,
        apply_until=stage.after(stage.today, 6), planned_on=stage.after(stage.today, 30), capacity=PLACES,
        quota=PLACES, review_levels=2, priority=[{"categories": ["poor"], "basis": "演练机构困难学生帮扶办法（演练）"}],
    )  # fmt: skip
    round_ = rounds.open(round_, by=stage.user("centre"), at=stage.hour(opened, 8, 30))
    day, cast = stage.after(opened, 1), applicants("full", round_.apply_until)
    applied = [_apply(stage, round_, one, stage.hour(day, 12, minute)) for minute, one in enumerate(cast)]
    for one, application in zip(cast, applied, strict=True):
        _settle(stage, one, application, stage.hour(day, 16))
    return round_


def _apply(stage: Stage, round_: Round, one: Applicant, at: datetime) -> Application:
    """Let somebody apply alone, to the end or, where `people.toml` says so, not quite."""
    return (applying.draft if one.outcome == "draft" else applying.apply)(stage, round_, one, at)


def _settle(stage: Stage, one: Applicant, application: Application, later: datetime) -> None:
    """Bring an application to the state that `people.toml` names."""
    reviewer, outcome = stage.user("reviewer"), one.outcome
    if outcome == "accepted":
        enrolment.accept(application, by=reviewer, at=later, remark="学籍证明清晰，符合四级-3。")
    elif outcome in ("endorsed", "confirmed"):
        application = enrolment.endorse(application, by=reviewer, at=later, remark="学籍证明与学信网一致。")
        if outcome == "confirmed":
            enrolment.accept(application, by=stage.user("centre"), at=later, remark="同意初审意见。")
    elif outcome == "rejected":
        enrolment.reject(application, by=reviewer, at=later, reason="工作年限证明不是本职业或相关职业，未满5年。")
    elif outcome == "returned":
        reason = "学籍证明的印章看不清，请重新扫描或拍照上传。"
        enrolment.send_back(application, by=reviewer, at=later, reason=reason, about="materials:毕业证书或学籍证明")
    elif outcome == "withdrawn":
        enrolment.withdraw(application, by=stage.account(application.person), at=later)


def _faulty_roster(stage: Stage, round_: Round, day: date) -> None:
    """Have a roster checked in which a number, a phone, a condition are wrong and another thing is repairable."""
    level = stage.practice.level
    cast = applicants("enrolling_faulty", round_.apply_until)
    rows = [one.cells(level.standard.occupation.name, level.level) for one in cast]
    last = rows[0]["id_number"][-1]
    rows[0]["id_number"] = rows[0]["id_number"][:-1] + ("0" if last != "0" else "1")  # a wrong check digit
    rows[1]["phone"] = rows[1]["phone"][:9]
    rows[2]["condition"] = ""
    rows[3]["name"] = f" {rows[3]['name']} "
    content = roster_of(rows, applying.TITLE)
    rosters.check_roster(round_, "补充名册（待改）.xlsx", content, by=stage.user("college"), at=stage.hour(day, 11))


def take_round_nearly_due(stage: Stage) -> Round:
    """Return a closed round with an approved plan that must be filed within two working days."""
    closed = _closing_day(stage)
    opened, cast = closed - timedelta(days=14), applicants("filing", closed)
    round_ = stage.draft_round(
        "college", stage.hour(opened - timedelta(days=5), 10), apply_from=opened, apply_until=closed,
        planned_on=stage.after(stage.today, 30), capacity=12, quota=len(cast),
    )  # fmt: skip
    round_ = rounds.open(round_, by=stage.user("centre"), at=stage.hour(opened, 8, 30))
    at = stage.hour(stage.after(opened, 2), 10)
    applying.enrol_by_roster(stage, round_, "电工四级第三期名册.xlsx", cast, at)
    for one in applicants("filing_late", closed):  # the places are taken: he waits, in vain
        applying.apply(stage, round_, one, stage.hour(stage.after(opened, 3), 12))
    applying.accept_all(stage, round_, stage.hour(stage.after(opened, 4), 15))
    round_ = rounds.close(round_, by=stage.user("centre"), at=stage.hour(closed, 17, 30))
    theory_on = stage.after(stage.today, 30)
    plan = planning.write_plan(
        stage, round_, stage.after(closed, 8), theory_on=theory_on, practical_on=stage.after(theory_on, 1)
    )
    planning.approve(stage, plan, stage.after(closed, 14))
    return round_


def _closing_day(stage: Stage) -> date:
    """Return the latest day from which the filing's last day falls `DAYS_LEFT` working days from today."""
    wanted, day = stage.after(stage.today, DAYS_LEFT), stage.ago(1)
    while last_day(day, param("filing.span", day).span) > wanted:
        day = stage.ago((stage.today - day).days + 1)
    return day


def draft_next_round(stage: Stage) -> Round:
    """Return a round that the college has drafted and the centre has not opened."""
    first = stage.after(stage.today, 10)
    return stage.draft_round(
        "college", stage.hour(stage.ago(1), 16), apply_from=first, apply_until=stage.after(first, 12),
        planned_on=stage.after(first, 60), capacity=40,
    )  # fmt: skip
