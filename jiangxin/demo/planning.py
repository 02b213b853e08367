"""From a closed round to a plan in force, with its training and its papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from jiangxin.demo.pictures import paper
from jiangxin.demo.stage import Stage
from jiangxin.enrolment.queries import live
from jiangxin.items import operations as items
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Nomination, Plan
from jiangxin.plans.queries import latest_plan
from jiangxin.rounds.models import Round
from jiangxin.training import operations as training
from jiangxin.training.queries import programme_for

METHOD = "理论知识机考，操作技能现场操作；各科分别达到合格线为合格，考评员各自独立评分。"
DUTIES = "公共实验教学中心统筹，电气信息工程学院组织报名、培训和考务，质量督导员全程督导。"
DEMAND = "本地装备制造和电力检修企业每年需要中级电工约三百名，学院按年度培训计划组织。"
SECRECY = "试卷专柜保管，双人双锁；封存、发放、启封逐一登记。"
PEOPLE: Mapping[str, Sequence[str]] = {
    Nomination.INVIGILATOR: ("invigilator", "invigilator2", "invigilator3"),
    Nomination.EXAMINER: ("examiner", "examiner2", "examiner3"),
    Nomination.SUPERVISOR: ("supervisor", "supervisor2"),
}
ROOMS = ("201 机房", "电工实训室一")
HOURS_A_DAY = 8


def write_plan(
    stage: Stage, round_: Round, day: date, *, theory_on: date, practical_on: date,
    people: Mapping[str, Sequence[str]] = PEOPLE,
) -> Plan:  # fmt: skip
    """Have the college settle how papers are made, write the plan, and nominate rooms and people."""
    college, at = stage.user("college"), stage.hour(day, 10)
    setting = items.draft_setting(
        round_, by=college, at=at, papers_per_subject=1, method="从命题库抽取，命题与审题分人", secrecy=SECRECY
    )
    items.settle_setting(setting, by=college, at=at + timedelta(minutes=20))
    plan = latest_plan(round_)
    assert plan is not None
    plan = plans.write(
        plan, by=college, at=stage.hour(day, 11), method=METHOD, duties=DUTIES, demand=DEMAND, theory_on=theory_on,
        practical_on=practical_on,
    )  # fmt: skip
    at = stage.hour(day, 14)
    plans.nominate_all(plan, Nomination.ROOM, by=college, at=at, rooms=[stage.room(name) for name in ROOMS])
    for kind, logins in people.items():
        plans.nominate_all(plan, kind, by=college, at=at, persons=stage.persons(logins))
    return plan


def approve(stage: Stage, plan: Plan, day: date) -> Plan:
    """Have the college submit the plan and the centre approve it."""
    plan = plans.submit_plan(plan, by=stage.user("college"), at=stage.hour(day, 15))
    return plans.approve(plan, by=stage.user("centre"), at=stage.hour(day, 16, 30))


def file(stage: Stage, plan: Plan, day: date, number: str, reason: str = "") -> Plan:
    """Have the centre file the plan; the employment centre receives it on the next working day."""
    plan = plans.file(plan, by=stage.user("centre"), at=stage.hour(day, 10), reason=reason)
    at = stage.hour(stage.after(day, 1), 15)
    return plans.acknowledge(plan, by=stage.user("employment"), at=at, receipt_number=number)


def train(stage: Stage, round_: Round, first: date, *, truants: Sequence[str] = ()) -> date:
    """Hold the class on working days from `first` and return the day of its end; truants miss the last third."""
    programme, college, teacher = programme_for(round_), stage.user("college"), stage.person("teacher")
    assert programme is not None
    plan = [
        (course["name"], HOURS_A_DAY) for course in programme.courses for _ in range(course["hours"] // HOURS_A_DAY)
    ]
    days = [first]
    while len(days) < len(plan):
        days.append(stage.after(days[-1], 1))
    group = training.plan_class(
        round_, programme=programme, name="电工四级培训班", starts_on=first, ends_on=days[-1], by=college,
        at=stage.hour(first, 8),
    )  # fmt: skip
    names = dict(live(round_).filter(state="accepted").values_list("pk", "person__name"))
    for place, (day, (topic, hours)) in enumerate(zip(days, plan, strict=True)):
        lesson = training.plan_lesson(
            group, day=day, hours=hours, topic=topic, teacher=teacher, by=college, at=stage.hour(first, 8, 30)
        )
        missing = truants if place >= len(plan) * 2 // 3 else ()
        register = {key: 0 if name in missing else hours for key, name in names.items()}
        training.hold_lesson(lesson, by=stage.user("teacher"), at=stage.hour(day, 17), hours=register)
    training.complete_class(group, by=college, at=stage.hour(days[-1], 17, 30))
    return days[-1]


def issue_papers(stage: Stage, round_: Round, sealed_on: date, issued_on: date) -> None:
    """Have a paper set, reviewed, sealed and issued for each subject."""
    setter, centre = stage.user("setter"), stage.user("centre")
    for subject in round_.level.subjects.all():
        content = paper(f"{subject} A 卷", ["一、（演练试题，内容从略）", "二、（演练试题，内容从略）"])
        made = items.set_paper(
            round_, by=setter, at=stage.hour(sealed_on, 9), subject=subject, code="A",
            reviewer=stage.person("setter2"), name=f"{subject}-A.pdf", content=content,
        )  # fmt: skip
        made = items.review_paper(made, by=stage.user("setter2"), at=stage.hour(sealed_on, 14))
        made = items.seal_paper(made, by=centre, at=stage.hour(sealed_on, 16))
        items.issue_paper(made, by=centre, at=stage.hour(issued_on, 8), issued_to="赵明")
