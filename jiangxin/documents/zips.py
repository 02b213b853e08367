"""Files out of a ZIP that somebody uploaded: read in memory within bounds, never unpacked to a path.

A few kilobytes may unpack to gigabytes, a name may climb out of its folder, and names that Chinese Windows wrote are in
GB18030 without saying so.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from jiangxin.documents.workbook_archive import ZIP_MAGIC, UnableToRead

_UTF8 = 0x800  # the flag of a member whose name is UTF-8
_ENCRYPTED = 0x1
_RUBBISH = {".ds_store", "thumbs.db", "desktop.ini"}  # what systems leave in folders


@dataclass(frozen=True)
class ZipLimits:
    """How large a ZIP may be: technical bounds of this software, not numbers of any rule. Sizes are bytes."""

    size: int = 200_000_000
    files: int = 2_000
    unpacked: int = 500_000_000


DEFAULT_ZIP_LIMITS = ZipLimits()


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of a ZIP: its name without folders, and its bytes; `fault` says why there are none."""

    name: str
    content: bytes
    fault: str = ""


def files_in(content: bytes, largest: int, limits: ZipLimits = DEFAULT_ZIP_LIMITS) -> Iterator[Packed]:
    """Yield the files of a ZIP, one at a time, whatever folders they lie in; what systems leave behind is passed over.

    One of more than `largest` bytes, encrypted, damaged, or under a path that leads out of the ZIP comes without its
    bytes and with its fault. Raises UnableToRead for what is no ZIP or larger than `limits`.
    """
    with _opened(content, limits) as archive:
        left = limits.unpacked
        for entry in archive.infolist():
            path = _path_of(entry)
            if not entry.is_dir() and not _rubbish(path):
                packed = _packed(archive, entry, path, largest)
                left -= len(packed.content)
                if left < 0:
                    raise UnableToRead(_too_large(limits))
                yield packed


def _opened(content: bytes, limits: ZipLimits) -> zipfile.ZipFile:
    if not content:
        raise UnableToRead(_("文件是空的，没有任何内容；请重新选择压缩包后上传。"))
    if len(content) > limits.size:
        raise UnableToRead(_too_large(limits))
    if not content.startswith(ZIP_MAGIC):
        raise UnableToRead(_("这个文件不是 ZIP 压缩包；请把照片压缩成 .zip 后上传（不要用 .rar 或 .7z）。"))
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnableToRead(_("压缩包已损坏，无法读取；请重新压缩后上传。")) from error
    entries = archive.infolist()
    if len(entries) > limits.files:
        sentence = _("压缩包里有 %(count)d 个文件，超过上限 %(limit)d 个；请分成几个压缩包上传。")
        raise UnableToRead(sentence % {"count": len(entries), "limit": limits.files})
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise UnableToRead(_too_large(limits))
    return archive


def _too_large(limits: ZipLimits) -> str:
    sentence = _("压缩包过大：最大 %(size)d MB，解压后最大 %(unpacked)d MB；请缩小照片，或分成几个压缩包上传。")
    return sentence % {"size": limits.size // 1_000_000, "unpacked": limits.unpacked // 1_000_000}


def _path_of(entry: zipfile.ZipInfo) -> str:
    """Return the path of a member: without the flag of UTF-8 in what it reads as, UTF-8 or GB18030."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8:
        raw = name.encode("cp437", errors="replace")  # zipfile's reading of the raw bytes, taken back
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _rubbish(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return not parts or "__MACOSX" in parts or parts[-1].lower() in _RUBBISH or parts[-1].startswith("._")


def _packed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, largest: int) -> Packed:
    """Return a member with its bytes, or with the reason why it has none."""
    parts = PurePosixPath(path).parts
    name = "".join(character for character in parts[-1] if character.isprintable())[-120:]
    if ".." in parts or path.startswith("/") or ":" in path or "\0" in path:
        return Packed(name, b"", _("文件名带有不允许的路径；请只把照片压缩在一起，重新上传。"))
    if entry.flag_bits & _ENCRYPTED:
        return Packed(name, b"", _("文件设有密码，打不开；请取消密码后重新压缩。"))
    too_large = _("文件超过 %(limit)d MB；请缩小后重新压缩。") % {"limit": largest // 1_000_000}
    if entry.file_size > largest:
        return Packed(name, b"", too_large)
    try:
        with archive.open(entry) as member:
            content = member.read(largest + 1)  # whatever size the member claims
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        return Packed(name, b"", _("文件已损坏，读不出来；请重新压缩。"))
    return Packed(name, b"", too_large) if len(content) > largest else Packed(name, content)
