"""Rounds are numbered, opened within their filing only, extended, closed and cancelled."""

from datetime import timedelta

import pytest
from django.db import transaction

from jiangxin.archive import operations as archive
from jiangxin.process.errors import Refused
from jiangxin.process.queries import offers
from jiangxin.results import operations as results
from jiangxin.results.models import ResultFiling
from jiangxin.rounds import operations as rounds
from jiangxin.rounds.models import Round
from jiangxin.rounds.operations import UnableToExtend
from jiangxin.rounds.queries import open_rounds, scopes_of
from jiangxin.standards import operations as standards
from tests.stories.races import at_once
from tests.stories.results import after_publicity, published_round
from tests.world import World


def test_rounds_of_a_year_are_numbered_without_a_gap(world: World) -> None:
    assert [world.draft_round().number for _ in range(3)] == ["2026-01", "2026-02", "2026-03"]


def test_two_rounds_drafted_at_once_get_two_numbers(committed_world: World) -> None:
    drafted = at_once(*[committed_world.draft_round] * 2)
    assert {str(getattr(one, "number", one)) for one in drafted} == {"2026-01", "2026-02"}


def test_nothing_opens_outside_the_filing(world: World) -> None:
    round_ = world.draft_round(audience="nobody")
    with pytest.raises(Refused, match="不面向这类考生"):
        rounds.open(round_, by=world.user("centre"), at=world.at)


def test_the_college_must_be_the_institutions_own(world: World) -> None:
    round_ = world.draft_round(college=world.practice.institution)
    with pytest.raises(Refused, match="不是本机构的学院"):
        rounds.open(round_, by=world.user("centre"), at=world.at)


def test_enrolment_is_extended_to_a_later_day_only(world: World) -> None:
    round_, centre = world.open_round(), world.user("centre")
    with pytest.raises(UnableToExtend, match="不晚于"):
        rounds.extend(round_, by=centre, at=world.at, reason="人数不足", apply_until=round_.apply_until)
    later = round_.apply_until + timedelta(days=7)
    assert rounds.extend(round_, by=centre, at=world.at, reason="人数不足", apply_until=later).apply_until == later


def test_enrolment_is_not_extended_beyond_its_filing(world: World) -> None:
    last = world.practice.filing.valid_until
    round_, centre = world.open_round(planned_on=last), world.user("centre")
    with pytest.raises(UnableToExtend, match="不早于计划考核日期"):
        rounds.extend(round_, by=centre, at=world.at, reason="人数不足", apply_until=last)
    with pytest.raises(UnableToExtend, match="不早于计划考核日期"):
        rounds.extend(round_, by=centre, at=world.at, reason="人数不足", apply_until=last + timedelta(days=1))
    standards.end_filing(world.practice.filing, by=centre, at=world.at, reason="撤回备案")
    with pytest.raises(UnableToExtend, match=r"报名截止日 .*不在备案有效期内.*请选备案允许的日期"):
        rounds.extend(round_, by=centre, at=world.at, reason="人数不足", apply_until=last - timedelta(days=1))
    round_.refresh_from_db()
    assert round_.apply_until == world.at.date() + timedelta(days=14)


def test_a_round_closes_on_the_local_day(world: World) -> None:
    evening = world.at.replace(hour=17)  # one o'clock of the next day in Shanghai
    round_ = rounds.close(world.open_round(), by=world.user("centre"), at=evening)
    assert round_.closed_on == (evening + timedelta(days=1)).date()


def test_a_college_may_close_but_not_cancel(world: World) -> None:
    round_ = world.open_round()
    with pytest.raises(Refused):
        rounds.cancel(round_, by=world.user("college"), at=world.at, reason="x")
    assert rounds.close(round_, by=world.user("college"), at=world.at).state == "closed"


def test_the_public_sees_the_rounds_that_take_applications_today(world: World) -> None:
    round_ = world.open_round()
    world.draft_round()
    assert list(open_rounds(world.at.date())) == [round_]
    assert not open_rounds(round_.apply_until + timedelta(days=1))
    assert not open_rounds(round_.apply_from - timedelta(days=1))


def test_only_what_is_filed_today_can_be_chosen(world: World) -> None:
    assert [scope.level for scope in scopes_of(world.practice.institution, world.at.date())] == [world.practice.level]
    assert not scopes_of(world.practice.institution, world.practice.filing.valid_until + timedelta(days=1))


def offered(world: World, round_: Round) -> list[str]:
    """Return the verbs that the centre is offered for a round."""
    return [offer.step.verb for offer in offers(round_, world.user("centre"), world.at.date())]


def test_a_round_is_cancelled_until_its_results_are_filed_and_not_after(world: World) -> None:
    centre, public = world.user("centre"), published_round(world, 3)
    assert "cancel" in offered(world, public)
    with transaction.atomic():
        assert rounds.cancel(public, by=centre, at=world.at, reason="试题泄露，成绩作废").state == "cancelled"
        transaction.set_rollback(True)
    results.file_results(ResultFiling.objects.get(round=public), by=centre, at=after_publicity(world, public))
    assert "cancel" not in offered(world, public)
    with pytest.raises(Refused, match=r"结果已于 .* 上报省职鉴中心") as refusal:
        rounds.cancel(public, by=centre, at=world.at, reason="x")
    assert refusal.value.code == "facts"


def test_a_round_whose_dossier_is_sealed_stands_also_where_nobody_passed(world: World) -> None:
    round_, centre = published_round(world, 1), world.user("centre")
    assert not ResultFiling.objects.exists()
    archive.seal(archive.open_dossier(round_, by=centre, at=world.at), by=centre, at=after_publicity(world, round_))
    with pytest.raises(Refused, match=r"档案已于 .* 封存"):
        rounds.cancel(round_, by=centre, at=world.at, reason="x")


def test_a_cancelled_round_has_no_results(world: World) -> None:
    round_, centre = published_round(world, 3), world.user("centre")
    rounds.cancel(round_, by=centre, at=world.at, reason="试题泄露")
    filing = ResultFiling.objects.get(round=round_)
    with pytest.raises(Refused, match="这一批次已经取消"):
        results.file_results(filing, by=centre, at=after_publicity(world, round_))


def test_of_cancelling_and_filing_at_once_one_goes_through(committed_world: World) -> None:
    world = committed_world
    round_ = published_round(world, 3)
    filing, at = ResultFiling.objects.get(round=round_), after_publicity(world, round_)
    centre, centre2 = world.user("centre"), world.user("centre2")
    outcomes = at_once(
        lambda: rounds.cancel(round_, by=centre, at=at, reason="试题泄露"),
        lambda: results.file_results(filing, by=centre2, at=at),
    )
    assert sum(isinstance(one, Refused) for one in outcomes) == 1
