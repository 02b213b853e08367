"""The lists that forms, workbooks and certificates offer, as read from `codes.toml`."""

import unicodedata
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from jiangxin.regulation.basis import Basis
from jiangxin.regulation.words import RegulationError, Words, load


class UnknownCode(RegulationError):
    """A word or code that its list doesn't offer."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry: what is stored, how it is shown, what workbooks may also write, its code in filings ("" if none).

    `sources` tell of an audience which `candidate_source` its people have; none are told where it takes everybody.
    """

    code: str
    words: Words
    aliases: tuple[str, ...] = ()
    filing_code: str = ""
    sources: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return the label in the active language."""
        return str(self.words)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes in its official order, with the source that states it.

    `unoffered` are codes that this installation doesn't offer; what was stored under them keeps its name.
    """

    key: str
    title: Words
    basis: Basis
    codes: tuple[Code, ...]
    unoffered: tuple[Code, ...] = ()

    def get(self, code: str) -> Code:
        """Return the entry stored as `code`; UnknownCode when there is none."""
        for entry in (*self.codes, *self.unoffered):
            if entry.code == code:
                return entry
        raise self._unknown(code)

    def read(self, written: str) -> Code:
        """Return the entry that is meant by its label in either language or by an alias, whatever the width and blanks.

        Raises UnknownCode, whose sentence names what the list offers.
        """
        wanted = _folded(written)
        for entry in self.codes:
            if wanted in map(_folded, (entry.words.zh, entry.words.en, *entry.aliases)):
                return entry
        raise self._unknown(written)

    def choices(self) -> list[tuple[str, str]]:
        """Return (code, label) pairs in the active language; give the method itself to a field, not its result."""
        return [(entry.code, entry.label) for entry in self.codes]

    def _unknown(self, written: str) -> UnknownCode:
        """Return the refusal of what this list doesn't offer."""
        zh = "、".join(entry.words.zh for entry in self.codes)
        en = ", ".join(entry.words.en for entry in self.codes)
        return UnknownCode(_UNKNOWN.fill(title=self.title, written=written, offered=Words(zh, en)))


@cache
def code_list(key: str) -> CodeList:
    """Return a list by its key (`candidate_category`, `education`, `level`, …); UnknownCode when there is none."""
    data = load("codes.toml").get(key)
    if data is None:
        raise UnknownCode(_NO_LIST.fill(key=key))
    offered: list[Code] = []
    unoffered: list[Code] = []
    for row in data["rows"]:
        more = {key: tuple(row.get(key, ())) for key in ("aliases", "sources")}
        entry = Code(row["code"], Words.of(row), filing_code=row.get("filing_code", ""), **more)
        (offered if row.get("ladder", 0) <= settings.LEVELS else unoffered).append(entry)
    return CodeList(key, Words.of(data["title"]), Basis.parse(data["basis"]), tuple(offered), tuple(unoffered))


def is_higher(level: int, than: int) -> bool:
    """Tell whether a level is the higher one: levels run backwards, 1 is the highest (article 10)."""
    return level < than


def _folded(text: str) -> str:
    """Return a text without regard to width, case and blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


_UNKNOWN = Words(
    "无法识别{title}“{written}”。请从下列各项中选择：{offered}。",
    "{title} “{written}” isn't known. Choose one of: {offered}.",
)
_NO_LIST = Words(
    "没有名为“{key}”的代码表。请核对 regulation/codes.toml。",
    "There is no list of codes “{key}”. See regulation/codes.toml.",
)
