"""What every writer of an arrangement does first: hold the round, and ask for the plan in force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.plans.models import Plan
from jiangxin.plans.queries import current_plan
from jiangxin.process.errors import Unable
from jiangxin.regulation.basis import article
from jiangxin.rounds.models import Round


class UnableToArrange(Unable):
    """A sitting can't be held so: the room, the time or the plan doesn't allow it."""


@contextmanager
def arranging(round_: Round) -> Iterator[Round]:
    """Hold the round while its arrangement changes, so that two officers who do the same are told by a sentence."""
    with transaction.atomic():
        yield Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)


def received_plan(round_: Round) -> Plan:
    """Return the plan in force; raises UnableToArrange before the employment centre has received it."""
    plan = current_plan(round_)
    if plan is None:
        sentence = _("还不能编排%(round)s：实施方案还没有备案受理。请先完成开班备案，登记回执。")
        raise UnableToArrange(sentence % {"round": round_}, basis=article("14(1)"))
    return plan
