"""The centre officer runs a round: drafts and opens it, closes it, approves the college's plan and files it."""

from jiangxin.enrolment import operations as enrolment
from jiangxin.plans import operations as plans
from jiangxin.plans.models import Plan
from jiangxin.rounds.models import Round
from tests.journeys.travelling import Journey, Travel, Traveller
from tests.stories.enrolment import applications, rows
from tests.stories.plans import nominate_everybody, settled_setting, written_plan
from tests.world import World

JOURNEY = Journey("running_a_round", "centre officer", budget=20)


def test_a_centre_officer_runs_a_round_to_its_filing(world: World, travel: Travel) -> None:
    with travel(JOURNEY) as officer:
        officer.sign_in("centre")
        officer.arrive("今天没有等您办的事")
        officer.shot("empty-desk")
        opens_a_round(officer)
        people_apply_and_are_accepted(world, Round.objects.get())
        officer.later(days=14)
        closes_it(officer)
        the_college_writes_its_plan(world, Round.objects.get())
        approves_and_files_the_plan(officer)
    assert Plan.objects.get().state == "filed"


def opens_a_round(officer: Traveller) -> None:
    officer.click("link", "发起认定批次")
    officer.arrive("立项")
    officer.pick("职业、等级和备案号", "电工 四级")
    officer.pick("承办学院", "电气信息工程学院")
    officer.fill("报名开始", "2026-03-02")
    officer.fill("报名截止", "2026-03-16")
    officer.fill("计划考核日期", "2026-05-07")
    officer.fill("计划人数", "120")
    officer.shot("draft")
    officer.click("button", "保存")
    officer.arrive("2026-01 期")
    officer.click("link", "开放报名")
    officer.arrive("开放报名")
    officer.shot("what-opening-does")
    officer.click("button", "开放报名")
    officer.arrive("2026-01 期")
    officer.shot("open")


def people_apply_and_are_accepted(world: World, round_: Round) -> None:
    enrolment.enrol_all(round_, rows(24), by=world.user("college"), at=world.at, on_paper=True)
    enrolment.accept_all(applications(round_), by=world.user("reviewer"), at=world.at)


def closes_it(officer: Traveller) -> None:
    officer.sign_in("centre")  # the session of two weeks ago has ended
    officer.arrive("今天有 1 件事等您办")
    officer.shot("desk-at-the-close")
    officer.click("link", "去办理")
    officer.arrive("2026-01 期")
    officer.click("link", "截止报名")
    officer.arrive("截止报名")
    officer.shot("what-closing-does")
    officer.click("button", "截止报名")
    officer.arrive("2026-01 期")


def the_college_writes_its_plan(world: World, round_: Round) -> None:
    settled_setting(world, round_)
    plan = written_plan(world, round_)
    nominate_everybody(world, plan)
    plans.submit_plan(plan, by=world.user("college"), at=world.at)


def approves_and_files_the_plan(officer: Traveller) -> None:
    officer.turn_to("待办")
    officer.arrive("今天有 1 件事等您办")
    officer.shot("desk-with-the-plan")
    officer.click("link", "去办理", within=officer.row("批准方案"))
    officer.arrive("2026-01 期实施方案")
    officer.shot("plan")
    officer.click("button", "批准方案")
    officer.arrive("2026-01 期实施方案")
    officer.shot("approved")
    officer.click("link", "开班备案")
    officer.arrive("开班备案")
    officer.shot("what-filing-does")
    officer.click("button", "开班备案")
    officer.arrive("2026-01 期实施方案")
    officer.shot("filed")
