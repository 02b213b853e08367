"""The dossier shows what a room record said before it was corrected, beside what it says now."""

from io import BytesIO

from openpyxl import load_workbook

from jiangxin.archive import corrections
from jiangxin.archive.room_sheets import room_files
from jiangxin.exams import operations as exams
from jiangxin.supervision.models import Inspection
from tests.stories.exams import host
from tests.stories.supervision import SCAN, supervised_round
from tests.world import World


def test_nothing_is_listed_where_nothing_was_corrected(world: World) -> None:
    round_ = supervised_round(world, 2)
    assert corrections.documents(round_, room_files(round_)) == []


def test_old_and_new_stand_beside_each_other_and_the_earlier_stamped_sheet_is_kept(world: World) -> None:
    round_ = supervised_round(world, 2)
    record = Inspection.objects.all()[0].record
    by = host(record.exam_room)
    record = exams.reopen_record(record, by=world.user("centre"), at=world.at, reason="见证人写错")
    exams.write_record(record, by=by, at=world.at, witnesses="王一、李二", seal_intact=False, incidents="封条开裂")
    exams.sign_record(record, by=by, at=world.at)
    listed, scan = corrections.documents(round_, room_files(round_))
    assert listed.produce is not None
    assert scan.produce is not None
    assert "更正前1" in scan.name
    assert scan.produce(world.at) == SCAN[1]
    sheet = load_workbook(BytesIO(listed.produce(world.at))).active
    assert sheet is not None
    lines = ["|".join(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True)]
    for words in (
        "退回更正|李静", "见证人写错", "启封见证人：两名考生代表|启封见证人：王一、李二",
        "试卷密封完好：是|试卷密封完好：否", "异常情况：—|异常情况：封条开裂",
    ):  # fmt: skip
        assert any(words in line for line in lines), words
    assert sum("|签字|" in line for line in lines) == 2
