"""Reads of training: the programme in use, the class list, what each candidate attended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application
from jiangxin.people import roles
from jiangxin.people.models import Appointment, Organisation, Person
from jiangxin.rounds.models import Round
from jiangxin.training.models import Attendance, Completion, Lesson, Programme, TrainingClass


@dataclass(frozen=True)
class Attended:
    """One candidate of a class: hours attended of the hours held so far; the completion once the class has ended."""

    application: Application
    hours: int
    held: int
    completion: Completion | None


def programme_for(round_: Round) -> Programme | None:
    """Return the adopted programme of the round's institution, occupation and level."""
    found: Programme | None = Programme.objects.filter(
        institution=round_.institution_id, level=round_.level_id, state="adopted"
    ).first()
    return found


def classes_of(round_: Round) -> QuerySet[TrainingClass]:
    """Return the classes of a round that were not cancelled, with their programmes."""
    found: QuerySet[TrainingClass] = TrainingClass.objects.filter(round=round_).exclude(state="cancelled")
    return found.select_related("programme")


def lessons_of(round_: Round) -> QuerySet[Lesson]:
    """Return the lessons of a round's classes that were not cancelled, with their teachers, in the order of days."""
    found: QuerySet[Lesson] = Lesson.objects.filter(training_class__round=round_).exclude(state="cancelled")
    return found.exclude(training_class__state="cancelled").select_related("teacher", "training_class")


def candidates_of(training_class: TrainingClass) -> QuerySet[Application]:
    """Return whoever may stand in the register of a class: the accepted candidates of its round."""
    found: QuerySet[Application] = Application.objects.filter(round=training_class.round_id, state="accepted")
    return found.select_related("person")


def members_of(training_class: TrainingClass) -> set[int]:
    """Return the applications that stand in a register of a class: its people."""
    rows = Attendance.objects.filter(lesson__training_class=training_class).order_by()
    return set(rows.values_list("application", flat=True))


def without_class(round_: Round) -> list[Application]:
    """Return the accepted candidates of a round who are in none of its classes, in the order of submission."""
    there = Attendance.objects.filter(lesson__training_class__round=round_).values("application")
    left = Application.objects.filter(round=round_, state="accepted").exclude(pk__in=there)
    return list(left.order_by("place__turn", "pk"))


def attended(training_class: TrainingClass) -> list[Attended]:
    """Return what each candidate of a class attended so far, in four queries."""
    lessons = [lesson for lesson in training_class.lessons.all() if lesson.state == "held"]
    held = sum(lesson.hours for lesson in lessons)
    rows = Attendance.objects.filter(lesson__in=lessons).order_by().values("application").annotate(total=Sum("hours"))
    hours = {row["application"]: row["total"] for row in rows}
    completions = {each.application_id: each for each in Completion.objects.filter(training_class=training_class)}
    people = candidates_of(training_class)
    if hours:
        people = people.filter(pk__in=hours)
    return [Attended(each, hours.get(each.pk, 0), held, completions.get(each.pk)) for each in people]


def teachers_on(institution: Organisation, on: date) -> QuerySet[Person]:
    """Return whoever holds an appointment as teacher in the institution on a day."""
    held = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on), role=roles.TEACHER, state="current", institution=institution,
        starts_on__lte=on,
    )  # fmt: skip
    found: QuerySet[Person] = Person.objects.filter(pk__in=held.values("person"))
    return found


def register_of(lesson: Lesson) -> list[Application]:
    """Return whom the register of a lesson asks for: the class as its earlier registers know it, else whoever stands
    in no other class of the round, in the order of submission.
    """
    training_class = lesson.training_class
    known = Attendance.objects.filter(lesson__training_class=training_class).values("application")
    people = candidates_of(training_class)
    if known.exists():
        return list(people.filter(pk__in=known))
    elsewhere = Attendance.objects.filter(lesson__training_class__round=training_class.round_id)
    return list(people.exclude(pk__in=elsewhere.values("application")).order_by("place__turn", "pk"))


def hours_counted(application: Application) -> Iterator[str]:
    """Yield a sentence once hours of training are entered for a candidate: they rest on his acceptance."""
    if Attendance.objects.filter(application=application.pk).exists():
        yield _("没有培训考勤的考生（%s已有考勤）") % application
