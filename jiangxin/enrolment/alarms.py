"""Alarms of the review: what a reviewer should look at twice, with the reason. None of them decides anything.

What the application itself tells (too young, from another province, none of those whom the round is for, a student
before the final year) is noted with the first opinion, so that lists can be filtered by it; what other records tell is
asked for a whole list at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.enrolment.models import Application
from jiangxin.enrolment.queries import OVER
from jiangxin.people import idnumber
from jiangxin.people.models import Person
from jiangxin.process.who import NOBODY
from jiangxin.regulation.codes import UnknownCode, code_list
from jiangxin.regulation.parameters import param
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round
from jiangxin.standards.eligibility.facts import Facts, Study
from jiangxin.standards.eligibility.rule import Rule
from jiangxin.standards.eligibility.study import final_year_begins

LABELS: dict[str, str | Promise] = {
    "early": gettext_lazy("未到毕业学年"),
    "twin": gettext_lazy("疑似同一人"),
    "many": gettext_lazy("一人多证"),
    "young": gettext_lazy("未满最低年龄"),
    "outside": gettext_lazy("外省证件"),
    "audience": gettext_lazy("不在面向范围"),
}
NOTED = ("early", "young", "outside", "audience")  # kept in `opinion_notes`


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm: its code, and the reason in a sentence."""

    code: str
    sentence: str

    @property
    def label(self) -> str:
        """Its name, as filters and tags show it."""
        return str(LABELS[self.code])


# ---- noted with the opinion


def noted(application: Application, stated: Facts, area: str) -> list[str]:
    """Return the codes that the application itself tells; `area` are the first two digits of a resident number."""
    on = application.round.apply_until
    found = []
    if application.condition and _early(application.condition.requirement, stated.studies or (), on):
        found.append("early")
    if stated.born and idnumber.age(stated.born, on) < param("age.min", on).integer:
        found.append("young")
    home = province_of(application.round.institution.region)
    if home and area != home and _province(area):
        found.append("outside")
    sources = code_list("audience").get(application.round.audience).sources
    if sources and application.source and application.source not in sources:
        found.append("audience")
    return found


def _early(rule: Rule, studies: Sequence[Study], on: date) -> bool:
    """Tell whether a student before the final year applies by a path that is open to final-year students only."""
    atoms = [atom for atom in rule.studied if atom.final_year and not atom.any_year]
    finished = [study for study in studies if study.graduated and study.graduated <= on]
    if not atoms or any(atom.fits(study) for atom in atoms for study in finished):
        return False
    return any(_before_final_year(study, on) for study in studies if study not in finished)


def _before_final_year(study: Study, on: date) -> bool:
    ends = study.expected or study.graduated
    return final_year_begins(ends) > on if ends else study.final_year is False


def province_of(region: str) -> str:
    """Return the code of the province in which a region lies, "" for none that the list knows."""
    return next((entry.code for entry in code_list("province").codes if region.startswith(entry.words.zh)), "")


def _province(code: str) -> bool:
    try:
        code_list("province").get(code)
    except UnknownCode:
        return False
    return True


# ---- asked for a list


def raised(applications: Sequence[Application]) -> dict[int, list[Alarm]]:
    """Return the alarms of each application, by its key, in a constant number of queries."""
    many, twins = _other_rounds(applications), twins_of(applications)
    return {
        one.pk: [
            *(Alarm(code, _noted_words(code, one)) for code in NOTED if code in one.opinion_notes.get("alarms", ())),
            *([Alarm("twin", _twin_words(twins[one.pk]))] if twins.get(one.pk) else []),
            *([Alarm("many", _many_words(many[one.pk]))] if many.get(one.pk) else []),
        ]
        for one in applications
    }


def _noted_words(code: str, application: Application) -> str:
    on = application.round.apply_until
    if code == "young":
        years = param("age.min", on).words
        return _("报名截止日（%(day)s）未满%(years)s") % {"day": on.isoformat(), "years": years}
    if code == "outside":
        region = application.round.institution.region
        return _("身份证号码的地区不在%s所在的省；请核对工作或学籍证明") % region
    if code == "audience":
        told = {"audience": application.round.get_audience_display(), "source": application.get_source_display()}
        return _("本批次面向%(audience)s，考生来源填的是“%(source)s”；不属于备案面向的人不能在本批次认定") % told
    return _("按应届毕业生申报，但报名截止日（%s）还没有进入毕业学年") % on.isoformat()


def _twin_words(others: Sequence[Person]) -> str:
    told = joined(f"{other.get_id_type_display()} {other.masked_id}" for other in others)
    return _("同名的另一份档案电话相同或证件种类不同（%s），可能是同一人") % told


def _many_words(others: Sequence[Application]) -> str:
    return _("同一年度还报了：%s") % joined(str(other.round) for other in others)


