"""What a round's marks must look like, as data: subjects, modules, people and panels."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

ID_NUMBER = "证件号码"
NAME = "姓名"
EXAMINER = "考评员"
KNOCKED_OUT = "否定项"
ABSENT = "缺考"


@dataclass(frozen=True)
class Module:
    """A part of a subject with a mark of its own, from 0 to `maximum` points; the heading is "名称(满分)"."""

    name: str
    maximum: Decimal


@dataclass(frozen=True)
class Subject:
    """A subject and the sheet that holds its marks.

    `panel` tells whether examiners mark it, each alone, in a row of his own (practical, comprehensive review), or
    whether a candidate has one row (theory).
    """

    code: str
    sheet: str
    modules: tuple[Module, ...]
    panel: bool = False

    @property
    def knocks_out(self) -> bool:
        """Whether its sheet has a column for the knock-out: the practical test alone (domain.md §7.6)."""
        return self.code == "practical"


@dataclass(frozen=True)
class MarksScope:
    """The round whose marks are checked.

    `people` maps the ID number of everybody who must have marks to the name. `ignored` holds (ID number, name) of the
    roster's refused rows, whose marks are counted and not looked at; where the number is "" the name alone tells, for
    the number was at fault and the marks may carry the right one. `panels` are the appointed panels by examiners'
    names; without any, only their number and oddness are checked. `panel_minimum` is the least number of examiners
    and `mark_step` the least part of a mark, in points: both come from the rules in force.
    """

    subjects: tuple[Subject, ...]
    people: Mapping[str, str]
    panel_minimum: int
    mark_step: Decimal
    ignored: Collection[tuple[str, str]] = ()
    panels: Sequence[frozenset[str]] = ()
