"""The workbook 合格人员: its columns, and that no cell loses a digit."""

from jiangxin.documents import workbook
from jiangxin.results.filing_workbook import columns, filing_workbook
from jiangxin.results.models import Result
from jiangxin.results.queries import results_of
from tests.stories.results import published_round
from tests.world import World


def test_the_columns_hold_neither_number_nor_date() -> None:
    headings = [column["heading"] for column in columns()]
    assert headings == [
        "姓名", "证件类型", "证件号码", "所在单位", "职业名称", "工种名称", "职业技能等级", "评价机构", "发证机构",
    ]  # fmt: skip


def test_a_row_is_read_back_as_it_was_written(world: World) -> None:
    results = list(results_of(published_round(world, 2)))
    book = workbook.read(filing_workbook(results))
    sheet = workbook.find_sheet(book, "合格人员")
    application = results[0].application
    person = application.person
    assert sheet.rows[1].cells[:4] == (person.name, "201", person.id_number, application.employer)
    assert "4" in sheet.rows[1].cells
    assert len(sheet.rows) == 1 + Result.objects.count()


def test_a_filing_of_practice_says_that_it_is_a_sample_and_a_real_one_does_not(world: World) -> None:
    round_ = published_round(world, 2)
    [sheet] = workbook.read(filing_workbook(list(results_of(round_)))).sheets
    assert sheet.name == "合格人员（样张）"
    world.leave_practice()
    [sheet] = workbook.read(filing_workbook(list(results_of(round_)))).sheets
    assert sheet.name == "合格人员"
