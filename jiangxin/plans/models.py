"""The plan and its nominations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.documents.models import StoredFile
from jiangxin.people.models import Person
from jiangxin.plans import steps
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room

if TYPE_CHECKING:
    from jiangxin.plans.parts import Part


@record_of(steps.PLAN)
class Plan(Record):
    """One version of a round's plan. Eleven parts come from registers and texts; `snapshot` is what was approved."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    method = models.TextField(_("评价办法"), blank=True)
    duties = models.TextField(_("职责分工"), blank=True)
    demand = models.TextField(_("用工需求"), blank=True)
    theory_on = models.DateField(_("理论考试日期"), null=True, blank=True)
    practical_on = models.DateField(_("技能考核日期"), null=True, blank=True)
    review_on = models.DateField(_("综合评审日期"), null=True, blank=True)
    snapshot = models.JSONField(null=True, editable=False)
    filed_on = models.DateField(_("备案日期"), null=True, editable=False)
    late_reason = models.TextField(_("逾期原因"), blank=True, editable=False)
    receipt_number = models.CharField(_("回执编号"), max_length=60, blank=True)
    receipt = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    received_on = models.DateField(_("受理日期"), null=True, editable=False)

    class Meta:
        ordering = ["round", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="plan_version"),
            models.UniqueConstraint(
                fields=["round"],
                condition=models.Q(state__in=["draft", "submitted", "approved", "filed"]),
                name="one_plan_in_work",
            ),
            models.UniqueConstraint(fields=["round"], condition=models.Q(state="received"), name="one_plan_received"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["filed", "received"]) | models.Q(filed_on__isnull=False),
                name="filed_plan_has_day",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "filed", "received"]) | models.Q(snapshot__isnull=False),
                name="approved_plan_has_snapshot",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="received") | models.Q(received_on__isnull=False),
                name="received_plan_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(received_on__isnull=True) | models.Q(received_on__gte=models.F("filed_on")),
                name="plan_received_once_filed",
            ),
        ]

    def __str__(self) -> str:
        return _("%(round)s 方案第 %(version)d 版") % {"round": self.round, "version": self.version}

    def get_absolute_url(self) -> str:
        """Return the address of the plan's page."""
        return reverse("plans:plan", args=[self.pk])

    @property
    def is_late(self) -> bool:
        """Whether it was filed after the last day (逾期); `late_reason` says why."""
        return bool(self.late_reason)

    @property
    def filing_counts_from(self) -> date | None:
        """The day from which the 20 working days run: the close of enrolment, for the first version only."""
        return self.round.closed_on if self.version == 1 else None

    def parts(self) -> list[Part]:
        """Return the 11 parts: as they were approved, or, before that, as the registers stand now."""
        from jiangxin.plans.parts import assemble, thaw

        return thaw(self.snapshot) if self.snapshot is not None else assemble(self)


@record_of(steps.NOMINATION)
class Nomination(Record):
    """A room or a person that the plan names for the assessment; `exams` assigns only from these."""

    ROOM, INVIGILATOR, EXAMINER, REVIEWER, SUPERVISOR = "room", "invigilator", "examiner", "reviewer", "supervisor"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="nominations")
    kind = CodeField(
        _("用途"),
        max_length=12,
        choices=lambda: [
            ("room", _("考场")),
            ("invigilator", _("监考员")),
            ("examiner", _("考评员")),
            ("reviewer", _("综合评审委员")),
            ("supervisor", _("质量督导员")),
        ],
    )
    room = models.ForeignKey(Room, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("房间"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("人员"))
    note = models.CharField(_("说明"), max_length=120, blank=True)

    class Meta:
        ordering = ["plan", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="room", room__isnull=False, person__isnull=True)
                | (~models.Q(kind="room") & models.Q(room__isnull=True, person__isnull=False)),
                name="nomination_names_one",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "room", "person"],
                condition=models.Q(state="nominated"),
                nulls_distinct=False,
                name="nominated_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.room)

    def get_absolute_url(self) -> str:
        """Return the page on which it stands among the others of its kind."""
        return f"{reverse('plans:nominations', args=[self.plan_id])}?kind={self.kind}"

    def obstacles(self) -> Iterator[str]:
        """Yield why this person may not serve in this round: no valid card on the day, recusal, two offices at once."""
        from jiangxin.plans.standing import obstacles

        return obstacles(self)
