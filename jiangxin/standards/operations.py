"""The only writers of occupations, standards and filings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.people.models import Organisation
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import house
from jiangxin.standards.models import Condition, Filing, FilingScope, Occupation, Standard, StandardLevel, Subject


class UnableToRenew(Unable):
    """A filing can't be renewed until that day."""


def enter_occupation(*, by: Actor, at: datetime, code: str, name: str, work_type: str = "") -> Occupation:
    """Register an occupation of the national classification."""
    return begin(Occupation(code=code, name=name, work_type=work_type), "enter_occupation", by=by, at=at)


def enter_standard(occupation: Occupation, *, by: Actor, at: datetime, **fields: Any) -> Standard:
    """Register a standard, national or the institution's own norm (articles 8 and 9)."""
    return begin(Standard(occupation=occupation, **fields), "enter_standard", by=by, at=at)


def adopt_standard(standard: Standard, *, by: Actor, at: datetime) -> Standard:
    """Bring a standard into use."""
    with take(standard, "adopt_standard", by=by, at=at) as standard:
        return standard


def replace_standard(standard: Standard, *, by: Actor, at: datetime, reason: str) -> Standard:
    """Mark a standard as replaced by a newer one."""
    with take(standard, "replace_standard", by=by, at=at, reason=reason) as standard:
        return standard


def add_level(standard: Standard, *, by: Actor, at: datetime, level: int, hours: int, **ratios: int) -> StandardLevel:
    """Register a level of a standard with its programme hours and staffing ratios."""
    return begin(StandardLevel(standard=standard, level=level, hours=hours, **ratios), "add_level", by=by, at=at)


def revise_level(
    level: StandardLevel, *, by: Actor, at: datetime, reason: str, hours: int, **ratios: int
) -> StandardLevel:
    """Correct hours and ratios of a level."""
    with take(level, "revise_level", by=by, at=at, reason=reason) as level:
        level.hours = hours
        for field, value in ratios.items():
            setattr(level, field, value)
    return level


def add_subject(
    level: StandardLevel, *, by: Actor, at: datetime, kind: str, full_mark: Decimal, pass_mark: Decimal, minutes: int,
    mode: str, modules: Sequence[dict[str, str]] = (),
) -> Subject:  # fmt: skip
    """Register a subject of a level with its pass mark, duration and modules (articles 11 to 13)."""
    subject = Subject(
        level=level, kind=kind, full_mark=full_mark, pass_mark=pass_mark, minutes=minutes, mode=mode,
        modules=list(modules),
    )  # fmt: skip
    return begin(subject, "add_subject", by=by, at=at)


def add_condition(level: StandardLevel, *, by: Actor, at: datetime, **fields: Any) -> Condition:
    """Register one alternative of the application conditions, verbatim; raises UnableToReadRule for what is no rule."""
    condition = Condition(level=level, **fields)
    assert condition.requirement is not None  # read before it is written: nobody can be judged by what can't be read
    return begin(condition, "add_condition", by=by, at=at)


def enter_filing(
    institution: Organisation, *, by: Actor, at: datetime, number: str, audiences: Sequence[str], valid_from: date,
    valid_until: date,
) -> Filing:  # fmt: skip
    """Register a filing of the institution with its number, audiences and validity (articles 2 and 20)."""
    filing = Filing(
        institution=institution,
        number=number,
        audiences=list(audiences),
        valid_from=valid_from,
        valid_until=valid_until,
    )
    return begin(filing, "enter_filing", by=by, at=at)


def renew_filing(filing: Filing, *, by: Actor, at: datetime, reason: str, valid_until: date) -> Filing:
    """Record that a filing was renewed under its number; `reason` names the paper that says so.

    Raises UnableToRenew for an end that is no later.
    """
    if valid_until <= filing.valid_until:
        sentence = _("不能登记续期：新的有效期止 %(new)s 不晚于现在的 %(old)s。请对照续期的公布文件核对日期。")
        days = {"new": formats.date_format(valid_until), "old": formats.date_format(filing.valid_until)}
        raise UnableToRenew(sentence % days, basis=house("certificate_number"))
    with take(filing, "renew_filing", by=by, at=at, reason=reason) as filing:
        filing.valid_until = valid_until
    return filing


def end_filing(filing: Filing, *, by: Actor, at: datetime, reason: str) -> Filing:
    """End a filing: nothing opens under it any more."""
    with take(filing, "end_filing", by=by, at=at, reason=reason) as filing:
        return filing


def add_scope(
    filing: Filing, level: StandardLevel, *, by: Actor, at: datetime, valid_from: date | None = None
) -> FilingScope:
    """Add an occupation × level to a filing, from its first day or from a later one on."""
    scope = FilingScope(filing=filing, level=level, valid_from=valid_from or filing.valid_from)
    return begin(scope, "add_scope", by=by, at=at)


def remove_scope(scope: FilingScope, *, by: Actor, at: datetime, reason: str) -> FilingScope:
    """Take an occupation × level out of a filing."""
    with take(scope, "remove_scope", by=by, at=at, reason=reason) as scope:
        return scope
