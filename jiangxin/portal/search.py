"""The search over everything: by name, ID number, admission number, certificate number, number of a round.

Nothing is found that whoever asks may not see; ID numbers are found by their blind index and never read.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiangxin.certificates.models import Certificate
from jiangxin.enrolment.models import Application
from jiangxin.exams.models import Admission
from jiangxin.people import idnumber, vault
from jiangxin.portal import links
from jiangxin.portal.asking import asker
from jiangxin.portal.asking import words as asked_for
from jiangxin.portal.desk import with_names
from jiangxin.portal.rounds import by_words
from jiangxin.process.who import Actor
from jiangxin.results.models import Result
from jiangxin.rounds.models import Round

MOST = 30
LAST_FOUR = re.compile(r"\d{3}[\dX]")
WHOLE = re.compile(r"\d{17}[\dX]")


def search(request: HttpRequest) -> HttpResponse:
    """Show what was found, and in which round; a single hit is opened at once."""
    words = asked_for(request)
    user, on = asker(request)
    rounds = list(rounds_by(words, user, on)) if words else []
    applications = list(applications_by(words, user, on)) if words else []
    if len(applications) == 1 and not rounds:
        return redirect("portal:candidate", applications[0].pk)
    if len(rounds) == 1 and not applications:
        return redirect("portal:round", rounds[0].pk)
    shown = applications[:MOST]
    results = {result.application_id: result for result in Result.objects.filter(application__in=shown)}
    context = {
        "words": words,
        "rounds": rounds[:MOST],
        "applications": [_hit(application, results.get(application.pk)) for application in shown],
        "more": len(applications) > MOST or len(rounds) > MOST,
        "total": len(shown) + len(rounds[:MOST]),
    }
    return render(request, "portal/search.html", context)


def rounds_by(words: str, user: Actor, on: date) -> Any:
    """Return the visible rounds of this number or occupation."""
    return with_names(Round.objects.visible_to(user, on).filter(by_words(words)))[: MOST + 1]


def applications_by(words: str, user: Actor, on: date) -> Any:
    """Return the visible applications found by name, ID number, admission number or certificate number."""
    found = by_person(words, user, on)
    admissions = Admission.objects.visible_to(user, on).filter(number=words)
    certificates = Certificate.objects.visible_to(user, on).filter(number=words.upper())
    found |= Q(pk__in=admissions.order_by().values("application"))
    found |= Q(pk__in=certificates.order_by().values("row__result__application"))
    related = ("person", "admission", "round__college", "round__level__standard__occupation")
    rows = Application.objects.visible_to(user, on).filter(found)
    return rows.select_related(*related).order_by("-round__year", "-round__sequence", "person__sort_key")[: MOST + 1]


def by_person(words: str, user: Actor, on: date) -> Q:
    """Return the condition on the person: part of the name, beginning of its pinyin, ID number or its last four."""
    number, _repairs = idnumber.normalise(words)
    if LAST_FOUR.fullmatch(number) or WHOLE.fullmatch(number):
        column = "last4_index" if len(number) == 4 else "id_index"
        institutions = {appointment.institution_id for appointment in user.appointments_on(on)}
        indexes = [vault.blind_index(institution, number) for institution in sorted(institutions)]
        return Q(**{f"person__{column}__in": indexes})
    return Q(person__name__icontains=words) | Q(person__sort_key__istartswith=words)


def _hit(application: Application, result: Result | None) -> dict[str, Any]:
    """Return one line of the answer."""
    admission = getattr(application, "admission", None)
    return {
        "application": application,
        "url": links.link("portal:candidate", application.pk),
        "round_url": links.link("portal:round", application.round_id),
        "masked": application.person.masked_id,
        "admission": admission.number if admission else "",
        "conclusion": result.get_conclusion_display() if result else "",
    }
