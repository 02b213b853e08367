"""The only writers of rounds."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.people.models import Organisation
from jiangxin.process.errors import Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article
from jiangxin.regulation.words import in_series
from jiangxin.rounds.models import Round
from jiangxin.rounds.rules import within_filing


class UnableToExtend(Unable):
    """Enrolment can't be extended."""


def draft_round(*, by: Actor, at: datetime, **fields: Any) -> Round:
    """Draft a round; its number is the next of its institution's year."""
    institution, year = fields["institution"], fields["apply_from"].year
    with transaction.atomic():
        # One at a time within an institution: its numbers follow each other without a gap.
        Organisation.objects.select_for_update().get(pk=institution.pk)
        last = Round.objects.filter(institution=institution, year=year).order_by("-sequence").first()
        round_ = Round(year=year, sequence=(last.sequence if last else 0) + 1, **fields)
        return begin(round_, "draft_round", by=by, at=at)


def revise_round(round_: Round, *, by: Actor, at: datetime, **fields: Any) -> Round:
    """Change a round that is still a draft."""
    with take(round_, "revise_round", by=by, at=at) as round_:
        for field, value in fields.items():
            setattr(round_, field, value)
    return round_


def open(round_: Round, *, by: Actor, at: datetime, reason: str = "") -> Round:  # noqa: A001 - the step's verb
    """Open a round for applications; refused outside the filing's scope (articles 2 and 20)."""
    with take(round_, "open", by=by, at=at, reason=reason) as round_:
        return round_


def extend(round_: Round, *, by: Actor, at: datetime, reason: str, apply_until: date) -> Round:
    """Let applications come in until a later day.

    Raises UnableToExtend for a day that is no later, not before the planned assessment, or outside the filing.
    """
    with take(round_, "extend", by=by, at=at, reason=reason) as round_:
        _check_later(round_, apply_until)
        round_.apply_until = apply_until
        if faults := list(within_filing(round_)):
            sentence = _("不能延长报名：%s。请选备案允许的日期，或先办妥备案。")
            raise UnableToExtend(sentence % in_series(faults), basis=article("2"))
    return round_


def _check_later(round_: Round, apply_until: date) -> None:
    """Raise UnableToExtend unless the day lies after the present last day and before the planned assessment."""
    days = {
        "new": formats.date_format(apply_until), "old": formats.date_format(round_.apply_until),
        "planned": formats.date_format(round_.planned_on),
    }  # fmt: skip
    if apply_until <= round_.apply_until:
        sentence = _("不能延长报名：新的截止日 %(new)s 不晚于现在的截止日 %(old)s。请选一个更晚的日期。")
        raise UnableToExtend(sentence % days)
    if apply_until >= round_.planned_on:
        sentence = _(
            "不能延长报名：新的截止日 %(new)s 不早于计划考核日期 %(planned)s，其间还要审核、备案和培训，请改早。"
        )
        raise UnableToExtend(sentence % days)


def set_quota(round_: Round, *, by: Actor, at: datetime, reason: str, quota: int) -> Round:
    """Raise or lower the number of places of a round that has one: `enrolment` lets the waiting move up.

    A confirmed place is never taken away: enrolment refuses a number below those confirmed.
    """
    with take(round_, "set_quota", by=by, at=at, reason=reason) as round_:
        round_.quota = quota
    return round_


def close(round_: Round, *, by: Actor, at: datetime, reason: str = "") -> Round:
    """Close enrolment: from this day the 20 working days until the filing are counted (article 14(1))."""
    with take(round_, "close", by=by, at=at, reason=reason) as round_:
        round_.closed_on = as_date(at)
    return round_


def cancel(round_: Round, *, by: Actor, at: datetime, reason: str) -> Round:
    """Cancel a round, with the reason that everybody who applied is told.

    Raises Refused once its results are filed with the province, or its dossier is sealed.
    """
    with take(round_, "cancel", by=by, at=at, reason=reason) as round_:
        return round_
