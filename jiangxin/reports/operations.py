"""The acts of this app: a ledger in clear, a reading of personal data and so history; the colleges' targets."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiangxin.people import operations as people
from jiangxin.people.models import Organisation
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article
from jiangxin.reports import queries
from jiangxin.reports.ledger import ledger
from jiangxin.reports.models import Target
from jiangxin.rounds.models import Round


class UnableToRevise(Unable):
    """A target can't have these numbers."""


def export_in_clear(
    rounds: QuerySet[Round], *, by: Actor, at: datetime, purpose: str, words: str = "", about: str
) -> bytes:
    """Return the ledger with ID numbers in clear; it is one reading, which each person finds among his own.

    Raises UnableToReveal without a purpose, Refused for who may not read the persons of these rounds.
    """
    with transaction.atomic():
        applicants = queries.candidates(list(rounds)).order_by().values_list("person", flat=True)
        people.reveal_all(applicants, by=by, at=at, purpose=purpose, words=words, about=about)
        return ledger(rounds, at, clear=True)


def set_target(
    institution: Organisation, *, by: Actor, at: datetime, college: Organisation, year: int, applied: int,
    certified: int,
) -> Target:  # fmt: skip
    """Set how many people a college is to enrol and certify in a year (article 6)."""
    target = Target(institution=institution, college=college, year=year, applied=applied, certified=certified)
    return begin(target, "set_target", by=by, at=at)


def revise_target(
    target: Target, *, by: Actor, at: datetime, reason: str, applied: int, certified: int
) -> Target:  # fmt: skip
    """Change the numbers of a target, with the reason; raises UnableToRevise for more certified than enrolled."""
    if certified > applied:
        raise UnableToRevise(_("不能调整：取证人数不能超过报名人数。请核对两个数字。"), basis=article("6"))
    with take(target, "revise_target", by=by, at=at, reason=reason) as target:
        target.applied, target.certified = applied, certified
    return target


def withdraw_target(target: Target, *, by: Actor, at: datetime, reason: str) -> Target:
    """Take a target back, with the reason; another may then be set for that college and year."""
    with take(target, "withdraw_target", by=by, at=at, reason=reason) as target:
        return target
