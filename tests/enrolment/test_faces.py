"""The detector finds drawn faces where they are, and none where nobody is. Real ones may not be in the repository."""

from hashlib import sha256

from PIL import Image

from jiangxin.enrolment import faces
from tests.stories.photos import on, somebody, turned

# As docs/decisions/0014-photos.md states it.
MODEL = "81dbde155e982455488235acb8ec2dec5d647edf7cf7080d33e4abb69b93a0d2"


def test_the_model_is_the_one_that_was_tried() -> None:
    assert sha256(faces._MODEL.read_bytes()).hexdigest() == MODEL


def test_a_face_is_found_where_it_is_once() -> None:
    [face] = faces.faces_in(somebody())
    # The head is drawn from 112 to 288 across and 130 to 380 down.
    assert face.holds((200, 270))
    assert 100 < face.left < 150
    assert 150 < face.width < 220
    assert face.tilt < 10
    assert face.turn < 0.1


def test_a_picture_of_any_size_is_told_in_its_own_pixels() -> None:
    far = on((3000, 4000), (somebody(), (1300, 1800)))
    [face] = [face for face in faces.faces_in(far) if face.score > 0.4]
    assert face.holds((1500, 2070))
    assert 130 < face.height < 250


def test_two_are_two_and_nobody_is_none() -> None:
    two = on((900, 700), (somebody(), (20, 100)), (somebody(2), (460, 100)))
    assert len([face for face in faces.faces_in(two) if face.score > 0.6]) == 2
    assert faces.faces_in(Image.new("RGB", (600, 840), "white")) == []
    assert faces.faces_in(Image.new("RGB", (1, 1))) == []


def test_a_head_to_one_side_is_measured() -> None:
    [face] = faces.faces_in(turned(25)(somebody()))
    assert face.tilt > 12
