"""Filings are renewed to a later day under their number, cover their audiences, and take levels in while valid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiangxin.process.errors import Refused
from jiangxin.standards import operations as standards
from jiangxin.standards.operations import UnableToRenew
from tests.world import World


def test_a_filing_is_renewed_to_a_later_day_under_its_number(world: World) -> None:
    filing, centre = world.practice.filing, world.user("centre")
    later = filing.valid_until + timedelta(days=3 * 365)
    with pytest.raises(UnableToRenew, match="不晚于现在的"):
        standards.renew_filing(filing, by=centre, at=world.at, reason="x", valid_until=filing.valid_until)
    with pytest.raises(Refused, match="必须写明理由"):
        standards.renew_filing(filing, by=centre, at=world.at, reason="", valid_until=later)
    renewed = standards.renew_filing(filing, by=centre, at=world.at, reason="演练公告1号", valid_until=later)
    assert (renewed.number, renewed.valid_until, renewed.state) == (filing.number, later, "valid")


def test_a_level_is_added_only_within_the_validity_of_its_filing(world: World) -> None:
    filing, centre = world.practice.filing, world.user("centre")
    standards.remove_scope(filing.scopes.get(), by=centre, at=world.at, reason="x")
    after = filing.valid_until + timedelta(days=1)
    with pytest.raises(Refused, match="要在备案有效期内"):
        standards.add_scope(filing, world.practice.level, by=centre, at=world.at, valid_from=after)
    standards.end_filing(filing, by=centre, at=world.at, reason="x")
    filing.refresh_from_db()
    with pytest.raises(Refused, match="已终止"):
        standards.add_scope(filing, world.practice.level, by=centre, at=world.at)


def test_an_institution_holds_several_filings_and_a_y_number_never_covers_the_public(world: World) -> None:
    home, centre, day = world.practice.institution, world.user("centre"), world.at.date()
    own = {"valid_from": day, "valid_until": day + timedelta(days=1000)}
    students = standards.enter_filing(
        home, by=centre, at=world.at, number="Y000000990003", audiences=["own_students"], **own
    )
    assert students.audiences == ["own_students"]
    with pytest.raises(Refused, match="employer_filing_not_for_public"):
        standards.enter_filing(home, by=centre, at=world.at, number="Y000000990004", audiences=["public"], **own)
