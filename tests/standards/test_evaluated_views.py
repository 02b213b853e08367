"""The pages of the list of evaluated programmes: entering with the paper, correcting, taking off, who sees it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiangxin.standards.models import EvaluatedProgramme
from tests.stories.evaluated import ENTRY, evaluated_programme
from tests.stories.norms import PAPER
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World

LIST = "standards:evaluated"


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def entered(**changes: Any) -> dict[str, Any]:
    """Return what is sent to enter a programme."""
    return {**ENTRY, "upload": SimpleUploadedFile("评估论证.pdf", PAPER, "application/pdf"), **changes}


def test_a_programme_is_entered_from_its_paper_and_listed(world: World) -> None:
    client = signed_in(world.user("centre"))
    assert "还没有经评估论证的专业" in words(client.get(reverse(LIST)))
    answer = client.post(reverse("standards:enter_evaluated"), entered())
    assert answer.headers["Location"] == reverse(LIST)
    programme = EvaluatedProgramme.objects.get()
    page = words(client.get(reverse(LIST)))
    for told in (programme.school, programme.major, "四级/中级工", "2024年3月1日起", "有效"):
        assert told in page
    page = words(client.get(reverse("standards:evaluatedprogramme", args=[programme.pk])))
    assert ENTRY["document"] in page
    paper = client.get(reverse("standards:evaluated_paper", args=[programme.pk]))
    assert b"".join(getattr(paper, "streaming_content", [paper.content])) == PAPER


@pytest.mark.parametrize(
    "changes", [{"upload": ""}, {"level": ""}, {"valid_until": "2020-01-01"}, {"evaluated_on": "2099-01-01"}]
)
def test_what_is_impossible_is_refused_and_stays(world: World, changes: dict[str, Any]) -> None:
    answer = signed_in(world.user("centre")).post(reverse("standards:enter_evaluated"), entered(**changes))
    assert answer.status_code == 409
    assert ENTRY["document"] in answer.content.decode()
    assert not EvaluatedProgramme.objects.exists()


def test_an_entry_is_corrected_and_taken_off_with_a_reason(world: World) -> None:
    programme, client = evaluated_programme(world), signed_in(world.user("centre"))
    address = reverse("standards:correct_evaluated", args=[programme.pk])
    assert ENTRY["document"] in client.get(address).content.decode()
    sent = {**ENTRY, "valid_until": "2025-12-31"}
    assert client.post(address, sent).status_code == 409  # without the reason
    client.post(address, {**sent, "reason": "文件写有期限"})
    programme.refresh_from_db()
    assert programme.valid_until == date(2025, 12, 31)
    assert "已过期" in words(client.get(reverse(LIST)))
    client.post(reverse("standards:end_evaluated", args=[programme.pk]), {"reason": "已过期"})
    programme.refresh_from_db()
    assert programme.state == "ended"


def test_the_institutions_people_see_the_list_and_only_the_centre_changes_it(world: World) -> None:
    programme = evaluated_programme(world)
    page = reverse("standards:evaluatedprogramme", args=[programme.pk])
    for name in ("college", "reviewer", "auditor"):
        client = signed_in(world.user(name))
        assert programme.school in words(client.get(reverse(LIST)))
        assert "经评估论证的专业" in words(client.get(reverse("standards:list")))
        assert "更正登记" not in words(client.get(page))
        assert client.get(reverse("standards:correct_evaluated", args=[programme.pk])).status_code == 403
        assert client.get(reverse("standards:enter_evaluated")).status_code == 403
    candidate = signed_in(world.candidate(1, login=True).user)
    assert candidate.get(page).status_code == 404
    assert candidate.get(reverse(LIST)).status_code == 403
