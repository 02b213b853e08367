"""The offices' pages of results: what is shown to whom, and publishing only after the word."""

import pytest
from django.urls import reverse

from jiangxin.process.who import ANONYMOUS
from jiangxin.results import operations
from jiangxin.results.models import Objection, Publication, Result, ResultFiling
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.results import after_publicity, published_round
from tests.stories.scoring import marked_round
from tests.stories.supervision import supervised_round
from tests.world import World


def objection(world: World) -> Objection:
    """Return an objection against a passed candidate of a published round."""
    published_round(world, 4)
    result = Result.objects.filter(conclusion="passed")[0]
    return operations.raise_objection(
        result, by=ANONYMOUS, at=world.at, name="李女士", contact="18800001111", text="分数有误"
    )


def test_results_are_published_only_after_the_word(world: World) -> None:
    round_ = supervised_round(world, 3)
    publication, client = Publication.objects.get(round=round_), signed_in(world.user("centre"))
    url = reverse("results:publish", args=[publication.pk])
    with at_the_hour(world):
        assert url in words(client.get(publication.get_absolute_url()))
        assert "公示结束" in words(client.get(url))
        assert client.post(url, {"word": "好"}).status_code == 409
        assert client.post(url, {"word": "公示"}).status_code == 302
        assert client.post(url, {"word": "公示"}).status_code == 302  # a second click is told, not refused
    assert Result.objects.count() == 3


def test_only_the_centre_publishes(world: World) -> None:
    publication = Publication.objects.get(round=supervised_round(world, 2))
    url = reverse("results:publish", args=[publication.pk])
    assert signed_in(world.user("college")).get(url).status_code == 403
    assert signed_in(world.user("teacher")).get(url).status_code == 404


def test_the_page_shows_each_subject_with_its_own_pass_mark(world: World) -> None:
    round_ = published_round(world, 6)
    page = words(signed_in(world.user("centre")).get(reverse("results:round", args=[round_.pk])))
    for word in ("合格线 60", "缺考", "否定项", "不计平均分", "<svg"):
        assert word in page
    one = words(
        signed_in(world.user("centre")).get(reverse("results:round", args=[round_.pk]), {"conclusion": "absent"})
    )
    assert one.count('<tr role="row">') < page.count('<tr role="row">')


def test_a_round_without_results_says_what_is_missing(world: World) -> None:
    round_ = marked_round(world, 2)
    assert "还没有成绩" in words(signed_in(world.user("centre")).get(reverse("results:round", args=[round_.pk])))


def test_who_may_not_see_marks_sees_none(world: World) -> None:
    round_ = published_round(world, 6)
    page = words(signed_in(world.user("teacher")).get(reverse("results:round", args=[round_.pk])))
    assert "合格线 60" not in page


def test_the_list_for_the_notice_board_is_a_pdf(world: World) -> None:
    publication = Publication.objects.get(round=published_round(world, 2))
    url = reverse("results:publicity_pdf", args=[publication.pk])
    assert signed_in(world.user("centre")).get(url).content.startswith(b"%PDF-")


def test_an_objection_is_shown_beside_the_marks_and_upheld_with_the_right_one(world: World) -> None:
    shown = objection(world)
    client = signed_in(world.user("centre"))
    assert "分数有误" in words(client.get(shown.get_absolute_url()))
    url = reverse("results:uphold", args=[shown.pk])
    assert "现为" in words(client.get(url))
    with at_the_hour(world):
        assert client.post(url, {"reason": "登分有误"}).status_code == 409
        assert client.post(url, {"reason": "登分有误", "mark-theory": "59.5"}).status_code == 302
    shown.result.refresh_from_db()
    assert shown.result.conclusion == "failed"


def test_a_foreign_objection_is_not_found(world: World) -> None:
    shown = objection(world)
    assert signed_in(world.user("teacher")).get(shown.get_absolute_url()).status_code == 404
    assert signed_in(world.user("auditor")).get(shown.get_absolute_url()).status_code == 200


def test_another_report_is_begun_when_somebody_waits(world: World) -> None:
    shown, centre = objection(world), world.user("centre")
    publication, client = Publication.objects.get(), signed_in(centre)
    operations.file_results(ResultFiling.objects.get(), by=centre, at=after_publicity(world, publication.round))
    operations.confirm_all(ResultFiling.objects.get(), by=world.user("province"), at=world.at)
    url = reverse("results:prepare_filing", args=[publication.pk])
    assert url not in words(client.get(publication.get_absolute_url()))
    operations.dismiss(shown, by=centre, at=world.at, reason="无误")
    assert url in words(client.get(publication.get_absolute_url()))
    with at_the_hour(world):
        assert client.post(url).status_code == 302
    assert ResultFiling.objects.count() == 2


@pytest.mark.parametrize("name", ["round"])
def test_nobody_reads_results_without_an_account(world: World, name: str) -> None:
    round_ = published_round(world, 2)
    assert signed_in(None).get(reverse(f"results:{name}", args=[round_.pk])).status_code == 302
