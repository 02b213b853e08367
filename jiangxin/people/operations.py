"""The only writers of organisations, persons, appointments and qualifications; accounts beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.people import names, vault
from jiangxin.people.models import Appointment, Organisation, Person, Qualification, User
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin, begin_all, take
from jiangxin.process.who import Actor


class UnableToSignUp(Unable):
    """An account can't be made."""


@dataclass(frozen=True)
class NewPerson:
    """What is known of a person when he is registered. `details` (phone, …) lie encrypted beside the ID number."""

    name: str
    id_number: str
    id_type: str = "resident"
    employer: str = ""
    details: Mapping[str, Any] | None = None


def found(*, by: Actor, at: datetime, kind: str, name: str, **fields: Any) -> Organisation:
    """Register an organisation (articles 4 to 6)."""
    return begin(Organisation(kind=kind, name=name, **fields), "found", by=by, at=at)


def revise_organisation(organisation: Organisation, *, by: Actor, at: datetime, **fields: Any) -> Organisation:
    """Correct what is known of an organisation, or name its authorities."""
    with take(organisation, "revise_organisation", by=by, at=at) as organisation:
        for field, value in fields.items():
            setattr(organisation, field, value)
    return organisation


def close_organisation(organisation: Organisation, *, by: Actor, at: datetime, reason: str) -> Organisation:
    """Take an organisation out of use."""
    with take(organisation, "close_organisation", by=by, at=at, reason=reason) as organisation:
        return organisation


def register(institution: Organisation, person: NewPerson, *, by: Actor, at: datetime) -> Person:
    """Register one person with an institution; the person already known by this ID number is returned as he is."""
    return register_all(institution, [person], by=by, at=at)[0]


def register_all(institution: Organisation, people: Iterable[NewPerson], *, by: Actor, at: datetime) -> list[Person]:
    """Register many persons, in their order; whoever is known already is returned as he is."""
    wanted = list(people)
    indexes = [vault.blind_index(institution.pk, person.id_number) for person in wanted]
    known = {
        bytes(person.id_index): person
        for person in Person.objects.filter(institution=institution, id_index__in=indexes)
    }
    fresh: dict[bytes, Person] = {}
    for index, person in zip(indexes, wanted, strict=True):
        if index not in known and index not in fresh:
            fresh[index] = _sealed(institution, person, index)
    begin_all(list(fresh.values()), "register", by=by, at=at)
    return [known.get(index) or fresh[index] for index in indexes]


def _sealed(institution: Organisation, person: NewPerson, index: bytes) -> Person:
    """Return the unsaved person with his details encrypted by a key of his own."""
    data_key = vault.new_data_key(institution.pk)
    details = {"id_number": person.id_number, **(person.details or {})}
    return Person(
        institution=institution,
        name=person.name,
        sort_key=names.sort_key(person.name),
        id_type=person.id_type,
        employer=person.employer,
        data_key=data_key,
        details=vault.seal_details(institution.pk, data_key, details),
        id_index=index,
        last4_index=vault.blind_index(institution.pk, person.id_number[-4:]),
    )


def correct_person(
    person: Person, *, by: Actor, at: datetime, reason: str, name: str | None = None, employer: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> Person:  # fmt: skip
    """Correct a person's name, employer or details; the ID number stays, because it is what he is found by."""
    with take(person, "correct_person", by=by, at=at, reason=reason) as person:
        if name is not None:
            person.name, person.sort_key = name, names.sort_key(name)
        if employer is not None:
            person.employer = employer
        if details is not None:
            kept = {**person.clear, **details, "id_number": person.id_number}
            person.details = vault.seal_details(person.institution_id, person.data_key, kept)
    return person


def reveal(person: Person, *, by: Actor, at: datetime, reason: str) -> Mapping[str, Any]:
    """Return a person's details in clear; that they were read, by whom and why, is history."""
    with take(person, "reveal", by=by, at=at, reason=reason) as person:
        return person.clear


def erase(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Destroy a person's data key: his details become unreadable everywhere, history stays whole."""
    with take(person, "erase", by=by, at=at, reason=reason) as person:
        person.data_key = b""
    return person


def open_account(person: Person, username: str, password: str | None) -> User:
    """Make the account by which a person signs in; without a password it can't be used to sign in.

    Raises UnableToSignUp when the name is taken or the person has an account.
    """
    if User.objects.filter(username__iexact=username).exists():
        raise UnableToSignUp(_("这个登录名已经有人使用，请换一个。"))
    if User.objects.filter(person=person).exists():
        raise UnableToSignUp(_("您已经有账号了，请直接登录；忘记密码时请联系报名学院。"))
    user = User(username=username, person=person)
    user.set_password(password)
    user.save()
    return user


def appoint(
    person: Person, organisation: Organisation, role: str, *, by: Actor, at: datetime, starts_on: date,
    ends_on: date | None = None,
) -> Appointment:  # fmt: skip
    """Appoint a person to a role in an organisation, from a day until a day."""
    appointment = Appointment(
        person=person, organisation=organisation, institution=organisation.root, role=role, starts_on=starts_on,
        ends_on=ends_on,
    )  # fmt: skip
    return begin(appointment, "appoint", by=by, at=at)


def end_appointment(appointment: Appointment, *, by: Actor, at: datetime, reason: str) -> Appointment:
    """End an appointment as of the day of this act."""
    with take(appointment, "end_appointment", by=by, at=at, reason=reason) as appointment:
        appointment.ends_on = max(at.date(), appointment.starts_on)
    return appointment


def add_qualification(
    person: Person, *, by: Actor, at: datetime, kind: str, number: str, valid_from: date, valid_until: date,
    occupation: str = "",
) -> Qualification:  # fmt: skip
    """Register a card or certificate of a person, with its number and validity (article 15)."""
    qualification = Qualification(
        person=person, kind=kind, number=number, occupation=occupation, valid_from=valid_from, valid_until=valid_until
    )
    return begin(qualification, "add_qualification", by=by, at=at)


def withdraw_qualification(qualification: Qualification, *, by: Actor, at: datetime, reason: str) -> Qualification:
    """Take a card out of the register."""
    with take(qualification, "withdraw_qualification", by=by, at=at, reason=reason) as qualification:
        return qualification
