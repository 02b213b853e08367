"""A photo is shown as it will be, kept with its doubts, or refused with what to do."""

from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from jiangxin.enrolment.models import Application
from tests.stories import enrolment as story
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.photos import jpeg, somebody, striped
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", content)


def begun(world: World) -> tuple[Client, Application, str]:
    """Return the client of a candidate, his draft, and the address of the question about the photo."""
    person = world.candidate(1, login=True)
    application = story.drafted(world, world.open_round(), person)
    return signed_in(person.user), application, reverse("enrolment:question", args=[application.pk, "photo"])


def test_a_photo_with_doubts_is_kept_and_comes_back_once_with_them(world: World) -> None:
    client, application, address = begun(world)
    curtain = jpeg(striped(somebody()))
    assert client.post(address, {"photo": upload(curtain)}).headers["Location"] == address
    page = words(client.get(address))
    assert "照片已保留，但请再看一下" in page
    assert "背景不是一种颜色" in page
    application.refresh_from_db()
    assert application.photo_doubts == ["patterned"]
    assert client.post(address).headers["Location"] != address
    assert "背景不是一种颜色" in words(client.get(reverse("enrolment:submit", args=[application.pk])))
    assert client.post(address, {"photo": upload(story.picture())}).headers["Location"] != address
    application.refresh_from_db()
    assert application.photo_doubts == []


def test_a_photo_without_a_face_is_refused_beside_the_form(world: World) -> None:
    client, application, address = begun(world)
    blank = jpeg(Image.new("RGB", (600, 840), "white"))
    answer = client.post(address, {"photo": upload(blank)})
    assert answer.status_code == 409
    assert "没有认出人脸" in words(answer)
    application.refresh_from_db()
    assert application.photo is None


def test_a_chosen_picture_is_shown_as_a_photo_before_it_is_kept(world: World) -> None:
    client, application, address = begun(world)
    check = reverse("enrolment:check_photo", args=[application.pk])
    shown = words(client.post(check, {"photo": upload(story.picture())}))
    assert "data:image/jpeg;base64," in shown
    assert "再看一下" not in shown
    curtain = jpeg(striped(somebody()))
    read = words(client.post(check, {"photo": upload(curtain)}))
    assert "背景不是一种颜色" in read
    assert 'name="doubts" value="patterned"' in read
    assert "不是可用的照片" in words(client.post(check, {"photo": upload(b"text")}))
    assert words(client.post(check)).strip() == ""
    application.refresh_from_db()
    assert application.photo is None
    known = {"photo": upload(curtain), "doubts": "patterned"}  # read before: no second stop
    assert client.post(address, known).headers["Location"] != address
    stranger = signed_in(world.candidate(2, login=True).user)
    assert stranger.post(check, {"photo": upload(story.picture())}).status_code == 404
