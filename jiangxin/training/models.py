"""Programmes, classes, lessons, attendance, completion."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.enrolment.models import Application
from jiangxin.people.models import Organisation, Person
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.rounds.models import Round
from jiangxin.standards.models import StandardLevel
from jiangxin.training import steps
from jiangxin.training.gate import WITHIN_CLASS


@record_of(steps.PROGRAMME)
class Programme(Record):
    """A training programme for one occupation × level: courses with their hours, theory and practice."""

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    level = models.ForeignKey(StandardLevel, models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=120)
    courses = models.JSONField(_("课程"), default=list)  # [{"name": …, "hours": 40, "kind": "theory" | "practice"}]

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "level"], condition=models.Q(state="adopted"), name="one_programme_adopted"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the programme's page."""
        return reverse("training:programme", args=[self.pk])


@record_of(steps.TRAINING_CLASS)
class TrainingClass(Record):
    """A class in which a round's accepted candidates are trained."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    name = models.CharField(_("班名"), max_length=60)
    starts_on = models.DateField(_("开班日期"))
    ends_on = models.DateField(_("结业日期"))
    quota = models.PositiveIntegerField(_("班额"), null=True, blank=True)  # None: as many as come

    class Meta:
        ordering = ["round", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="class_runs_forward"),
            models.CheckConstraint(
                condition=models.Q(quota__isnull=True) | models.Q(quota__gte=1), name="class_has_a_seat"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the class's page."""
        return reverse("training:class", args=[self.pk])


@record_of(steps.LESSON)
class Lesson(Record):
    """One lesson: day, hours, topic, teacher."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="lessons")
    day = models.DateField(_("日期"))
    hours = models.PositiveSmallIntegerField(_("学时"))
    topic = models.CharField(_("内容"), max_length=120)
    teacher = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("教师"))

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.day:%m-%d} {self.topic}"

    def get_absolute_url(self) -> str:
        """Return the page of its class, where lessons are listed."""
        return reverse("training:class", args=[self.training_class_id])


@record_of(steps.ATTENDANCE, WITHIN_CLASS)
class Attendance(Record):
    """How many hours of one lesson a candidate attended; 0 is absent."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="attendances")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    hours = models.PositiveSmallIntegerField(_("到课学时"))

    class Meta:
        ordering = ["lesson", "id"]
        constraints = [models.UniqueConstraint(fields=["lesson", "application"], name="attended_once")]

    def __str__(self) -> str:
        return f"{self.application} {self.hours}"

    def get_absolute_url(self) -> str:
        """Return the page of its lesson's register."""
        return reverse("training:register", args=[self.lesson_id])


@record_of(steps.COMPLETION)
class Completion(Record):
    """A candidate's end of training: hours attended of hours held, and whether that reaches the threshold."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="completions")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    hours_attended = models.PositiveSmallIntegerField(_("到课学时"))
    hours_held = models.PositiveSmallIntegerField(_("应到学时"))
    completed = models.BooleanField(_("结业"))

    class Meta:
        ordering = ["training_class", "id"]
        constraints = [models.UniqueConstraint(fields=["training_class", "application"], name="completed_once")]

    def __str__(self) -> str:
        return str(self.application)
