"""The recorder enters what the examiners of a round have signed on paper, each sheet in its examiner's name."""

from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.scoring.models import ScoreSheet
from tests.journeys.travelling import Journey, Travel
from tests.scoring.operations.test_importing import book, practical_rows
from tests.stories.exams import held_sittings
from tests.world import World

JOURNEY = Journey("recording", "recorder", budget=6)


def test_a_recorder_enters_score_sheets_from_paper(world: World, travel: Travel) -> None:
    round_ = held_sittings(world)
    with travel(JOURNEY) as recorder:
        recorder.sign_in("recorder")
        recorder.arrive("今天")
        recorder.turn_to("认定批次")
        recorder.arrive("认定批次")
        recorder.click("link", "2026-01 期 电工 四级/中级工")
        recorder.arrive("2026-01 期 · 电工 四级/中级工")
        recorder.shot("round")
        recorder.click("link", "导入成绩表")
        recorder.arrive("导入成绩表")
        recorder.read("成绩记在考评员名下，同时留下您这个录入人。")
        recorder.attach("成绩表", "成绩.xlsx", MEDIA_TYPE, book(None, practical_rows(round_)))
        recorder.shot("import")
        recorder.click("button", "检查并导入")
        recorder.read("已导入 18 张评分表。")
        recorder.shot("imported")
    assert set(ScoreSheet.objects.values_list("subject__kind", "state")) == {("practical", "submitted")}
