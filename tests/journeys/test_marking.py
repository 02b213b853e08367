"""An examiner on a tablet marks a candidate: modules, half marks, a knock-out with its reason; he hands it in."""

from datetime import timedelta
from decimal import Decimal

from jiangxin.exams import operations as exams
from jiangxin.scoring.models import ScoreSheet
from tests.journeys.travelling import Journey, Travel
from tests.stories.exams import confirmed_sittings, host, sitting_of
from tests.world import World

JOURNEY = Journey("marking", "examiner", budget=14, width=768)


def test_an_examiner_marks_on_a_tablet(world: World, travel: Travel) -> None:
    room = sitting_of(confirmed_sittings(world, 6), "practical").exam_rooms.get()
    world.at = room.sitting.starts_at + timedelta(minutes=30)
    exams.check_in_all(room, set(), by=host(room), at=world.at)
    with travel(JOURNEY) as examiner:
        page = examiner.page
        examiner.sign_in(host(room).username)
        examiner.arrive("今天")
        examiner.shot("desk")
        examiner.click("link", "评分")
        examiner.arrive("评分")
        examiner.click("link", "评分", within=page.get_by_role("main"))
        examiner.arrive(str(room))
        examiner.shot("candidates")
        examiner.click("button", "开始评分", within=page.get_by_role("listitem").filter(has_text="1 号工位"))
        examiner.read("交表（还有 4 项未评）")
        examiner.shot("blank")

        first = page.get_by_role("group", name="模块一")
        examiner.click("button", "加", within=first)  # full marks, then half a mark less with each press
        examiner.click("button", "减", within=first)
        examiner.click("button", "减", within=first)
        examiner.read("39 / 40")
        examiner.fill("模块二 得分", "31.5")
        examiner.click("button", "加", within=page.get_by_role("group", name="安全文明生产"))
        examiner.choose("发生", exact=True)
        examiner.find("link", "交表").wait_for()  # nothing is blank any more
        examiner.shot("marked")
        examiner.fill("否定项说明（发生时填写）", "未断电即拆线")
        examiner.click("link", "交表")  # at once: what was typed last is kept first
        examiner.read("您认定发生了否定项", "90.5")
        examiner.shot("handing-in")
        examiner.click("button", "确认交表")
        examiner.read("已交 1/6", "已交表")
        examiner.shot("handed-in")
    sheet = ScoreSheet.objects.get()
    assert sheet.state == "submitted"
    assert sheet.marks == [Decimal("39"), Decimal("31.5"), Decimal("20")]
    assert (sheet.knockout, sheet.knockout_note) == (True, "未断电即拆线")
