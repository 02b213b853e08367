"""The pages of filings: warnings before the end, what can't be, scope, renewal."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from jiangxin.standards.models import Filing
from tests.stories.pages import signed_in
from tests.world import World


@pytest.mark.parametrize(
    ("days", "words"), [(91, ""), (90, "还有 90 天到期"), (30, "还有 30 天到期"), (-1, "到期，不能再立项")]
)
def test_a_filing_warns_before_it_ends(world: World, days: int, words: str) -> None:
    last = world.practice.filing.valid_until
    with time_machine.travel(last - timedelta(days=days), tick=False):
        page = signed_in(world.user("centre")).get(reverse("standards:filings")).content.decode()
    assert words in page
    assert ("请尽早续期" in page or "请办理续期" in page) is bool(words)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": "A123"},
        {"number": "S00005199000"},
        {"valid_until": "2020-01-01"},
        {"audiences": []},
        {"number": "Y000000990002"},
    ],
)
def test_an_impossible_filing_is_refused(world: World, changes: dict[str, object]) -> None:
    data = {"number": "S000000990002", "audiences": ["public"], "valid_from": "2026-01-01", "valid_until": "2028-12-31"}
    response = signed_in(world.user("centre")).post(reverse("standards:enter_filing"), {**data, **changes})
    assert response.status_code == 409
    assert Filing.objects.count() == 1


def test_a_filing_gets_its_scope(world: World) -> None:
    client = signed_in(world.user("centre"))
    data = {"number": "S000000990002", "audiences": ["public"], "valid_from": "2026-01-01", "valid_until": "2028-12-31"}
    client.post(reverse("standards:enter_filing"), data)
    filing = Filing.objects.get(number="S000000990002")
    client.post(reverse("standards:add_scope", args=[filing.pk]), {"level": world.practice.level.pk})
    page = client.get(reverse("standards:filing", args=[filing.pk])).content.decode()
    assert "电工 四级/中级工" in page
    scope = filing.scopes.get()
    client.post(reverse("standards:remove_scope", args=[scope.pk]), {"reason": "不再开展"})
    assert not filing.scopes.filter(state="valid").exists()


def test_a_renewal_is_entered_with_its_paper_and_the_warning_is_gone(world: World) -> None:
    filing = world.practice.filing
    client, last = signed_in(world.user("centre")), filing.valid_until
    address = reverse("standards:renew_filing", args=[filing.pk])
    assert client.post(address, {"valid_until": last, "reason": "演练公告"}).status_code == 409
    client.post(address, {"valid_until": last + timedelta(days=1095), "reason": "演练公告2号，2026-03-01"})
    with time_machine.travel(last - timedelta(days=10), tick=False):
        page = signed_in(world.user("centre")).get(reverse("standards:filings")).content.decode()
    assert "请尽早续期" not in page
    assert "演练公告2号" in client.get(reverse("standards:filing", args=[filing.pk])).content.decode()
