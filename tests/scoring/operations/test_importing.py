"""A workbook is taken whole or comes back marked; a table by keyboard is taken row by row and once."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from jiangxin.documents.models import StoredFile
from jiangxin.documents.workbook import Column, SheetSpec, write
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.operations import UnableToEnter, UnableToImportMarks
from jiangxin.scoring.queries import marks_of, panel_of
from tests.stories.scoring import seats, subject_of
from tests.world import World

THEORY = ["证件号码", "姓名", "理论成绩", "缺考"]
PRACTICAL = ["证件号码", "姓名", "考评员", "模块一(40)", "模块二(40)", "安全文明生产(20)", "否定项", "缺考"]


def theory_rows(round_: Round) -> list[list[Any]]:
    return [
        [
            seat.application.person.id_number,
            seat.application.person.name,
            *([None, "是"] if seat.state == "absent" else [78, None]),
        ]
        for seat in seats(round_, "theory")
    ]


def practical_rows(round_: Round) -> list[list[Any]]:
    return [
        [
            seat.application.person.id_number, seat.application.person.name, examiner.name,
            *([None, None, None, None, "是"] if seat.state == "absent" else [32, 30.5, 16, None, None]),
        ]
        for seat in seats(round_, "practical")
        for examiner in panel_of(seat)
    ]  # fmt: skip


def book(theory: list[list[Any]] | None, practical: list[list[Any]] | None = None) -> bytes:
    sheets = [("理论成绩", THEORY, theory), ("实操成绩", PRACTICAL, practical)]
    return write(
        [SheetSpec(name, [Column(one, kind="number") for one in head], rows) for name, head, rows in sheets if rows]
    )


def test_theory_is_entered_by_the_centre_and_composed_at_once(world: World, held: Round) -> None:
    centre, content = world.user("centre"), book(theory_rows(held))
    sheets = scoring.import_marks(held, "成绩.xlsx", content, by=centre, at=world.at)
    assert len(sheets) == 6
    assert sorted(mark.absent for mark in marks_of(held)) == [False] * 5 + [True]
    assert StoredFile.objects.get(name="成绩.xlsx").size == len(content)
    assert "成绩.xlsx" in History.objects.filter(model="scoring.scoresheet").earliest("id").reason
    again = scoring.import_marks(held, "成绩.xlsx", content, by=centre, at=world.at)
    assert {one.pk for one in again} == {one.pk for one in sheets}
    assert SubjectMark.objects.count() == 6


def test_both_subjects_are_recorded_for_those_who_signed_them(world: World, held: Round) -> None:
    by = world.user("recorder").on_paper_of(world.user("centre"))
    content = book(theory_rows(held), practical_rows(held))
    sheets = scoring.import_marks(held, "成绩.xlsx", content, by=by, at=world.at)
    assert len(sheets) == 6 + 18
    signer = History.objects.filter(model="scoring.scoresheet", verb="enter_sheet", signer=world.user("examiner2").pk)
    assert signer.count() == 6
    marks = scoring.compose_marks(held, subject_of(held, "practical"), by=by, at=world.at)
    assert {mark.mark for mark in marks} == {Decimal("78.5"), None}


def test_the_centre_alone_enters_no_examiners_marks(world: World, held: Round) -> None:
    content = book(theory_rows(held), practical_rows(held))
    with pytest.raises(Refused) as refusal:
        scoring.import_marks(held, "成绩.xlsx", content, by=world.user("centre"), at=world.at)
    assert refusal.value.code == "paper"
    assert not ScoreSheet.objects.exists()


def test_a_faulty_workbook_comes_back_marked_and_nothing_is_entered(world: World, held: Round) -> None:
    rows = practical_rows(held)
    rows[0][3] = 40.5
    rows[4][3] = 12.25
    rows[9][2] = "秦岭"
    by = world.user("recorder").on_paper_of(world.user("centre"))
    with pytest.raises(UnableToImportMarks, match="有错误") as refusal:
        scoring.import_marks(held, "成绩.xlsx", book(theory_rows(held)[1:], rows), by=by, at=world.at)
    assert refusal.value.marked is not None
    marked = load_workbook(BytesIO(refusal.value.marked))
    words = "".join(str(cell.value) for sheet in marked for row in sheet.iter_rows() for cell in row if cell.value)
    for sentence in ("高于满分 40", "不是 0.5 分的整数倍", "秦岭", "没有成绩不等于缺考"):
        assert sentence in words
    assert not ScoreSheet.objects.exists()
    assert not StoredFile.objects.filter(name="成绩.xlsx").exists()


OTHER = write([SheetSpec("别的", [Column("甲")], [["乙"]]), SheetSpec("另一张", [Column("甲")], [["乙"]])])


@pytest.mark.parametrize(
    ("content", "words"), [(b"PK\x03\x04 broken", "没有导入"), (b"", "没有导入"), (OTHER, "没有名为")]
)
def test_what_is_no_marks_workbook_is_refused(world: World, held: Round, content: bytes, words: str) -> None:
    with pytest.raises(UnableToImportMarks, match=words):
        scoring.import_marks(held, "x.xlsx", content, by=world.user("centre"), at=world.at)


def test_a_table_by_keyboard_is_entered_once(world: World, held: Round) -> None:
    centre = world.user("centre")
    marks = {seat.application_id: Decimal("66.5") for seat in seats(held, "theory")[:5]}
    assert len(scoring.enter_theory(held, marks, by=centre, at=world.at)) == 5
    assert len(scoring.enter_theory(held, marks, by=centre, at=world.at)) == 5
    rest = {seats(held, "theory")[5].application_id: None}
    assert [mark.absent for mark in scoring.enter_theory(held, rest, by=centre, at=world.at)] == [True]
    first = next(iter(marks))
    with pytest.raises(UnableToEnter, match="内容与这次的不同"):
        scoring.enter_theory(held, {first: Decimal(90)}, by=centre, at=world.at)
    with pytest.raises(UnableToEnter, match="没有编入理论考试的考场"):
        scoring.enter_theory(held, {0: Decimal(90)}, by=centre, at=world.at)


@pytest.mark.parametrize(
    ("mark", "words"), [("100.5", "超出 0 到 100"), ("60.25", "不是 0.5 分的倍数"), (None, "登记的是到场，不能记缺考")]
)
def test_a_wrong_theory_mark_is_refused(world: World, held: Round, mark: str | None, words: str) -> None:
    marks = {seats(held, "theory")[0].application_id: None if mark is None else Decimal(mark)}
    with pytest.raises(Refused, match=words):
        scoring.enter_theory(held, marks, by=world.user("centre"), at=world.at)
    assert not SubjectMark.objects.exists()
