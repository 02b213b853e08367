"""The quality supervisor signs his findings of every room with the stamped sheet, and the report (article 14(3))."""

from jiangxin.supervision.checks import CHECKS
from jiangxin.supervision.models import Inspection, RoundReport
from tests.journeys.travelling import Journey, Travel, Traveller
from tests.stories.scoring import marked_round
from tests.world import World

# Twelve checks in each of two rooms are answered one by one: no press answers them all, for nobody would look.
JOURNEY = Journey("supervising", "quality supervisor", budget=44, width=360)
SCAN = b"%PDF-1.7 a stamped sheet"


def test_a_supervisor_signs_findings_and_report(world: World, travel: Travel) -> None:
    marked_round(world, 3)
    with travel(JOURNEY) as supervisor:
        supervisor.sign_in("supervisor")
        supervisor.arrive("今天")
        supervisor.shot("desk")
        supervisor.click("link", "去办理", within=supervisor.row("督导记录 2 条"))
        supervisor.arrive("我督导的考场")
        supervisor.shot("rooms")
        inspect(supervisor, "201 机房")
        supervisor.click("link", "我督导的考场")
        inspect(supervisor, "电工实训室一")
        supervisor.click("link", "我督导的考场")
        supervisor.click("link", "2026-01 期 电工 四级/中级工")
        supervisor.arrive("质量督导报告")
        supervisor.fill("督导报告", "本批次每场考核均有质量督导员在场。\n未发现影响公正的情形。")
        supervisor.click("button", "保存")
        supervisor.read("已保存。核对无误后签署；签署后不能再改，成绩可以公示。")
        sign(supervisor, "签署督导报告")
        supervisor.read("尤佳 已签署，成绩可以公示。")
        supervisor.shot("report")
    assert set(Inspection.objects.values_list("state", flat=True)) == {"signed"}
    assert all(one.scan and one.scan.sha256 for one in Inspection.objects.all())
    assert RoundReport.objects.get().state == "signed"


def inspect(supervisor: Traveller, room: str) -> None:
    """Answer every check of a room, write, attach the sheet, save, sign."""
    supervisor.click("link", "填写督导情况", within=supervisor.row(room))
    for check in CHECKS.values():
        supervisor.choose(f"{check}：是")
    supervisor.fill("督导情况", "全程在场，秩序良好。")
    supervisor.attach("盖章的考场记录表", "考场记录表.pdf", "application/pdf", SCAN)
    supervisor.shot("findings")
    supervisor.click("button", "保存")
    supervisor.read("已保存。核对无误后签字；签字后不能再改。", "看已上传的扫描件")
    sign(supervisor, "签字")
    supervisor.read("尤佳 已签字，内容不能再改。")
    supervisor.shot("signed")


def sign(supervisor: Traveller, words: str) -> None:
    """Press what can't be undone, and say so once more."""
    supervisor.click("button", words)
    supervisor.click("button", words, within=supervisor.page.get_by_role("dialog"))
