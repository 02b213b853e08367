"""The invigilator's morning on a phone: the roll call, the record of the room, the signature (article 14(3))."""

from datetime import timedelta

from jiangxin.exams.models import RoomRecord
from tests.journeys.travelling import Journey, Travel
from tests.stories.exams import confirmed_sittings, host, sitting_of
from tests.world import World

JOURNEY = Journey("invigilating", "invigilator", budget=10, width=360)


def test_an_invigilator_calls_the_roll_and_signs_the_record(world: World, travel: Travel) -> None:
    room = sitting_of(confirmed_sittings(world, 6), "theory").exam_rooms.get()
    away = room.seats.order_by("number")[2]
    world.at = room.sitting.starts_at - timedelta(minutes=20)
    with travel(JOURNEY) as invigilator:
        invigilator.sign_in(host(room).username)
        invigilator.arrive("今天有 1 件事等您办")
        invigilator.shot("desk")
        invigilator.click("link", "去办理")
        invigilator.arrive(str(room))
        invigilator.click("button", f"缺考 {away.application}")
        invigilator.read("缺考 1")
        invigilator.shot("roll")
        invigilator.click("button", "其余全部到场")
        invigilator.read("点名完成：缺考 1 人，其余都已到场。", "还缺：开考和结束时间、试卷密封是否完好")

        invigilator.later(minutes=115)  # after the end
        invigilator.click("link", "填写考场记录")
        invigilator.choose("完好", exact=True)
        invigilator.fill("启封见证人", "考生〇〇一、考生〇〇二")
        invigilator.page.get_by_role("textbox", name="异常情况").fill("2 号机键盘失灵，09:02 换到 7 号机。")
        invigilator.shot("record")
        invigilator.click("button", "填写考场记录")
        invigilator.arrive(str(room))
        invigilator.click("button", "签字")
        invigilator.read("已签字")
        invigilator.shot("signed")
    record = RoomRecord.objects.get(exam_room=room)
    assert record.state == "signed"
    assert record.incidents == "2 号机键盘失灵，09:02 换到 7 号机。"
    assert list(room.seats.order_by("number").values_list("state", flat=True)).index("absent") == 2
