"""One table of a standard's file, read value by value; what is wrong is noted with its place, and reading goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.process.errors import Unable
from jiangxin.regulation.words import in_series, joined

TOLD = 8  # faults that one sentence names; the page lists them all


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file: the place as its author finds it (levels[2].subjects[1].minutes), and a sentence."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}：{self.sentence}" if self.place else self.sentence


class UnableToReadStandard(Unable):
    """A file is no standard; `faults` say what is wrong and where."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        words = {"count": len(faults), "first": in_series(str(fault) for fault in faults[:TOLD])}
        sentence = _("不能读入标准：文件里有 %(count)d 处错误，什么也没有写入。%(first)s 改正以后再读入一次。")
        super().__init__(sentence % words)


@dataclass(frozen=True)
class Written:
    """What a file states, as nested data, whatever its kind; nothing of it is checked yet.

    `place` says a place in the data (levels[1].hours) as the file's author finds it.
    """

    data: Mapping[str, Any]
    place: Callable[[str], str] = str


class Table:
    """A table with its place; its readers return a value that fits, or a stand-in when they have noted a fault."""

    def __init__(self, data: Any, place: str, faults: list[Fault], known: tuple[str, ...]) -> None:
        self.place, self.faults = place, faults
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.fault("", _("这里要写一个表，例如 [%s]。") % (place or "standard"))
        for key in self.data:
            if key not in known:
                self.fault(key, _("没有这一项；可用的有：%s。") % joined(known))

    def fault(self, key: str, sentence: str) -> None:
        """Note what is wrong at a key of this table."""
        self.faults.append(Fault(".".join(part for part in (self.place, key) if part), sentence))

    def text(self, key: str, most: int, *, required: bool = True) -> str:
        """Return a text of at most so many characters, without blanks around it."""
        value = self.data.get(key, "")
        if not isinstance(value, str):
            self.fault(key, _("要写文字，加引号；现在是 %s。") % value)
            return ""
        if required and not value.strip():
            self.fault(key, _("没有填。"))
        if len(value.strip()) > most:
            self.fault(key, _("最多 %(most)d 个字，现在有 %(have)d 个。") % {"most": most, "have": len(value.strip())})
        return value.strip()

    def choice(self, key: str, offered: tuple[str, ...]) -> str:
        """Return one of the words that are offered."""
        value = self.data.get(key)
        if value not in offered:
            self.fault(key, _("只能是：%s。") % joined(offered))
            return offered[0]
        return str(value)

    def whole(self, key: str, least: int, most: int) -> int:
        """Return a whole number within bounds."""
        value = self.data.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.fault(key, _("要写 %(least)d 到 %(most)d 的整数。") % {"least": least, "most": most})
            return least
        return value

    def number(self, key: str, most: int = 999) -> Decimal:
        """Return a positive number with at most one decimal: half marks exist."""
        value = self.data.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            exact = Decimal(str(value))
            if 0 < exact <= most and exact == exact.quantize(Decimal("0.1")):
                return exact
        self.fault(key, _("要写大于 0、不超过 %d 的数，最多一位小数。") % most)
        return Decimal(1)

    def day(self, key: str, *, required: bool = True) -> date | None:
        """Return a day."""
        value = self.data.get(key)
        if value is None:
            if required:
                self.fault(key, _("没有填。"))
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault(key, _("要写日期，例如 2018-12-26（TOML 文件里不加引号）。"))
            return None
        return value

    def words(self, key: str, most: int) -> list[str]:
        """Return a list of words."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and 0 < len(one) <= most for one in value):
            self.fault(key, _("要写一列文字，每项不超过 %d 个字。") % most)
            return []
        return list(value)

    def rows(self, key: str, known: tuple[str, ...]) -> list[Table]:
        """Return a list of tables, each with its place; people count from one."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            self.fault(key, _("这里要写若干个表，例如 [[%s]]。") % key)
            return []
        inside = ".".join(part for part in (self.place, key) if part)
        return [Table(one, f"{inside}[{place}]", self.faults, known) for place, one in enumerate(value, 1)]
