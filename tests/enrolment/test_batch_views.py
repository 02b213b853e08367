"""A set decided through the pages: drawn, read, accepted."""

from collections.abc import Iterator

import pytest
from django.urls import reverse

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Batch, Sampled
from tests.stories import enrolment as story
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def test_a_round_is_decided_together_after_its_sample_was_read(world: World) -> None:
    round_ = story.enrolled_round(world, 11)
    client = signed_in(world.user("reviewer"))
    answer = client.post(reverse("enrolment:draw_sample") + f"?round={round_.pk}")
    batch = Batch.objects.get()
    assert answer.headers["Location"] == batch.get_absolute_url()
    page = words(client.get(batch.get_absolute_url()))
    assert "还缺：阅过样本：还有 2 份没有看" in page
    assert batch.seed in page
    first, second = Sampled.objects.all()
    assert "抽中的样本" in words(client.get(first.application.get_absolute_url()))
    answer = client.post(reverse("enrolment:read", args=[first.pk]))
    assert answer.headers["Location"] == second.application.get_absolute_url()
    answer = client.post(reverse("enrolment:read", args=[second.pk]))
    assert answer.headers["Location"] == batch.get_absolute_url()
    client.post(reverse("enrolment:accept_batch", args=[batch.pk]), {"reason": ""})
    assert set(story.applications(round_).values_list("state", flat=True)) == {"accepted"}


def test_opening_a_proof_in_the_browser_counts(world: World) -> None:
    application = story.submitted(world, world.open_round(), world.candidate(1, login=True))
    client = signed_in(world.user("reviewer"))
    client.post(reverse("enrolment:draw_sample") + f"?round={application.round_id}")
    sampled = Sampled.objects.get()
    answer = client.post(reverse("enrolment:read", args=[sampled.pk]), follow=True)
    assert "还缺：打开" in words(answer)
    client.get(reverse("enrolment:material", args=[application.materials.get().pk]))
    client.post(reverse("enrolment:read", args=[sampled.pk]))
    assert Sampled.objects.get().state == "read"


def test_nothing_clean_gives_nothing_to_draw(world: World) -> None:
    answer = signed_in(world.user("reviewer")).post(reverse("enrolment:draw_sample"), follow=True)
    assert "没有可以批量审核的报名" in words(answer)


def test_what_is_related_by_the_candidates_own_word_is_not_decided_together(world: World) -> None:
    round_ = world.open_round()
    condition = story.condition_of(round_, "四级-1")
    for number, scope in enumerate(("related", "same"), 1):
        person = world.candidate(number, login=True)
        application = story.filled(world, round_, person)
        facts = {"jobs": [{"since": "2020-01-01", "scope": scope}]}
        enrolment.fill(application, by=person.user, at=world.at, condition=condition, facts=facts)
        enrolment.attach(
            application, "工作年限证明", "证明.pdf", b"%PDF-1.7 proof", "application/pdf", by=person.user, at=world.at
        )
        application = enrolment.submit(application, by=person.user, at=world.at)
        assert application.opinion == "met"
    signed_in(world.user("reviewer")).post(reverse("enrolment:draw_sample") + f"?round={round_.pk}")
    assert Batch.objects.get().members == [application.pk]


def test_a_foreign_batch_is_not_there(world: World) -> None:
    story.enrolled_round(world, 1)
    signed_in(world.user("reviewer")).post(reverse("enrolment:draw_sample"))
    batch = Batch.objects.get()
    assert signed_in(world.user("teacher")).get(batch.get_absolute_url()).status_code == 404
    assert "已抽" not in words(signed_in(world.user("auditor")).get(batch.get_absolute_url()))
