"""Occupations, standards with their levels, subjects and conditions; filings and their scope."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jiangxin.documents.models import StoredFile
from jiangxin.people.models import Organisation
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record, RecordQuerySet
from jiangxin.process.triggers import record_of
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.words import qualified
from jiangxin.standards import steps
from jiangxin.standards.eligibility.rule import Rule, read_rule
from jiangxin.standards.gate import SUMS


@record_of(steps.OCCUPATION)
class Occupation(Record):
    """An occupation (职业) of the national classification, with its code; `work_type` is the 工种, often empty."""

    code = models.CharField(_("职业编码"), max_length=20)
    name = models.CharField(_("职业名称"), max_length=60)
    work_type = models.CharField(_("工种"), max_length=60, blank=True)

    class Meta:
        ordering = ["code", "work_type"]
        constraints = [models.UniqueConstraint(fields=["code", "work_type"], name="occupation_once")]

    def __str__(self) -> str:
        return qualified(self.name, self.work_type)


@record_of(steps.STANDARD)
class Standard(Record):
    """An edition of a national standard, or of the institution's own norm, which the province publishes (article 9).

    `version` names the edition and begins with its year (2018年版). `document` is the number under which it was
    published, `publication` the province's paper itself, as the office has it: never an act of the school.
    """

    NATIONAL, OWN = "national", "own"

    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="standards")
    origin = CodeField(_("来源"), max_length=8, choices=lambda: code_list("standard_origin").choices())
    institution = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("编制机构")
    )
    title = models.CharField(_("名称"), max_length=120)
    version = models.CharField(_("版本"), max_length=20)
    valid_from = models.DateField(_("施行日期"))
    valid_until = models.DateField(_("有效期止"), null=True, blank=True)
    document = models.CharField(_("公布文号"), max_length=120, blank=True)
    judged_on = models.DateField(_("省专家评审日期"), null=True, editable=False)
    published_on = models.DateField(_("公布日期"), null=True, editable=False)
    publication = models.ForeignKey(StoredFile, models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ["occupation", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(origin="national") | models.Q(institution__isnull=False),
                name="own_norm_has_institution",
            ),
            # A norm of one's own is in force by the province's publication alone, with its paper (article 9).
            models.CheckConstraint(
                condition=models.Q(origin="national")
                | ~models.Q(state__in=["in_force", "replaced"])
                | (
                    models.Q(judged_on__isnull=False, published_on__isnull=False, publication__isnull=False)
                    & ~models.Q(document="")
                ),
                name="own_norm_is_published",
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="standard_valid_after_start",
            ),
            models.CheckConstraint(condition=models.Q(version__regex=r"^[12]\d{3}"), name="version_has_year"),
            # One that was discarded or replaced may be registered anew, corrected.
            models.UniqueConstraint(
                fields=["occupation", "origin", "institution", "version"],
                condition=~models.Q(state__in=["discarded", "replaced"]),
                nulls_distinct=False,
                name="edition_once",
            ),
        ]

    def __str__(self) -> str:
        return qualified(self.title, self.version)

    def get_absolute_url(self) -> str:
        """Return the page of the standard."""
        return reverse("standards:standard", args=[self.pk])

    @property
    def own(self) -> bool:
        """Whether it is a norm of the institution's own."""
        return str(self.origin) == self.OWN

    @property
    def edition(self) -> int:
        """The year of the edition."""
        return int(self.version[:4])


