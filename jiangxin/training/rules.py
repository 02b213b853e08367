"""What training must show: a programme long enough, lessons in their class, nobody judged by half a register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.training.models import Attendance, Lesson, Programme, TrainingClass


def hours_reach_standard(programme: Programme) -> Iterator[str]:
    """Yield how many hours the programme is short of its standard."""
    total = sum(int(course["hours"]) for course in programme.courses)
    if total < programme.level.hours:
        yield _("课程合计 %(total)d 学时，标准要求 %(hours)d 学时") % {"total": total, "hours": programme.level.hours}


def programme_fits(training_class: TrainingClass) -> Iterator[str]:
    """Yield why the class can't be held on its programme: not in use, or made for another occupation or level."""
    programme = training_class.programme
    if programme.state != "adopted":
        yield _("现行的培训计划（“%s”还没有启用或已停用）") % programme
    if programme.level_id != training_class.round.level_id:
        yield _("与本批次职业等级一致的培训计划（“%(programme)s”是%(level)s的）") % {
            "programme": programme,
            "level": programme.level,
        }


def round_goes_on(training_class: TrainingClass) -> Iterator[str]:
    """Yield a sentence when nobody is to be trained for the round: it is a draft, or cancelled."""
    if training_class.round.state in ("draft", "cancelled"):
        yield _("开放报名的批次（%(round)s现在是“%(state)s”）") % {
            "round": training_class.round,
            "state": training_class.round.state_label,
        }


def lesson_in_class(lesson: Lesson) -> Iterator[str]:
    """Yield why the lesson doesn't belong to its class: the class is over, or the day lies outside it."""
    training_class = lesson.training_class
    if training_class.state != "planned":
        yield _("进行中的培训班（%(name)s现在是“%(state)s”）") % {
            "name": training_class,
            "state": training_class.state_label,
        }
    if not training_class.starts_on <= lesson.day <= training_class.ends_on:
        yield _("开班期内的日期（%(from)s 至 %(until)s）") % {
            "from": formats.date_format(training_class.starts_on),
            "until": formats.date_format(training_class.ends_on),
        }


def every_lesson_held(training_class: TrainingClass) -> Iterator[str]:
    """Yield how many lessons wait for their register, the earliest by name, and a sentence when there is no lesson."""
    lessons = list(training_class.lessons.all())
    if open_ := [lesson for lesson in lessons if lesson.state == "planned"]:
        yield _("%(count)d 次课的考勤还没有登记（最早的是 %(day)s“%(topic)s”）") % {
            "count": len(open_),
            "day": formats.date_format(open_[0].day),
            "topic": open_[0].topic,
        }
    if not any(lesson.state != "cancelled" for lesson in lessons):
        yield _("至少一次已登记考勤的课")


def class_under_way(record: Lesson | Attendance) -> Iterator[str]:
    """Yield a sentence when the class is over: its completions were computed from the register as it stood."""
    lesson = record if hasattr(record, "training_class") else record.lesson
    if lesson.training_class.state != "planned":
        yield _("进行中的培训班（%(name)s现在是“%(state)s”，结业已按原考勤认定）") % {
            "name": lesson.training_class,
            "state": lesson.training_class.state_label,
        }
