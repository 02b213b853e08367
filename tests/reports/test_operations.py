"""A ledger in clear is a reading of personal data."""

import pytest

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.people.models import Reading
from jiangxin.process.errors import Unable
from jiangxin.process.models import History
from jiangxin.reports.operations import export_in_clear
from jiangxin.rounds.models import Round
from tests.stories.enrolment import accepted_round
from tests.world import World


def test_one_line_of_history_says_who_read_them_all_and_what_for(world: World) -> None:
    round_ = accepted_round(world, 3)
    content = export_in_clear(
        Round.objects.filter(pk=round_.pk), by=world.user("centre"), at=world.at, purpose="filing",
        words="向市职鉴中心报送", about="台账.xlsx",
    )  # fmt: skip
    assert content.startswith(b"PK")
    assert History.objects.get(model="people.reading", verb="reveal").reason == "备案与上报：向市职鉴中心报送"
    applicants = Application.objects.filter(round=round_).values_list("person", flat=True)
    assert sorted(Reading.objects.get().people) == sorted(applicants)


@pytest.mark.parametrize(
    ("login", "purpose", "words"), [("centre", "", ""), ("centre", "other", " "), ("invigilator", "filing", "")]
)
def test_without_a_purpose_or_an_office_nothing_is_read(world: World, login: str, purpose: str, words: str) -> None:
    accepted_round(world, 2)
    rounds, by = Round.objects.all(), world.user(login)
    with pytest.raises(Unable):
        export_in_clear(rounds, by=by, at=world.at, purpose=purpose, words=words, about="台账.xlsx")
    assert not Reading.objects.exists()


def test_only_those_who_stand_in_the_ledger_are_told(world: World) -> None:
    round_ = world.open_round()
    person = world.candidate(1, login=True)
    enrolment.draft_application(round_, person, by=person.user, at=world.at)  # a draft is in no ledger
    rounds = Round.objects.filter(pk=round_.pk)
    export_in_clear(rounds, by=world.user("centre"), at=world.at, purpose="filing", about="台账.xlsx")
    assert not Reading.objects.exists()
