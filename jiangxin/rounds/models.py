"""The round."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models import Organisation
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.regulation.codes import code_list
from jiangxin.rounds import steps
from jiangxin.rounds.gate import WITHIN_FILING
from jiangxin.standards.models import Filing, StandardLevel


def review_choices() -> list[tuple[int, object]]:
    """Return the ways in which a round's applications are reviewed, by the number of levels."""
    return [(1, _("一级：学院审核")), (2, _("两级：学院初审，中心复审"))]


@record_of(steps.ROUND, WITHIN_FILING)
class Round(Record):
    """A round (批次). It belongs to one institution, one college, one filing, one occupation × level, one audience."""

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("评价机构"))
    college = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("承办学院"))
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="+", verbose_name=_("备案号"))
    level = models.ForeignKey(StandardLevel, models.PROTECT, related_name="+", verbose_name=_("职业和等级"))
    audience = CodeField(_("面向"), max_length=16, choices=code_list("audience").choices)
    year = models.PositiveSmallIntegerField(_("年度"))
    sequence = models.PositiveSmallIntegerField(_("期次"))
    apply_from = models.DateField(_("报名开始"))
    apply_until = models.DateField(_("报名截止"))
    planned_on = models.DateField(_("计划考核日期"))
    capacity = models.PositiveIntegerField(_("计划人数"))
    quota = models.PositiveIntegerField(_("名额"), null=True, blank=True)  # None: as many as apply
    # Whom the waiting list puts first, in this order: [{"categories": [codes of candidate_category], "basis": "…"}].
    priority = models.JSONField(_("候补优先"), default=list, blank=True)
    # Who finds an applicant eligible: the college (1), or the college and then the centre, by other people (2).
    review_levels = models.PositiveSmallIntegerField(_("资格审核"), default=1, choices=review_choices)
    recorded = models.BooleanField(_("补录"), default=False, help_text=_("纸质办理后录入系统"))
    closed_on = models.DateField(_("实际截止日期"), null=True, editable=False)

    class Meta:
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "year", "sequence"], name="round_number"),
            models.CheckConstraint(
                condition=models.Q(apply_until__gte=models.F("apply_from")), name="round_applies_forward"
            ),
            models.CheckConstraint(condition=models.Q(review_levels__in=[1, 2]), name="round_reviewed_once_or_twice"),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(closed_on__isnull=False), name="closed_round_has_day"
            ),
            models.CheckConstraint(
                condition=models.Q(quota__isnull=True) | models.Q(quota__gte=1), name="round_has_a_place"
            ),
        ]

    def __str__(self) -> str:
        return _("%(number)s 期 %(level)s") % {"number": self.number, "level": self.level}

    def get_absolute_url(self) -> str:
        """Return the page of the round, which `portal` puts together."""
        return reverse("portal:round", args=[self.pk])

    @property
    def number(self) -> str:
        """The number as people say it: 2026-03."""
        return f"{self.year}-{self.sequence:02d}"

    def tier_of(self, category: str) -> int:
        """Return which group of the waiting list a category of people belongs to: 0 comes first, the rest last."""
        groups = enumerate(self.priority)
        return next((tier for tier, group in groups if category in group["categories"]), len(self.priority))
