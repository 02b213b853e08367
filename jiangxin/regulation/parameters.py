"""Every number that follows from a rule, with unit, basis and the day from which it is valid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, Literal, cast, get_args

from jiangxin.regulation.basis import Basis
from jiangxin.regulation.words import RegulationError, Words, load

SpanUnit = Literal["working_days", "calendar_days", "months", "calendar_years"]
Certainty = Literal["F", "O", "R", "C", "S", "I", "B"]
type Value = int | Decimal | str | bool


class UnknownParameter(RegulationError):
    """No rule of this name, or none that was valid on the day asked for."""


class BadParameter(RegulationError):
    """The table of parameters contradicts itself, or a number is asked for something it isn't."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as rules state it: day 0 isn't counted, the end of day n is the end (`calendar.add_span`)."""

    value: int
    unit: SpanUnit

    def __post_init__(self) -> None:
        if self.unit not in get_args(SpanUnit) or self.value < 0:
            raise BadParameter(_BAD_SPAN.fill(value=self.value, unit=self.unit))

    @property
    def words(self) -> Words:
        """Return 20个工作日 and 20 working days."""
        return measure(self.value, self.unit)

    def __str__(self) -> str:
        return str(self.words)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One version of a rule's number; `certainty` is the tag of its source: F regulation, O official, R other
    institution, C seen in code, S secondary, I inferred, B unconfirmed.
    """

    key: str
    value: Value
    unit: str
    basis: Basis
    valid_from: date
    note: Words
    certainty: Certainty

    @property
    def version(self) -> str:
        """Return the stable name of this version, such as `filing.span@2024-07-12`, stored with what it decided."""
        return f"{self.key}@{self.valid_from:%Y-%m-%d}"

    @property
    def span(self) -> Span:
        """Return the value as a length of time; BadParameter when its unit is none."""
        if self.unit not in get_args(SpanUnit):
            raise BadParameter(_NOT_A.fill(key=self.key, kind=_SPAN, shown=self.words))
        return Span(self.integer, cast("SpanUnit", self.unit))

    @property
    def integer(self) -> int:
        """Return the value as a whole number; BadParameter when it isn't one."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise BadParameter(_NOT_A.fill(key=self.key, kind=_INTEGER, shown=self.words))
        return self.value

    @property
    def number(self) -> Decimal:
        """Return the value as an exact decimal number; BadParameter when it isn't a number."""
        if isinstance(self.value, Decimal):
            return self.value
        return Decimal(self.integer)

    @property
    def text(self) -> str:
        """Return the value as text (a layout, a way of rounding); BadParameter when it isn't text."""
        if not isinstance(self.value, str):
            raise BadParameter(_NOT_A.fill(key=self.key, kind=_TEXT, shown=self.words))
        return self.value

    @property
    def words(self) -> Words:
        """Return value and unit as people write them: 20个工作日, 20 working days."""
        return measure(self.value, self.unit)


def param(key: str, on: date | None = None) -> Parameter:
    """Return the version of a parameter that is valid on a day; without a day, the newest.

    Raises UnknownParameter when there is no such key, or no version that early.
    """
    versions = _table().get(key)
    if versions is None:
        raise UnknownParameter(_UNKNOWN.fill(key=key))
    return versions[-1] if on is None else valid_on(versions, on)


def parameters() -> list[Parameter]:
    """Return every version of every parameter, in the order of the table."""
    return [version for versions in _table().values() for version in versions]


def valid_on(versions: Iterable[Parameter], on: date) -> Parameter:
    """Return the version valid on a day, of the versions of one key, oldest first; UnknownParameter when none is."""
    listed = list(versions)
    begun = [version for version in listed if version.valid_from <= on]
    if not begun:
        first = listed[0]
        raise UnknownParameter(_TOO_EARLY.fill(key=first.key, on=on.isoformat(), since=first.valid_from.isoformat()))
    return begun[-1]


