"""What all pages of steps have in common: whom they open for, an empty form, a second click, two people at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from jiangxin.plans.models import Plan
from jiangxin.process import stale
from jiangxin.process.models import History
from jiangxin.process.views import facts_of
from jiangxin.rounds import operations as rounds
from tests.stories.enrolment import accepted_round
from tests.stories.pages import signed_in, words
from tests.stories.plans import approved_plan, complete_plan, plan_of, written_plan
from tests.world import World

pytestmark = pytest.mark.usefixtures("clock")


def opened(client: Client, address: str, **changes: object) -> dict[str, object]:
    """Return what a browser would submit from a page of a step: what its form shows, the stamp, and the changes."""
    context = client.get(address).context
    form = context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return {**shown, stale.FIELD: context["seen"], **changes}


def test_a_step_opens_only_for_whoever_may_take_it(world: World) -> None:
    plan = complete_plan(world)
    address = reverse("plans:submit_plan", args=[plan.pk])
    answer = signed_in(world.user("auditor")).get(address)
    assert answer.status_code == 403
    assert "这一步由学院经办员；或中心管理员办理" in words(answer)
    assert signed_in(world.user("college")).get(address).status_code == 200


def test_a_birth_opens_only_for_whoever_may_make_the_record(world: World) -> None:
    round_ = accepted_round(world)
    address = reverse("items:draft_setting", args=[round_.pk])
    assert signed_in(world.user("teacher")).get(address).status_code == 403
    assert signed_in(world.user("college")).get(address).status_code == 200
    assert signed_in(world.user("teacher")).get(reverse("venues:add_site")).status_code == 403


def test_the_way_back_is_called_so_whatever_is_said_before_it(world: World) -> None:
    client, address = signed_in(world.user("centre")), reverse("rounds:cancel", args=[world.open_round().pk])
    assert "办理后不能撤销" in (page := words(client.get(address)))
    assert re.search(r"<a\b[^>]*>\s*返回\s*</a>", page)


def test_an_empty_form_is_a_form(world: World) -> None:
    plan = plan_of(accepted_round(world))
    answer = signed_in(world.user("centre")).post(reverse("plans:revise_plan", args=[plan.pk]), {})
    assert answer.status_code == 409
    assert answer.context["form"].errors
    rule = reverse("documents:draft_rule")
    answer = signed_in(world.user("centre")).post(rule, {})
    assert answer.context["form"].errors


def test_a_second_click_adds_nothing(world: World) -> None:
    plan = complete_plan(world)
    client, address = signed_in(world.user("college")), reverse("plans:submit_plan", args=[plan.pk])
    submitted = opened(client, address)
    assert client.post(address, submitted).status_code == 302
    before = History.objects.count()
    for again in (submitted, {}):  # from the form, and from a button in a list
        answer = client.post(address, again)
        assert answer.status_code == 409
        assert "不能“送审方案”" in words(answer)
    assert History.objects.count() == before


def test_the_second_of_two_is_told_what_the_first_did_and_keeps_what_he_typed(world: World) -> None:
    plan = written_plan(world, accepted_round(world))
    address = reverse("plans:write", args=[plan.pk])
    college, centre = signed_in(world.user("college")), signed_in(world.user("centre"))
    first, second = opened(college, address, method="先写的"), opened(centre, address, method="后写的")
    assert college.post(address, first).status_code == 302
    answer = centre.post(address, second)
    assert answer.status_code == 409
    assert "赵明" in words(answer)
    assert "办理了“编制方案”" in words(answer)
    assert "后写的" in words(answer)
    assert Plan.objects.get(pk=plan.pk).method == "先写的"
    assert centre.post(address, {**second, stale.FIELD: answer.context["seen"]}).status_code == 302
    assert Plan.objects.get(pk=plan.pk).method == "后写的"


def test_an_authority_sees_a_plan_once_it_is_filed(world: World) -> None:
    plan = approved_plan(world)
    employment = signed_in(world.user("employment"))
    assert employment.get(plan.get_absolute_url()).status_code == 404
    signed_in(world.user("centre")).post(reverse("plans:file", args=[plan.pk]), {"reason": ""})
    assert employment.get(plan.get_absolute_url()).status_code == 200


def test_a_step_out_of_turn_is_explained_and_offers_no_form(world: World) -> None:
    round_, centre = world.open_round(), signed_in(world.user("centre"))
    page = words(centre.get(reverse("rounds:open", args=[round_.pk])))
    assert "现在不能办理" in page
    assert f"现在是“{round_.state_label}”，只有“草稿”时可以" in page
    assert 'name="reason"' not in page
    assert 'name="reason"' in words(centre.get(reverse("rounds:close", args=[round_.pk])))


def test_what_was_sent_out_of_turn_is_kept(world: World) -> None:
    round_ = rounds.close(world.open_round(), by=world.user("centre"), at=world.at)
    answer = signed_in(world.user("centre")).post(reverse("rounds:close", args=[round_.pk]), {"reason": "名额已满"})
    assert answer.status_code == 409
    assert "名额已满" in words(answer)


def test_yes_and_no_are_words(world: World) -> None:
    facts = {str(fact["label"]): fact["value"] for fact in facts_of(world.open_round())}
    assert facts["补录"] == "否"
