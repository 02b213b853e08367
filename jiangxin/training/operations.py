"""The only writers of programmes, classes, lessons, attendance and completion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application
from jiangxin.people import roles
from jiangxin.people.models import Appointment, Organisation, Person
from jiangxin.process.errors import Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, begin_all, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.standards.models import StandardLevel
from jiangxin.training.models import Attendance, Completion, Lesson, Programme, TrainingClass
from jiangxin.training.queries import members_of


class UnableToPlanClass(Unable):
    """A class can't be opened as it was entered."""


class UnableToPlanLesson(Unable):
    """A lesson can't be put into the timetable."""


class UnableToHoldLesson(Unable):
    """The register of a lesson can't be taken as it was entered."""


def draft_programme(
    institution: Organisation, level: StandardLevel, *, by: Actor, at: datetime, title: str,
    courses: Sequence[dict[str, Any]],
) -> Programme:  # fmt: skip
    """Draft a training programme: courses with their hours, theory and practice."""
    programme = Programme(institution=institution, level=level, title=title, courses=list(courses))
    return begin(programme, "draft_programme", by=by, at=at)


def edit_programme(
    programme: Programme, *, by: Actor, at: datetime, title: str, courses: Sequence[dict[str, Any]]
) -> Programme:
    """Change the draft of a programme."""
    with take(programme, "edit_programme", by=by, at=at) as programme:
        programme.title, programme.courses = title, list(courses)
    return programme


def adopt_programme(programme: Programme, *, by: Actor, at: datetime) -> Programme:
    """Bring a programme into use; its hours must reach the standard's."""
    with take(programme, "adopt_programme", by=by, at=at) as programme:
        return programme


def replace_programme(programme: Programme, *, by: Actor, at: datetime, reason: str) -> Programme:
    """Take a programme out of use, so that another one can be adopted for its level."""
    with take(programme, "replace_programme", by=by, at=at, reason=reason) as programme:
        return programme


def plan_class(
    round_: Round, *, by: Actor, at: datetime, programme: Programme, name: str, starts_on: date, ends_on: date,
    quota: int | None = None,
) -> TrainingClass:  # fmt: skip
    """Open a class for a round's candidates on the programme of its occupation and level (article 14(1)).

    Raises UnableToPlanClass when it would end before it starts.
    """
    if ends_on < starts_on:
        sentence = _("不能开设培训班：结业日期 %(end)s 早于开班日期 %(start)s。请改正日期后再提交。")
        raise UnableToPlanClass(sentence % {"end": ends_on.isoformat(), "start": starts_on.isoformat()})
    training_class = TrainingClass(
        round=Round.objects.get(pk=round_.pk),  # both as they stand now, not as they were read earlier
        programme=Programme.objects.get(pk=programme.pk),
        name=name,
        starts_on=starts_on,
        ends_on=ends_on,
        quota=quota,
    )
    return begin(training_class, "plan_class", by=by, at=at)


def set_class_quota(
    training_class: TrainingClass, *, by: Actor, at: datetime, reason: str, quota: int | None
) -> TrainingClass:
    """Change how many a class takes (None: all); raises UnableToPlanClass for fewer than are in it already."""
    with take(training_class, "set_class_quota", by=by, at=at, reason=reason) as training_class:
        there = len(members_of(training_class))
        if quota is not None and quota < there:
            sentence = _("不能把班额减到 %(quota)d 人：%(name)s已有 %(there)d 名学员。请填不少于 %(there)d 的数。")
            raise UnableToPlanClass(sentence % {"quota": quota, "name": training_class, "there": there})
        training_class.quota = quota
    return training_class


def cancel_class(training_class: TrainingClass, *, by: Actor, at: datetime, reason: str) -> TrainingClass:
    """Cancel a class, with the reason."""
    with take(training_class, "cancel_class", by=by, at=at, reason=reason) as training_class:
        return training_class


def plan_lesson(
    training_class: TrainingClass, *, by: Actor, at: datetime, day: date, hours: int, topic: str, teacher: Person
) -> Lesson:
    """Put a lesson into a class's timetable.

    Raises UnableToPlanLesson when the teacher holds no appointment as a teacher on that day.
    """
    held = Appointment.objects.filter(
        person=teacher, role=roles.TEACHER, state="current", institution=training_class.round.institution_id
    )
    if not any(a.starts_on <= day and (a.ends_on is None or day <= a.ends_on) for a in held):
        sentence = _("不能排课：%(name)s在 %(day)s 不是本机构聘任的培训教师。请换一名教师，或先由中心办理任命。")
        raise UnableToPlanLesson(sentence % {"name": teacher, "day": day.isoformat()}, basis=article("14(1)"))
    with transaction.atomic():
        locked = TrainingClass.objects.select_for_update().get(pk=training_class.pk)  # it can't be completed meanwhile
        lesson = Lesson(training_class=locked, day=day, hours=hours, topic=topic, teacher=teacher)
        return begin(lesson, "plan_lesson", by=by, at=at)


