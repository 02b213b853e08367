"""The one-inch photo (一寸照, 25 × 35 mm): any picture that a phone takes, judged, turned upright, cut and scaled.

What no one-inch photo can be made of is refused: no face, several faces, too few pixels. What only a person can judge
(the background, the light) is a doubt: the photo is kept, and the doubt is shown to its owner and to the reviewer. What
the machine takes for no face may be one all the same; a member of staff who has seen the photo may say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageFilter, ImageOps, ImageStat

from jiangxin.enrolment.faces import Face, faces_in
from jiangxin.process.errors import Unable
from jiangxin.regulation.parameters import param

_RATIO = (25, 35)  # width and height of a one-inch photo in millimetres
_MOST_PIXELS = 100_000_000  # a phone's largest picture; more unpacks to gigabytes
_EYES = 0.45  # where the middle of the face comes to lie, from the top: hair above, shoulders below
_AS_IT_IS = 0.97  # a picture of which so much is left, is a one-inch photo already
_FACE_SAMPLE = 160  # pixels of a face's width at which its sharpness is measured
_SMALL = (50, 70)  # pixels at which the background is measured

# What only a person can judge, by code: stored with the application, told in these words.
DOUBTS = {
    "no-face": gettext_lazy("没有认出人脸，由工作人员看过照片后录入。"),
    "several-faces": gettext_lazy("像是不止一张脸，由工作人员看过照片后录入。"),
    "patterned": gettext_lazy("背景不是一种颜色。请站到没有图案和杂物的白墙或浅蓝色墙面前，均匀受光再拍。"),
    "dark-background": gettext_lazy("背景颜色偏深。请换白色或浅蓝色背景再拍。"),
    "dark": gettext_lazy("照片太暗。请面向窗户或灯光，不要背光，再拍一张。"),
    "glare": gettext_lazy("脸上太亮，看不清五官。请关掉闪光灯，避开直射的阳光再拍。"),
    "blurred": gettext_lazy("照片不清楚。请擦净镜头，拿稳手机，对着脸点一下屏幕对焦再拍。"),
    "tilted": gettext_lazy("头歪了。请把头摆正，手机拿平再拍。"),
    "turned": gettext_lazy("没有正对镜头。请正面看镜头，露出双耳再拍。"),
    "close": gettext_lazy("离镜头太近，头顶或肩膀没有拍全。请退后一步再拍。"),
}


class UnableToUsePhoto(Unable):
    """The file is no picture, or none from which a one-inch photo can be made."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A one-inch photo: a JPEG, and the codes of `DOUBTS` that a person has to judge."""

    content: bytes
    doubts: tuple[str, ...] = ()


def words_of(doubts: Iterable[str]) -> list[str]:
    """Return doubts in sentences."""
    return [str(DOUBTS[code]) for code in doubts if code in DOUBTS]


