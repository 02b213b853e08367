"""Applications, their materials, and the rosters by which a college enrols many at once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.documents.models import StoredFile
from jiangxin.enrolment import steps
from jiangxin.enrolment.gate import WITHIN_QUOTA
from jiangxin.enrolment.roster_scope import OVERWRITE, REPLACE, SKIP
from jiangxin.people.models import Organisation, Person
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.regulation.codes import code_list
from jiangxin.rounds.models import Round
from jiangxin.standards.eligibility.facts import Facts
from jiangxin.standards.models import Condition


def phrase_choices() -> list[tuple[str, object]]:
    """Return the decisions for which phrases are kept."""
    return [("accept", _("审核通过")), ("send_back", _("退回补正")), ("reject", _("审核不通过"))]


@record_of(steps.ROSTER)
class Roster(Record):
    """A roster workbook that a college handed in: checked, then imported whole or discarded.

    `summary` holds what the check found and, under "plan", what the import will do (`roster_plan`).
    """

    MODES: ClassVar[dict[str, Any]] = {
        SKIP: _("相同忽略导入"), OVERWRITE: _("相同覆盖导入"), REPLACE: _("清空后导入"),
    }  # fmt: skip

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    marked = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    mode = CodeField(_("导入方式"), max_length=9, choices=lambda: list(Roster.MODES.items()), default=SKIP)
    rows = models.PositiveIntegerField(_("行数"))
    faulty = models.PositiveIntegerField(_("有错误的行"))
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        """Return the page with what the check found."""
        return reverse("enrolment:roster", args=[self.pk])


@record_of(steps.APPLICATION)
class Application(Record):
    """One person's application in one round: the spine from which everything about a candidate hangs."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    # The roster that enrolled him; none where he applied alone.
    roster = models.ForeignKey(Roster, models.PROTECT, null=True, related_name="+", editable=False)
    category = CodeField(_("人员类别"), max_length=40, choices=code_list("candidate_category").choices, blank=True)
    source = CodeField(_("考生来源"), max_length=40, choices=code_list("candidate_source").choices, blank=True)
    education = CodeField(_("文化程度"), max_length=40, choices=code_list("education").choices, blank=True)
    employer = models.CharField(_("所在单位"), max_length=120, blank=True)
    condition = models.ForeignKey(
        Condition, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("申报条件")
    )
    facts = models.JSONField(_("申报事实"), default=dict, blank=True)  # by the keys of `eligibility.facts.Facts`
    # The machine's first opinion: met, open or unmet, with its reasons; "" while there is no condition.
    opinion = models.CharField(_("机器初审"), max_length=5, blank=True, editable=False)
    opinion_notes = models.JSONField(default=dict, editable=False)
    exam_type = CodeField(_("考试类型"), max_length=8, default="first", choices=code_list("exam_type").choices)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    photo_doubts = models.JSONField(default=list, editable=False)  # codes of `photo.DOUBTS`: for a person to judge
    # Two acts of their own, each with the version of the text that was read (terms.toml).
    pledged_at = models.DateTimeField(_("诚信承诺"), null=True, editable=False)
    pledge_version = models.CharField(_("诚信承诺的版本"), max_length=20, blank=True, editable=False)
    consented_at = models.DateTimeField(_("个人信息单独同意"), null=True, editable=False)
    consent_version = models.CharField(_("个人信息单独同意的版本"), max_length=20, blank=True, editable=False)
    # The other half of 双承诺: who accepts pledges too.
    vouched_at = models.DateTimeField(_("审核承诺"), null=True, editable=False)
    vouch_version = models.CharField(_("审核承诺的版本"), max_length=20, blank=True, editable=False)
    # The first of two levels (`Round.review_levels`): who passed it on to the centre.
    endorsed_by = models.BigIntegerField(null=True, editable=False)
    endorsed_at = models.DateTimeField(_("初审时间"), null=True, editable=False)
    decided_by = models.BigIntegerField(null=True, editable=False)
    decided_at = models.DateTimeField(_("审核时间"), null=True, editable=False)
    remark = models.TextField(_("审核意见"), blank=True, editable=False)
    # What a return is about: a question, or one proof ("materials:原证书"); "" for the whole.
    remark_on = models.CharField(max_length=80, blank=True, editable=False)

    class Meta:
        ordering = ["round", "person__sort_key", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"],
                condition=~models.Q(state__in=["rejected", "withdrawn", "unplaced"]),
                name="applied_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "rejected"])
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="decided_application_has_decider",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="endorsed") | models.Q(endorsed_by__isnull=False, endorsed_at__isnull=False),
                name="endorsed_application_has_endorser",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted")
                | models.Q(endorsed_by__isnull=True)
                | ~models.Q(endorsed_by=models.F("decided_by")),
                name="nobody_accepts_what_he_endorsed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted")
                | models.Q(vouched_at__isnull=False) & ~models.Q(vouch_version=""),
                name="accepted_application_is_vouched_for",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(opinion__in=["met", "open", "unmet"]),
                name="application_in_review_has_opinion",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name

    @property
    def stated(self) -> Facts:
        """What is stated for the condition; the day of birth lies in the ID number (`opinions.birthday`)."""
        return Facts.read(self.facts)

    def get_absolute_url(self) -> str:
        """Return the page of the application, as its office sees it."""
        return reverse("enrolment:application", args=[self.pk])


