"""The centre officer ends a round: publicity, result filing, certificates, hand-over, registration, and the seal."""

import threading

from django.db import connections
from procrastinate.contrib.django import app

from jiangxin.archive.models import Dossier
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.results import operations as results
from jiangxin.results.models import ResultFiling
from jiangxin.rounds.models import Round
from tests.journeys.travelling import Journey, Travel, Traveller
from tests.stories.supervision import supervised_round
from tests.world import World

JOURNEY = Journey("finishing_a_round", "centre officer", budget=32)
PASSED = ("考生〇〇三", "考生〇〇四", "考生〇〇五")  # of six: one failed, one was knocked out, one never came


def test_a_centre_officer_ends_a_round(world: World, travel: Travel) -> None:
    round_ = supervised_round(world)
    with travel(JOURNEY) as officer:
        officer.sign_in("centre")
        publishes_the_results(officer)
        officer.later(days=9)
        files_them_after_the_publicity(officer)
        results.confirm_all(ResultFiling.objects.get(), by=world.user("province"), at=world.later(days=1))
        officer.later(days=1)
        numbers_and_signs_the_certificates(officer, round_)
        hands_them_over(officer)
        registers_them(officer)
        certificates.enter_registration(
            Registration.objects.get(), by=world.user("province"), at=world.at, receipt_number="省-入库-1"
        )
        seals_the_dossier(officer)
    assert list(Certificate.objects.order_by("number").values_list("name", "state", "received_by")) == [
        (PASSED[0], "handed_over", PASSED[0]),
        (PASSED[1], "handed_over", PASSED[1]),
        (PASSED[2], "handed_over", "班主任周老师"),
    ]
    assert Dossier.objects.get(round=round_).state == "sealed"


def publishes_the_results(officer: Traveller) -> None:
    officer.arrive("今天有 1 件事等您办")
    officer.shot("desk")
    officer.click("link", "去办理", within=officer.row("公示成绩"))
    officer.arrive("成绩与公示")
    officer.read("合格", "否定项", "缺考")
    officer.shot("results")
    officer.click("link", "公示成绩")
    officer.arrive("公示成绩")
    officer.fill("请输入“公示”以确认", "公示")
    officer.shot("what-publishing-does")
    officer.click("button", "公示")
    officer.arrive("成绩与公示")
    officer.read("成绩已经公示。公示期满的次日起可以上报结果。")
    officer.shot("published")


def files_them_after_the_publicity(officer: Traveller) -> None:
    officer.go("/desk")
    officer.arrive("今天有 1 件事等您办")
    officer.shot("desk-after-the-publicity")
    officer.click("link", "去办理", within=officer.row("结果备案"))
    officer.arrive("结果备案（第 1 次）")
    officer.shot("filing")
    officer.click("link", "结果备案")
    officer.arrive("结果备案")
    officer.read("本次可以上报 3 名合格人员")
    officer.shot("what-filing-does")
    officer.click("button", "结果备案")
    officer.arrive("结果备案（第 1 次）")
    officer.read("已上报，待确认", *PASSED)
    officer.shot("filed")


def numbers_and_signs_the_certificates(officer: Traveller, round_: Round) -> None:
    officer.go("/desk")
    officer.arrive("今天")
    officer.shot("desk-after-the-confirmation")
    officer.click("link", "2026-01 期 电工 四级")
    officer.arrive(f"{round_.number} 期")
    officer.shot("round")
    officer.click("link", "证书", within=officer.card("现在"))
    officer.arrive("证书")
    officer.shot("certificates")
    officer.click("link", "编号")
    officer.arrive("证书编号")
    officer.fill("请输入“编号”以确认", "编号")
    officer.shot("what-numbering-does")
    officer.click("button", "编号")
    officer.read("已编号 3 本。下一步：签发。", *PASSED)
    officer.shot("numbered")
    officer.click("button", "签发")
    officer.read("用机构的密钥签发 3 本证书，签发后不能撤回。确定吗？")
    officer.shot("what-signing-does")
    officer.click("button", "签发", within=officer.page.get_by_role("dialog"))
    officer.read("正在签发")
    officer.shot("signing")
    the_worker_signs()
    officer.read("全部签发完毕")
    officer.click("link", "刷新名单")
    officer.arrive("证书")
    officer.shot("signed")


def the_worker_signs() -> None:
    """Let a worker do what waits; it has a loop of its own, and this thread's belongs to the browser."""

    def work() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as worker:  # type: ignore[attr-defined]
            worker.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def hands_them_over(officer: Traveller) -> None:
    officer.click("link", "登记发放")
    officer.arrive("登记发放")
    officer.fill("证书编号、末 6 位、姓名，或扫描二维码", PASSED[2])
    officer.fill("领取人", "班主任周老师")
    officer.shot("register")
    officer.click("button", "登记")
    officer.read(f"{PASSED[2]}的证书已由班主任周老师领取。", "待领取 2，已发放 1")
    officer.choose("全选本页")
    officer.read("项已选")
    officer.shot("ticked")
    officer.click("button", "本人领取")
    officer.read("所选证书都由本人领取。确定登记吗？")
    officer.shot("asked")
    officer.click("button", "本人领取", within=officer.page.get_by_role("dialog"))
    officer.read("已登记 2 本。", "待领取 0，已发放 3")
    officer.shot("handed-over")


def registers_them(officer: Traveller) -> None:
    officer.click("link", "证书", within=officer.page.get_by_label("所在位置"))
    officer.arrive("证书")
    officer.click("link", "生成入库数据")
    officer.arrive("生成入库数据")
    officer.fill("批次号", "演练-2026-07")
    officer.shot("what-is-registered")
    officer.click("button", "生成")
    officer.arrive("证书入库")
    officer.shot("prepared")
    officer.click("button", "上报入库")
    officer.read("已办理：上报入库")
    officer.shot("submitted")


def seals_the_dossier(officer: Traveller) -> None:
    officer.click("link", str(Round.objects.get()), within=officer.page.get_by_label("所在位置"))
    officer.arrive(f"{Round.objects.get().number} 期")
    officer.shot("round-to-archive")
    officer.click("link", "归档", within=officer.card("现在"))
    officer.arrive("一期一档")
    officer.shot("no-dossier-yet")
    officer.click("button", "建立档案")
    officer.read("已建立档案。各卷齐全后封存。")
    officer.shot("dossier")
    officer.click("link", "封存档案")
    officer.arrive("封存档案")
    officer.fill("请输入“封存”以确认", "封存")
    officer.shot("what-sealing-does")
    officer.click("button", "封存")
    officer.arrive("一期一档")
    officer.read("档案已封存。")
    officer.shot("sealed")
