"""The ledger's page and its downloads."""

import pytest
from django.urls import reverse

from jiangxin.process.models import History
from tests.stories.archive import registered_round
from tests.stories.pages import signed_in, words
from tests.world import World


def test_the_funnel_and_the_definitions_are_shown(world: World) -> None:
    registered_round(world, 6)
    page = words(signed_in(world.user("centre")).get(reverse("reports:overview")))
    for word in ("从报名到证书", "缺考 1 人", "含缺考", "50.0%", "<svg"):
        assert word in page


def test_a_year_without_rounds_says_so(world: World) -> None:
    world.open_round()
    client = signed_in(world.user("centre"))
    assert "还没有批次" in words(client.get(reverse("reports:overview"), {"year": "1999"}))
    assert client.get(reverse("reports:overview"), {"year": "x"}).status_code == 200


def test_the_masked_ledger_is_downloaded_and_leaves_no_trace(world: World) -> None:
    world.open_round()
    answer = signed_in(world.user("auditor")).get(reverse("reports:ledger"))
    assert answer.content.startswith(b"PK")
    assert not History.objects.filter(verb="reveal").exists()


def test_the_full_ledger_asks_for_its_purpose(world: World) -> None:
    registered_round(world, 2)
    client, url = signed_in(world.user("centre")), reverse("reports:clear")
    assert client.post(url, {"purpose": ""}).status_code in (200, 409)
    assert not History.objects.filter(verb="reveal").exists()
    assert client.post(url, {"purpose": "filing", "words": "年度报送"}).content.startswith(b"PK")
    assert History.objects.get(verb="reveal").reason == "备案与上报：年度报送"


@pytest.mark.parametrize(("login", "status"), [("college", 200), ("teacher", 403), ("province", 403)])
def test_who_keeps_the_ledger(world: World, login: str, status: int) -> None:
    client = signed_in(world.user(login))
    assert client.get(reverse("reports:overview")).status_code == status
    assert client.get(reverse("reports:ledger")).status_code == status


def test_the_certificates_issued_are_shown_by_year_occupation_and_level(world: World) -> None:
    client = signed_in(world.user("centre"))
    assert "还没有证书" in words(client.get(reverse("reports:certificates")))
    registered_round(world, 3)
    assert reverse("reports:certificates") in words(client.get(reverse("reports:overview")))
    page = words(client.get(reverse("reports:certificates")))
    for word in ("共签发 2 份，有效 2 份", "第二十条", "电工", "四级/中级工", str(world.at.year)):
        assert word in page


@pytest.mark.parametrize(("login", "status"), [("college", 200), ("auditor", 200), ("teacher", 403), ("city", 403)])
def test_who_reads_the_statistics_of_certificates(world: World, login: str, status: int) -> None:
    assert signed_in(world.user(login)).get(reverse("reports:certificates")).status_code == status
