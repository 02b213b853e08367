from base64 import b64decode
from io import BytesIO
from re import search

import pytest
from PIL import Image

from jiangxin.documents.pictures import UnableToRead, as_svg


def encoded(picture: Image.Image, form: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, form, **options)
    return buffer.getvalue()


def inside(svg: str) -> Image.Image:
    found = search('base64,([^"]+)', svg)
    assert found
    return Image.open(BytesIO(b64decode(found[1])))


def test_a_plain_jpeg_goes_in_as_it_is(photo: bytes) -> None:
    found = search('base64,([^"]+)', as_svg(photo))
    assert found
    assert b64decode(found[1]) == photo


def test_a_picture_loses_its_metadata_and_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turned by a quarter
    exif[0x010F] = "camera"
    result = inside(as_svg(encoded(Image.new("RGB", (40, 30)), "JPEG", exif=exif)))
    assert result.size == (30, 40)
    assert not result.getexif()


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "I;16"])
def test_a_png_of_any_kind_becomes_rgb(mode: str) -> None:
    result = inside(as_svg(encoded(Image.new(mode, (20, 20)), "PNG")))
    assert (result.format, result.mode) == ("JPEG", "RGB")


def test_what_was_transparent_is_white() -> None:
    assert inside(as_svg(encoded(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))).getpixel((3, 3)) == (255, 255, 255)


def test_a_cmyk_jpeg_becomes_rgb() -> None:
    assert inside(as_svg(encoded(Image.new("CMYK", (20, 20)), "JPEG"))).mode == "RGB"


def test_a_large_picture_is_made_smaller() -> None:
    assert inside(as_svg(encoded(Image.new("RGB", (3000, 4000)), "JPEG"))).size == (600, 800)


@pytest.mark.parametrize(
    "data",
    [b"", b"no picture", b"%PDF-1.7", b'<svg xmlns="http://www.w3.org/2000/svg"/>', b"\xff\xd8\xff\xe0broken"],
    ids=["empty", "text", "pdf", "svg", "broken"],
)
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(UnableToRead, match=r"无法读取照片：.*请重新上传"):
        as_svg(data)


def test_half_a_picture_and_other_formats_are_refused(photo: bytes) -> None:
    for data in (photo[: len(photo) // 2], encoded(Image.new("RGB", (9, 9)), "GIF")):
        with pytest.raises(UnableToRead):
            as_svg(data)
