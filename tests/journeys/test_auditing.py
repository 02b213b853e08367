"""The auditor finds a round, reads what happened in it, and follows a certificate back to its application."""

from tests.journeys.travelling import Journey, Travel
from tests.stories.archive import sealed_dossier
from tests.world import World

JOURNEY = Journey("auditing", "auditor", budget=9)


def test_an_auditor_follows_a_certificate_back(world: World, travel: Travel) -> None:
    round_ = sealed_dossier(world, 3).round
    with travel(JOURNEY) as auditor:
        auditor.sign_in("auditor")
        auditor.arrive("今天")
        auditor.shot("desk")
        auditor.click("link", "认定批次")
        auditor.click("link", str(round_))
        auditor.read("从报名到取证", "封存档案")
        auditor.shot("round")
        auditor.click("link", "全部经过")
        auditor.read("由数据库逐条写入，任何人都不能修改", "封存档案", "确认入库", "立项")
        auditor.shot("history")
        auditor.click("link", str(round_))
        auditor.click("link", "证书", within=auditor.page.get_by_role("navigation", name="批次进度"))
        auditor.click("link", "考生〇〇二")
        auditor.read("S000000990001", "样张，不证明任何技能", "编号")
        auditor.shot("certificate")
        auditor.click("link", f"{round_} 的报名")
        auditor.arrive("考生〇〇二")
        auditor.read("按名册报名", "审核通过")
        auditor.shot("application")