@record_of(steps.STANDARD_LEVEL)
class StandardLevel(Record):
    """One level of a standard with its programme hours and staffing ratios: 5 (lowest) to 1 (highest).

    Where the eight-level ladder is on, 6 (学徒工) lies below and 0 and -1 (特级技师, 首席技师) above: the list `level`.
    """

    standard = models.ForeignKey(Standard, models.PROTECT, related_name="levels")
    level = models.SmallIntegerField(_("等级"))
    hours = models.PositiveSmallIntegerField(_("标准学时"))
    # Candidates per person, and the least number of persons: domain.md §5.2.
    candidates_per_invigilator = models.PositiveSmallIntegerField(_("每名监考员考生数"))
    least_invigilators = models.PositiveSmallIntegerField(_("每考场监考员不少于"))
    candidates_per_examiner = models.PositiveSmallIntegerField(_("每名考评员考生数"))
    least_examiners = models.PositiveSmallIntegerField(_("考评员不少于"))

    class Meta:
        ordering = ["standard", "-level"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "level"], name="level_once"),
            models.CheckConstraint(condition=models.Q(level__range=(-1, 6)), name="level_of_the_ladder"),
        ]

    def __str__(self) -> str:
        return f"{self.standard.occupation} {self.level_name}"

    def get_absolute_url(self) -> str:
        """Return the page of the level, with its subjects and conditions."""
        return reverse("standards:level", args=[self.pk])

    @property
    def subjects(self) -> RecordQuerySet[Subject]:
        """The subjects that the level has: those that were removed from a draft stay out."""
        found: RecordQuerySet[Subject] = self.every_subject.filter(state=steps.KNOWN)
        return found

    @property
    def conditions(self) -> RecordQuerySet[Condition]:
        """The conditions that the level has: those that were removed from a draft stay out."""
        found: RecordQuerySet[Condition] = self.every_condition.filter(state=steps.KNOWN)
        return found

    @property
    def level_name(self) -> str:
        """The level as certificates print it: 四级/中级工."""
        return str(code_list("level").get(str(self.level)).words)

    @property
    def needs_review(self) -> bool:
        """Whether article 11 asks for the comprehensive review: 技师 and 高级技师 only."""
        return self.level <= 2


@record_of(steps.SUBJECT, SUMS)
class Subject(Record):
    """A subject of a level: theory, practical or comprehensive review, with its own pass mark and duration.

    `modules` divide the full mark on the score sheet; `weights` are the standard's weight table (权重表), of 100.
    """

    THEORY, PRACTICAL, REVIEW = "theory", "practical", "review"

    level = models.ForeignKey(StandardLevel, models.PROTECT, related_name="every_subject")
    kind = CodeField(
        _("科目"),
        max_length=10,
        choices=lambda: code_list("subject_kind").choices(),
    )
    full_mark = models.DecimalField(_("满分"), max_digits=5, decimal_places=1)
    pass_mark = models.DecimalField(_("合格线"), max_digits=5, decimal_places=1)
    minutes = models.PositiveSmallIntegerField(_("时长（分钟）"))
    mode = models.CharField(_("方式"), max_length=40)
    modules = models.JSONField(_("模块"), default=list, help_text=_("名称与配分"))  # [{"name": …, "maximum": "40"}]
    weights = models.JSONField(_("权重表"), default=list)  # [{"part": "基本要求", "name": "职业道德", "weight": "5"}]

    class Meta:
        ordering = ["level", "id"]  # as the standard names them: theory, practical, review
        constraints = [
            models.UniqueConstraint(fields=["level", "kind"], condition=models.Q(state="known"), name="subject_once"),
            models.CheckConstraint(
                condition=models.Q(pass_mark__lte=models.F("full_mark"), pass_mark__gt=0), name="pass_mark_within_full"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        """Return the page of its level."""
        return self.level.get_absolute_url()

    @property
    def knocks_out(self) -> bool:
        """Whether a knock-out (否定项) can happen in it: in the practical test alone (domain.md §7.6)."""
        return str(self.kind) == self.PRACTICAL

    @property
    def maxima(self) -> list[Decimal]:
        """The maximum of each module, in order; the full mark alone where there are no modules."""
        return [Decimal(module["maximum"]) for module in self.modules] or [self.full_mark]


@record_of(steps.CONDITION)
class Condition(Record):
    """One alternative of the application conditions, verbatim, with the materials that prove it.

    `label` is the number as rosters write it (四级-3). `rule` is what a machine can check of it, a list of atoms as
    `eligibility/rule.py` describes them; everything else a reviewer reads.
    """

    level = models.ForeignKey(StandardLevel, models.PROTECT, related_name="every_condition")
    label = models.CharField(_("编号"), max_length=12)
    short = models.CharField(_("简称"), max_length=40)
    text = models.TextField(_("原文"))
    materials = ArrayField(models.CharField(max_length=60), verbose_name=_("需要的材料"), default=list)
    rule = models.JSONField(_("机器核对的规则"), default=list, blank=True)

    class Meta:
        ordering = ["level", "label"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "label"], condition=models.Q(state="known"), name="condition_label"
            )
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.short}"

    def get_absolute_url(self) -> str:
        """Return the page of its level."""
        return self.level.get_absolute_url()

    @cached_property
    def requirement(self) -> Rule:
        """The rule, read: it judges facts, and says which facts it needs."""
        return read_rule(self.rule)


