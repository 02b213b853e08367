"""Targets of the colleges: set by the centre, shown to the college, progress counted from records."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from jiangxin.people.models import Organisation
from jiangxin.process.errors import Refused
from jiangxin.reports import operations as reports
from jiangxin.reports.models import Target
from jiangxin.reports.queries import progress
from jiangxin.rounds.models import Round
from tests.stories.archive import registered_round
from tests.stories.pages import signed_in, words
from tests.world import World

PAGE, NEW = "reports:targets", "reports:set_target"


def target(world: World, **fields: Any) -> Target:
    """Set the target of the practice college for the year."""
    known = {"college": world.practice.college, "year": world.at.year, "applied": 8, "certified": 4}
    return reports.set_target(world.practice.institution, by=world.user("centre"), at=world.at, **{**known, **fields})


def test_a_college_sees_its_own_target_with_progress_from_records(world: World) -> None:
    registered_round(world, 6)
    other = Organisation.objects.filter(kind="college").exclude(pk=world.practice.college.pk)[0]
    held = Round.objects.get().year
    set_, foreign = target(world, year=held), target(world, year=held, college=other)
    found = progress([set_, foreign])
    assert (found[set_.pk].applied, found[foreign.pk].applied) == (6, 0)
    page = words(signed_in(world.user("college")).get(reverse(PAGE)))
    assert "6 / 8" in page
    assert "75.0%" in page
    assert str(other) not in page
    everything = words(signed_in(world.user("auditor")).get(reverse(PAGE)))
    assert str(other) in everything
    assert "下达任务指标" not in everything


def test_the_centre_sets_and_revises_a_target_with_its_reason(world: World) -> None:
    client = signed_in(world.user("centre"))
    data = {"college": world.practice.college.pk, "year": 2026, "applied": 100, "certified": 120}
    assert "不能超过报名人数" in words(client.post(reverse(NEW), data))
    assert client.post(reverse(NEW), {**data, "certified": 80}).status_code == 302
    assert "已经下达" in words(client.post(reverse(NEW), {**data, "certified": 80}))
    made = Target.objects.get()
    address = reverse("reports:revise_target", args=[made.pk])
    assert client.post(address, {"applied": 90, "certified": 70, "reason": ""}).status_code == 409
    client.post(address, {"applied": 90, "certified": 70, "reason": "专业停招"})
    made.refresh_from_db()
    assert (made.applied, made.certified) == (90, 70)
    page = words(client.get(reverse(PAGE)))
    assert "0 / 90" in page
    withdraw = reverse("reports:withdraw_target", args=[made.pk])
    assert (withdraw in page, address in page) == (True, True)
    for login in ("college", "auditor"):
        assert withdraw not in words(signed_in(world.user(login)).get(reverse(PAGE)))
    assert client.post(withdraw, {"reason": ""}).status_code == 409
    client.post(withdraw, {"reason": "误下达"})
    assert "还没有任务指标" in words(client.get(reverse(PAGE)))


def test_nobody_else_sets_a_target_and_no_foreign_college_gets_one(world: World) -> None:
    assert signed_in(world.user("college")).get(reverse(NEW)).status_code == 403
    with pytest.raises(Refused, match="这一步由"):
        reports.set_target(
            world.practice.institution, by=world.user("college"), at=world.at, college=world.practice.college,
            year=2026, applied=1, certified=1,
        )  # fmt: skip
    with pytest.raises(Refused, match="本机构的学院"):
        target(world, college=world.practice.institution)
    with pytest.raises(Refused, match="不能超过报名人数"):
        target(world, certified=9)
    with pytest.raises(reports.UnableToRevise, match="不能超过报名人数"):
        reports.revise_target(target(world), by=world.user("centre"), at=world.at, reason="x", applied=1, certified=2)
