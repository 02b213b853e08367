"""The city's centre sees which sittings are held where and when, and reads a supervisor's report (article 14(3))."""

from tests.journeys.travelling import Journey, Travel
from tests.stories.exams import confirmed_sittings
from tests.stories.supervision import supervised_round
from tests.world import World

JOURNEY = Journey("overseeing", "city centre", budget=6)


def test_the_city_sees_sittings_and_reports(world: World, travel: Travel) -> None:
    supervised_round(world, 3)
    confirmed_sittings(world, 3)
    with travel(JOURNEY) as officer:
        officer.sign_in("city")
        officer.click("link", "属地监管")
        officer.arrive("属地监管")
        officer.read("2026-02 期 电工 四级/中级工")
        officer.shot("oversight")
        officer.click("link", "理论知识考试 08:30–10:00")
        officer.read("201 机房", "尤佳")
        officer.shot("sitting")
        officer.click("link", "属地监管")
        officer.click("link", "2026-01 期 电工 四级/中级工", within=officer.card("督导报告"))
        officer.arrive("质量督导报告")
        officer.read("尤佳 已签署，成绩可以公示。", "本批次考核组织规范，督导员全程在场，未发现违规。")
        officer.shot("report")
