"""Where the stages of a round lead, for whom: to what is there, and to where what is next is begun."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from jiangxin.portal import links
from jiangxin.portal.stage_links import linked
from jiangxin.portal.stages import STAGES, TODO, courses
from jiangxin.rounds.models import Round
from tests.stories.exams import confirmed_sittings
from tests.stories.plans import received_plan
from tests.stories.results import confirmed_round
from tests.world import World

RECORD = {stage.key: stage.record for stage in STAGES}


def led(world: World, round_: Round, login: str) -> dict[str, str]:
    """Return where each stage leads somebody, for those stages that lead anywhere."""
    on = timezone.localdate(world.at)
    course = courses([Round.objects.get(pk=round_.pk)], on)[round_.pk]
    return {node.key: node.url for node in linked(course, world.user(login), on).nodes if node.url}


def test_a_stage_with_records_leads_an_office_to_the_page_of_the_round(world: World) -> None:
    round_ = received_plan(world).round
    assert led(world, round_, "centre")["filed"] == links.in_round(RECORD["filed"], round_.pk)


def test_a_stage_without_a_record_leads_whoever_may_begin_it(world: World) -> None:
    round_ = confirmed_round(world)
    assert led(world, round_, "centre")["certified"] == reverse("certificates:round", args=[round_.pk])
    for login in ("auditor", "reviewer", "province"):
        assert "certified" not in led(world, round_, login), login


def test_a_stage_that_is_not_yet_at_hand_leads_nobody(world: World) -> None:
    round_, on = confirmed_sittings(world), timezone.localdate(world.at)
    ahead = {node.key for node in courses([Round.objects.get(pk=round_.pk)], on)[round_.pk].nodes if node.state == TODO}
    assert "certified" in ahead
    for login in ("centre", "college", "auditor", "reviewer"):
        assert led(world, round_, login).keys() & ahead == set(), login


def test_whoever_runs_no_round_is_led_to_the_records_he_may_see(world: World) -> None:
    round_ = received_plan(world).round
    found = led(world, round_, "reviewer")
    assert found["reviewed"] == links.records(RECORD["reviewed"], round=round_.pk)
    assert found == {key: links.records(RECORD[key], round=round_.pk) for key in found}
