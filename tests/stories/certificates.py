"""Rounds whose certificates are numbered, signed, and registered with the province."""

from jiangxin.certificates import operations
from jiangxin.certificates.queries import rows_to_issue
from jiangxin.rounds.models import Round
from tests.stories.remembered import remembered
from tests.stories.results import confirmed_round
from tests.world import World


@remembered
def issued_round(world: World, count: int = 6) -> Round:
    """Return a confirmed round whose certificates have their numbers."""
    round_ = confirmed_round(world, count)
    operations.issue_all(rows_to_issue(round_), by=world.user("centre"), at=world.at)
    return round_


@remembered
def certified_round(world: World, count: int = 6) -> Round:
    """Return a round whose certificates are signed and entered in the province's query database."""
    round_ = confirmed_round(world, count)
    centre, at = world.user("centre"), world.at
    made = operations.issue_all(rows_to_issue(round_), by=centre, at=at)
    outcome = operations.sign_all(made, by=centre, at=at)
    assert not outcome.unable
    registration = operations.prepare_registration(round_, "YL-1", by=centre, at=at)
    operations.submit_registration(registration, by=centre, at=at)
    operations.enter_registration(registration, by=world.user("province"), at=at, receipt_number="YL-1-1")
    return round_
