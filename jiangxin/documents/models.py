"""Stored files and versioned rule texts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.documents import steps
from jiangxin.people.models import KeyHolder, Organisation, Person
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of
from jiangxin.regulation.words import qualified


@record_of(steps.STORED_FILE)
class StoredFile(Record):
    """A file, which lies in the store encrypted: with its person's data key, or the institution's if it tells of many.

    `sha256` is that of the file itself, as everybody who has a copy can compute it; `kept_as` is that of the sealed
    bytes, by which the store finds them.
    """

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("文件名"), max_length=160)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField(_("字节数"))
    sha256 = models.CharField(max_length=64, db_index=True)
    kept_as = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def key_holder(self) -> KeyHolder:
        """Whose data key seals the file."""
        return self.person or self.institution


@record_of(steps.RULE_TEXT)
class RuleText(Record):
    """One version of an institution's rule: how exams are run, or how safety is kept."""

    EXAM_RULES, SAFETY = "exam_rules", "safety"

    institution = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = CodeField(
        _("类别"),
        max_length=12,
        choices=lambda: [("exam_rules", _("考务规章制度")), ("safety", _("安全保障措施"))],
    )
    title = models.CharField(_("标题"), max_length=120)
    version = models.CharField(_("版本"), max_length=20)
    body = models.TextField(_("正文"))
    valid_from = models.DateField(_("施行日期"))

    class Meta:
        ordering = ["kind", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "kind"], condition=models.Q(state="in_force"), name="one_rule_in_force"
            )
        ]

    def __str__(self) -> str:
        return qualified(self.title, self.version)
