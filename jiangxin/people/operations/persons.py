"""The only writers of organisations, persons, appointments and qualifications; accounts beside them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.people import names, vault
from jiangxin.people.models import Appointment, Organisation, Person, Qualification, User
from jiangxin.process.errors import Refused, Unable
from jiangxin.process.models import Record
from jiangxin.process.taking import begin, begin_all, take, under_way
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
    """Register an organisation (articles 4 to 6); an institution gets its data key."""
    organisation = Organisation(kind=kind, name=name, **fields)
    if kind == Organisation.INSTITUTION:
        organisation.pk = _next_number(Organisation)  # known before it is saved: the key that wraps is named after it
        organisation.data_key = vault.new_data_key(organisation.pk)
    return begin(organisation, "found", by=by, at=at)


def _next_number(model: type[Record]) -> int:
    """Return a primary key that no other record of this kind gets."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return int(cursor.fetchone()[0])


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
    try:
        return _register_all(institution, wanted, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "conflict":
            raise
        # Somebody registered one of them in the same moment: now he is known.
        return _register_all(institution, wanted, by=by, at=at)


def _register_all(institution: Organisation, wanted: Sequence[NewPerson], *, by: Actor, at: datetime) -> list[Person]:
    indexes = [vault.blind_index(institution.pk, person.id_number) for person in wanted]
    known = {
        bytes(person.id_index): person
        for person in Person.objects.filter(institution=institution, id_index__in=indexes)
    }
    unknown: dict[bytes, NewPerson] = {}
    for index, person in zip(indexes, wanted, strict=True):
        if index not in known:
            unknown.setdefault(index, person)
    with transaction.atomic():  # the keys are stored in the transaction in which they are made
        keys = vault.new_data_keys(institution.pk, len(unknown))
        fresh = {
            index: _sealed(institution, person, index, data_key)
            for (index, person), data_key in zip(unknown.items(), keys, strict=True)
        }
        begin_all(list(fresh.values()), "register", by=by, at=at)
    return [known.get(index) or fresh[index] for index in indexes]


def _sealed(institution: Organisation, person: NewPerson, index: bytes, data_key: bytes) -> Person:
    """Return the unsaved person with his details encrypted by a key of his own."""
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
    details: Mapping[str, Any] | None = None, id_number: str = "",
) -> Person:  # fmt: skip
    """Correct a person's name, employer or details; his ID number too when he has asked for that himself.

    Raises Refused where the new number belongs to somebody else.
    """
    with take(person, "correct_person", by=by, at=at, reason=reason) as person:
        if name is not None:
            person.name, person.sort_key = name, names.sort_key(name)
        if employer is not None:
            person.employer = employer
        if details is not None:
            _keep_details(person, details)
        if id_number:
            _keep_details(person, {}, id_number)
            person.id_index = vault.blind_index(person.institution_id, id_number)
            person.last4_index = vault.blind_index(person.institution_id, id_number[-4:])
    return person


def _keep_details(person: Person, details: Mapping[str, Any], id_number: str = "") -> None:
    """Seal details beside those that are known; the ID number is never among them by chance."""
    kept = {**person.clear, **details, "id_number": id_number or person.id_number}
    person.details = vault.seal_details(person.institution_id, person.data_key, kept)
    person.__dict__.pop("clear", None)  # what was read before is no longer true


def correct_own_name(person: Person, *, by: Actor, at: datetime, name: str) -> Person:
    """Let a person correct his own name while no decision rests on it; afterwards he asks an office."""
    with take(person, "correct_own_name", by=by, at=at) as person:
        person.name, person.sort_key = name, names.sort_key(name)
    return person


def update_contact(person: Person, *, by: Actor, at: datetime, employer: str | None = None, **details: str) -> Person:
    """Let a person correct how he is reached (phone, address, …) and where he works; never his name or ID number."""
    with take(person, "update_contact", by=by, at=at) as person:
        if employer is not None:
            person.employer = employer
        _keep_details(person, details)
    return person


def open_account(person: Person, username: str, password: str | None) -> User:
    """Make the account by which a person signs in; without a password it can't be used to sign in.

    Raises UnableToSignUp when the name is taken or the person has an account.
    """
    if User.objects.filter(person=person).exists():
        raise UnableToSignUp(_("您已经有账号了，请直接登录；忘记密码时请联系报名学院。"))
    if User.objects.filter(username__iexact=username).exists():
        raise UnableToSignUp(_("这个登录名已经有人使用，请换一个。"))
    user = User(username=username, person=person)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise UnableToSignUp(_("这个账号刚刚已经开好了，请直接登录；如果不是您本人开的，请换一个登录名。")) from error
    return user


def give_password(user: User, password: str) -> User:
    """Give an account that was made without a password its first one; an account that has one stays as it is."""
    if not user.has_usable_password():
        user.set_password(password)
        user.save(update_fields=["password"])
    return user


def sign_up(institution: Organisation, stated: NewPerson, *, by: Actor, at: datetime) -> User:
    """Register a candidate whose telephone is proven, and return his account; whoever is known so already has his.

    Whoever a college has registered must state the name, document and telephone known of him; staff get their accounts
    from the centre. Raises UnableToSignUp.
    """
    with transaction.atomic(), under_way("sign_up"):
        registered = register(institution, stated, by=by, at=at)
        told = (stated.name, stated.id_type, (stated.details or {})["phone"])
        if (registered.name, registered.id_type, registered.phone) != told:
            sentence = _(
                "这个证件号码已经登记，但登记的姓名、证件类型或手机号码与您填写的不同。请核对；换过手机号码的，"
                "请带身份证到报名学院更正。"
            )
            raise UnableToSignUp(sentence)
        return account_of(registered)


def holder(institution: Organisation, id_type: str, id_number: str, phone: str) -> Person | None:
    """Return the person with this document if this is his telephone, else None."""
    index = vault.blind_index(institution.pk, id_number)
    person = Person.objects.filter(institution=institution, id_index=index, state="known").first()
    return person if person and (person.id_type, person.phone) == (id_type, phone) else None


def account_of(person: Person) -> User:
    """Return the account of a candidate, opened without a name or password of its own where he has none yet.

    Raises UnableToSignUp for a member of the staff: an office is entered with a password, not with a telephone.
    """
    if person.appointments.filter(state="current").exists():
        raise UnableToSignUp(_("您是本机构的工作人员，请用登录名和密码登录；账号由中心管理员开通。"))
    if user := User.objects.filter(person=person).first():
        if not user.is_active:
            raise UnableToSignUp(_("您的账号已停用，请联系报名学院。"))
        return user
    try:
        return open_account(person, f"code-{secrets.token_hex(8)}", None)
    except UnableToSignUp:  # somebody opened it in the same moment
        return User.objects.get(person=person)


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
        appointment.ends_on = max(timezone.localdate(at), appointment.starts_on)
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
