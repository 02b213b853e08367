"""Documents and volumes: what is missing, and the names under which they lie."""

from datetime import UTC, datetime

from jiangxin.archive.document import Document, Volume, stored, table, tidy
from jiangxin.documents import workbook
from jiangxin.people.models import Organisation
from jiangxin.rounds.models import Round

REAL, PRACTICE = (Round(institution=Organisation(practice=practice)) for practice in (False, True))
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_names_are_ordered_and_keep_their_number_when_one_is_missing() -> None:
    there, absent = Document("名册.xlsx", lambda at: b"x"), Document("回执.pdf", None, required=False)
    volume = Volume(2, "备案材料卷", [there, absent, there])
    assert [path for path, _document in volume.paths()] == [
        "02-备案材料卷/02-01-名册.xlsx", "02-备案材料卷/02-03-名册.xlsx",
    ]  # fmt: skip


def test_a_volume_is_complete_without_what_nobody_requires() -> None:
    assert Volume(1, "卷", [Document("甲", None, required=False)]).complete
    assert not Volume(1, "卷", [Document("甲", None)]).complete


def test_a_name_is_a_file_name_on_every_system() -> None:
    assert tidy('甲/乙:丙?"丁".') == "甲_乙_丙__丁_"


def test_a_table_without_rows_is_missing_and_with_rows_a_workbook() -> None:
    columns = [("姓名", 14), ("证件号码", 22)]
    assert table(REAL, "名册", columns, []).missing
    document = table(REAL, "名册", columns, [("王芳", "99999920050301001X")])
    assert document.produce is not None
    [sheet] = workbook.read(document.produce(AT)).sheets
    assert [row.cells[:2] for row in sheet.rows] == [("姓名", "证件号码"), ("王芳", "99999920050301001X")]
    assert sheet.name == "名册"


def test_a_table_of_practice_says_that_it_is_a_sample() -> None:
    document = table(PRACTICE, "册" * 40, [("姓名", 14)], [("王芳",)])
    assert document.produce is not None
    [sheet] = workbook.read(document.produce(AT)).sheets
    assert sheet.name == "册" * 27 + "（样张）"


def test_a_file_that_was_never_stored_is_missing() -> None:
    assert stored(None, "回执").missing
    assert not stored(None, "回执", required=False).missing
