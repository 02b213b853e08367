"""Each examiner marks alone, in halves, within the maxima; a blank is not nought, absent is no mark."""

from decimal import Decimal
from typing import Any

import pytest

from jiangxin.exams.models import Seat
from jiangxin.people.models import User
from jiangxin.process.errors import Refused, Unable
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.operations import SheetRow, UnableToEnter, UnableToMark
from jiangxin.scoring.operations.composing import compose_seats
from jiangxin.scoring.queries import panel_of, seats_of_marker
from tests.stories.plans import person
from tests.stories.scoring import PASSED, seats
from tests.world import World


def halves(*marks: str | None) -> list[Decimal | None]:
    return [None if mark is None else Decimal(mark) for mark in marks]


def opened(world: World, seat: Seat, login: str = "examiner") -> ScoreSheet:
    return scoring.open_sheet(seat, person(world, login), by=world.user(login), at=world.at)


def present(round_: Round) -> Seat:
    return seats(round_, "practical")[0]


def away(round_: Round) -> Seat:
    return seats(round_, "practical")[-1]


def test_a_sheet_is_opened_once_marked_step_by_step_and_handed_in_once(world: World, held: Round) -> None:
    by, seat = world.user("examiner"), present(held)
    sheet = opened(world, seat)
    assert opened(world, seat).pk == sheet.pk
    assert sheet.marks == [None, None, None]
    sheet = scoring.mark(sheet, halves("32", None, "0"), by=by, at=world.at)
    with pytest.raises(Refused, match="模块二未评（未评不等于 0 分）"):
        scoring.submit_sheet(sheet, by=by, at=world.at)
    sheet = scoring.mark(sheet, halves("32", "30.5", "0"), by=by, at=world.at)
    assert sheet.total == Decimal("62.5")
    with pytest.raises(Refused, match="否定项待评"):
        scoring.submit_sheet(sheet, by=by, at=world.at)
    sheet = scoring.mark(sheet, halves("32", "30.5", "0"), knockout=False, by=by, at=world.at)
    assert scoring.mark(sheet, halves("32", "30.5", "0"), knockout=False, by=by, at=world.at).pk == sheet.pk
    submitted = scoring.submit_sheet(sheet, by=by, at=world.at)
    assert scoring.submit_sheet(sheet, by=by, at=world.at).state == submitted.state == "submitted"
    with pytest.raises(Refused, match="已交表"):
        scoring.mark(sheet, halves("1", "1", "1"), by=by, at=world.at)


@pytest.mark.parametrize(
    ("marks", "extra", "words"),
    [
        (halves("40.5", "30", "16"), {}, "模块一的分数 40.5 超出 0 到 40"),
        (halves("-0.5", "30", "16"), {}, "模块一的分数 -0.5 超出 0 到 40"),
        (halves("32.25", "30", "16"), {}, "模块一的分数 32.25 不是 0.5 分的倍数"),
        (halves("32", "30"), {}, "各模块都要有一格"),
        (halves("32", None, None), {"absent": True}, "登记了缺考，就不能再有分数或否定项"),
        (halves(None, None, None), {"absent": True, "knockout": True}, "登记了缺考，就不能再有分数或否定项"),
    ],
)
def test_what_no_sheet_may_say_is_refused_at_once(
    world: World, held: Round, marks: list[Decimal | None], extra: dict[str, Any], words: str
) -> None:
    sheet = opened(world, present(held))
    with pytest.raises(UnableToMark, match=words):
        scoring.mark(sheet, marks, by=world.user("examiner"), at=world.at, **extra)
    sheet.refresh_from_db()
    assert sheet.marks == [None, None, None]


def test_attendance_decides_whether_there_is_a_mark(world: World, held: Round) -> None:
    by = world.user("examiner")
    with pytest.raises(Refused, match="考场登记的是缺考，不能评分"):
        scoring.enter_sheets([SheetRow(away(held), PASSED)], by=by, at=world.at)
    with pytest.raises(Refused, match="考场登记的是到场，不能记缺考"):
        scoring.enter_sheets([SheetRow(present(held), absent=True)], by=by, at=world.at)
    with pytest.raises(Refused, match="登记了缺考，就不能再有分数"):
        scoring.enter_sheets([SheetRow(away(held), PASSED, absent=True)], by=by, at=world.at)
    assert not ScoreSheet.objects.exists()


def test_only_the_panel_of_the_room_marks_and_nobody_sees_another(world: World, held: Round) -> None:
    seat = present(held)
    sheet = opened(world, seat)
    for login in ("examiner4", "invigilator", "college", "supervisor"):
        with pytest.raises(Refused) as refusal:
            opened(world, seat, login)
        assert refusal.value.code == "person"
    with pytest.raises(Refused):
        scoring.mark(sheet, halves("1", "1", "1"), by=world.user("examiner2"), at=world.at)
    with pytest.raises(Refused):  # the centre enters theory, not what an examiner saw
        scoring.enter_sheets([SheetRow(seat, PASSED)], by=world.user("college"), at=world.at)
    day = world.at.date()
    assert not ScoreSheet.objects.visible_to(world.user("examiner2"), day).exists()
    assert ScoreSheet.objects.visible_to(world.user("examiner"), day).get() == sheet
    assert [own for _seat, own in seats_of_marker(person(world, "examiner2"), seat.exam_room)] == [None] * 6


def test_paper_is_entered_by_the_recorder_for_the_one_who_signed_it(world: World, held: Round) -> None:
    recorder = world.user("recorder").on_paper_of(world.user("examiner"))
    (sheet,) = scoring.enter_sheets([SheetRow(present(held), PASSED)], by=recorder, at=world.at)
    assert sheet.marker == person(world, "examiner")
    again = scoring.enter_sheets([SheetRow(present(held), PASSED)], by=recorder, at=world.at)
    assert [one.pk for one in again] == [sheet.pk]
    with pytest.raises(UnableToEnter, match="已有评分表，内容与这次的不同"):
        scoring.enter_sheets([SheetRow(present(held), PASSED, knockout=True)], by=recorder, at=world.at)
    with pytest.raises(UnableToEnter, match="出现了两次"):
        scoring.enter_sheets([SheetRow(present(held), PASSED)] * 2, by=recorder, at=world.at)


def test_the_last_of_a_panel_to_hand_in_gives_the_mark(world: World, held: Round) -> None:
    seat = present(held)
    for order, examiner in enumerate(panel_of(seat), 1):
        by = User.objects.get(person=examiner)
        sheet = scoring.open_sheet(seat, examiner, by=by, at=world.at)
        sheet = scoring.mark(sheet, halves("32", "30", f"{order}"), knockout=False, by=by, at=world.at)
        assert not SubjectMark.objects.exists()
        scoring.submit_sheet(sheet, by=by, at=world.at)
    assert SubjectMark.objects.get().mark == Decimal("64.0")


def test_a_sheet_is_voided_only_with_its_mark(world: World, held: Round) -> None:
    centre, seat = world.user("centre"), present(held)
    for examiner in panel_of(seat):
        scoring.enter_sheets([SheetRow(seat, PASSED)], by=User.objects.get(person=examiner), at=world.at)
    (mark,) = compose_seats([seat.pk], by=centre, at=world.at)
    sheet = ScoreSheet.objects.filter(seat=seat)[0]
    with pytest.raises(Unable, match="先作废由这张评分表合成的成绩"):
        scoring.void_sheet(sheet, by=centre, at=world.at, reason="录错")
    scoring.void_mark(mark, by=centre, at=world.at, reason="录错")
    assert scoring.void_sheet(sheet, by=centre, at=world.at, reason="录错").state == "void"
