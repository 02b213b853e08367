"""Sittings, rooms, admissions, seats, duties, room records."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.enrolment.models import Application
from jiangxin.exams import steps
from jiangxin.people.models import Person
from jiangxin.plans.models import Plan
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Subject
from jiangxin.venues.models import Room, Site


class _Same(Func):
    """A one-point range of an id: overlap of two is equality, and GiST knows it without btree_gist."""

    function = "int8range"

    def __init__(self, field: str) -> None:
        super().__init__(F(field), F(field), Value("[]"))


class _Time(Func):
    """The half-open stretch of time from `starts_at` to `ends_at`."""

    function = "tstzrange"
    output_field = DateTimeRangeField()

    def __init__(self) -> None:
        super().__init__(F("starts_at"), F("ends_at"), Value("[)"))


@record_of(steps.SITTING)
class Sitting(Record):
    """A sitting (场次): one subject, one time slot, one site, arranged from one filed plan."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="sittings")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name=_("科目"))
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("考点"))
    number = models.PositiveSmallIntegerField(_("场次号"))
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("结束时间"))

    class Meta:
        ordering = ["round", "starts_at", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="sitting_number"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="sitting_ends_after_start"),
        ]

    def __str__(self) -> str:
        start = timezone.localtime(self.starts_at)
        return _("第%(number)d场 %(subject)s %(start)s") % {
            "number": self.number, "subject": self.subject, "start": f"{start:%m-%d %H:%M}",
        }  # fmt: skip

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("exams:sitting", args=[self.pk])


@record_of(steps.EXAM_ROOM)
class ExamRoom(Record):
    """A room in use for one sitting (考场). The same room is never in use twice at a time."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="exam_rooms")
    room = models.ForeignKey(Room, models.PROTECT, related_name="+", verbose_name=_("房间"))
    number = models.PositiveSmallIntegerField(_("考场号"))
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["sitting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="exam_room_number"),
            ExclusionConstraint(
                name="room_used_once_at_a_time",
                expressions=[(_Same("room"), RangeOperators.OVERLAPS), (_Time(), RangeOperators.OVERLAPS)],
                condition=Q(state="in_use"),
            ),
        ]

    def __str__(self) -> str:
        return _("第%(number)d考场（%(room)s）") % {"number": self.number, "room": self.room.name}

    def get_absolute_url(self) -> str:
        """Return the address of its roll call and record."""
        return reverse("exams:exam_room", args=[self.pk])


@record_of(steps.ADMISSION)
class Admission(Record):
    """A candidate's admission number (准考证号) in his round."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="admission")
    number = models.CharField(_("准考证号"), max_length=24, unique=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number


@record_of(steps.SEAT)
class Seat(Record):
    """A candidate's place in a sitting, and whether he came. Absent is a fact of its own, never a mark of 0."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="seats")
    exam_room = models.ForeignKey(ExamRoom, models.PROTECT, related_name="seats")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("座位（工位）号"))

    class Meta:
        ordering = ["exam_room", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["exam_room", "number"], condition=~Q(state="moved"), name="seat_taken_once"
            ),
            models.UniqueConstraint(
                fields=["sitting", "application"], condition=~Q(state="moved"), name="seated_once_in_sitting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.application.person.name}"

    def get_absolute_url(self) -> str:
        """Return the address of its room."""
        return reverse("exams:exam_room", args=[self.exam_room_id])


@record_of(steps.DUTY)
class Duty(Record):
    """Who serves where and when. One table for all duties, so that nobody is in two places at a time."""

    INVIGILATOR, EXAMINER, REVIEWER, SUPERVISOR = "invigilator", "examiner", "reviewer", "supervisor"
    OUTSIDE = "outside"  # a supervisor whom the city's centre sends, beside the institution's own

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="duties")
    exam_room = models.ForeignKey(ExamRoom, models.PROTECT, null=True, blank=True, related_name="duties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    role = CodeField(
        _("岗位"),
        max_length=12,
        choices=lambda: [
            ("invigilator", _("监考员")),
            ("examiner", _("考评员")),
            ("reviewer", _("综合评审委员")),
            ("supervisor", _("质量督导员")),
            ("outside", _("外部质量督导员")),
        ],
    )
    leads = models.BooleanField(_("组长"), default=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["sitting", "exam_room", "role", "id"]
        constraints = [
            # A supervisor serves the whole sitting, everybody else one room of it.
            models.CheckConstraint(
                condition=Q(role__in=["supervisor", "outside"], exam_room__isnull=True)
                | (~Q(role__in=["supervisor", "outside"]) & Q(exam_room__isnull=False)),
                name="duty_has_place",
            ),
            models.UniqueConstraint(
                fields=["exam_room"], condition=Q(leads=True, state="assigned"), name="one_leader_of_a_room"
            ),
            ExclusionConstraint(
                name="person_on_duty_once_at_a_time",
                expressions=[(_Same("person"), RangeOperators.OVERLAPS), (_Time(), RangeOperators.OVERLAPS)],
                condition=Q(state="assigned"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.person}"

    def get_absolute_url(self) -> str:
        """Return the address of its sitting."""
        return reverse("exams:sitting", args=[self.sitting_id])


@record_of(steps.ROOM_RECORD)
class RoomRecord(Record):
    """The record of one room in one sitting (考场记录): domain.md §5.8. Counts of candidates follow from the seats."""

    exam_room = models.OneToOneField(ExamRoom, models.PROTECT, related_name="record")
    seal_intact = models.BooleanField(_("试卷密封完好"), null=True, blank=True)
    opened_at = models.DateTimeField(_("启封时间"), null=True, blank=True)
    witnesses = models.CharField(_("启封见证人"), max_length=120, blank=True)
    started_at = models.DateTimeField(_("开考时间"), null=True, blank=True)
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    spoiled_papers = models.TextField(_("作废试卷及说明"), blank=True)
    violations = models.TextField(_("违纪及处理"), blank=True)
    lost_time = models.TextField(_("延误时间及原因"), blank=True)
    incidents = models.TextField(_("异常情况"), blank=True)

    class Meta:
        ordering = ["exam_room"]

    def __str__(self) -> str:
        return str(self.exam_room)

    def get_absolute_url(self) -> str:
        """Return the address of its room."""
        return reverse("exams:exam_room", args=[self.exam_room_id])
