"""The setting plan of a round, and its papers."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.documents.models import StoredFile
from jiangxin.items import steps
from jiangxin.people.models import Person
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Subject


@record_of(steps.SETTING_PLAN)
class SettingPlan(Record):
    """How the papers of a round are made (试题命制方案): one per round."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    papers_per_subject = models.PositiveSmallIntegerField(_("每科试卷套数"))
    method = models.TextField(_("命制方式"))
    secrecy = models.TextField(_("保密措施"))

    class Meta:
        ordering = ["round"]

    def __str__(self) -> str:
        return str(self.round)

    def get_absolute_url(self) -> str:
        """Return the page of its round's setting plan."""
        return reverse("items:setting", args=[self.round_id])


@record_of(steps.PAPER)
class Paper(Record):
    """A paper for one subject of a round: its setter is never its reviewer; its file is sealed with its hash.

    `sealed_hash` is the SHA-256 of the file's bytes when it was sealed; whoever takes it out gets exactly those.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="+", verbose_name=_("科目"))
    code = models.CharField(_("试卷代码"), max_length=8)
    setter = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("命题人"))
    reviewer = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("审题人"))
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sealed_hash = models.CharField(_("封存时的SHA-256"), max_length=64, blank=True, editable=False)
    issued_to = models.CharField(_("领取人"), max_length=60, blank=True)
    seal_intact = models.BooleanField(_("启封时密封完好"), null=True)

    class Meta:
        ordering = ["round", "subject", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "subject", "code"], condition=~models.Q(state="void"), name="paper_code"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["sealed", "issued", "opening", "opened"]) | ~models.Q(sealed_hash=""),
                name="sealed_paper_has_hash",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["opening", "opened"]) | models.Q(seal_intact__isnull=False),
                name="opened_paper_tells_of_seal",
            ),
            models.CheckConstraint(condition=~models.Q(setter=models.F("reviewer")), name="setter_is_not_reviewer"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.code}"

    @property
    def setting_plan(self) -> SettingPlan | None:
        """The setting plan of its round, as it stands now."""
        return SettingPlan.objects.filter(round=self.round_id).first()

    def get_absolute_url(self) -> str:
        """Return the address of the paper's page."""
        return reverse("items:paper", args=[self.pk])
