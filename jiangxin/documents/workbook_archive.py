"""Is this upload safe to open? What a workbook holds is measured before any reader is let near it.

An .xlsx file is a ZIP of XML. A few kilobytes of it can claim a cell in the last row of the last column, repeat one
long text a million times or unpack to gigabytes, and a reader that believes it takes the server down with it. Here
every part is unpacked within bounds and its extent counted as it streams past; only then may `workbook_reading` open
the file.
"""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext as _

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")  # a compound file, as .xls and WPS's .et are
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 16
_NEXT = frozenset({"row", "c", "v", "is"})  # with which the value of another cell begins


class UnableToRead(Exception):
    """A workbook can't be read; the message is a whole sentence that says why and what to do next."""


@dataclass(frozen=True)
class Limits:
    """How large a workbook may be: technical bounds of this software, not numbers of any rule.

    Sizes are bytes; rows and columns are those of the rectangle that holds a sheet's values; `cells` counts the cells
    of all these rectangles together, and of the file, blank ones included; `text` counts the characters of all cells
    together, a repeated text each time.
    """

    size: int = 20_000_000
    unpacked: int = 200_000_000
    sheets: int = 30
    rows: int = 20_000
    columns: int = 200
    cells: int = 1_000_000
    text: int = 40_000_000


DEFAULT_LIMITS = Limits()


@dataclass
class Marks:
    """What a sheet says of its cells beside their values: hidden rows, and the columns (from 1) of formulas by row."""

    hidden: set[int] = field(default_factory=set)
    formulas: dict[int, set[int]] = field(default_factory=dict)


def inspect(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Mapping[str, Marks]:
    """Refuse a file that is no .xlsx workbook or holds more than `limits` allow.

    Raises UnableToRead with the reason; returns the marks of each sheet, by its name, when the file may be opened.
    """
    inspect_size(content, limits)
    refuse_other_formats(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _inspect_entries(archive, limits)
            return _inspect_parts(archive, limits)
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, OSError, ValueError) as error:
        raise UnableToRead(broken()) from error
    except RuntimeError as error:  # zipfile's word for a member with a ZIP password
        raise UnableToRead(protected()) from error


def inspect_size(content: bytes, limits: Limits) -> None:
    """Refuse an empty upload and one of more bytes than `limits.size`."""
    if not content:
        raise UnableToRead(_("文件是空的，没有任何内容；请重新选择工作簿后上传。"))
    if len(content) > limits.size:
        raise UnableToRead(
            _("文件有 %(size)s MB，超过上限 %(limit)s MB，无法读取；请删去图片和多余的工作表，或分成几个工作簿上传。")
            % {"size": -(-len(content) // 1_000_000), "limit": limits.size // 1_000_000}
        )


def refuse_other_formats(content: bytes) -> None:
    """Refuse what offices send in place of a workbook, each by its name: encrypted, PDF, pictures, web pages."""
    if content.startswith(OLE_MAGIC) and _ENCRYPTED in content:
        raise UnableToRead(protected())
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"BM")):
        raise UnableToRead(_("这个文件不是工作簿（是 PDF、图片或压缩包）；请上传 .xlsx 工作簿。"))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise UnableToRead(_("这是网页格式的文件，不是真正的工作簿；请在 Excel 或 WPS 中另存为 .xlsx 后重新上传。"))


def broken() -> str:
    """Return the sentence for a file whose content is damaged."""
    return _("工作簿已损坏，无法读取；请在 Excel 或 WPS 中打开原文件，另存为 .xlsx 后重新上传。")


def protected() -> str:
    """Return the sentence for a workbook that opens only with a password."""
    return _("工作簿设有打开密码，无法读取；请在 Excel 或 WPS 中取消密码，另存后重新上传。")


def too_much_inside() -> UnableToRead:
    """Return the refusal of a file that unpacks to more than its reader may hold."""
    return UnableToRead(_("工作簿解压后的内容过大，无法读取；请只保留需要的工作表和数据行后重新上传。"))


def _inspect_entries(archive: zipfile.ZipFile, limits: Limits) -> None:
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise UnableToRead(_("这个文件不是 .xlsx 工作簿；请在 Excel 或 WPS 中另存为 .xlsx 后重新上传。"))
    entries = archive.infolist()
    if len(names) != len(set(names)):  # two members of one name: readers differ on which one counts
        raise UnableToRead(broken())
    if any(entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for entry in entries):
        raise UnableToRead(broken())
    if sum(entry.file_size for entry in entries) > limits.unpacked:
        raise too_much_inside()


def _inspect_parts(archive: zipfile.ZipFile, limits: Limits) -> Mapping[str, Marks]:
    texts = _Texts()
    if "xl/sharedStrings.xml" in archive.namelist():
        _stream(archive, "xl/sharedStrings.xml", texts)
    extent = _Extent(texts.lengths, limits)
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")) and name != "xl/sharedStrings.xml":
            extent.begin_part(name)
            _stream(archive, name, extent if name.startswith("xl/") else None)
    extent.begin_part()
    if extent.sheets > limits.sheets:
        raise UnableToRead(
            _("工作簿有 %(count)s 张工作表，超过上限 %(limit)s 张，无法读取；请只保留需要的工作表后重新上传。")
            % {"count": extent.sheets, "limit": limits.sheets}
        )
    return extent.marks_by_name()


def _stream(archive: zipfile.ZipFile, name: str, handler: "_Texts | _Extent | None") -> None:
    """Parse one part as a stream; a document type, which no office writes, is refused for what it may expand to."""
    parser = expat.ParserCreate("utf-8")  # whatever the part declares: the reader behind knows no other
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.buffer_text = True
    if handler is not None:
        parser.StartElementHandler = handler.start
        parser.CharacterDataHandler = handler.text
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_declaration: Any) -> None:
    raise UnableToRead(broken())


