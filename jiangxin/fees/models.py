"""Fee standards."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.fees import steps
from jiangxin.people.models import Organisation
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.standards.models import StandardLevel


@record_of(steps.FEE_STANDARD)
class FeeStandard(Record):
    """What one candidate pays for one occupation × level, in yuan, and why that much."""

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    level = models.ForeignKey(StandardLevel, models.PROTECT, related_name="+")
    training = models.DecimalField(_("培训费（元）"), max_digits=8, decimal_places=2)
    assessment = models.DecimalField(_("认定费（元）"), max_digits=8, decimal_places=2)
    grounds = models.TextField(_("定价依据"))
    valid_from = models.DateField(_("执行日期"))
    published_on = models.DateField(_("公示日期"), null=True, editable=False)

    class Meta:
        ordering = ["level", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(published_on__isnull=False), name="published_fee_has_date"
            ),
            models.UniqueConstraint(
                fields=["institution", "level"], condition=models.Q(state="published"), name="one_fee_published"
            ),
        ]

    def __str__(self) -> str:
        return str(self.level)
