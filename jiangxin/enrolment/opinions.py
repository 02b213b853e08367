"""The machine's first opinion on an application: formed whenever its facts or its condition change.

It is counted on the last day of enrolment, so that nobody gains or loses by the day on which somebody looks. A person
decides (article 14(2)).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from typing import Any

from django.conf import settings
from django.utils.translation import override

from jiangxin.enrolment.alarms import noted
from jiangxin.enrolment.models import Application
from jiangxin.people import idnumber
from jiangxin.people.models import Person
from jiangxin.standards.eligibility.facts import Facts
from jiangxin.standards.eligibility.verdict import Opinion
from jiangxin.standards.evaluated import EvaluatedLists
from jiangxin.standards.models import Condition


def form_opinion(
    application: Application, *, born: date | None = None, area: str = "", evaluated: EvaluatedLists | None = None
) -> None:
    """Set the opinion of an application that is about to be saved, with the alarms that it raises itself.

    `born` and `area`, the first two digits of a resident number, spare the opening of its person's details; a set of
    applications gives `evaluated`, so that the list is read once for all of them.

    Without a condition there is nothing to judge, and the opinion stays blank.
    """
    condition, on = application.condition, application.round.apply_until
    if condition is None:
        application.opinion, application.opinion_notes = "", {}
        return
    stated = stated_with(application, born or birthday(application.person))
    stated = _looked_up(stated, condition, application, evaluated, on)
    with override(settings.LANGUAGE_CODE):  # as history keeps it, whatever language the applicant reads
        opinion = condition.requirement.judge(condition.label, stated, on)
        raised = noted(application, stated, area or area_of(application.person))
    application.opinion, application.opinion_notes = opinion.verdict.name.lower(), _noted(opinion)
    application.opinion_notes["alarms"] = raised
    if condition.requirement.evaluates:
        application.opinion_notes["evaluated"] = [study.evaluated for study in stated.studies or ()]


def opinion_under(condition: Condition, application: Application) -> Opinion:
    """Return the opinion in the active language, under any condition of the standard, on the last day of enrolment."""
    on = application.round.apply_until
    stated = _looked_up(_with_birthday(application, condition), condition, application, None, on)
    return condition.requirement.judge(condition.label, stated, on)


def opinion_kept(application: Application) -> Opinion | None:
    """Return the opinion that is kept, told in the active language; None while there is none.

    It counts on the day and with the list of evaluated programmes of then, whatever the list says by now.
    """
    condition = application.condition
    if condition is None or not application.opinion:
        return None
    on, known = date.fromisoformat(application.opinion_notes["on"]), application.opinion_notes.get("evaluated", ())
    stated = _evaluated(_with_birthday(application, condition), known)
    return condition.requirement.judge(condition.label, stated, on)


def _with_birthday(application: Application, condition: Condition) -> Facts:
    """Return what is stated; the person's details are opened only where the rule asks for the age."""
    return stated_with(application, birthday(application.person) if "born" in condition.requirement.asks else None)


def stated_with(application: Application, born: date | None) -> Facts:
    """Return what is stated, with the day of birth that the ID number tells; other documents leave it to be stated."""
    stated = application.stated
    return replace(stated, born=born) if born else stated


def _looked_up(
    stated: Facts, condition: Condition, application: Application, lists: EvaluatedLists | None, on: date
) -> Facts:
    """Return what is stated, each study looked up in the institution's list, where the rule asks what was evaluated."""
    if not condition.requirement.evaluates:
        return stated
    lists, round_ = lists or EvaluatedLists(), application.round
    known = [
        lists.known(round_.institution_id, study.name, study.major, round_.level.level, on)
        for study in stated.studies or ()
    ]
    return _evaluated(stated, known)


def _evaluated(stated: Facts, known: Sequence[bool | None]) -> Facts:
    """Return what is stated with what the list says of each study, in their order."""
    if stated.studies is None:
        return stated
    pairs = zip_longest(stated.studies, known[: len(stated.studies)])
    return replace(stated, studies=tuple(replace(study, evaluated=found) for study, found in pairs))


def birthday(person: Person) -> date | None:
    """Return the day of birth as the ID number tells it."""
    if not person.readable or not idnumber.is_checked(person.id_type):
        return None
    return idnumber.birth_date(person.id_number)


def area_of(person: Person) -> str:
    """Return the first two digits of a resident number, which name a province; "" for other documents."""
    if person.state != "known" or not idnumber.is_checked(person.id_type):
        return ""
    return person.id_number[:2]


def _noted(opinion: Opinion) -> dict[str, Any]:
    """Return what is kept of an opinion."""
    return {
        "label": opinion.label,
        "on": opinion.on.isoformat(),
        "clean": opinion.clean,
        "reasons": opinion.reasons,
        "remedies": opinion.remedies,
        "asks": opinion.asks,
        "reads": opinion.reads,
    }
