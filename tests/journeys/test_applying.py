"""A candidate who never saw the site applies on a phone: from the announcement to the printed form."""

from datetime import timedelta

import pytest

from jiangxin.demo.pictures import paper, portrait
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.people import idnumber
from tests.journeys.travelling import Journey, Travel, Traveller
from tests.stories.messages import code
from tests.world import World

type Console = pytest.CaptureFixture[str]
JOURNEY = Journey("applying", "candidate", budget=36, width=360)
FIRST = "99999920050712004"


def test_a_candidate_applies_on_a_phone(world: World, travel: Travel, capfd: Console) -> None:
    world.open_round()
    with travel(JOURNEY) as candidate:
        candidate.go("/")
        candidate.arrive("正在报名")
        candidate.shot("front")
        candidate.click("link", "查看公告")
        candidate.arrive("电工 四级/中级工 认定公告")
        candidate.shot("notice")
        candidate.click("link", "我要报名")
        signs_up(candidate, capfd)
        answers_the_questions(candidate)
        candidate.arrive("请核对您的报名")
        candidate.read("初审：符合条件", "普通高等学校本科在读，2026年6月30日毕业，是应届毕业生")
        candidate.shot("check")
        candidate.click("button", "提交报名")
        candidate.arrive("报名已提交")
        candidate.shot("submitted")
        candidate.look_into("link", "打印申报表")

        application = Application.objects.get()
        enrolment.accept(application, by=world.user("reviewer"), at=world.at + timedelta(hours=3))
        candidate.later(days=1)
        candidate.click("link", "我的报名")
        signs_in(candidate, capfd)
        candidate.arrive("我的报名")
        candidate.read("审核通过")
        candidate.shot("mine")


def signs_up(candidate: Traveller, console: Console) -> None:
    """Register with the code that came, and begin the application."""
    candidate.arrive("您是哪一位？")
    candidate.fill("姓名", "王䶮")
    candidate.fill("证件号码", FIRST + idnumber.check_digit(FIRST))
    candidate.fill("手机号码", "18800000004")
    candidate.read("2005年7月12日")
    candidate.shot("account")
    candidate.click("button", "获取验证码")
    candidate.arrive("输入验证码")
    candidate.fill("验证码", code(console))
    candidate.shot("code")
    candidate.click("button", "登记并继续")
    candidate.arrive("报考这一期吗？")
    candidate.shot("which-round")
    candidate.click("button", "开始报名")


def signs_in(candidate: Traveller, console: Console) -> None:
    """Come back on another day: with the document and a new code, no password."""
    candidate.arrive("登录")
    candidate.shot("sign-in")
    candidate.click("link", "考生登录")
    candidate.arrive("考生登录")
    candidate.fill("证件号码", FIRST + idnumber.check_digit(FIRST))
    candidate.fill("手机号码", "18800000004")
    candidate.shot("sign-in-candidate")
    candidate.click("button", "获取验证码")
    candidate.arrive("输入验证码")
    candidate.fill("验证码", code(console))
    candidate.shot("sign-in-code")
    candidate.click("button", "登录")


def answers_the_questions(candidate: Traveller) -> None:
    """Answer question by question, up to the promises."""
    candidate.arrive("这是您本人吗？怎么联系您？")
    candidate.fill("所在单位", "电气信息工程学院")
    candidate.shot("who")
    candidate.click("button", "下一步")
    candidate.arrive("您属于哪一类人员？")
    candidate.choose("普通高校在校学生")
    candidate.shot("category")
    candidate.click("button", "下一步")
    candidate.arrive("您的文化程度和来源？")
    candidate.pick("文化程度", "大学本科")
    candidate.pick("考生来源", "学校(在校生)")
    candidate.shot("education")
    candidate.click("button", "下一步")
    candidate.arrive("您符合哪一条申报条件？")
    candidate.read("接下来会问：学历或学籍。")
    candidate.choose("毕业证书（含在读应届毕业生）")
    candidate.shot("condition")
    candidate.click("button", "下一步")
    candidate.arrive("您在哪里上学或毕业？")
    candidate.pick("学校类型", "普通高等学校本科")
    candidate.fill("学校名称", "攀枝花学院")
    candidate.fill("专业", "电气工程及其自动化")
    candidate.choose("本专业")
    candidate.pick("学籍状态", "在读应届毕业生")
    candidate.fill("毕业日期", "2026-06-30")
    candidate.shot("studies")
    candidate.click("button", "下一步")
    candidate.arrive("上传证件照")
    candidate.attach("证件照", "我.jpg", "image/jpeg", portrait(4, "female"))
    candidate.shot("photo")
    candidate.click("button", "下一步")
    candidate.arrive("上传证明材料")
    candidate.attach("毕业证书或学籍证明", "学籍证明.pdf", "application/pdf", paper("学籍证明", ["王䶮"]))
    candidate.shot("materials")
    candidate.click("button", "下一步")
    candidate.arrive("承诺和同意")
    candidate.choose("承诺")
    candidate.choose("同意")
    candidate.shot("promises")
    candidate.click("button", "下一步")
