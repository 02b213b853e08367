"""Rounds whose results are published, filed, and confirmed by the province."""

from datetime import UTC, date, datetime, timedelta

from jiangxin.results import operations
from jiangxin.results.models import Publication, ResultFiling
from jiangxin.rounds.models import Round
from tests.stories.remembered import remembered
from tests.stories.supervision import supervised_round
from tests.world import World


def morning_of(day: date) -> datetime:
    """Return ten o'clock in Shanghai on a day."""
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


@remembered
def published_round(world: World, count: int = 6) -> Round:
    """Return a supervised round whose results are public from today."""
    round_ = supervised_round(world, count)
    operations.publish(Publication.objects.get(round=round_), by=world.user("centre"), at=world.at)
    return round_


def after_publicity(world: World, round_: Round) -> datetime:
    """Move the hour to the day after the publicity's last, and return it."""
    ends_on = Publication.objects.get(round=round_).ends_on
    assert ends_on is not None
    world.at = morning_of(ends_on + timedelta(days=1))
    return world.at


@remembered
def filed_round(world: World, count: int = 6) -> Round:
    """Return a published round whose passed candidates are filed on the day after the publicity."""
    round_ = published_round(world, count)
    filing = ResultFiling.objects.get(round=round_)
    operations.file_results(filing, by=world.user("centre"), at=after_publicity(world, round_))
    return round_


@remembered
def confirmed_round(world: World, count: int = 6) -> Round:
    """Return a filed round whose rows the province's officer has confirmed, all of them."""
    round_ = filed_round(world, count)
    filing = ResultFiling.objects.get(round=round_)
    operations.confirm_all(filing, by=world.user("province"), at=world.later(days=1))
    return round_
