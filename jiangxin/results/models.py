"""Results, publicity, objections, result filing."""

from __future__ import annotations

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.documents.models import StoredFile
from jiangxin.enrolment.models import Application
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.results import steps
from jiangxin.results.rules import SubjectResult
from jiangxin.rounds.models import Round


def conclusion_choices() -> list[tuple[str, object]]:
    """Return every conclusion with its words."""
    return [
        ("passed", _("合格")),
        ("failed", _("不合格")),
        ("knocked_out", _("不合格（否定项）")),
        ("absent", _("缺考")),
    ]


@record_of(steps.RESULT)
class Result(Record):
    """A candidate's result: the marks of the subjects as they were composed, and the conclusion."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="+")
    # [{"subject": "theory", "mark": "83.0" | null, "pass_mark": "60.0", "absent": false, "knocked_out": false}]
    marks = models.JSONField(_("各科成绩"))
    conclusion = CodeField(_("结论"), max_length=12, choices=conclusion_choices)

    class Meta:
        ordering = ["application__round", "application__person__sort_key", "id"]

    def __str__(self) -> str:
        return str(self.application)

    @property
    def subjects(self) -> list[SubjectResult]:
        """The result of each required subject, in the standard's order."""
        return [SubjectResult.from_json(entry) for entry in self.marks]

    def mark_of(self, subject: str) -> SubjectResult | None:
        """Return the result of one subject (`theory`, `practical`, `review`), or None where it isn't required."""
        return next((entry for entry in self.subjects if entry.subject == subject), None)


@record_of(steps.PUBLICATION)
class Publication(Record):
    """The publicity of a round's results: from `published_on`, through the end of `ends_on`."""

    round = models.OneToOneField(Round, models.PROTECT, related_name="+")
    published_on = models.DateField(_("公示开始"), null=True)
    ends_on = models.DateField(_("公示结束"), null=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_on__isnull=False, ends_on__isnull=False),
                name="published_results_have_days",
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    def get_absolute_url(self) -> str:
        """Return the page of the round's results."""
        return reverse("results:round", args=[self.round_id])


@record_of(steps.OBJECTION)
class Objection(Record):
    """An objection against one published result; anyone may raise it, with a name and a way to be answered."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="objections")
    name = models.CharField(_("异议人"), max_length=60)
    contact = models.CharField(_("联系方式"), max_length=60)
    text = models.TextField(_("异议内容"))
    answer = models.TextField(_("处理意见"), blank=True, editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.result)

    def get_absolute_url(self) -> str:
        """Return the page of this objection."""
        return reverse("results:objection", args=[self.pk])


# Of a result: the next report would hold it, for it is passed, published, not held back, and not filed before.
TO_FILE = ~Q(filing_rows__state__in=[*steps.WAITING, steps.CONFIRMED]) & Q(state="published", conclusion="passed")


@record_of(steps.RESULT_FILING)
class ResultFiling(Record):
    """One report of passed candidates to the provincial centre. A round may need a second one for those held back."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="+")
    sequence = models.PositiveSmallIntegerField(_("次数"), default=1)
    # The time for filing runs from the end of the publicity; for those held back, from the day they were released.
    counts_from = models.DateField(_("期限起算日"), editable=False)
    filed_on = models.DateField(_("上报日期"), null=True, editable=False)
    workbook = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", editable=False)
    receipt_number = models.CharField(_("确认文件编号"), max_length=60, blank=True)
    receipt = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    simulated = models.BooleanField(_("模拟确认（演练）"), default=False)

    class Meta:
        ordering = ["round", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["round", "sequence"], name="result_filing_sequence"),
            models.UniqueConstraint(fields=["round"], condition=Q(state="draft"), name="one_filing_in_preparation"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(filed_on__isnull=False), name="filed_results_have_day"
            ),
        ]

    def __str__(self) -> str:
        return _("%(round)s 结果备案（%(sequence)d）") % {"round": self.round, "sequence": self.sequence}

    def get_absolute_url(self) -> str:
        """Return the page of this report."""
        return reverse("results:filing", args=[self.pk])

    def candidates_to_file(self) -> QuerySet[Result]:
        """Return the results that this report would hold: passed, published, not held back, not filed before."""
        return Result.objects.filter(TO_FILE, application__round=self.round)


@record_of(steps.FILING_ROW)
class FilingRow(Record):
    """One candidate in a report: the province confirms or refuses him by himself."""

    result_filing = models.ForeignKey(ResultFiling, models.PROTECT, related_name="rows")
    result = models.ForeignKey(Result, models.PROTECT, related_name="filing_rows")
    answer = models.TextField(_("退回原因"), blank=True, editable=False)

    class Meta:
        ordering = ["result_filing", "result__application__person__sort_key", "id"]
        constraints = [models.UniqueConstraint(fields=["result"], condition=~Q(state="refused"), name="filed_once")]

    def __str__(self) -> str:
        return str(self.result)

    def get_absolute_url(self) -> str:
        """Return the page of the report in which the candidate stands."""
        return reverse("results:filing", args=[self.result_filing_id])
