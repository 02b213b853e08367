"""A room's record is written and signed by those who serve there, when it says what it must."""

from datetime import timedelta

import pytest

from jiangxin.exams import operations as exams
from jiangxin.exams.models import RoomRecord
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from tests.stories.exams import confirmed_sittings, held_sittings, host, sitting_of
from tests.stories.results import published_round
from tests.stories.scoring import marked_round
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


def theory_record(round_: Round) -> RoomRecord:
    """Return the record of the round's first theory room."""
    record: RoomRecord = sitting_of(round_, "theory").exam_rooms.all()[0].record
    return record


def test_a_signed_record_is_taken_back_by_the_centre_with_a_reason_and_signed_again(world: World) -> None:
    record = theory_record(held_sittings(world))
    by = host(record.exam_room)
    with pytest.raises(Refused) as refusal:
        exams.reopen_record(record, by=world.user("centre"), at=world.at, reason=" ")
    assert refusal.value.code == "reason"
    record = exams.reopen_record(record, by=world.user("centre"), at=world.at, reason="违纪情况漏记")
    assert (record.state, record.witnesses) == ("open", "两名考生代表")
    exams.write_record(record, by=by, at=world.at, violations="第3号考生使用手机，终止考核")
    assert exams.sign_record(record, by=by, at=world.at).state == "signed"
    line = History.objects.filter(model="exams.roomrecord", record=record.pk).order_by("id")
    assert list(line.values_list("verb", flat=True))[-4:] == [
        "sign_record", "reopen_record", "write_record", "sign_record",
    ]  # fmt: skip
    assert line.get(verb="reopen_record").reason == "违纪情况漏记"
    changes = line.filter(verb="write_record").values_list("change", flat=True)
    assert list(changes)[-1] == {"violations": ["", "第3号考生使用手机，终止考核"]}


@pytest.mark.parametrize("login", ["college", "invigilator", "supervisor", "auditor", "city"])
def test_nobody_but_the_centre_takes_a_signed_record_back(world: World, login: str) -> None:
    record = theory_record(held_sittings(world))
    with pytest.raises(Refused) as refusal:
        exams.reopen_record(record, by=world.user(login), at=world.at, reason="x")
    assert refusal.value.code == "person"


def test_no_record_is_taken_back_once_the_results_are_public(world: World) -> None:
    record = theory_record(published_round(world, 3))
    with pytest.raises(Refused, match=r"成绩已于 .* 公示.*按异议处理") as refusal:
        exams.reopen_record(record, by=world.user("centre"), at=world.at, reason="x")
    assert refusal.value.code == "facts"


def test_the_roll_call_is_corrected_in_a_reopened_record_unless_marks_rest_on_it(world: World) -> None:
    record = theory_record(held_sittings(world))
    away = record.exam_room.seats.get(state="absent")
    exams.reopen_record(record, by=world.user("centre"), at=world.at, reason="缺考登记有误")
    assert exams.check_in(away, by=host(record.exam_room), at=world.at).state == "present"


def test_a_roll_call_on_which_marks_rest_stays(world: World) -> None:
    record = theory_record(marked_round(world, 3))
    away = record.exam_room.seats.get(state="absent")
    exams.reopen_record(record, by=world.user("centre"), at=world.at, reason="缺考登记有误")
    with pytest.raises(Refused, match="已有交了的评分表"):
        exams.check_in(away, by=host(record.exam_room), at=world.at)
