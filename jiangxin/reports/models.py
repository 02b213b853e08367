"""Targets of the colleges (任务指标)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models import Organisation
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.reports import steps


@record_of(steps.TARGET)
class Target(Record):
    """How many people a college is to enrol and to certify in a year's rounds (article 6)."""

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    college = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("学院"))
    year = models.PositiveSmallIntegerField(_("年度"))
    applied = models.PositiveIntegerField(_("报名人数"))
    certified = models.PositiveIntegerField(_("取证人数"))

    class Meta:
        ordering = ["-year", "college"]
        constraints = [
            models.UniqueConstraint(
                fields=["college", "year"], condition=models.Q(state="set"), name="one_target_a_year"
            ),
            models.CheckConstraint(
                condition=models.Q(certified__lte=models.F("applied")), name="target_certified_within_applied"
            ),
        ]

    def __str__(self) -> str:
        return _("%(college)s %(year)d 年任务指标") % {"college": self.college, "year": self.year}

    def get_absolute_url(self) -> str:
        """Return the page of all targets, where it stands with its progress."""
        return reverse("reports:targets")
