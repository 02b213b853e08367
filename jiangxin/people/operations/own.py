"""A person's own rights over his data: what he asks to be corrected or deleted, and the end of his data key."""

from __future__ import annotations

import os
import secrets
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.people import idnumber, vault
from jiangxin.people.models import Correction, Person, User
from jiangxin.people.operations.persons import correct_person
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import law

INDEX = 32  # bytes of a blind index


class UnableToAsk(Unable):
    """A request about one's own data says nothing that an office could decide."""


def ask_correction(
    person: Person, *, by: Actor, at: datetime, kind: str, wanted: str = "", why: str = ""
) -> Correction:
    """Ask an office to correct a name, an ID number or anything else, or to delete all (law, articles 46 and 47).

    Raises UnableToAsk without the new content or for an ID number that can't be, Refused while one of the kind waits.
    """
    wanted = _checked(person, kind, wanted.strip(), at)
    asked = {"wanted": wanted, "why": why.strip()}
    sealed = vault.seal_details(person.institution_id, person.data_key, asked)
    request = Correction(person=person, kind=kind, sealed=sealed, asked_on=timezone.localdate(at))
    return begin(request, "ask_correction", by=by, at=at)


def _checked(person: Person, kind: str, wanted: str, at: datetime) -> str:
    if kind != Correction.ERASURE and not wanted:
        raise UnableToAsk(_("请写明更正后的内容，与证件完全一致。"), basis=law("个人信息保护法 第46条"))
    if kind != Correction.ID_NUMBER:
        return wanted
    found = idnumber.inspect(wanted, on=timezone.localdate(at), id_type=person.id_type)
    for fault in found.faults:
        raise UnableToAsk(str(fault.sentence))
    return found.number


def accept_correction(request: Correction, *, by: Actor, at: datetime, reason: str) -> Correction:
    """Do what a person asked: correct his name or ID number, or propose to destroy his data key.

    `reason` says what was compared (the ID card). Raises Refused where it can't be done; then the request waits on.
    """
    with take(request, "accept_correction", by=by, at=at, reason=reason) as request:
        person, wanted = request.person, str(request.asked.get("wanted", ""))
        with override(settings.LANGUAGE_CODE):  # history speaks Chinese, whatever language the officer reads
            why = _("依本人申请：%s") % reason
        if request.kind == Correction.NAME:
            correct_person(person, by=by, at=at, reason=why, name=wanted)
        elif request.kind == Correction.ID_NUMBER:
            correct_person(person, by=by, at=at, reason=why, id_number=wanted)
        elif request.kind == Correction.ERASURE:
            propose_erasure(person, by=by, at=at, reason=why)
    return request


def decline_correction(request: Correction, *, by: Actor, at: datetime, reason: str) -> Correction:
    """Decline a request, with the reason that the law asks for (article 50)."""
    with take(request, "decline_correction", by=by, at=at, reason=reason) as request:
        return request


def take_back_correction(request: Correction, *, by: Actor, at: datetime) -> Correction:
    """Take back one's own request."""
    with take(request, "take_back_correction", by=by, at=at) as request:
        return request


def propose_erasure(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Propose to destroy a person's data key; refused while an office, an application or a dossier needs it."""
    with take(person, "propose_erasure", by=by, at=at, reason=reason) as person:
        return person


def keep_person(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Keep a person's data whose destruction was proposed."""
    with take(person, "keep_person", by=by, at=at, reason=reason) as person:
        return person


def erase(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Destroy a person's data key, by a second person: nobody reads his details any more, and history stays whole.

    The blind indexes go with it (from one, the number could be guessed), and his account, whose name may be his phone.
    """
    with take(person, "erase", by=by, at=at, reason=reason) as person:
        person.data_key = b""
        person.id_index, person.last4_index = os.urandom(INDEX), os.urandom(INDEX)
        for user in User.objects.filter(person=person):
            user.username, user.is_active = f"erased-{secrets.token_hex(8)}", False
            user.set_unusable_password()
            user.save(update_fields=["username", "is_active", "password"])
    return person
