"""Building the demonstration, once: all of it or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.demo import archived, being_scored, enrolling, registers
from jiangxin.demo.stage import Stage
from jiangxin.people import operations as people
from jiangxin.people.models import Qualification, User
from jiangxin.practice import DATA, Practice, load_calendar, practice, seed
from jiangxin.process.errors import Unable
from jiangxin.regulation.calendar import YearUnknown

FIRST_ACCOUNT = "candidate"  # opened by nothing but the demonstration
SEEDED = 200  # days ago: the institution was there before its first round
CARD_ENDS_IN = 40  # days: within `qualification.warning`
RENEWED = "examiner4"
REGION = "四川省演练市"  # a province that exists, and a city that doesn't


class UnableToBuild(Unable):
    """The data directory holds something else than a demonstration."""


def is_built() -> bool:
    """Tell whether this installation holds the demonstration."""
    return User.objects.filter(username=FIRST_ACCOUNT).exists()


def demo_password(directory: Path) -> str:
    """Return the password of the demonstration's accounts, made once and kept in the data directory for its owner."""
    path = directory / "demo-password"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_hex(5)}", encoding="utf-8")
    return path.read_text(encoding="utf-8").strip()


@transaction.atomic
def build(*, now: datetime, password: str | None, tell: Callable[[str], None] = lambda line: None) -> None:
    """Take every round of the demonstration as far as it goes; `tell` hears what is being done.

    Where `run-round` has seeded the practice institution, its rounds stay, and its accounts get the password. Raises
    UnableToBuild when what is there stands in the way.
    """
    tell("演练机构：人员、任职、场地、标准、备案、收费公示")
    since, was_there = now - timedelta(days=SEEDED), practice() is not None
    stage = Stage(institution(since, password), now, password)
    try:
        _take_rounds(stage, tell)
    except Unable as unable:
        if not was_there:
            raise
        sentence = _("不能建立演示：与这个数据目录里已有的批次冲突。%s 请用另一个数据目录（JIANGXIN_DATA）。")
        raise UnableToBuild(sentence % unable) from unable


def _take_rounds(stage: Stage, tell: Callable[[str], None]) -> None:
    since = stage.now - timedelta(days=SEEDED)
    with suppress(YearUnknown):  # a year of which nothing is known yet: the desk warns that the calendar ends
        load_calendar(stage.now.year, stage.now.year + 1, at=since)
    _renew_card(stage)
    _state_region(stage)
    registers.keep_library(stage)
    registers.list_evaluated(stage)
    registers.set_targets(stage)
    archived.take_round(stage, tell)
    tell("评分中的批次")
    being_scored.take_round(stage)
    tell("临近备案期限的批次")
    enrolling.take_round_nearly_due(stage)
    tell("报名中的批次")
    enrolling.take_open_round(stage)
    enrolling.take_full_round(stage, registers.enter_second_filing(stage))
    enrolling.draft_next_round(stage)


def institution(since: datetime, password: str | None) -> Practice:
    """Return the practice institution, seeded now where it is not there, with accounts that can sign in."""
    found = practice()
    if found is None:
        return seed(at=since, password=password)
    if password is not None:
        for user in User.objects.filter(username__in=[row["login"] for row in DATA["staff"]]):
            people.give_password(user, password)
    return found


def _state_region(stage: Stage) -> None:
    """Have the centre state in which province it is: a round with many from another one is pointed out."""
    place, at = stage.practice.institution, stage.hour(stage.ago(SEEDED - 10), 10)
    people.revise_organisation(place, by=stage.user("centre"), at=at, region=REGION)


def _renew_card(stage: Stage) -> None:
    """Have the centre take an examiner's card out and enter one that ends soon."""
    centre, person = stage.user("centre"), stage.person(RENEWED)
    at = stage.hour(stage.ago(SEEDED - 10), 10)
    card = person.qualifications.get(kind=Qualification.EXAMINER, state="valid")
    people.withdraw_qualification(card, by=centre, at=at, reason="登记的有效期有误，按证卡原件重新登记。")
    people.add_qualification(
        person, by=centre, at=at, kind=Qualification.EXAMINER, number=card.number, occupation=card.occupation,
        valid_from=card.valid_from, valid_until=stage.today + timedelta(days=CARD_ENDS_IN),
    )  # fmt: skip
