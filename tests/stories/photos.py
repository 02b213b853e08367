"""Photos for tests: people drawn of flat shapes, for no real person's photo may be in the repository."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw, ImageEnhance, ImageFilter

from jiangxin.demo.pictures import portrait

type Change = Callable[[Image.Image], Image.Image]


def somebody(number: int = 0) -> Image.Image:
    """Return somebody's portrait, 400 × 560 pixels before a plain wall."""
    return Image.open(BytesIO(portrait(number, "male"))).convert("RGB")


def jpeg(picture: Image.Image) -> bytes:
    """Return a picture as a file."""
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def before(colour: str, picture: Image.Image) -> Image.Image:
    """Return somebody before a wall of another colour."""
    painted = picture.copy()
    for corner in ((2, 2), (picture.width - 3, 2)):
        ImageDraw.floodfill(painted, corner, ImageColor.getrgb(colour), thresh=12)
    return painted


def striped(picture: Image.Image) -> Image.Image:
    """Return somebody before a curtain."""
    painted = picture.copy()
    draw = ImageDraw.Draw(painted)
    for across in range(4, picture.width, 20):
        if not 90 < across < 310:
            draw.line((across, 0, across, 380), fill="#224422", width=9)
    return painted


def on(size: tuple[int, int], *people: tuple[Image.Image, tuple[int, int]]) -> Image.Image:
    """Return people before one wall, each at his place."""
    wall = Image.new("RGB", size, "white")
    for person, place in people:
        wall.paste(person, place)
    return wall


def dimmed(share: float) -> Change:
    """Return the change of a picture to that share of its light."""
    return lambda picture: ImageEnhance.Brightness(picture).enhance(share)


def blurred(radius: float) -> Change:
    """Return the change of a picture that is out of focus."""
    return lambda picture: picture.filter(ImageFilter.GaussianBlur(radius))


def turned(degrees: float) -> Change:
    """Return the change of a picture whose camera was not held level."""
    return lambda picture: picture.rotate(degrees, fillcolor="white")
