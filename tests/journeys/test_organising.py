"""The college officer organises a class: imports the roster, writes the plan part by part, names rooms and people."""

from jiangxin.enrolment import operations as enrolment
from jiangxin.plans.models import Plan
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from tests.journeys.travelling import Journey, Travel, Traveller
from tests.plugins.database import ROOT
from tests.stories.enrolment import applications
from tests.world import World

JOURNEY = Journey("organising", "college officer", budget=48)
ROSTER = ROOT / "tests" / "samples" / "roster-120-with-errors.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_college_officer_enrols_a_class_and_writes_its_plan(world: World, travel: Travel) -> None:
    round_ = world.open_round()
    with travel(JOURNEY) as officer:
        officer.sign_in("college")
        officer.arrive("今天有 1 件事等您办")
        imports_the_roster(officer)
        all_are_accepted_and_the_round_is_closed(world, round_)
        officer.later(days=1)
        drafts_how_papers_are_made(officer)
        writes_the_plan(officer)
        for kind, names in NOMINATED.items():
            nominates(officer, kind, names)
        submits_the_plan(officer)
    assert Plan.objects.get().state == "submitted"


NOMINATED = {
    "考场": ["101 教室", "102 教室", "201 机房", "电工实训室一"],
    "监考员": ["陈晨", "褚岩", "卫东", "蒋雯", "沈括之", "韩梅"],
    "质量督导员": ["尤佳", "许朗"],
    "考评员": ["考评员甲", "考评员乙", "考评员丙"],
}


def imports_the_roster(officer: Traveller) -> None:
    officer.shot("desk")
    officer.click("link", "2026-01 期 电工 四级")
    officer.arrive("2026-01 期")
    officer.shot("round")
    officer.click("link", "报名名册")
    officer.arrive("报名名册")
    officer.attach("报名名册（.xlsx、.xls 或 .csv）", ROSTER.name, XLSX, ROSTER.read_bytes())
    officer.shot("rosters")
    officer.click("button", "预检")
    officer.read("可以导入")
    officer.shot("what-the-check-found")
    officer.click("link", "导入名册")
    officer.choose("只导入没有错误的行")
    officer.choose("我已查验这些考生的纸质申报材料")
    officer.shot("what-the-import-does")
    officer.click("button", "导入名册")
    officer.read("已导入 111 份报名")
    officer.shot("imported")


def all_are_accepted_and_the_round_is_closed(world: World, round_: Round) -> None:
    reviewer, waiting = world.user("reviewer"), applications(round_)
    enrolment.accept_all(waiting.exclude(opinion="unmet"), by=reviewer, at=world.at)
    early = waiting.filter(opinion="unmet", state="submitted")  # in this year nobody of the sample is in the last one
    enrolment.accept_against_all(early, by=reviewer, at=world.at, reason="学籍表证明为应届毕业生")
    rounds.close(round_, by=world.user("centre"), at=world.at)


def drafts_how_papers_are_made(officer: Traveller) -> None:
    officer.turn_to("待办")
    officer.click("link", "去办理")
    officer.arrive("2026-01 期实施方案")
    officer.shot("plan-with-gaps")
    officer.click("link", "还没有试题命制方案")
    officer.arrive("试题命制方案")
    officer.click("link", "拟定命制方案")
    officer.arrive("拟定命制方案")
    officer.fill("命制方式", "从命题库抽取，命题员组卷，另一人审题")
    officer.fill("保密措施", "专柜保管，双人双锁，两人启封")
    officer.shot("setting-plan")
    officer.click("button", "拟定命制方案")
    officer.arrive("试题命制方案")
    officer.click("button", "确定命制方案")
    officer.read("已办理：确定命制方案")
    officer.shot("setting-plan-settled")


def writes_the_plan(officer: Traveller) -> None:
    officer.turn_to("待办")
    officer.click("link", "去办理")
    officer.click("link", "编制方案")
    officer.fill("用工需求", "本地装备制造企业每年需要电工约三百名")
    officer.fill("评价办法", "理论机考，实操现场操作，分别评分")
    officer.fill("职责分工", "学院组织，中心巡考，督导员全程督导")
    officer.fill("理论考试日期", "2026-04-25")
    officer.fill("技能考核日期", "2026-04-26")
    officer.shot("texts")
    officer.click("button", "编制方案")
    officer.arrive("2026-01 期实施方案")


def nominates(officer: Traveller, kind: str, names: list[str]) -> None:
    if kind == "考场":
        officer.click("link", "理论知识考试还没有提名考场")
        officer.arrive("场地和人员提名")
    else:
        officer.click("link", kind)
    for name in names:
        officer.choose("选择", within=officer.row(name))
    officer.shot(f"nominating-{kind}")
    officer.click("button", f"提名为{kind}")
    officer.arrive("场地和人员提名")


def submits_the_plan(officer: Traveller) -> None:
    officer.shot("nominated")
    officer.turn_to("待办")
    officer.click("link", "去办理")
    officer.arrive("2026-01 期实施方案")
    officer.shot("plan-whole")
    officer.click("button", "送审方案")
    officer.read("待审批")
    officer.shot("plan-submitted")
