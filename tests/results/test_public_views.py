"""The public list and the objection: nobody is told who it is, and machines are kept out."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from jiangxin.results.models import Objection, Publication, Result
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.results import after_publicity, published_round
from tests.stories.supervision import supervised_round
from tests.world import World

WORDS = {"name": "李女士", "contact": "18800001111", "text": "实操分数与现场公布的不一致。"}


def addresses(world: World) -> tuple[Publication, Result, str, str]:
    """Return a publication, one of its results, the list's address and that of an objection against the result."""
    publication = Publication.objects.get(round=published_round(world, 3))
    result = Result.objects.filter(conclusion="passed")[0]
    return (
        publication, result, reverse("results:publicity", args=[publication.pk]),
        reverse("results:object", args=[publication.pk, result.pk]),
    )  # fmt: skip


def opened(page: str) -> dict[str, str]:
    """Return the hidden stamp of a form that was opened."""
    found = re.search(r'name="opened" value="([^"]+)"', page)
    assert found
    return {"opened": found[1]}


def test_everybody_reads_the_masked_list_without_an_account(world: World) -> None:
    _publication, result, url, objecting = addresses(world)
    with at_the_hour(world):
        page = words(signed_in(None).get(url))
    assert objecting in page
    assert result.application.person.id_number not in page
    assert result.application.person.name not in page


def test_after_the_publicity_the_list_is_public_no_more(world: World) -> None:
    publication, _result, url, objecting = addresses(world)
    after_publicity(world, publication.round)
    with at_the_hour(world):
        page = words(signed_in(None).get(url))
        assert "公示期已经结束" in page
        assert objecting not in page
        assert signed_in(None).get(objecting).status_code == 302


def test_what_is_not_published_is_not_found(world: World) -> None:
    publication = Publication.objects.get(round=supervised_round(world, 2))
    assert signed_in(None).get(reverse("results:publicity", args=[publication.pk])).status_code == 404


def test_anybody_objects_and_the_list_says_under_review(world: World) -> None:
    _publication, result, url, objecting = addresses(world)
    client = signed_in(None)
    with at_the_hour(world):
        answer: Any = client.post(objecting, {**WORDS, **opened(words(client.get(objecting)))})
        assert answer.url == f"{url}?sent=1"
        assert "复核中" in words(client.get(answer.url))
    assert Objection.objects.get().name == "李女士"
    result.refresh_from_db()
    assert result.state == "held"


@pytest.mark.parametrize(
    "wrong", [{"website": "x"}, {"opened": "forged"}, {"opened": ""}, {"contact": ""}, {"text": " "}]
)
def test_machines_and_blanks_are_refused_and_what_was_written_stays(world: World, wrong: dict[str, str]) -> None:
    _publication, _result, _url, objecting = addresses(world)
    client = signed_in(None)
    with at_the_hour(world):
        form = {**WORDS, **opened(words(client.get(objecting))), **wrong}
        answer = client.post(objecting, form)
    assert answer.status_code == 409
    assert "李女士" in words(answer)
    assert not Objection.objects.exists()


def test_a_form_that_was_open_for_hours_is_sent_once_more(world: World) -> None:
    _publication, _result, _url, objecting = addresses(world)
    client = signed_in(None)
    with at_the_hour(world):
        stamp = opened(words(client.get(objecting)))
    world.at += timedelta(hours=5)
    with at_the_hour(world):
        answer = client.post(objecting, {**WORDS, **stamp})
        assert "再提交一次" in words(answer)
        assert client.post(objecting, {**WORDS, **opened(words(answer))}).status_code == 302


def test_a_result_of_another_round_takes_no_objection_here(world: World) -> None:
    publication, _result, _url, _objecting = addresses(world)
    assert signed_in(None).get(reverse("results:object", args=[publication.pk, 999_999])).status_code == 404
