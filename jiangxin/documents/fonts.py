"""Which characters can be printed: the fonts of this installation and what they cover.

The wheel's Noto Serif/Sans SC cover 通用规范汉字表 and GB 18030-2022 levels 1 and 2; Debian's `fonts-hanazono`, when it
is installed, covers level 3; an institution adds its own in `<data directory>/fonts`. Private-use code points never
count as covered: another machine shows another character, or none, for them.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pylopdf_fonts_zh_cn import serif_path

from jiangxin import embedded

_HANAZONO = Path("/usr/share/fonts/truetype/hanazono")
_LINE_CONTROLS = frozenset("\n\r\t")


@cache
def font_directories() -> tuple[Path, ...]:
    """Return the directories whose fonts are used, the wheel's first; looked up once per process."""
    own = embedded.data_dir() / "fonts"
    return tuple(path for path in (serif_path().parent, _HANAZONO, own) if path.is_dir())


def missing_glyphs(text: str) -> list[str]:
    """Return the characters of `text` that can't be printed, each once, in the order of the text.

    Names read from outside are checked with it at import, long before anything is printed.
    """
    return [character for character in dict.fromkeys(text) if not _printable(character)]


def is_private(character: str) -> bool:
    """Tell whether a character is a private-use code point: it has no agreed shape, so the encoded one must be had."""
    return unicodedata.category(character) == "Co"


def _printable(character: str) -> bool:
    match unicodedata.category(character):
        case "Cc":
            return character in _LINE_CONTROLS
        case "Co":
            return False
        case "Cf" | "Zl" | "Zp":
            return True
        case _:
            return _selects_variant(character) or _covered(ord(character))


def _selects_variant(character: str) -> bool:
    return 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF


def _covered(code: int) -> bool:
    # One font after the other: nearly every character is in the first, and the large ones take half a second to read.
    return any(code in _coverage(path) for path in _font_files())


@cache
def _font_files() -> tuple[Path, ...]:
    files = (path for directory in font_directories() for path in sorted(directory.iterdir()))
    return tuple(path for path in files if path.suffix.lower() in (".ttf", ".otf", ".ttc"))


@cache
def _coverage(path: Path) -> frozenset[int]:
    """Return the code points for which a font file has a glyph; none for a file that is no font."""
    try:
        return frozenset(code_points(path.read_bytes()))
    except (struct.error, OSError):
        return frozenset()


def code_points(data: bytes) -> Iterator[int]:
    """Yield the code points of a font file or collection (OpenType, `cmap` formats 4 and 12)."""
    starts = struct.unpack_from(f">{_u32(data, 8)}I", data, 12) if data[:4] == b"ttcf" else (0,)
    for start in starts:
        count = struct.unpack_from(">H", data, start + 4)[0]
        for record in range(start + 12, start + 12 + 16 * count, 16):
            if data[record : record + 4] == b"cmap":
                yield from _cmap(data, _u32(data, record + 8))


def _u32(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 4])


def _cmap(data: bytes, table: int) -> Iterator[int]:
    count = struct.unpack_from(">H", data, table + 2)[0]
    for offset in {_u32(data, table + 8 + 8 * index) for index in range(count)}:
        subtable = table + offset
        match struct.unpack_from(">H", data, subtable)[0]:
            case 4:
                yield from _segments(data, subtable)
            case 12:
                yield from _groups(data, subtable)


def _segments(data: bytes, subtable: int) -> Iterator[int]:
    """Yield the code points of a format 4 subtable whose glyph isn't glyph 0 (missing)."""
    size = struct.unpack_from(">H", data, subtable + 6)[0]
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{size // 2}H", data, subtable + base)
        for base in (14, 16 + size, 16 + 2 * size, 16 + 3 * size)
    )
    for index, (end, start, delta, offset) in enumerate(zip(ends, starts, deltas, offsets, strict=True)):
        place = subtable + 16 + 3 * size + 2 * index + offset
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, place + 2 * (code - start))[0] if offset else code + delta & 0xFFFF
            if glyph:
                yield code


def _groups(data: bytes, subtable: int) -> Iterator[int]:
    for group in range(subtable + 16, subtable + 16 + 12 * _u32(data, subtable + 12), 12):
        first, last, glyph = struct.unpack_from(">3I", data, group)
        yield from range(first if glyph else first + 1, last + 1)
