"""A ledger in clear is a reading of personal data."""

import pytest

from jiangxin.people.models import Person
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.reports.operations import export_in_clear
from jiangxin.rounds.models import Round
from tests.stories.enrolment import accepted_round
from tests.world import World


def test_each_persons_history_says_who_read_it_and_what_for(world: World) -> None:
    round_ = accepted_round(world, 3)
    content = export_in_clear(
        Round.objects.filter(pk=round_.pk), by=world.user("centre"), at=world.at, reason="向市职鉴中心报送"
    )
    assert content.startswith(b"PK")
    rows = History.objects.filter(model="people.person", verb="reveal")
    assert rows.count() == 3
    assert {row.reason for row in rows} == {"向市职鉴中心报送"}


@pytest.mark.parametrize(("login", "reason"), [("centre", " "), ("invigilator", "好奇")])
def test_without_a_purpose_or_an_office_nothing_is_read(world: World, login: str, reason: str) -> None:
    accepted_round(world, 2)
    with pytest.raises(Refused):
        export_in_clear(Round.objects.all(), by=world.user(login), at=world.at, reason=reason)
    assert not History.objects.filter(model="people.person", verb="reveal").exists()
    assert Person.objects.exists()
