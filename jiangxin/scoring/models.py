"""Score sheets and subject marks."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.exams.models import Seat
from jiangxin.people.models import Person
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.scoring import steps
from jiangxin.standards.models import Subject


@record_of(steps.SCORE_SHEET)
class ScoreSheet(Record):
    """What one marker gives one candidate: a mark per module, in halves. None is 未评, 0 is nothing earned.

    A whole practical sheet also says whether a knock-out (否定项) happened; theory and review know none.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="sheets")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    marker = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("评分人"))
    marks = ArrayField(
        models.DecimalField(max_digits=5, decimal_places=1, null=True), verbose_name=_("各模块得分"), default=list
    )
    absent = models.BooleanField(_("缺考"), default=False)
    knockout = models.BooleanField(_("否定项"), null=True)  # None: nobody has said yet
    knockout_note = models.CharField(_("否定项说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["seat", "id"]
        constraints = [
            models.UniqueConstraint(fields=["seat", "marker"], condition=~Q(state="void"), name="one_sheet_per_marker"),
            models.CheckConstraint(condition=~Q(absent=True, knockout=True), name="absent_is_not_knocked_out"),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.marker}"

    def get_absolute_url(self) -> str:
        """Return the address of the sheet."""
        return reverse("scoring:sheet", args=[self.pk])

    @property
    def total(self) -> Decimal | None:
        """The sum of the modules; None when absent or while one is not marked yet."""
        given = [mark for mark in self.marks if mark is not None]
        if self.absent or not given or len(given) < len(self.marks):
            return None
        return sum(given, Decimal(0))


@record_of(steps.SUBJECT_MARK)
class SubjectMark(Record):
    """One candidate's mark in one subject. A knock-out keeps the mark and changes the conclusion."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="marks")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+")
    mark = models.DecimalField(_("成绩"), max_digits=5, decimal_places=1, null=True)
    absent = models.BooleanField(_("缺考"), default=False)
    knocked_out = models.BooleanField(_("否定项"), default=False)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认的督导员")
    )

    class Meta:
        ordering = ["seat"]
        constraints = [
            models.UniqueConstraint(fields=["seat"], condition=~Q(state="void"), name="one_mark_per_seat"),
            models.CheckConstraint(
                condition=Q(absent=True, mark__isnull=True) | Q(absent=False, mark__isnull=False),
                name="absent_has_no_mark",
            ),
            models.CheckConstraint(
                condition=~Q(state="final", knocked_out=True) | Q(confirmed_by__isnull=False),
                name="knockout_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat} {self.subject}"

    def get_absolute_url(self) -> str:
        """Return the address of the mark."""
        return reverse("scoring:mark_page", args=[self.pk])

    @property
    def passed(self) -> bool:
        """Whether this subject reaches its own pass mark without a knock-out."""
        return self.mark is not None and not self.knocked_out and self.mark >= self.subject.pass_mark