def read(data: Mapping[str, Any]) -> dict[str, tuple[Parameter, ...]]:
    """Return a parsed table as versions by key, oldest first.

    A version ends where the next begins. Raises BadParameter when two versions of a key begin on the same day, when a
    unit isn't listed, or when a value's type changes between versions.
    """
    table: dict[str, list[Parameter]] = {}
    for row in data["parameter"]:
        made = _parameter(row, data["units"])
        table.setdefault(made.key, []).append(made)
    for versions in table.values():
        versions.sort(key=lambda version: version.valid_from)
        for earlier, later in pairwise(versions):
            if earlier.valid_from == later.valid_from:
                raise BadParameter(_OVERLAP.fill(key=later.key, day=later.valid_from.isoformat()))
    return {key: tuple(versions) for key, versions in table.items()}


def measure(value: Value, unit: str) -> Words:
    """Return a value with its unit's words in both languages; a unit may be a form such as `1:{value}`."""
    shown = _YES_NO[value] if isinstance(value, bool) else value
    return Words.of(load("parameters.toml")["units"][unit]).fill(value=shown)


def _parameter(row: Mapping[str, Any], units: Mapping[str, Any]) -> Parameter:
    """Return one row of the table; BadParameter when it is incomplete or its unit or certainty isn't listed."""
    key = row.get("key", "?")
    missing = {"key", "value", "unit", "basis", "valid_from", "certainty", "note"} - set(row)
    if missing:
        raise BadParameter(_INCOMPLETE.fill(key=key, missing=", ".join(sorted(missing))))
    if row["unit"] not in units or row["certainty"] not in get_args(Certainty):
        raise BadParameter(_UNLISTED.fill(key=key, unit=row["unit"], certainty=row["certainty"]))
    basis, note = Basis.parse(row["basis"]), Words.of(row["note"])
    return Parameter(key, row["value"], row["unit"], basis, row["valid_from"], note, row["certainty"])


@cache
def _table() -> dict[str, tuple[Parameter, ...]]:
    """Return the table of this installation, read and checked once."""
    return read(load("parameters.toml"))


_YES_NO = {True: Words("是", "yes"), False: Words("否", "no")}
_SPAN, _INTEGER, _TEXT = Words("时限", "a length of time"), Words("整数", "a whole number"), Words("文字", "text")
_UNKNOWN = Words(
    "没有名为“{key}”的参数。请核对 regulation/parameters.toml，或在其中写明数值、单位、依据和生效日期。",
    "There is no parameter “{key}”. See regulation/parameters.toml, or add it there with value, unit, basis and date.",
)
_TOO_EARLY = Words(
    "参数“{key}”在 {on} 尚未生效：最早的版本自 {since} 起有效。请核对日期，或补录当时有效的版本。",
    "The parameter “{key}” wasn't in force on {on}: its first version is valid from {since}. Check the day, or add the"
    " version that was valid then.",
)
_NOT_A = Words(
    "参数“{key}”不能当作{kind}使用：它的值是“{shown}”。",
    "The parameter “{key}” can't be read as {kind}: it is “{shown}”.",
)
_BAD_SPAN = Words(
    "无法计算时限“{value} {unit}”：数值不能为负，单位须为工作日、日、月或年。",
    "The span “{value} {unit}” can't be counted: it may not be negative, and its unit must be working_days,"
    " calendar_days, months or calendar_years.",
)
_OVERLAP = Words(
    "参数“{key}”有两个版本都自 {day} 起生效，无法判断以哪个为准。请删去其中一个或改正日期。",
    "Two versions of the parameter “{key}” begin on {day}, so neither can be followed. Remove one or correct its day.",
)
_INCOMPLETE = Words(
    "参数“{key}”不完整，缺少：{missing}。每个数值都要写明单位、依据、生效日期、可信度和说明。",
    "The parameter “{key}” is incomplete: {missing} missing. Every number states unit, basis, day, certainty and note.",
)
_UNLISTED = Words(
    "参数“{key}”的单位“{unit}”或可信度“{certainty}”未列入表中。请在 [units] 中登记单位，可信度用 F、O、R、C、S、I、B。",
    "The parameter “{key}” has a unit “{unit}” or a certainty “{certainty}” that isn't listed. List the unit under"
    " [units]; certainties are F, O, R, C, S, I, B.",
)
