"""The only writers of declared relations."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jiangxin.impartiality.models import Relation
from jiangxin.people.models import Person
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin, take
from jiangxin.process.who import Actor


class UnableToDeclare(Unable):
    """A relation can't be declared."""


def declare(person: Person, *, by: Actor, at: datetime, other: Person, kind: str, note: str = "") -> Relation:
    """Declare a relation between two persons; it holds in both directions.

    Raises UnableToDeclare for a relation to oneself, across institutions, and for one that is declared already.
    """
    if person.pk == other.pk:
        raise UnableToDeclare(_("不能申报与本人的关系。请填写对方的姓名和证件号码。"))
    if person.institution_id != other.institution_id:
        raise UnableToDeclare(_("不能申报：%s不是本机构登记的人员。") % other)
    with transaction.atomic():
        # Both rows are locked in one order, so that two who declare each other at once don't write it twice.
        list(Person.objects.select_for_update().filter(pk__in=[person.pk, other.pk]).order_by("pk"))
        both = Q(person=person, other=other) | Q(person=other, other=person)
        if Relation.objects.filter(both, state="declared").exists():
            sentence = _("%(person)s和%(other)s的关系已经申报过，双方都会回避，不用再报一次。")
            raise UnableToDeclare(sentence % {"person": person, "other": other})
        return begin(Relation(person=person, other=other, kind=kind, note=note), "declare", by=by, at=at)


def withdraw_relation(relation: Relation, *, by: Actor, at: datetime, reason: str) -> Relation:
    """Withdraw a declared relation that was declared by mistake, with the reason."""
    with take(relation, "withdraw_relation", by=by, at=at, reason=reason) as relation:
        return relation
