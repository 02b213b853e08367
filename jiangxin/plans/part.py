"""One part of the plan as data: what it says, what is missing, and how it is kept when the plan is approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiangxin.process.errors import Text

# The words of article 14(1), in its order.
TITLES: dict[int, Text] = {
    1: _("职业（工种）及等级"),
    2: _("教学培训计划"),
    3: _("考生名册"),
    4: _("试题命制方案"),
    5: _("认定标准及方式"),
    6: _("考场设置情况"),
    7: _("设施设备配置情况"),
    8: _("考务人员信息"),
    9: _("考评员信息"),
    10: _("考务规章制度"),
    11: _("安全保障措施"),
}


@dataclass(frozen=True)
class Table:
    """A table of a part: the heads of its columns, and its rows as text."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""


@dataclass(frozen=True)
class Gap:
    """Something that a part still lacks; `url` and `argument` name the page on which it is mended."""

    sentence: str
    url: str = ""
    argument: int | None = None

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Part:
    """A part of article 14(1): `summary` in a few words, `lines` and `tables` in full, `missing`, and `notes`.

    `notes` are what a reader should know and what stands in nobody's way; `url` and `argument` name the page on which
    the part is worked at.
    """

    number: int
    summary: str
    lines: Sequence[str] = ()
    tables: Sequence[Table] = ()
    missing: Sequence[Gap] = ()
    notes: Sequence[str] = ()
    url: str = ""
    argument: int | None = None
    title: str = field(default="")

    def __post_init__(self) -> None:
        if not self.title:
            object.__setattr__(self, "title", str(TITLES[self.number]))

    @property
    def heading(self) -> str:
        """The title in the reader's language; `title` is what was approved and is printed."""
        return str(TITLES[self.number])

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


def freeze(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Return the parts as JSON for the plan's snapshot: what they say, not what was missing or where to mend it."""
    kept = ("number", "title", "summary", "lines", "tables", "notes")
    return [{key: value for key, value in asdict(part).items() if key in kept} for part in parts]


def thaw(snapshot: Sequence[Mapping[str, Any]]) -> list[Part]:
    """Return the parts of a snapshot."""
    return [Part(**{**part, "tables": [Table(**table) for table in part["tables"]]}) for part in snapshot]
