"""The only writers of fee standards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiangxin.fees.models import FeeStandard
from jiangxin.people.models import Organisation
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, take, take_all
from jiangxin.process.who import Actor
from jiangxin.standards.models import StandardLevel


def draft_fee(
    institution: Organisation, level: StandardLevel, *, by: Actor, at: datetime, **fields: Any
) -> FeeStandard:
    """Draft what one candidate pays, with the grounds of the amount (article 21)."""
    return begin(FeeStandard(institution=institution, level=level, **fields), "draft_fee", by=by, at=at)


def edit_fee(fee: FeeStandard, *, by: Actor, at: datetime, **fields: Any) -> FeeStandard:
    """Change a draft."""
    with take(fee, "edit_fee", by=by, at=at) as fee:
        for field, value in fields.items():
            setattr(fee, field, value)
    return fee


def publish_fee(fee: FeeStandard, *, by: Actor, at: datetime) -> FeeStandard:
    """Publish a fee standard; the one before it is replaced in the same moment, so that a fee is always published."""
    with take(fee, "publish_fee", by=by, at=at) as fee:
        older = FeeStandard.objects.filter(institution=fee.institution_id, level=fee.level_id, state="published")
        take_all(older, "replace_fee", by=by, at=at)
        fee.published_on = as_date(at)
    return fee


def withdraw_fee(fee: FeeStandard, *, by: Actor, at: datetime, reason: str) -> FeeStandard:
    """Withdraw a published fee standard."""
    with take(fee, "withdraw_fee", by=by, at=at, reason=reason) as fee:
        return fee
