"""Declared relations between persons."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.impartiality import steps
from jiangxin.people.models import Person
from jiangxin.process.fields import CodeField
from jiangxin.process.models import Record
from jiangxin.process.triggers import record_of


@record_of(steps.RELATION)
class Relation(Record):
    """A relation that somebody declared: it holds in both directions."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("申报人"))
    other = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("对方"))
    kind = CodeField(
        _("关系"),
        max_length=10,
        choices=lambda: [("kin", _("亲属")), ("pupil", _("师徒")), ("other", _("其他可能影响公正的关系"))],
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="relation_to_another"),
            models.UniqueConstraint(
                fields=["person", "other"], condition=models.Q(state="declared"), name="relation_declared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.other}"