@record_of(steps.PLACE, WITHIN_QUOTA)
class Place(Record):
    """An applicant's place in a round with a quota, confirmed or waited for; a round without one has none.

    Who waits is ordered by `tier` (the round's priority groups, 0 first), then by `turn`, the order of submission.
    The turn is kept as it was when the application came in; the tier follows the category that is stated.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    application = models.OneToOneField(Application, models.PROTECT, related_name="place")
    tier = models.PositiveSmallIntegerField(_("候补类别"))
    turn = models.PositiveIntegerField(_("提交次序"))
    told = models.PositiveIntegerField(_("提交时的候补位次"), null=True)  # None: it was confirmed at once
    kept_until = models.DateField(_("补正期内保留到"), null=True)

    class Meta:
        ordering = ["round", "tier", "turn"]
        constraints = [models.UniqueConstraint(fields=["round", "turn"], name="one_at_a_time")]
        indexes = [models.Index(fields=["round", "state", "tier", "turn"], name="places_in_order")]

    def __str__(self) -> str:
        return str(self.application)

    def get_absolute_url(self) -> str:
        """Return the list of the round's places."""
        return reverse("enrolment:places", args=[self.round_id])


@record_of(steps.MATERIAL)
class Material(Record):
    """A proof that belongs to an application: a file, or a paper that somebody has seen."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="materials")
    kind = models.CharField(_("材料"), max_length=60)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    on_paper = models.BooleanField(_("已查验纸质"), default=False)

    class Meta:
        ordering = ["application_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file__isnull=False) | models.Q(on_paper=True), name="material_is_there"
            )
        ]

    def __str__(self) -> str:
        return self.kind


@record_of(steps.BATCH)
class Batch(Record):
    """A set of applications with a clean first opinion, to be decided together when a sample has been read.

    The sample is drawn from `members` by `seed` (`sampling.drawn`), so that anybody can draw it again.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12, editable=False)  # the state in which its members waited
    members = models.JSONField(default=list, editable=False)  # keys of applications
    share = models.DecimalField(_("抽样比例"), max_digits=4, decimal_places=3)
    seed = models.CharField(_("抽样种子"), max_length=32)
    drawn_by = models.BigIntegerField(editable=False)
    decided = models.PositiveIntegerField(_("批量通过人数"), null=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "drawn_by"], condition=models.Q(state="drawn"), name="one_batch_in_hand"
            )
        ]

    def __str__(self) -> str:
        return _("%(round)s 批量审核 %(count)d 份") % {"round": self.round.number, "count": len(self.members)}

    def get_absolute_url(self) -> str:
        """Return the page of the batch with its sample."""
        return reverse("enrolment:batch", args=[self.pk])


@record_of(steps.SAMPLED)
class Sampled(Record):
    """An application that was drawn for reading; `opened` are the keys of the materials that the reader opened."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="sampled")
    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    opened = models.JSONField(default=list, editable=False)

    class Meta:
        ordering = ["batch", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "application"], name="sampled_once")]

    def __str__(self) -> str:
        return str(self.application)


@record_of(steps.PHRASE)
class Phrase(Record):
    """Words that an institution's reviewers often write, offered beside the reason of a decision."""

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    verb = CodeField(_("用于"), max_length=16, choices=phrase_choices)
    text = models.CharField(_("常用语"), max_length=120)

    class Meta:
        ordering = ["verb", "id"]

    def __str__(self) -> str:
        return self.text


@record_of(steps.PHOTO_PACK)
class PhotoPack(Record):
    """A ZIP of one-inch photos that a college handed in: each named after its person, matched, then added or discarded.

    `summary` holds what the check found (`photo_pack`), without names or numbers of persons in clear.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    photos = models.PositiveIntegerField(_("照片数"))
    matched = models.PositiveIntegerField(_("可以补录"))
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file.name

    def get_absolute_url(self) -> str:
        """Return the page with what the check found."""
        return reverse("enrolment:photo_pack", args=[self.pk])
