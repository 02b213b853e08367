"""The teacher takes the register of a lesson on a phone, between two hours."""

from jiangxin.training.models import Attendance, Lesson
from tests.journeys.travelling import Journey, Travel
from tests.stories.enrolment import accepted_round
from tests.stories.training import planned_class
from tests.world import World

JOURNEY = Journey("teaching", "teacher", budget=8, width=360)


def test_a_teacher_takes_the_register(world: World, travel: Travel) -> None:
    planned_class(world, accepted_round(world))
    with travel(JOURNEY) as teacher:
        teacher.sign_in("teacher")
        teacher.arrive("今天有 1 件事等您办")
        teacher.shot("desk")
        teacher.click("link", "去办理")
        teacher.arrive("培训")
        teacher.shot("lessons")
        teacher.click("link", "登记考勤")
        teacher.arrive("登记考勤")
        teacher.pick("考生〇〇六", "缺课")
        teacher.shot("register")
        teacher.click("button", "登记考勤")
        teacher.arrive("一班")
        teacher.shot("class")
    lesson = Lesson.objects.get(state="held")
    assert sorted(Attendance.objects.filter(lesson=lesson).values_list("hours", flat=True)) == [0, 8, 8, 8, 8, 8]
