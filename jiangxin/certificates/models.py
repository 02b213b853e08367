"""Number series, certificates, registrations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.certificates import steps
from jiangxin.documents.models import StoredFile
from jiangxin.people.models import Organisation, Person
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.regulation.codes import code_list
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
    id_type = CodeField(_("证件类型"), max_length=24, choices=code_list("id_type").choices)
    masked_id = models.CharField(
        _("证件号码"), max_length=40
    )  # in clear it lies with the person alone, and never changes
    employer = models.CharField(_("所在单位"), max_length=120, blank=True)
    occupation = models.CharField(_("职业名称"), max_length=60)
    work_type = models.CharField(_("工种名称"), max_length=60, blank=True)
    institution_name = models.CharField(_("评价机构"), max_length=120)
    practice = models.BooleanField(_("样张"))
    issued_on = models.DateField(_("发证日期"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", editable=False)
    received_by = models.CharField(_("领取人"), max_length=60, blank=True)
    handed_over_on = models.DateField(_("发放日期"), null=True, blank=True)
    registration = models.ForeignKey(
        "Registration", models.PROTECT, null=True, related_name="certificates", editable=False
    )
    revoked_on = models.DateField(_("撤销日期"), null=True, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "year", "level", "serial"], name="serial_once"),
            models.CheckConstraint(condition=Q(issued_on__year=F("year")), name="number_has_the_year_printed"),
            models.CheckConstraint(
                condition=Q(state__in=["numbered", "revoked"]) | Q(file__isnull=False),
                name="signed_certificate_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed_over") | (Q(handed_over_on__isnull=False) & ~Q(received_by="")),
                name="handed_over_certificate_has_receiver",
            ),
            models.CheckConstraint(
                condition=~Q(state="revoked") | Q(revoked_on__isnull=False), name="revoked_certificate_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return the certificate's own page."""
        return reverse("certificates:certificate", args=[self.pk])

    @property
    def round(self) -> Round:
        """The round in which it was earned."""
        return self.row.result_filing.round

    @property
    def institution(self) -> Organisation:
        """The institution that issued it."""
        return self.round.institution

    @property
    def person(self) -> Person:
        """Whose certificate it is."""
        return self.row.result.application.person

    @property
    def level_name(self) -> str:
        """The level as it is printed: 四级/中级工."""
        return code_list("level").get(str(self.level)).words.zh


@record_of(steps.REGISTRATION)
class Registration(Record):
    """One upload of a round's certificates to the province's query database, with form 表5."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="registrations")
    batch_number = models.CharField(_("批次号"), max_length=40, blank=True)
    workbook = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    form = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    count = models.PositiveIntegerField(_("数量"))
    receipt_number = models.CharField(_("入库回执编号"), max_length=60, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "batch_number"], condition=~Q(state="discarded"), name="batch_number_once"
            )
        ]

    def __str__(self) -> str:
        return _("%(round)s 入库（%(count)d 条）") % {"round": self.round, "count": self.count}

    def get_absolute_url(self) -> str:
        """Return the page of this upload."""
        return reverse("certificates:registration", args=[self.pk])
