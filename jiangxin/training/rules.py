"""What training must show before a candidate has completed it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.training.models import Programme, TrainingClass


def hours_reach_standard(programme: Programme) -> Iterator[str]:
    """Yield how many hours the programme is short of its standard."""
    total = sum(int(course["hours"]) for course in programme.courses)
    if total < programme.level.hours:
        yield _("课程合计 %(total)d 学时，标准要求 %(hours)d 学时") % {"total": total, "hours": programme.level.hours}


def every_lesson_held(training_class: TrainingClass) -> Iterator[str]:
    """Yield the lessons that are planned but were not held."""
    for lesson in training_class.lessons.all():
        if lesson.state == "planned":
            yield _("%(day)s 的课“%(topic)s”还没有登记") % {"day": lesson.day.isoformat(), "topic": lesson.topic}
