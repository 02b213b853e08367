"""The pages of fee standards: finance drafts, the centre publishes."""

from __future__ import annotations

from django.urls import reverse

from jiangxin.fees.models import FeeStandard
from tests.stories.norms import drafted_norm, published_norm
from tests.stories.pages import signed_in, words
from tests.world import World


def drafted(world: World) -> dict[str, object]:
    """Return what finance enters."""
    return {
        "level": world.practice.level.pk,
        "training": "300.00",
        "assessment": "200.00",
        "grounds": "按成本核算",
        "valid_from": "2026-09-01",
    }


def test_finance_drafts_and_the_centre_publishes(world: World) -> None:
    finance, centre = signed_in(world.user("finance")), signed_in(world.user("centre"))
    old = FeeStandard.objects.get()
    finance.post(reverse("fees:draft_fee"), drafted(world))
    fresh = FeeStandard.objects.get(state="draft")
    centre.post(reverse("fees:publish_fee", args=[fresh.pk]), {"reason": ""})
    fresh.refresh_from_db()
    old.refresh_from_db()
    assert (fresh.state, old.state) == ("published", "withdrawn"), "the old one is replaced in the same moment"
    page = finance.get(reverse("fees:fee", args=[fresh.pk])).content.decode()
    assert "200.00" in page
    assert "按成本核算" in page


def test_the_form_is_in_chinese(world: World) -> None:
    page = signed_in(world.user("finance")).get(reverse("fees:draft_fee")).content.decode()
    assert "职业和等级" in page
    assert "Level" not in page


def test_a_draft_starts_from_what_it_holds(world: World) -> None:
    client = signed_in(world.user("finance"))
    client.post(reverse("fees:draft_fee"), drafted(world))
    draft = FeeStandard.objects.get(state="draft")
    assert "2026-09-01" in client.get(reverse("fees:edit_fee", args=[draft.pk])).content.decode()


def test_only_a_level_that_the_institution_may_choose_is_offered(world: World) -> None:
    ours, draft = published_norm(world).levels.all()[0], drafted_norm(world, "ai-trainer").levels.all()[0]
    page = words(signed_in(world.user("finance")).get(reverse("fees:draft_fee")))
    offered = {level.pk: f'value="{level.pk}"' in page for level in (world.practice.level, ours, draft)}
    assert offered == {world.practice.level.pk: True, ours.pk: True, draft.pk: False}


def test_the_college_drafts_no_fees(world: World) -> None:
    client = signed_in(world.user("college"))
    assert reverse("fees:draft_fee") not in client.get(reverse("fees:list")).content.decode()
    assert client.post(reverse("fees:draft_fee"), drafted(world)).status_code == 403


def test_a_fee_below_nothing_or_without_grounds_is_refused(world: World) -> None:
    data = {**drafted(world), "assessment": "many", "grounds": ""}
    response = signed_in(world.user("finance")).post(reverse("fees:draft_fee"), data)
    assert response.status_code == 409
    assert "300.00" in response.content.decode(), "what was entered stays"
