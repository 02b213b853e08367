"""The pages of training: classes, lessons, the register, programmes."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from jiangxin.rounds.models import Round
from jiangxin.training.models import Attendance, Lesson, Programme, TrainingClass
from tests.stories.enrolment import accepted_round
from tests.stories.everything import foreign_officer
from tests.stories.norms import foreign_norm
from tests.stories.pages import signed_in, words
from tests.stories.plans import person
from tests.stories.training import completed_class, planned_class
from tests.world import World

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def round_(world: World) -> Round:
    """A closed round with six accepted candidates."""
    return accepted_round(world)


def test_a_college_opens_a_class_and_plans_a_lesson(world: World, round_: Round) -> None:
    client, day = signed_in(world.user("college")), world.at.date().isoformat()
    form = client.get(reverse("training:plan_class", args=[round_.pk])).content.decode()
    assert "电工四级培训计划" in form
    programme = Programme.objects.get()
    client.post(
        reverse("training:plan_class", args=[round_.pk]),
        {"programme": programme.pk, "name": "一班", "starts_on": day, "ends_on": day},
    )
    made = TrainingClass.objects.get()
    client.post(
        reverse("training:plan_lesson", args=[made.pk]),
        {"day": day, "hours": 4, "topic": "安全用电", "teacher": person(world, "teacher").pk},
    )
    assert "安全用电" in client.get(made.get_absolute_url()).content.decode()


def test_the_teacher_finds_his_lesson_and_takes_the_register(world: World, round_: Round) -> None:
    held = planned_class(world, round_)
    client, lesson = signed_in(world.user("teacher")), held.lessons.all()[0]
    address = reverse("training:hold_lesson", args=[lesson.pk])
    assert address in client.get(reverse("training:list")).content.decode()
    page = client.get(address)
    assert "默认全勤" in page.content.decode()
    register = dict.fromkeys(page.context["form"].fields, "8")
    first, second, *_rest = register
    register[first], register[second] = "0", "-"
    assert client.post(address, register).status_code == 302
    hours = sorted(Attendance.objects.filter(lesson=lesson).values_list("hours", flat=True))
    assert hours == [0, 8, 8, 8, 8], "one was absent, one is of another class"
    assert client.get(address).headers["Location"] == reverse("training:register", args=[lesson.pk])


def test_a_register_before_its_day_comes_back_with_the_sentence(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[2]
    client, address = signed_in(world.user("teacher")), reverse("training:hold_lesson", args=[lesson.pk])
    register = dict.fromkeys(client.get(address).context["form"].fields, "8")
    response = client.post(address, register)
    assert response.status_code == 409
    assert "还不能登记考勤" in response.content.decode()


def test_a_register_with_impossible_hours_is_refused_beside_the_field(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[0]
    client, address = signed_in(world.user("teacher")), reverse("training:hold_lesson", args=[lesson.pk])
    register = dict.fromkeys(client.get(address).context["form"].fields, "99")
    assert client.post(address, register).status_code == 409
    assert Lesson.objects.get(pk=lesson.pk).state == "planned"


def test_another_teacher_does_not_find_the_register(world: World, round_: Round) -> None:
    lesson = planned_class(world, round_).lessons.all()[0]
    address = reverse("training:hold_lesson", args=[lesson.pk])
    assert signed_in(world.user("finance")).get(address).status_code == 404


def test_an_ended_class_says_who_completed(world: World, round_: Round) -> None:
    held = completed_class(world, round_, absent=1)
    page = signed_in(world.user("college")).get(held.get_absolute_url()).content.decode()
    assert "未达到" in page
    assert "80 %" in page


def test_attendance_is_corrected_with_a_reason(world: World, round_: Round) -> None:
    held = planned_class(world, round_)
    lesson, teacher = held.lessons.all()[0], signed_in(world.user("teacher"))
    address = reverse("training:hold_lesson", args=[lesson.pk])
    teacher.post(address, dict.fromkeys(teacher.get(address).context["form"].fields, "0"))
    entry, client = Attendance.objects.filter(lesson=lesson)[0], signed_in(world.user("college"))
    correct = reverse("training:correct_attendance", args=[entry.pk])
    assert correct in client.get(reverse("training:register", args=[lesson.pk])).content.decode()
    assert client.post(correct, {"hours": 8, "reason": ""}).status_code == 409
    client.post(correct, {"hours": 8, "reason": "签到表漏看"})
    entry.refresh_from_db()
    assert entry.hours == 8


@pytest.mark.parametrize(
    ("courses", "status"),
    [("安全用电 60 理论\n线路安装，60，实操", 302), ("安全用电 六十 理论", 409), ("安全用电 60 体育", 409), ("", 409)],
)
def test_a_programme_is_written_a_course_a_line(world: World, courses: str, status: int) -> None:
    data = {"level": world.practice.level.pk, "title": "新计划", "courses": courses}
    client = signed_in(world.user("centre"))
    response = client.post(reverse("training:draft_programme"), data)
    assert response.status_code == status
    if status == 302:
        made = Programme.objects.get(title="新计划")
        assert [each["hours"] for each in made.courses] == [60, 60]
        assert "线路安装" in client.get(made.get_absolute_url()).content.decode()
        form = client.get(reverse("training:edit_programme", args=[made.pk])).content.decode()
        assert "线路安装 60 实操" in form
    else:
        assert "新计划" in response.content.decode(), "what was entered stays"


def test_no_programme_is_offered_the_norm_of_another_institution(world: World) -> None:
    theirs = foreign_norm(world, foreign_officer(world)).levels.all()[0]
    page = words(signed_in(world.user("centre")).get(reverse("training:draft_programme")))
    assert (f'value="{world.practice.level.pk}"' in page, f'value="{theirs.pk}"' in page) == (True, False)


def test_courses_can_be_written_in_the_readers_language(world: World) -> None:
    client = signed_in(world.user("centre"))
    data = {"level": world.practice.level.pk, "title": "New", "courses": "Wiring 90 Practice\nSafety 30 theory"}
    with override("zh-hans"):  # what the request switches to is switched back
        client.post(reverse("training:draft_programme"), data, HTTP_ACCEPT_LANGUAGE="en")
    made = Programme.objects.get(title="New")
    assert [each["kind"] for each in made.courses] == ["practice", "theory"]
