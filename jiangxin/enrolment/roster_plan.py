"""What the import of a checked roster will do, row by row, told before it is done.

A roster never touches what somebody has decided, nor what the applicant himself has filled or pledged; nothing is
deleted: whoever is no longer wanted is withdrawn by a step with its reason. `plan_import` writes nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment.models import Application
from jiangxin.enrolment.queries import OVER, live
from jiangxin.enrolment.roster import RosterReport
from jiangxin.enrolment.roster_facts import facts_of
from jiangxin.enrolment.roster_row import RosterRow
from jiangxin.enrolment.roster_scope import REPLACE, SKIP
from jiangxin.people import names, vault
from jiangxin.people.models import Organisation, Person
from jiangxin.process.models import History
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round


class Fate(StrEnum):
    """What becomes of a row without fault."""

    NEW = "new"
    OVERWRITTEN = "overwritten"
    SAME = "same"
    IGNORED = "ignored"
    UNTOUCHED = "untouched"


@dataclass(frozen=True)
class Planned:
    """One row and its fate; `application` is the one that stands in the round already, `sentence` says why."""

    row: RosterRow
    fate: Fate
    application: Application | None = None
    sentence: str = ""


@dataclass(frozen=True)
class ImportPlan:
    """All that an import will do.

    `withdrawn` are applications of earlier rosters that this one no longer holds (清空后导入); `kept` counts those that
    stand in the round, are not in the roster and stay; `known` counts people whom the institution knows already.
    """

    mode: str
    rows: tuple[Planned, ...]
    withdrawn: tuple[Application, ...] = ()
    kept: int = 0
    known: int = 0

    def of(self, fate: Fate) -> list[Planned]:
        """Return the rows of one fate."""
        return [planned for planned in self.rows if planned.fate is fate]

    @property
    def changes(self) -> bool:
        """Return whether the import would change anything."""
        return bool(self.of(Fate.NEW) or self.of(Fate.OVERWRITTEN) or self.withdrawn)

    def fingerprint(self) -> str:
        """Return a digest that is another one as soon as an import would do anything else."""
        told = [
            f"{planned.row.number}:{planned.fate}:{planned.application and planned.application.pk}"
            for planned in self.rows
        ]
        told += [f"-{application.pk}" for application in self.withdrawn]
        return hashlib.sha256(f"{self.mode} {' '.join(told)}".encode()).hexdigest()

    def summary(self) -> dict[str, Any]:
        """Return the plan as JSON-able data, without names or numbers of persons; new rows are only counted."""
        counts = Counter(planned.fate.value for planned in self.rows)
        return {
            "mode": self.mode,
            "counts": {fate.value: counts[fate.value] for fate in Fate}
            | {"withdrawn": len(self.withdrawn), "kept": self.kept},
            "rows": [
                {
                    "row": planned.row.number,
                    "serial": planned.row.serial,
                    "fate": planned.fate.value,
                    "sentence": planned.sentence,
                }
                for planned in self.rows
                if planned.fate is not Fate.NEW or planned.sentence
            ],
            "withdrawn": [application.pk for application in self.withdrawn],
            "fingerprint": self.fingerprint(),
        }


def plan_import(report: RosterReport, round_: Round, mode: str) -> ImportPlan:
    """Say what an import of the rows without fault will do in a round, under one of the modes.

    Rows of people who are registered under another name become faulty on the way.
    """
    known = refuse_other_names(report, round_.institution)
    standing = _standing(round_, known)
    left = _left_of_themselves(standing.values())
    rows = tuple(_planned(row, standing.get(row.id_number), mode, left) for row in report.accepted)
    others = live(round_).exclude(person__in=[person.pk for person in known.values()])
    withdrawn = tuple(enrolled_by_rosters(others)) if mode == REPLACE else ()
    kept = others.count() - len(withdrawn)
    return ImportPlan(mode, rows, withdrawn, kept, sum(row.id_number in known for row in report.accepted))


def enrolled_by_rosters(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Return those that a roster made, that nobody has decided, and that their applicants have not made their own."""
    undecided = applications.filter(roster__isnull=False, pledged_at=None, state__in=["submitted", "returned"])
    return undecided.select_related("person").order_by("pk")