def cancel_lesson(lesson: Lesson, *, by: Actor, at: datetime, reason: str) -> Lesson:
    """Cancel a lesson that has not been held, with the reason."""
    with take(lesson, "cancel_lesson", by=by, at=at, reason=reason) as lesson:
        return lesson


def hold_lesson(lesson: Lesson, *, by: Actor, at: datetime, hours: Mapping[int, int]) -> Lesson:
    """Take the register of a lesson: `hours` maps each candidate's application to the hours he attended; 0 is absent.

    Raises UnableToHoldLesson before the day of the lesson, for strangers, and for more hours than the lesson had.
    """
    with take(lesson, "hold_lesson", by=by, at=at) as lesson:
        _check_register(lesson, at, hours)
        _check_quota(lesson, hours)
        begin_all(
            [Attendance(lesson=lesson, application_id=key, hours=attended) for key, attended in hours.items()],
            "attend",
            by=by,
            at=at,
        )
    return lesson


def _check_register(lesson: Lesson, at: datetime, hours: Mapping[int, int]) -> None:
    """Raise UnableToHoldLesson unless the register can be true."""
    day = as_date(at)
    assert day is not None
    if day < lesson.day:
        sentence = _("还不能登记考勤：这次课在 %s，请上课当天或以后登记。")
        raise UnableToHoldLesson(sentence % lesson.day.isoformat(), basis=article("14(1)"))
    if not hours:
        raise UnableToHoldLesson(_("不能登记考勤：名单是空的。请至少登记一名考生，缺课的记 0 学时。"))
    known = Application.objects.filter(pk__in=hours, round=lesson.training_class.round_id, state="accepted")
    if strangers := set(hours) - set(known.values_list("pk", flat=True)):
        sentence = _("不能登记考勤：名单里有 %d 人不是本批次审核通过的考生。请刷新名单后再登记。")
        raise UnableToHoldLesson(sentence % len(strangers), basis=article("14(2)"))
    wrong = [attended for attended in hours.values() if not 0 <= attended <= lesson.hours]
    if wrong:
        sentence = _("不能登记考勤：到课学时要在 0 和 %(hours)d 之间，名单里填了 %(wrong)d。请改正后再登记。")
        raise UnableToHoldLesson(sentence % {"hours": lesson.hours, "wrong": wrong[0]})


def _check_quota(lesson: Lesson, hours: Mapping[int, int]) -> None:
    """Raise UnableToHoldLesson when the register would bring more people into a class than it takes."""
    training_class = TrainingClass.objects.select_for_update(no_key=True).get(pk=lesson.training_class_id)
    people = members_of(training_class) | set(hours)
    if training_class.quota is not None and len(people) > training_class.quota:
        sentence = _(
            "不能登记考勤：%(name)s的班额是 %(quota)d 人，连同这份名单共 %(people)d 人。请把多出的人改为“不在本班”，"
        )
        remedy = _("编入别的班，或先调整班额。")
        known = {"name": training_class, "quota": training_class.quota, "people": len(people)}
        raise UnableToHoldLesson(sentence % known + remedy)


def correct_attendance(attendance: Attendance, *, by: Actor, at: datetime, reason: str, hours: int) -> Attendance:
    """Correct the hours that a candidate attended; what stood there before stays in history.

    Raises UnableToHoldLesson for more hours than the lesson had.
    """
    with take(attendance, "correct_attendance", by=by, at=at, reason=reason) as attendance:
        if not 0 <= hours <= attendance.lesson.hours:
            sentence = _("不能更正考勤：到课学时要在 0 和 %d 之间。")
            raise UnableToHoldLesson(sentence % attendance.lesson.hours)
        attendance.hours = hours
    return attendance


def complete_class(training_class: TrainingClass, *, by: Actor, at: datetime) -> TrainingClass:
    """End a class: whoever attended the share of hours that `attendance.threshold` asks for has completed it.

    A candidate's hours count over all lessons held, also over those in whose register he doesn't stand.
    """
    with take(training_class, "complete_class", by=by, at=at) as training_class:
        held = sum(lesson.hours for lesson in training_class.lessons.all() if lesson.state == "held")
        attended: dict[int, int] = defaultdict(int)
        for attendance in Attendance.objects.filter(lesson__training_class=training_class, lesson__state="held"):
            attended[attendance.application_id] += attendance.hours
        threshold = param("attendance.threshold", as_date(at)).number
        completions = [
            Completion(
                training_class=training_class,
                application_id=key,
                hours_attended=hours,
                hours_held=held,
                completed=hours >= threshold * held,
            )
            for key, hours in attended.items()
        ]
        begin_all(completions, "complete", by=by, at=at)
    return training_class
