"""Those who are on duty somewhere, as a predicate of steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from jiangxin.process.step import follow
from jiangxin.process.who import Actor, Who, among
from jiangxin.regulation.words import joined

if TYPE_CHECKING:
    from django.db.models import Model

ASSIGNED = "assigned"


@dataclass(frozen=True)
class OnDuty(Who):
    """Match those on duty at the place before `.duties` of the path, in one of the roles (in any when none is named).

    Unlike `among` it also answers for a record that is only being made, such as a score sheet: it asks the place, which
    is there already. What a query has prefetched of the duties is used, so a set of records costs no query each.
    """

    path: str
    roles: tuple[str, ...] = ()

    def test(self, user: Actor, record: Any, on: date) -> bool:
        place = follow(record, self.path.removesuffix(".duties")) if "." in self.path else record
        if user.person_id is None or place is None or place.pk is None:
            return False
        return any(
            duty.person_id == user.person_id and duty.state == ASSIGNED and (not self.roles or duty.role in self.roles)
            for duty in place.duties.all()
        )

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        prefix = self.path.replace(".", "__")
        conditions: dict[str, Any] = {f"{prefix}__state": ASSIGNED}
        if self.roles:
            conditions[f"{prefix}__role__in"] = self.roles
        return among(f"{self.path}.person", self.sentence, **conditions).q(model, user, on)

    def paths(self) -> set[str]:
        return {self.path.removesuffix(".duties")} if "." in self.path else set()

    @property
    def sentence(self) -> str:
        names = {
            "invigilator": _("监考员"),
            "examiner": _("考评员"),
            "reviewer": _("综合评审委员"),
            "supervisor": _("质量督导员"),
            "outside": _("外部质量督导员"),
        }
        if not self.roles:
            return _("在岗的考务人员")
        return _("在岗的%s") % joined(names[role] for role in self.roles)
