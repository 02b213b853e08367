from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from jiangxin.documents import qr

TEXTS = ["https://jiangxin.example/verify/S000000990001264000001", "张䶮，证书编号 S000000990001264000001"]


@pytest.mark.parametrize("text", TEXTS)
def test_the_code_reads_back_as_what_was_written(text: str) -> None:
    found = zxingcpp.read_barcode(Image.open(BytesIO(qr.png(text))))
    assert found is not None
    assert (found.text, found.format) == (text, zxingcpp.BarcodeFormat.QRCode)


def test_the_vector_form_has_the_modules_of_the_picture() -> None:
    modules = Image.open(BytesIO(qr.png(TEXTS[0], scale=1))).width
    assert f'width="{modules}" height="{modules}"'.encode() in qr.svg(TEXTS[0])


@pytest.mark.parametrize("text", ["", "长" * 3000], ids=["empty", "too long"])
def test_what_does_not_fit_is_refused_in_a_sentence(text: str) -> None:
    for make in (qr.svg, qr.png):
        with pytest.raises(qr.UnableToEncode, match=r"无法生成二维码：.*重试"):
            make(text)