def one_inch(content: bytes, *, seen: bool = False) -> Photo:
    """Return the picture as a one-inch photo about its face, its width within `photo.width_min` and `photo.width_max`.

    Raises UnableToUsePhoto with a sentence for a file that is no picture or too large, for too few pixels, and for no
    face or several; the last two become doubts when somebody answerable has `seen` the photo.
    """
    limit = param("upload.photo_max").integer
    if len(content) > limit * 1_000_000:
        sentence = _("照片文件有 %(size)d MB，超过上限 %(limit)d MB；请换一张，或用手机相册缩小后再上传。")
        raise UnableToUsePhoto(sentence % {"size": -(-len(content) // 1_000_000), "limit": limit})
    picture = _opened(content)
    narrowest, widest = param("photo.width_min"), param("photo.width_max")
    room = min(picture.width, picture.height * _RATIO[0] // _RATIO[1])
    if room < narrowest.integer:
        sentence = _("照片太小：裁成一寸照后只有 %(width)d 像素宽，至少要 %(least)d 像素。请用原图，不要用截图。")
        raise UnableToUsePhoto(sentence % {"width": room, "least": narrowest.integer}, basis=narrowest.basis)
    face, doubts = _one_face(faces_in(picture), seen=seen)
    cut, face = _cut(picture, room, face)
    if face is not None:
        doubts += tuple(_doubts(cut, face))
    width = min(cut.width, widest.integer)
    made = cut.resize((width, width * _RATIO[1] // _RATIO[0]), Image.Resampling.LANCZOS)
    buffer = BytesIO()
    made.save(buffer, "JPEG", quality=90, dpi=(300, 300))
    return Photo(buffer.getvalue(), doubts)


def _opened(content: bytes) -> Image.Image:
    """Return the picture upright and in colour on white; raises UnableToUsePhoto for what is none."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise UnableToUsePhoto(_("照片的像素太多，无法处理；请用手机相册缩小后再上传。"))
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        sentence = _("这个文件不是可用的照片：它已损坏，或不是 JPG、PNG 图片。请重新拍一张，或从相册里选一张照片。")
        raise UnableToUsePhoto(sentence) from error
    page = Image.new("RGB", upright.size, "white")
    page.paste(upright, mask=upright)
    return page


def _one_face(found: list[Face], *, seen: bool) -> tuple[Face | None, tuple[str, ...]]:
    """Return the one face of a picture; raises UnableToUsePhoto where there is none or more than one."""
    likely = [face for face in found if face.score >= param("photo.face_score").number]
    if not likely:
        if seen:
            return None, ("no-face",)
        raise UnableToUsePhoto(
            _("照片里没有认出人脸。请正对镜头，露出五官，光线均匀，只拍肩部以上，重新拍一张；"
              "重拍仍认不出的，请报名学院的工作人员看过后录入。")
        )  # fmt: skip
    main = max(likely, key=lambda face: face.height)
    sure = param("photo.second_face_score").number
    high = float(param("photo.second_face_height").number) * main.height
    others = [face for face in likely if face is not main and face.score >= sure and face.height >= high]
    if others and not seen:
        sentence = _("照片里有 %d 张脸。证件照只能有您一个人：请在没有别人、没有画像和镜子的背景前重新拍一张。")
        raise UnableToUsePhoto(sentence % (1 + len(others)))
    return main, ("several-faces",) if others else ()


def _cut(picture: Image.Image, room: int, face: Face | None) -> tuple[Image.Image, Face | None]:
    """Return the part of the picture that becomes the photo, and the face in its pixels.

    A picture that is a one-inch photo already stays whole; else the face gets its share of the height. `room` is the
    greatest width that the ratio allows. Raises UnableToUsePhoto where the face is too small for the least width.
    """
    least, most = (float(param(f"photo.face_height_{end}").number) for end in ("min", "max"))
    height = room * _RATIO[1] // _RATIO[0]
    whole = room >= _AS_IT_IS * picture.width and height >= _AS_IT_IS * picture.height
    if face is None or (whole and least <= face.height / height <= most):
        left, top = (picture.width - room) / 2, (picture.height - height) * _EYES
    else:
        wanted = face.height / float(param("photo.face_height").number) * _RATIO[0] / _RATIO[1]
        room = round(min(max(wanted, param("photo.width_min").integer), room))
        height = room * _RATIO[1] // _RATIO[0]
        if face.height < least * height:
            sentence = _("照片里的人脸太小，只有 %d 像素高，裁成一寸照会看不清。请走近一些，只拍肩部以上。")
            raise UnableToUsePhoto(sentence % round(face.height), basis=param("photo.width_min").basis)
        across, down = face.middle
        left = min(max(across - room / 2, 0), picture.width - room)
        top = min(max(down - height * _EYES, 0), picture.height - height)
    x, y = int(left), int(top)
    return picture.crop((x, y, x + room, y + height)), _moved(face, x, y) if face else None


def _moved(face: Face, x: int, y: int) -> Face:
    """Return the face in the pixels of a part that begins at x, y."""
    right_eye, left_eye, nose = ((across - x, down - y) for across, down in (face.right_eye, face.left_eye, face.nose))
    return Face(face.left - x, face.top - y, face.width, face.height, right_eye, left_eye, nose, face.score)


def _doubts(cut: Image.Image, face: Face) -> Iterator[str]:
    """Yield the codes of what a person has to judge."""
    part = _of_face(cut.convert("L"), face)
    light = list(_light(part))
    yield from light
    if "dark" not in light:  # in the dark no background can be judged
        yield from _background(cut)
    if _sharpness(part) < param("photo.sharpness").integer:
        yield "blurred"
    if face.tilt > param("photo.tilt_max").integer:
        yield "tilted"
    if face.turn > float(param("photo.turn_max").number):
        yield "turned"
    if face.height > float(param("photo.face_height_max").number) * cut.height or face.top < 0:
        yield "close"


def _background(cut: Image.Image) -> Iterator[str]:
    """Judge the two upper corners, where nothing but background is."""
    small = cut.resize(_SMALL, Image.Resampling.BOX)
    across, down = round(_SMALL[0] * 0.14), round(_SMALL[1] * 0.3)
    corners = Image.new("RGB", (2 * across, down))
    corners.paste(small.crop((0, 0, across, down)), (0, 0))
    corners.paste(small.crop((_SMALL[0] - across, 0, _SMALL[0], down)), (across, 0))
    usual = ImageStat.Stat(corners).median
    tolerance = param("photo.background_tolerance").integer
    pixels = list(zip(*(band.tobytes() for band in corners.split()), strict=True))
    within = sum(all(abs(a - b) <= tolerance for a, b in zip(pixel, usual, strict=True)) for pixel in pixels)
    if within < float(param("photo.background_plain").number) * len(pixels):
        yield "patterned"
    elif ImageStat.Stat(corners.convert("L")).median[0] < param("photo.background_light").integer:
        yield "dark-background"


def _light(part: Image.Image) -> Iterator[str]:
    """Judge the light by the brightest tenth of the face: a dark skin well lit has its lights too."""
    shades, pixels = part.histogram(), part.width * part.height
    if sum(shades[: param("photo.light_min").integer]) > 0.9 * pixels:
        yield "dark"
    if sum(shades[250:]) > float(param("photo.glare_max").number) * pixels:
        yield "glare"


def _sharpness(part: Image.Image) -> float:
    """Return the variance of the Laplacian over a face, at a width that makes photos comparable."""
    sample = part.resize((_FACE_SAMPLE, max(3, round(_FACE_SAMPLE * part.height / part.width))))
    edges = sample.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    inner = edges.crop((1, 1, edges.width - 1, edges.height - 1))  # a filter leaves the margin as it was
    return float(ImageStat.Stat(inner).var[0])


def _of_face(picture: Image.Image, face: Face) -> Image.Image:
    box = (face.left, face.top, face.left + face.width, face.top + face.height)
    left, top, right, bottom = (round(value) for value in box)
    return picture.crop((max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height)))
