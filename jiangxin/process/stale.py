"""Two people at one form: whoever submits second is told what the first did, and keeps what he entered.

A form carries the number of the newest change that its page had seen (`stamp`); `unchanged` holds the record locked
while the step is taken, so that nobody slips in between.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from jiangxin.process.errors import Refused
from jiangxin.process.models import History, Record
from jiangxin.process.queries import entries
from jiangxin.process.step import Step

FIELD = "seen"  # the name of the hidden field


class Stale(Refused):
    """The record has changed since the form was opened."""


def stamp(record: Record) -> str:
    """Return the number of the record's newest change, as a form carries it."""
    return str(_history(record).aggregate(newest=Max("id"))["newest"] or 0)


@contextmanager
def unchanged(record: Record, step: Step, seen: str) -> Iterator[None]:
    """Lock the record for the block, which takes the step. A form without a stamp (a button in a list) is not checked.

    Raises Stale when the record has changed since `seen`; then nothing is written.
    """
    with transaction.atomic():
        type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
        if seen.isdecimal():
            for entry in entries(_history(record).filter(id__gt=int(seen)).order_by("-id")[:1]):
                sentence = _(
                    "不能“%(verb)s”：您打开这张表单以后，%(who)s在 %(at)s 办理了“%(did)s”。"
                    "您填写的内容还在，没有写入；请看过“经过”，核对后再提交一次。"
                )
                told = {
                    "verb": step.label, "did": entry.label, "who": entry.actor or entry.row.office,
                    "at": localtime(entry.row.recorded_at).strftime("%H:%M"),
                }  # fmt: skip
                raise Stale("conflict", sentence % told, basis=step.basis)
        yield


def _history(record: Record) -> QuerySet[History]:
    return History.objects.filter(model=record._meta.label_lower, record=record.pk)
