"""Whose round it is: institution, filing, occupation and level, college, audience; said, or told by what there is.

Nothing is guessed: where several would do, the sentence lists them and names the option that decides. Only the practice
institution, which is the same everywhere, has defaults.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.utils.translation import gettext as _

from jiangxin.documents.workbook import Workbook
from jiangxin.enrolment.queries import roster_scope
from jiangxin.enrolment.roster import check_roster
from jiangxin.people.models import Organisation
from jiangxin.practice import practice, seed
from jiangxin.recording.asked import Asked
from jiangxin.recording.hands import UnableToRecord
from jiangxin.regulation.codes import UnknownCode, code_list
from jiangxin.regulation.words import in_series
from jiangxin.rounds.models import Round
from jiangxin.rounds.queries import scopes_of
from jiangxin.standards.models import Filing, StandardLevel
from jiangxin.standards.queries import level_in_force

OUTSIDE = "outside-round"  # the finding of a row that applies for another occupation or level
PRACTICE_AUDIENCE = "public"

type Scope = tuple[Filing, StandardLevel]


@dataclass(frozen=True)
class Whose:
    """Whose round is recorded, and for whom it was held."""

    institution: Organisation
    college: Organisation
    filing: Filing
    level: StandardLevel
    audience: str

    @classmethod
    def of(cls, round_: Round) -> Self:
        """Return what a round that is under way has settled."""
        return cls(round_.institution, round_.college, round_.filing, round_.level, round_.audience)


def choose(asked: Asked, roster: Workbook, today: date) -> Whose:
    """Return whose round the words and the roster mean.

    Raises UnableToRecord, listing the choices, where they leave several or none.
    """
    institution = _institution(asked.institution)
    filing, level = _scope(institution, asked, roster, today)
    return Whose(institution, _college(institution, asked.college), filing, level, _audience(filing, asked.audience))


def _institution(name: str | None) -> Organisation:
    """Return the institution by its name; the practice institution, seeded once, when none is named."""
    if name is None:
        return (practice() or seed()).institution
    found = Organisation.objects.filter(kind=Organisation.INSTITUTION, name=name).first()
    if found is None:
        raise UnableToRecord(_("不能补录：没有名为“%s”的评价机构。请核对 --institution，或先在系统里登记机构。") % name)
    return found


def _scope(institution: Organisation, asked: Asked, roster: Workbook, today: date) -> Scope:
    """Return filing, occupation and level: as the words or, where they leave several, the roster's rows mean it."""
    on = asked.exam_date or today
    scopes = scopes_of(institution, on) or scopes_of(institution, today)  # a day outside is told when the round opens
    valid = [(scope.filing, level_in_force(scope.level, institution, on)) for scope in scopes]
    if not valid:
        raise UnableToRecord(_("不能补录：%s没有在有效期内、带有职业等级的备案（第二、二十条）。") % institution)
    level = asked.level and int(_code("level", asked.level))
    meant = [
        scope for scope in valid
        if asked.filing in (None, scope[0].number) and (level is None or scope[1].level == level)
    ]  # fmt: skip
    meant = list(dict.fromkeys(meant))
    if len(meant) > 1:
        meant = _applied_for(meant, roster, on)
    if len(meant) == 1:
        return meant[0]
    sentence = _(
        "不能补录：看不出这份名册是哪个备案的哪一个职业和等级，可选的有：%s。请用 --filing 备案号、--level 等级 指明，"
        "或核对名册里的申报职业和等级；一次只补录一个职业的一个等级。"
    )
    choices = (_("%(level)s（备案号 %(number)s）") % {"level": one, "number": filing} for filing, one in valid)
    raise UnableToRecord(sentence % in_series(dict.fromkeys(choices)))


def _applied_for(scopes: Sequence[Scope], roster: Workbook, on: date) -> list[Scope]:
    """Return those of the scopes for which at least one row of the roster applies."""
    found: dict[int, bool] = {}
    for level in {level.pk: level for _filing, level in scopes}.values():
        rows = check_roster(roster, roster_scope(Round(level=level, apply_until=on))).rows
        found[level.pk] = any(all(fault.code != OUTSIDE for fault in row.faults) for row in rows)
    return [scope for scope in scopes if found[scope[1].pk]]


def _college(institution: Organisation, name: str | None) -> Organisation:
    """Return the college that carried the round out: the one that is named, else the only one."""
    colleges = list(institution.units.filter(kind=Organisation.COLLEGE, state="active").order_by("pk"))
    if not colleges:
        raise UnableToRecord(_("不能补录：%s没有登记二级学院。请中心先登记承办学院。") % institution)
    meant = [college for college in colleges if name in (None, college.name)]
    if len(meant) == 1 or (meant and institution.practice):
        return meant[0]
    sentence = _("不能补录：请用 --college 指明承办学院，%(place)s的二级学院有：%(names)s。")
    raise UnableToRecord(sentence % {"place": institution, "names": in_series(map(str, colleges))})


def _audience(filing: Filing, written: str | None) -> str:
    """Return for whom the round was held: what is said, else the filing's only audience."""
    if written is None and filing.institution.practice and PRACTICE_AUDIENCE in filing.audiences:
        return PRACTICE_AUDIENCE
    meant = filing.audiences if written is None else [_code("audience", written)]
    if len(meant) == 1 and meant[0] in filing.audiences:
        return str(meant[0])
    sentence = _("不能补录：请用 --audience 指明这一期面向哪类考生，备案号 %(number)s 面向：%(names)s。")
    raise UnableToRecord(sentence % {"number": filing, "names": in_series(_labels("audience", filing.audiences))})


def _labels(key: str, codes: Iterable[str]) -> list[str]:
    return [code_list(key).get(code).label for code in codes]


def _code(key: str, written: str) -> str:
    """Return the code that a person means, by the code itself or by its words; raises UnableToRecord for neither."""
    listed = code_list(key)
    try:
        known = {entry.code for entry in listed.codes}
        return written if written in known else listed.read(written).code
    except UnknownCode as error:
        raise UnableToRecord(str(error)) from error
