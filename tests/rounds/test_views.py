"""Drafting a round within the filing, and the steps that say beforehand what will follow."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from jiangxin.rounds.models import Round
from jiangxin.standards import operations as standards
from jiangxin.standards.models import FilingScope
from tests.stories import enrolment as story
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World

NEW = "rounds:draft_round"


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def reply(world: World, **changed: Any) -> dict[str, Any]:
    day = world.at.date()
    known = {
        "scope": FilingScope.objects.get(filing=world.practice.filing).pk, "college": world.practice.college.pk,
        "audience": "own_students", "apply_from": day, "apply_until": day + timedelta(days=14),
        "planned_on": day + timedelta(days=60), "capacity": 60,
    }  # fmt: skip
    return known | changed


def test_the_centre_drafts_a_round_within_the_filing(world: World) -> None:
    client = signed_in(world.user("centre"))
    assert world.practice.filing.number in words(client.get(reverse(NEW)))
    assert client.post(reverse(NEW), reply(world)).status_code == 302
    round_ = Round.objects.get()
    assert (round_.state, round_.filing, round_.level) == ("draft", world.practice.filing, world.practice.level)
    address = reverse("rounds:revise_round", args=[round_.pk])
    assert 'value="60"' in words(client.get(address))
    client.post(address, reply(world, capacity=90))
    round_.refresh_from_db()
    assert round_.capacity == 90


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"apply_until": "2026-03-01"}, "不能早于报名开始"),
        ({"planned_on": "2026-03-10"}, "应在报名截止之后"),
        ({"scope": 999999}, "不"),
        ({"capacity": 0}, "1"),
    ],
)
def test_a_wrong_draft_is_refused_and_keeps_what_was_typed(
    world: World, changed: dict[str, Any], sentence: str
) -> None:
    response = signed_in(world.user("centre")).post(reverse(NEW), reply(world, **{"capacity": 77, **changed}))
    assert response.status_code == 409
    assert sentence in words(response)
    assert not Round.objects.exists()


def test_a_college_drafts_for_itself_only(world: World) -> None:
    client = signed_in(world.user("college"))
    page = words(client.get(reverse(NEW)))
    assert "电气信息工程学院" in page
    assert "智能制造学院" not in page
    client.post(reverse(NEW), reply(world))
    assert Round.objects.get().college == world.practice.college


@pytest.mark.parametrize("login", ["reviewer", "teacher", "province", "auditor"])
def test_others_draft_nothing(world: World, login: str) -> None:
    assert signed_in(world.user(login)).post(reverse(NEW), reply(world)).status_code == 403


def test_closing_says_how_many_applied_and_when_the_filing_is_due(world: World) -> None:
    round_ = story.enrolled_round(world, 3)
    client, address = signed_in(world.user("college")), reverse("rounds:close", args=[round_.pk])
    page = words(client.get(address))
    assert "已有 3 人报名" in page
    assert "其中 3 人还没有审核完" in page
    assert "2026年3月30日" in page  # twenty working days after 2 March 2026
    client.post(address, {"reason": ""})
    round_.refresh_from_db()
    assert round_.state == "closed"


def test_extending_asks_for_a_later_day_and_cancelling_for_a_reason(world: World) -> None:
    round_, client = world.open_round(), signed_in(world.user("centre"))
    extend, cancel = (reverse(f"rounds:{verb}", args=[round_.pk]) for verb in ("extend", "cancel"))
    refused = client.post(extend, {"apply_until": round_.apply_until, "reason": "人数不足"})
    assert refused.status_code == 409
    assert "不晚于" in words(refused)
    client.post(extend, {"apply_until": round_.apply_until + timedelta(days=3), "reason": "人数不足"})
    assert client.post(cancel, {"reason": ""}).status_code == 409
    client.post(cancel, {"reason": "设备检修"})
    moved = Round.objects.get(pk=round_.pk)
    assert (moved.state, moved.apply_until) == ("cancelled", round_.apply_until + timedelta(days=3))


@pytest.mark.parametrize(
    ("ended", "sentence"), [(False, "不早于计划考核日期"), (True, "不在备案有效期内")], ids=["assessment", "filing"]
)
def test_a_day_that_is_too_late_is_refused_and_what_was_typed_stays(world: World, ended: bool, sentence: str) -> None:
    round_ = world.open_round()
    if ended:
        standards.end_filing(world.practice.filing, by=world.user("centre"), at=world.at, reason="撤回备案")
    day = round_.planned_on - timedelta(days=1 if ended else 0)
    address = reverse("rounds:extend", args=[round_.pk])
    answer = signed_in(world.user("centre")).post(address, {"apply_until": day, "reason": "台风停课"})
    assert answer.status_code == 409
    page = words(answer)
    assert sentence in page
    assert f'value="{day}"' in page
    assert "台风停课" in page
    assert Round.objects.get(pk=round_.pk).apply_until == round_.apply_until


def test_a_foreign_round_is_not_there(world: World) -> None:
    round_ = world.open_round()
    client = signed_in(world.candidate(1, login=True).user)
    for verb in ("open", "close", "extend", "cancel", "revise_round"):
        assert client.get(reverse(f"rounds:{verb}", args=[round_.pk])).status_code == 404
