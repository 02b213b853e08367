"""A room's record is written and signed by those who serve there, when it says what it must."""

from datetime import timedelta

import pytest

from jiangxin.exams import operations as exams
from jiangxin.process.errors import Refused
from tests.stories.exams import confirmed_sittings, host, sitting_of
from tests.world import World


def test_a_record_is_signed_when_it_is_complete_and_not_before(world: World) -> None:
    sitting = sitting_of(confirmed_sittings(world), "theory")
    exam_room = sitting.exam_rooms.all()[0]
    record, by = exam_room.record, host(exam_room)
    with pytest.raises(Refused) as refusal:
        exams.sign_record(record, by=by, at=world.at)
    missing = "；".join(str(one) for one in refusal.value.missing)
    assert "6 名考生还没有登记到场或缺考" in missing
    assert "开考和结束时间" in missing
    assert "试卷密封是否完好" in missing
    exams.check_in_all(exam_room, by=by, at=sitting.starts_at)
    exams.write_record(record, by=by, at=world.at, started_at=sitting.starts_at, ended_at=sitting.starts_at)
    exams.write_record(record, by=by, at=world.at, seal_intact=False)
    with pytest.raises(Refused, match=r"结束时间要晚于开考时间.*在“异常情况”里写明经过"):
        exams.sign_record(record, by=by, at=world.at)
    ended = sitting.starts_at + timedelta(minutes=88)
    exams.write_record(record, by=by, at=world.at, ended_at=ended, incidents="封条在运送中开裂，已与督导员当场清点")
    record = exams.sign_record(record, by=by, at=world.at)
    assert record.state == "signed"
    with pytest.raises(Refused, match="已签字"):
        exams.write_record(record, by=by, at=world.at, incidents="")


def test_nobody_from_outside_the_room_writes_its_record(world: World) -> None:
    round_ = confirmed_sittings(world)
    record = sitting_of(round_, "theory").exam_rooms.all()[0].record
    for login in ("college", "examiner", "supervisor"):
        with pytest.raises(Refused) as refusal:
            exams.write_record(record, by=world.user(login), at=world.at, incidents="x")
        assert refusal.value.code == "person"
