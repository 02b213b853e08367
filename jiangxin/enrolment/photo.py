"""The one-inch photo (一寸照, 25 × 35 mm): any picture that a phone takes, turned upright, cut and scaled."""

from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from jiangxin.process.errors import Unable
from jiangxin.regulation.parameters import param

_RATIO = (25, 35)  # width and height of a one-inch photo in millimetres
_MOST_PIXELS = 100_000_000  # a phone's largest picture; more unpacks to gigabytes
_FACE_HEIGHT = 0.4  # a portrait is cut a little above its middle, where the face is


class UnableToUsePhoto(Unable):
    """The file is no picture, or none from which a one-inch photo can be made."""


def one_inch(content: bytes) -> bytes:
    """Return the picture as a JPEG of the one-inch ratio, its width within `photo.width_min` and `photo.width_max`.

    Where the picture has another ratio its edges are cut off. Raises UnableToUsePhoto with a sentence for a file that
    is no picture, is too large, or has too few pixels.
    """
    limit = param("upload.photo_max").integer
    if len(content) > limit * 1_000_000:
        sentence = _("照片文件有 %(size)d MB，超过上限 %(limit)d MB；请换一张，或用手机相册缩小后再上传。")
        raise UnableToUsePhoto(sentence % {"size": -(-len(content) // 1_000_000), "limit": limit})
    picture = _opened(content)
    narrowest, widest = param("photo.width_min"), param("photo.width_max")
    width = min(picture.width, picture.height * _RATIO[0] // _RATIO[1])
    if width < narrowest.integer:
        sentence = _("照片太小：裁成一寸照后只有 %(width)d 像素宽，至少要 %(least)d 像素。请用原图，不要用截图。")
        raise UnableToUsePhoto(sentence % {"width": width, "least": narrowest.integer}, basis=narrowest.basis)
    width = min(width, widest.integer)
    size = (width, width * _RATIO[1] // _RATIO[0])
    cut = ImageOps.fit(picture, size, method=Image.Resampling.LANCZOS, centering=(0.5, _FACE_HEIGHT))
    buffer = BytesIO()
    cut.save(buffer, "JPEG", quality=90, dpi=(300, 300))
    return buffer.getvalue()


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
