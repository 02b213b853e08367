"""Number series, certificates, registrations."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.certificates import steps
from jiangxin.documents.models import StoredFile
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.results.models import FilingRow
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Filing


class NumberSeries(models.Model):
    """The last serial used of one filing, year and level. Locked while numbers are drawn: gap-free, never reused."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects: models.Manager[NumberSeries] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "year", "level"], name="one_series")]

    def __str__(self) -> str:
        return f"{self.filing} {self.year} {self.level}: {self.last}"


@record_of(steps.CERTIFICATE)
class Certificate(Record):
    """A certificate: what was printed on it stays as printed, whatever is corrected later in the registers."""

    row = models.OneToOneField(FilingRow, models.PROTECT, related_name="certificate")
    filing = models.ForeignKey(Filing, models.PROTECT, related_name="+")
    number = models.CharField(_("证书编号"), max_length=22, unique=True)
    year = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    name = models.CharField(_("姓名"), max_length=60)
    occupation = models.CharField(_("职业名称"), max_length=60)
    work_type = models.CharField(_("工种名称"), max_length=60, blank=True)
    issued_on = models.DateField(_("发证日期"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", editable=False)
    received_by = models.CharField(_("领取人"), max_length=60, blank=True)
    handed_over_on = models.DateField(_("发放日期"), null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "year", "level", "serial"], name="serial_once"),
            models.CheckConstraint(
                condition=Q(state__in=["numbered", "revoked"]) | Q(file__isnull=False),
                name="signed_certificate_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.number


@record_of(steps.REGISTRATION)
class Registration(Record):
    """One upload of a round's certificates to the province's query database, with form 表5."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="registrations")
    batch_number = models.CharField(_("批次号"), max_length=40, blank=True)
    workbook = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    form = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(_("数量"))

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return _("%(round)s 入库（%(count)d 条）") % {"round": self.round, "count": self.count}
