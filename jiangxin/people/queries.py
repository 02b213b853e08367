"""Reads of people that more than one page asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from jiangxin.people import idnumber, vault
from jiangxin.people.models import Appointment, Person, Qualification, Reading
from jiangxin.regulation.parameters import param


def staff_with_cards(persons: QuerySet[Person]) -> QuerySet[Person]:
    """Return the persons with their current appointments and valid qualifications, in two more queries."""
    appointments = Appointment.objects.filter(state="current").select_related("organisation")
    with_offices = persons.prefetch_related(Prefetch("appointments", appointments))
    return with_offices.prefetch_related(Prefetch("qualifications", Qualification.objects.filter(state="valid")))


def found(persons: QuerySet[Person], institutions: Iterable[int], text: str) -> QuerySet[Person]:
    """Return the persons whose name holds the text, or whose ID number is it or ends with it."""
    wanted = Q(name__icontains=text)
    number, _repairs = idnumber.normalise(text)
    for institution in institutions:
        index = vault.blind_index(institution, number)
        wanted |= Q(institution=institution) & (Q(id_index=index) | Q(last4_index=index))
    return persons.filter(wanted)


def with_numbers(persons: QuerySet[Person], institution: int, numbers: Iterable[str]) -> QuerySet[Person, int]:
    """Return the keys of an institution's persons who hold one of these (normalised) ID numbers, in one query."""
    indexes = [vault.blind_index(institution, number) for number in numbers]
    return persons.filter(institution=institution, id_index__in=indexes).values_list("pk", flat=True)


def readings_of(person: Person) -> QuerySet[Reading]:
    """Return every reading of a person's data, newest first, with who read."""
    return Reading.objects.filter(people__contains=[person.pk]).select_related("reader")


def validity(qualification: Qualification, on: date) -> tuple[str, int]:
    """Return how a qualification stands on a day, `over`, `soon` or `valid`, and the days until its last."""
    left = (qualification.valid_until - on).days
    if left < 0:
        return "over", left
    warned = timedelta(days=left) <= timedelta(days=param("qualification.warning").integer)
    return ("soon" if warned else "valid"), left
