"""What findings must say before they are signed."""

from jiangxin.exams.models import ExamRoom, RoomRecord
from jiangxin.supervision.checks import ANSWERS, CHECKS, NO, YES
from jiangxin.supervision.models import Inspection
from jiangxin.supervision.rules import findings_written, room_record_signed, strange_checks
from jiangxin.venues.models import Room

ALL_WELL = dict.fromkeys(CHECKS, YES)


def test_findings_need_words_every_check_and_the_scan() -> None:
    missing = list(findings_written(Inspection()))
    assert missing[0] == "督导情况"
    assert f"还有 {len(CHECKS)} 项" in missing[1]
    assert "扫描件" in missing[2]
    assert list(findings_written(Inspection(findings="无异常", checks=ALL_WELL, scan_id=1))) == []


def test_a_few_unanswered_checks_are_named() -> None:
    answered = {key: YES for key in CHECKS if key != "safety"}
    (missing,) = findings_written(Inspection(findings="无异常", checks=answered, scan_id=1))
    assert str(CHECKS["safety"]) in missing


def test_a_fault_needs_what_was_done_about_it() -> None:
    inspection = Inspection(findings="无异常", checks={**ALL_WELL, "safety": NO}, scan_id=1)
    assert ["整改" in sentence for sentence in findings_written(inspection)] == [True]
    inspection.rectification = "当场补配灭火器"
    assert list(findings_written(inspection)) == []


def test_the_room_record_is_signed_first() -> None:
    record = RoomRecord(state="open", exam_room=ExamRoom(number=1, room=Room(name="101 教室")))
    assert ["101 教室" in sentence for sentence in room_record_signed(Inspection(record=record))] == [True]
    record.state = "signed"
    assert list(room_record_signed(Inspection(record=record))) == []


def test_only_checks_and_answers_of_the_list_are_taken() -> None:
    assert strange_checks(dict(zip(CHECKS, ANSWERS, strict=False))) == []
    assert strange_checks({"weather": YES, "safety": "maybe"}) == ["weather=yes", "safety=maybe"]
