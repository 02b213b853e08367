"""QR codes (ISO/IEC 18004) as SVG for print and PNG for screens."""

from io import BytesIO

import zxingcpp
from django.utils.translation import gettext as _
from PIL import Image


class UnableToEncode(Exception):
    """The text doesn't fit a QR code; the message is a whole sentence for the screen."""


def svg(text: str) -> bytes:
    """Return a QR code of `text` with its quiet zone as an SVG file. Raises UnableToEncode: too long or empty."""
    return str(zxingcpp.write_barcode_to_svg(_code(text))).encode()


def png(text: str, *, scale: int = 8) -> bytes:
    """Return a QR code of `text` with its quiet zone as a PNG file, `scale` pixels a module. Raises UnableToEncode."""
    image = Image.fromarray(zxingcpp.write_barcode_to_image(_code(text), scale=scale))
    buffer = BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _code(text: str) -> zxingcpp.Barcode:
    try:
        # Level M restores 15 % of the code: print on paper gets creased.
        return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    except (ValueError, RuntimeError) as error:
        raise UnableToEncode(_("无法生成二维码：内容为空，或长度超过二维码的容量。请缩短网址后重试。")) from error