def answers_of(row: RosterRow) -> dict[str, Any]:
    """Return what a row answers, by the names of the application's fields."""
    return {
        "category": row.category,
        "source": row.source,
        "education": row.education,
        "employer": row.employer,
        "facts": facts_of(row),
        "exam_type": row.exam_type or "first",
    }


def _known(institution: Organisation, rows: Sequence[RosterRow]) -> dict[str, Person]:
    """Return the persons whom the institution knows, by the ID number of their row."""
    numbers = {vault.blind_index(institution.pk, row.id_number): row.id_number for row in rows}
    found = Person.objects.filter(institution=institution, id_index__in=list(numbers)).defer("data_key", "details")
    return {numbers[bytes(person.id_index)]: person for person in found}


def refuse_other_names(report: RosterReport, institution: Organisation) -> Mapping[str, Person]:
    """Refuse the rows of people whom the institution knows under another name; return whom it knows, by ID number."""
    known = _known(institution, [row for row in report.rows if row.id_number])
    for row in report.accepted:
        person = known.get(row.id_number)
        if person is not None and person.name != row.name:
            sentence = _("这个证件号码登记的姓名是“%(name)s”，与名册不同；请对照身份证核实，登记有误的先由管理员更正。")
            row.fault("name", "contradicts-register", sentence % {"name": names.masked(person.name)})
    return known


def _standing(round_: Round, known: Mapping[str, Person]) -> dict[str, Application]:
    """Return the application that each known person has in the round: the one that lives, else the latest."""
    number_of = {person.pk: number for number, person in known.items()}
    found = Application.objects.filter(round=round_, person__in=list(number_of)).select_related("condition")
    ordered = sorted(found, key=lambda one: (one.state not in OVER, one.pk))
    return {number_of[application.person_id]: application for application in ordered}


def _left_of_themselves(applications: Iterable[Application]) -> set[int]:
    """Return the keys of those applications whose applicants withdrew them themselves."""
    withdrawn = [application.pk for application in applications if application.state == "withdrawn"]
    if not withdrawn:
        return set()
    taken = History.objects.filter(model="enrolment.application", verb="withdraw", record__in=withdrawn)
    return set(taken.values_list("record", flat=True))


# Why a roster leaves an application alone, by its state.
_ALONE = {
    "accepted": gettext_lazy("已经审核通过，名册不再改动。"),
    "rejected": gettext_lazy("已经审核不通过，名册不再报入；有新的证明时，请由本人重新报名。"),
    "draft": gettext_lazy("本人已经开始报名，还没有提交；请由本人提交，或由本人撤回后再导入。"),
}


def _planned(row: RosterRow, standing: Application | None, mode: str, left: set[int]) -> Planned:
    """Return the fate of one row, given what stands in the round for its person."""
    if standing is None or standing.state == "withdrawn":
        own = standing is not None and standing.pk in left
        sentence = _("本人曾在本批次撤回报名；导入前请确认本人愿意再报。") if own else ""
        return Planned(row, Fate.NEW, None, sentence)
    if standing.state in _ALONE:
        return Planned(row, Fate.UNTOUCHED, standing, str(_ALONE[standing.state]))
    if standing.pledged_at or standing.roster_id is None:
        return Planned(row, Fate.UNTOUCHED, standing, _("由本人填报，以本人所填为准；要改的请审核员退回补正。"))
    if mode == SKIP:
        return Planned(row, Fate.IGNORED, standing, _("已由名册报入，待审核；按所选方式忽略这一行。"))
    changed = list(_changed(row, standing))
    if standing.state == "returned":
        sentence = _("审核员已退回补正；重填后重新进入待审核。")
    elif changed:
        sentence = _("改动：%s。") % joined(changed)
    else:
        return Planned(row, Fate.SAME, standing, _("与现有的报名一致，不用改。"))
    return Planned(row, Fate.OVERWRITTEN, standing, sentence)


def _changed(row: RosterRow, standing: Application) -> Iterator[str]:
    """Yield the names of the answers that a refill would change."""
    if standing.condition is None or standing.condition.label != row.condition:
        yield _("申报条件")
    for name, value in answers_of(row).items():
        if getattr(standing, name) != value:
            yield str(Application._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
