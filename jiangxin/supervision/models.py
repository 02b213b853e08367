"""Inspections, the round's report, and visits of outside supervisors."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.documents.models import StoredFile
from jiangxin.exams.models import Duty, RoomRecord
from jiangxin.people.models import Person
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.rounds.models import Round
from jiangxin.supervision import steps


@record_of(steps.INSPECTION)
class Inspection(Record):
    """What the supervisor found in one room, written on its record (考场记录表), signed and stamped."""

    record = models.OneToOneField(RoomRecord, models.PROTECT, related_name="inspection")
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("督导员"))
    checks = models.JSONField(_("检查项"), default=dict)  # key of `checks.CHECKS` → "yes" | "no" | "na"
    findings = models.TextField(_("督导情况"), blank=True)
    rectification = models.TextField(_("问题与整改"), blank=True)
    scan = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("盖章扫描件"))
    signed_at = models.DateTimeField(_("签字时间"), null=True, editable=False)

    class Meta:
        ordering = ["record"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(supervisor__isnull=False, scan__isnull=False, signed_at__isnull=False),
                name="signed_inspection_is_complete",
            )
        ]

    def __str__(self) -> str:
        return str(self.record)

    def get_absolute_url(self) -> str:
        """Return the page of this room's findings."""
        return reverse("supervision:inspection", args=[self.pk])


@record_of(steps.ROUND_REPORT)
class RoundReport(Record):
    """The supervisor's report of a whole round: one per round."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("督导员"))
    text = models.TextField(_("督导报告"), blank=True)
    signed_at = models.DateTimeField(_("签字时间"), null=True, editable=False)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(supervisor__isnull=False, signed_at__isnull=False) & ~Q(text="")),
                name="signed_report_is_complete",
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    def get_absolute_url(self) -> str:
        """Return the page of this report."""
        return reverse("supervision:report", args=[self.pk])


@record_of(steps.VISIT)
class Visit(Record):
    """What an outside supervisor, sent by the city's centre to a sitting, found there and what he asks for."""

    duty = models.OneToOneField(Duty, models.PROTECT, related_name="+")
    findings = models.TextField(_("督导情况"), blank=True)
    demands = models.TextField(_("整改意见"), blank=True)
    signed_at = models.DateTimeField(_("签字时间"), null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(signed_at__isnull=False) & ~Q(findings="")),
                name="signed_visit_is_complete",
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty.sitting} {self.duty.person}"

    def get_absolute_url(self) -> str:
        """Return the page of this visit."""
        return reverse("supervision:visit", args=[self.pk])
