"""The machine's first opinion on an application: formed whenever its facts or its condition change.

It is counted on the last day of enrolment, so that nobody gains or loses by the day on which somebody looks. A person
decides (article 14(2)).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import override

from jiangxin.enrolment.alarms import noted
from jiangxin.enrolment.models import Application
from jiangxin.people import idnumber
from jiangxin.people.models import Person
from jiangxin.standards.eligibility.facts import Facts
from jiangxin.standards.eligibility.verdict import Opinion
from jiangxin.standards.models import Condition


def form_opinion(application: Application, *, born: date | None = None, area: str = "") -> None:
    """Set the opinion of an application that is about to be saved, with the alarms that it raises itself.

    `born` and `area`, the first two digits of a resident number, spare the opening of its person's details.

    Without a condition there is nothing to judge, and the opinion stays blank.
    """
    if application.condition is None:
        application.opinion, application.opinion_notes = "", {}
        return
    with override(settings.LANGUAGE_CODE):  # as history keeps it, whatever language the applicant reads
        opinion = opinion_under(application.condition, application, born=born)
        stated = stated_with(application, born or birthday(application.person))
        raised = noted(application, stated, area or area_of(application.person))
        application.opinion, application.opinion_notes = opinion.verdict.name.lower(), _noted(opinion)
        application.opinion_notes["alarms"] = raised


def opinion_under(
    condition: Condition, application: Application, *, born: date | None = None, on: date | None = None
) -> Opinion:
    """Return the opinion in the active language, under any condition of the standard.

    `on` is the reference day where it isn't the last day of enrolment as it now stands.
    """
    requirement = condition.requirement
    known = (born or birthday(application.person)) if "born" in requirement.asks else None
    return requirement.judge(condition.label, stated_with(application, known), on or application.round.apply_until)


def opinion_kept(application: Application) -> Opinion | None:
    """Return the opinion that is kept, told in the active language; None while there is none."""
    if application.condition is None or not application.opinion:
        return None
    return opinion_under(application.condition, application, on=date.fromisoformat(application.opinion_notes["on"]))


def stated_with(application: Application, born: date | None) -> Facts:
    """Return what is stated, with the day of birth that the ID number tells; other documents leave it to be stated."""
    stated = application.stated
    return replace(stated, born=born) if born else stated


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
