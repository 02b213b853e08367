"""Rounds at their end: certificates registered, the dossier sealed."""

from jiangxin.archive import operations
from jiangxin.archive.models import Dossier
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.queries import of_round, rows_to_issue
from jiangxin.rounds.models import Round
from tests.stories.remembered import remembered
from tests.stories.results import confirmed_round
from tests.world import World


@remembered
def registered_round(world: World, count: int = 6) -> Round:
    """Return a confirmed round whose certificates are signed, handed over and in the province's database."""
    return registered(world, confirmed_round(world, count))


def registered(world: World, round_: Round) -> Round:
    """Number, sign, hand over and register the certificates of a round whose filing is answered."""
    centre = world.user("centre")
    certificates.issue_all(rows_to_issue(round_), by=centre, at=world.at)
    certificates.sign_all(of_round(round_), by=centre, at=world.at)
    certificates.hand_over_all(of_round(round_), by=centre, at=world.at)
    registration = certificates.prepare_registration(round_, "演练-2026-001", by=centre, at=world.at)
    certificates.submit_registration(registration, by=centre, at=world.at)
    certificates.enter_registration(registration, by=world.user("province"), at=world.at)
    return round_


@remembered
def sealed_dossier(world: World, count: int = 6) -> Dossier:
    """Return the sealed dossier of a registered round."""
    return sealed(world, registered_round(world, count))


def sealed(world: World, round_: Round) -> Dossier:
    """Open and seal the dossier of a registered round."""
    centre = world.user("centre")
    return operations.seal(operations.open_dossier(round_, by=centre, at=world.at), by=centre, at=world.at)