@record_of(steps.EVALUATED_PROGRAMME)
class EvaluatedProgramme(Record):
    """A school's subject that was evaluated (经评估论证的专业), as the institution's list has it from the paper.

    `level` is the level at whose skills it aims (以中级技能为培养目标: 4). Opinions look it up on the last day of
    enrolment (`evaluated.py`); without `valid_until` it has no end.
    """

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    school = models.CharField(_("学校名称"), max_length=60)
    major = models.CharField(_("专业"), max_length=60)
    level = models.SmallIntegerField(_("培养目标等级"))
    document = models.CharField(_("文件名称和文号"), max_length=120)
    evaluated_on = models.DateField(_("文件日期"))
    file = models.ForeignKey(StoredFile, models.PROTECT, editable=False, related_name="+")
    valid_from = models.DateField(_("有效期起"))
    valid_until = models.DateField(_("有效期止"), null=True, blank=True)

    class Meta:
        ordering = ["school", "major", "-level", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gte=models.F("valid_from")),
                name="evaluated_valid_after_start",
            ),
            models.CheckConstraint(condition=models.Q(level__range=(-1, 6)), name="evaluated_level_of_the_ladder"),
            models.CheckConstraint(
                condition=~models.Q(school="") & ~models.Q(major="") & ~models.Q(document=""),
                name="evaluated_has_its_names",
            ),
        ]

    def __str__(self) -> str:
        return qualified(self.school, self.major)

    @property
    def level_name(self) -> str:
        """The level at which it aims: 四级/中级工."""
        return code_list("level").get(str(self.level)).label

    def covers(self, day: date) -> bool:
        """Tell whether the evaluation is valid on a day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@record_of(steps.FILING)
class Filing(Record):
    """A filing (备案) of an institution: its number is the first 13 characters of every certificate number.

    An institution may hold several. `audiences` are codes of the list `audience`: a Y number covers the institution's
    own students or staff, an S number the public (domain.md §1.2). It is renewed under the same number.
    """

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.CharField(_("备案号"), max_length=13, unique=True)
    audiences = ArrayField(models.CharField(max_length=16), verbose_name=_("面向"))
    valid_from = models.DateField(_("有效期起"))
    valid_until = models.DateField(_("有效期止"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__regex=r"^[SY]\d{12}$"), name="filing_number_form"),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="filing_valid_after_start"
            ),
            models.CheckConstraint(
                condition=~models.Q(number__startswith="Y", audiences__contains=["public"]),
                name="employer_filing_not_for_public",
            ),
            models.CheckConstraint(condition=~models.Q(audiences=[]), name="filing_has_audience"),
        ]

    def __str__(self) -> str:
        return self.number

    def covers(self, day: date) -> bool:
        """Tell whether the filing is valid on a day."""
        return self.state == steps.VALID and self.valid_from <= day <= self.valid_until


@record_of(steps.FILING_SCOPE)
class FilingScope(Record):
    """An occupation × level that a filing covers, from a day on: occupations are added while a filing is valid.

    `level` names it by one edition of its standard; a later edition of the same occupation and level is covered too.
    """

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="scopes")
    level = models.ForeignKey(StandardLevel, models.PROTECT, related_name="+")
    valid_from = models.DateField(_("增加日期"))

    class Meta:
        ordering = ["filing", "id"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "level"], condition=models.Q(state="valid"), name="scope_once")
        ]

    def __str__(self) -> str:
        return str(self.level)