class _Texts:
    """The lengths of the shared texts, by index."""

    def __init__(self) -> None:
        self.lengths: list[int] = []

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        if _local(tag) == "si":
            self.lengths.append(0)

    def text(self, data: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(data)


class _Extent:
    """The rectangle and the text that the sheets' values fill; raises as soon as a limit is passed."""

    def __init__(self, lengths: list[int], limits: Limits) -> None:
        self.lengths, self.limits = lengths, limits
        self.sheets = self.characters = self.cells = self.area = 0
        self.row = self.column = self.last_row = self.last_column = 0
        self.shared = self.in_value = False
        self.value = self.part = ""
        self.marks: dict[str, Marks] = {}  # by part
        self.names: dict[str, str] = {}  # of the sheets, by the key of their relation
        self.targets: dict[str, str] = {}  # parts, by the key of their relation

    def begin_part(self, name: str = "") -> None:
        self._end_value()
        self.part = name
        self.area += self.last_row * self.last_column
        self.row = self.column = self.last_row = self.last_column = 0
        self._refuse_too_much()

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _local(tag)
        # The number of a shared text ends with whatever comes next; a text of the cell's own may be in parts.
        if self.shared or name in _NEXT:
            self._end_value()
        match name:
            case "row":
                self.row, self.column = int(attributes.get("r", self.row + 1)), 0
                if attributes.get("hidden") in {"1", "true"}:
                    self._marked().hidden.add(self.row)
            case "c":
                self.cells += 1
                self._refuse_too_much()
                self._place(attributes.get("r"))
                self.shared = attributes.get("t") == "s"
            case "v" | "is":
                if self.row > self.last_row or self.column > self.last_column:
                    self._refuse_outside(self.row, self.column)
                    self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
                self.in_value, self.value = True, ""
            case "mergeCell" | "hyperlink":  # readers unfold both, cell by cell
                last = attributes.get("ref", "A1").rpartition(":")[2]
                self._refuse_outside(*_position(last))
            case "f":
                self._marked().formulas.setdefault(self.row, set()).add(self.column)
            case "sheet":
                self.sheets += 1
                relation = next((value for key, value in attributes.items() if _local(key) == "id"), "")
                self.names[relation] = attributes.get("name", "")
            case "Relationship" if self.part == "xl/_rels/workbook.xml.rels":
                self.targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _end_value(self) -> None:
        """Count the text of the cell before, if there is one: it ends where the next one begins."""
        if self.in_value:
            self.in_value = False
            index = int(self.value) if self.shared and self.value.strip().isdigit() else -1
            self.characters += self.lengths[index] if 0 <= index < len(self.lengths) else len(self.value)

    def text(self, data: str) -> None:
        if self.in_value:
            self.value += data

    def marks_by_name(self) -> dict[str, Marks]:
        """Return the marks by the name of their sheet; a part that no sheet names has none."""
        parts = {relation: f"xl/{target.removeprefix('/xl/')}" for relation, target in self.targets.items()}
        return {name: self.marks.get(parts.get(relation, ""), Marks()) for relation, name in self.names.items()}

    def _marked(self) -> Marks:
        return self.marks.setdefault(self.part, Marks())

    def _place(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
        else:
            self.row, self.column = _position(reference)

    def _refuse_too_much(self) -> None:
        limits = self.limits
        if self.characters > limits.text or self.cells > limits.cells or self.area > limits.cells:
            raise too_much_inside()

    def _refuse_outside(self, row: int, column: int) -> None:
        if row > self.limits.rows or column > self.limits.columns:
            raise UnableToRead(
                _(
                    "工作表的内容到了第 %(row)s 行、第 %(column)s 列，超过上限 %(rows)s 行、%(columns)s 列；"
                    "请删去多余的行列，或分成几个工作簿上传。"
                )
                % {"row": row, "column": column, "rows": self.limits.rows, "columns": self.limits.columns}
            )


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _position(reference: str) -> tuple[int, int]:
    """Return (row, column), both counted from 1, of a reference such as "AB12"."""
    letters = reference.rstrip("0123456789")
    return int(reference[len(letters) :]), _column(letters)


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column
