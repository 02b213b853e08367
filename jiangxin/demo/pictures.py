"""Pictures for the demonstration, drawn of flat shapes: portraits of nobody, papers that say what they are."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from pylopdf_fonts_zh_cn import serif_path

WIDTH, HEIGHT = 400, 560  # the ratio of a one-inch photo
SKINS = ("#f1c9a5", "#e6b58c", "#d9a377", "#f4d3b6")
COATS = ("#2f5d8a", "#7a3b4f", "#3d6b4f", "#5a5a78", "#8a6a2f", "#34495e")
HAIR = ("#1f1a17", "#2b211c", "#3a2c24")
BACKGROUNDS = ("#ffffff", "#6f9fcf", "#a9cbe8")  # plain and light


def portrait(number: int, sex: str) -> bytes:
    """Return a drawn one-inch portrait as JPEG; the same number gives the same face."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), BACKGROUNDS[number % 3])
    draw = ImageDraw.Draw(picture)
    skin, coat, hair = SKINS[number % 4], COATS[number % 6], HAIR[number % 3]
    middle, wide = WIDTH // 2, 88 + number % 5 * 4
    if sex == "female":
        draw.rounded_rectangle((middle - wide - 22, 120, middle + wide + 22, 420), 90, fill=hair)
    draw.ellipse((20, 400, WIDTH - 20, 760), fill=coat)
    draw.rectangle((middle - 38, 330, middle + 38, 430), fill=skin)
    draw.polygon([(middle - 60, 410), (middle + 60, 410), (middle, 500)], fill="#f7f7f7")
    draw.ellipse((middle - wide, 130, middle + wide, 380), fill=skin)
    draw.pieslice((middle - wide - 6, 112, middle + wide + 6, 330), 180, 360, fill=hair)
    for side in (-1, 1):
        eye = middle + side * 38
        draw.ellipse((eye - 8, 250, eye + 8, 266), fill="#231f1e")
        draw.line((eye - 18, 232, eye + 18, 232), fill=hair, width=5)
        if number % 4 == 0:
            draw.ellipse((eye - 28, 230, eye + 28, 286), outline="#444444", width=4)
    draw.arc((middle - 30, 300, middle + 30, 340), 20, 160, fill="#a2564c", width=5)
    return _saved(picture, "JPEG")


def paper(title: str, lines: Sequence[str], kind: str = "PDF") -> bytes:
    """Return one page, 样张 across it, as PDF, PNG or JPEG: a proof, an examination paper, a stamped sheet."""
    page = Image.new("RGB", (620, 877), "white")
    draw = ImageDraw.Draw(page)
    draw.text((310, 470), "样张", font=_font(180), fill="#eeeeee", anchor="mm")
    draw.text((310, 90), title, font=_font(30), fill="#111111", anchor="mm")
    for place, line in enumerate(lines):
        draw.text((70, 170 + place * 36), line, font=_font(18), fill="#222222")
    return _saved(page, kind)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(serif_path()), size)


def _saved(picture: Image.Image, kind: str) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()
