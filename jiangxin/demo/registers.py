"""What the centre keeps beside its rounds: the library of standards, a second filing, the colleges' targets."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from jiangxin.demo.pictures import paper
from jiangxin.demo.stage import Stage
from jiangxin.people.models import Organisation
from jiangxin.regulation.calendar import add_months
from jiangxin.reports import operations as reports
from jiangxin.standards import operations as standards
from jiangxin.standards.library import content_of, shipped
from jiangxin.standards.models import Filing

NORM = Path(__file__).parent / "norm.toml"
KEPT_AS_DRAFT = "standard-electrician"  # an older edition than the one in force: read in to compare
OWN_STUDENTS = "Y000000990002"  # can't exist, as the other can't
ENDS_IN = 80  # days: within `filing.warning`
VALID_YEARS = 3
EVALUATED_AT = "演练职业技术学院"
EVALUATED = (("电气自动化技术", 1, 1, None), ("机电设备技术", 2, 5, 3))  # subject, number, years ago, valid for years
TARGETS = {"电气信息工程学院": (60, 45), "智能制造学院": (40, 30)}  # enrolled, certified


def keep_library(stage: Stage) -> None:
    """Read the shipped standards in, and take a norm of the institution's own as far as the province's experts."""
    institution, centre = stage.practice.institution, stage.user("centre")
    day = stage.ago(150)
    for name in shipped():
        at = stage.hour(day, 10)
        standard = standards.take_in(institution, by=centre, at=at, name=f"{name}.toml", content=content_of(name))
        if name != KEPT_AS_DRAFT:
            standards.adopt_standard(standard, by=centre, at=stage.hour(day, 15))
    norm = standards.take_in(institution, by=centre, at=stage.hour(day, 16), name=NORM.name, content=NORM.read_bytes())
    passed = "校内评审组审定：内容完整，权重合理，同意上报。"
    norm = standards.review_norm(norm, by=stage.user("centre2"), at=stage.hour(stage.after(day, 5), 10), reason=passed)
    norm = standards.send_norm(norm, by=centre, at=stage.hour(stage.after(day, 8), 9))
    judged = stage.after(day, 30)
    standards.record_judgement(
        norm, by=centre, at=stage.hour(stage.after(judged, 1), 11), judged_on=judged,
        reason="专家组原则通过，建议补充雷雨天气作业的安全要求。",
    )  # fmt: skip


def list_evaluated(stage: Stage) -> None:
    """Enter a programme that was evaluated (经评估论证), and one whose evaluation has run out."""
    day = stage.ago(140)
    for major, number, since, until in EVALUATED:
        document = f"演练人社函〔{stage.today.year - since}〕{number}号"
        evaluated_on = date(stage.today.year - since, 3, 1)
        standards.enter_evaluated(
            stage.practice.institution, by=stage.user("centre"), at=stage.hour(day, 9 + number), name="评估论证.pdf",
            content=paper("评估论证结果", [document, f"{EVALUATED_AT} {major}", "以高级技能为培养目标"]),
            school=EVALUATED_AT, major=major, level=3, document=document, evaluated_on=evaluated_on,
            valid_from=evaluated_on,
            valid_until=add_months(evaluated_on, 12 * until) - timedelta(days=1) if until else None,
        )  # fmt: skip


def enter_second_filing(stage: Stage) -> Filing:
    """Enter a filing for the institution's own students, which ends soon."""
    centre, at = stage.user("centre"), stage.hour(stage.ago(190), 10)
    until = stage.today + timedelta(days=ENDS_IN)
    filing = standards.enter_filing(
        stage.practice.institution, by=centre, at=at, number=OWN_STUDENTS, audiences=["own_students"],
        valid_from=add_months(until, -12 * VALID_YEARS) + timedelta(days=1), valid_until=until,
    )  # fmt: skip
    standards.add_scope(filing, stage.practice.level, by=centre, at=at)
    return filing


def set_targets(stage: Stage) -> None:
    """Set what each college is to enrol and certify this year, and raise one of the numbers."""
    centre, day = stage.user("centre"), stage.ago(185)
    for name, (applied, certified) in TARGETS.items():
        college = Organisation.objects.get(institution=stage.practice.institution, name=name)
        target = reports.set_target(
            stage.practice.institution, by=centre, at=stage.hour(day, 9), college=college, year=stage.today.year,
            applied=applied, certified=certified,
        )  # fmt: skip
    reports.revise_target(
        target, by=centre, at=stage.hour(stage.after(day, 20), 9), applied=applied, certified=certified + 5,
        reason="学期中新增一个订单班，按学院申请调增取证人数。",
    )  # fmt: skip