def _other_rounds(applications: Sequence[Application]) -> dict[int, list[Application]]:
    """Return the live applications of the same persons in other rounds of the year (domain.md §4.5: 一人多证)."""
    listed = _live_of({one.person_id for one in applications}).select_related("round__level__standard__occupation")
    by_person: dict[int, list[Application]] = defaultdict(list)
    for other in listed:
        by_person[other.person_id].append(other)
    return {
        one.pk: [
            other
            for other in by_person[one.person_id]
            if other.round_id != one.round_id and other.round.year == one.round.year
        ]
        for one in applications
    }


def _live_of(persons: Any) -> QuerySet[Application]:
    """Return what the persons (keys, or the query for them) have handed in that is neither rejected nor withdrawn."""
    return Application.objects.filter(person__in=persons).exclude(state__in=(*OVER, "draft"))


def twins_of(applications: Sequence[Application]) -> dict[int, list[Person]]:
    """Return other persons of the institution who may be the same: same name, and phone or kind of document tells."""
    names = {one.person.name for one in applications}
    institutions = {one.person.institution_id for one in applications}
    namesakes: dict[tuple[int, str], list[Person]] = defaultdict(list)
    for person in Person.objects.filter(institution__in=institutions, name__in=names, state="known"):
        namesakes[person.institution_id, person.name].append(person)
    same = {key: _by_sign(persons) for key, persons in namesakes.items() if len(persons) > 1}
    return {
        one.pk: _others(one.person, same.get((one.person.institution_id, one.person.name), {})) for one in applications
    }


def _by_sign(persons: Iterable[Person]) -> dict[str, list[Person]]:
    """Return namesakes by what tells that they may be one: their phone, and their kind of document."""
    found: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        found[f"type:{person.id_type}"].append(person)
        if person.phone:
            found[f"phone:{person.phone}"].append(person)
    return found


def _others(person: Person, by_sign: dict[str, list[Person]]) -> list[Person]:
    """Return those who share the phone, or have another kind of document."""
    types = {sign for sign in by_sign if sign.startswith("type:")} - {f"type:{person.id_type}"}
    signs = [*types, f"phone:{person.phone}"] if by_sign else []
    found = {other.pk: other for sign in signs for other in by_sign.get(sign, ())}
    return [other for key, other in found.items() if key != person.pk]


# ---- filters and the round


def alarmed(applications: QuerySet[Application], code: str) -> QuerySet[Application]:
    """Return those that have an alarm (`any`: whichever)."""
    wanted = NOBODY
    for each in LABELS if code == "any" else [code]:
        wanted |= _holds(applications, each)
    return applications.filter(wanted)


def _holds(applications: QuerySet[Application], code: str) -> Q:
    """Return the condition of one alarm."""
    if code in NOTED:
        return Q(opinion_notes__alarms__contains=[code])
    # Compared here: phones are sealed, and a join of the table with itself takes PostgreSQL seconds as long as it has
    # no statistics of a roster just imported.
    return Q(pk__in=_in_other_rounds(applications) if code == "many" else _with_twins(applications))


def _in_other_rounds(applications: QuerySet[Application]) -> list[int]:
    """Return the keys of those whose persons have a live application in another round of the year."""
    listed = applications.order_by()
    rounds: dict[tuple[int, int], set[int]] = defaultdict(set)
    live = _live_of(listed.values("person")).order_by()
    for person, year, round_ in live.values_list("person", "round__year", "round"):
        rounds[person, year].add(round_)
    asked = listed.values_list("pk", "person", "round__year", "round")
    return [key for key, person, year, round_ in asked if rounds[person, year] - {round_}]


def _with_twins(applications: QuerySet[Application]) -> list[int]:
    """Return the keys of those whose persons may be known under another document too."""
    namesake = Person.objects.filter(
        institution=OuterRef("person__institution"), name=OuterRef("person__name"), state="known"
    ).exclude(pk=OuterRef("person"))
    possible = list(applications.order_by().filter(Exists(namesake)).select_related("person"))
    return [key for key, others in twins_of(possible).items() if others]


def outside_share(round_: Round) -> Alarm | None:
    """Return the alarm of a round in which many applicants' ID numbers come from another province; None for few."""
    told = (
        Application.objects.filter(round=round_)
        .exclude(state__in=(*OVER, "draft"))
        .aggregate(all=Count("pk"), outside=Count("pk", filter=Q(opinion_notes__alarms__contains=["outside"])))
    )
    limit = param("alarm.outside", round_.apply_until)
    if not told["all"] or told["outside"] <= limit.number * told["all"]:
        return None
    words = _("外省证件占 %(share)d%%（%(outside)d / %(all)d），超过提醒线 %(limit)d%%；请核对工作和学籍证明")
    share = round(100 * told["outside"] / told["all"])
    return Alarm("outside", words % {**told, "share": share, "limit": limit.number * 100})
