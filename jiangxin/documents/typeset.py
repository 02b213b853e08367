"""Data in, PDF out: Typst templates, PDF/A-2b, the same bytes for the same data and time.

Templates read `sys.inputs`; text is never put into a template, so no name or remark can become markup.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import typst
from django.utils.translation import gettext as _

from jiangxin.documents.fonts import font_directories, is_private, missing_glyphs
from jiangxin.documents.pictures import UnableToRead, as_svg

TEMPLATES = Path(__file__).parent / "typst"
SHANGHAI = ZoneInfo("Asia/Shanghai")
# The compiler is no thread's own: two threads that use it at once would meet inside it.
_one_at_a_time = Lock()
_NO_IMAGES: Mapping[str, bytes] = MappingProxyType({})


class UnableToTypeset(Exception):
    """The document can't be set; the message is a whole sentence for the screen."""


@cache
def _compiler() -> typst.Compiler:
    """Return the one compiler of this process: it keeps the fonts, which take 30 ms and more to read."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in font_directories()]
    )
    return typst.Compiler(root=TEMPLATES, font_paths=fonts)


def typeset(
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    pdf_a: bool = True,
    images: Mapping[str, bytes] = _NO_IMAGES,
) -> bytes:
    """Return the PDF of `typst/<template>.typ` filled with `data` (what JSON can hold), printed at `at`.

    `images` are JPEG or PNG files; the template finds them as SVG text in `data.images`. Raises UnableToTypeset
    when a character has no glyph, naming it and the text it stands in, and when an image can't be read.
    """
    refuse_missing_glyphs(data)
    try:
        pictures = {name: as_svg(image) for name, image in images.items()}
    except UnableToRead as error:
        raise UnableToTypeset(str(error)) from error
    content = json.dumps({**data, "images": pictures}, ensure_ascii=False, sort_keys=True)
    printed = {
        "at": f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        "hash": hashlib.sha256(content.encode()).hexdigest()[:12],
    }
    inputs = {"data": content, "printed": json.dumps(printed)}
    pdf = _compile(template, inputs, int(at.timestamp()), pdf_a=pdf_a)
    if not isinstance(pdf, bytes):
        raise TypeError(template)
    return pdf


def _compile(template: str, inputs: dict[str, str], timestamp: int, *, pdf_a: bool) -> object:
    try:
        with _one_at_a_time:
            return _compiler().compile(
                TEMPLATES / f"{template}.typ",
                format="pdf",
                sys_inputs=inputs,
                pdf_standards="a-2b" if pdf_a else [],
                timestamp=timestamp,
            )
    except typst.TypstError as error:
        raise UnableToTypeset(
            _("无法生成文档“{template}”：排版程序报告“{message}”。请把这句话告知系统管理员。").format(
                template=template, message=error.message
            )
        ) from error


def refuse_missing_glyphs(data: Any) -> None:
    """Raise UnableToTypeset for the first text in `data` with a character that no font has."""
    for owner, text in _texts(data, ""):
        missing = missing_glyphs(text)
        if missing:
            raise UnableToTypeset(_missing_sentence(owner or text, text, missing[0]))


def _missing_sentence(owner: str, text: str, character: str) -> str:
    code = f"U+{ord(character):04X}"
    if is_private(character):
        sentence = _(
            "无法排版“{owner}”：“{text}”中有自造字（{code}），它没有统一的字形。请按身份证件核对，改用已编码的汉字。"
        )
    else:
        sentence = _(
            "无法排版“{owner}”：“{text}”中的“{character}”（{code}）在已装字体中没有字形。"
            "请核对这个字；确实无误的，请把含有该字的字体文件放入数据目录的 fonts 文件夹后重试。"
        )
    # A control or private-use character would show as nothing, or as another character on another machine.
    box = "□" if is_private(character) or not character.isprintable() else character
    return sentence.format(
        owner=owner.replace(character, box), text=text.replace(character, box), character=box, code=code
    )


def _texts(value: Any, owner: str) -> Iterator[tuple[str, str]]:
    """Yield every text in the data with the nearest name above it, which tells whose it is."""
    match value:
        case str():
            yield owner, value
        case Mapping():
            owner = value.get("name") or owner
            for member in value.values():
                yield from _texts(member, owner)
        case list() | tuple():
            for member in value:
                yield from _texts(member, owner)
