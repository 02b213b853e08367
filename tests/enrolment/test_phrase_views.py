"""An institution's phrases: added, offered before the given ones, dropped."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from jiangxin.enrolment.models import Phrase
from jiangxin.enrolment.phrases import phrases
from tests.stories import enrolment as story
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def test_a_phrase_is_added_offered_and_dropped(world: World) -> None:
    application = story.applications(story.enrolled_round(world, 1))[0]
    client = signed_in(world.user("reviewer"))
    client.post(reverse("enrolment:add_phrase"), {"verb": "reject", "text": "社保缴纳不满年限。"})
    phrase = Phrase.objects.get()
    assert phrases(world.practice.institution)["reject"][0] == "社保缴纳不满年限。"
    assert 'data-phrase="社保缴纳不满年限。" aria-keyshortcuts="Alt+1"' in words(
        client.get(application.get_absolute_url())
    )
    assert phrase.text in words(client.get(reverse("enrolment:phrases")))
    client.post(reverse("enrolment:drop_phrase", args=[phrase.pk]))
    assert phrase.text not in phrases(world.practice.institution)["reject"]


def test_others_add_none(world: World) -> None:
    assert signed_in(world.user("teacher")).get(reverse("enrolment:phrases")).status_code == 200
    answer = signed_in(world.user("teacher")).post(reverse("enrolment:add_phrase"), {"verb": "reject", "text": "不行"})
    assert answer.status_code in {403, 409}
    assert not Phrase.objects.exists()
