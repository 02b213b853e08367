"""Any picture that a phone takes becomes a one-inch photo; everything else gets a sentence."""

from io import BytesIO

import pytest
from PIL import Image

from jiangxin.enrolment.photo import UnableToUsePhoto, one_inch
from tests.stories.enrolment import picture


def size(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as image:
        assert image.format == "JPEG"
        return image.size


@pytest.mark.parametrize(
    ("given", "made"),
    [((4000, 3000), (500, 700)), ((3000, 4000), (500, 700)), ((358, 441), (315, 441)), ((300, 420), (300, 420))],
)
def test_a_picture_is_cut_and_scaled_to_one_inch(given: tuple[int, int], made: tuple[int, int]) -> None:
    assert size(one_inch(picture(*given))) == made


def test_a_picture_taken_on_its_side_is_turned_upright() -> None:
    sideways = Image.new("RGB", (840, 600), "red")
    sideways.paste("white", (0, 0, 420, 600))
    exif = sideways.getexif()
    exif[0x0112] = 6  # the camera was turned by a quarter: what lies left in the file belongs on top
    buffer = BytesIO()
    sideways.save(buffer, "JPEG", exif=exif)
    with Image.open(BytesIO(one_inch(buffer.getvalue()))) as upright:
        assert upright.size == (500, 700)
        top, bottom = (upright.crop((0, row, 500, row + 10)).convert("L") for row in (20, 680))
    assert top.resize((1, 1)).tobytes()[0] > 200
    assert bottom.resize((1, 1)).tobytes()[0] < 100


def test_what_a_phone_writes_beside_the_picture_is_left_out() -> None:
    image = Image.new("RGB", (600, 840))
    exif = image.getexif()
    exif[0x010F] = "maker of the phone"
    buffer = BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    assert b"maker of the phone" not in one_inch(buffer.getvalue())


@pytest.mark.parametrize("content", [b"", b"text", b"%PDF-1.7", picture()[:300], b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_gets_a_sentence(content: bytes) -> None:
    with pytest.raises(UnableToUsePhoto, match=r"不是可用的照片.*。"):
        one_inch(content)


def test_a_small_picture_is_refused_with_its_width() -> None:
    with pytest.raises(UnableToUsePhoto, match=r"只有 200 像素宽，至少要 300 像素"):
        one_inch(picture(200, 400))


def test_a_large_file_is_refused_before_it_is_opened() -> None:
    with pytest.raises(UnableToUsePhoto, match="超过上限"):
        one_inch(b"\xff\xd8\xff" + bytes(6_000_000))
