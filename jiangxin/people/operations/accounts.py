"""Accounts of the staff: given, given a new password, stopped, restored. Each is a step of the person, in his history.

A candidate's account is opened by his telephone (`persons.sign_up`), and nobody gives it a password.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from jiangxin.people.models import Person, User
from jiangxin.process.errors import Unable
from jiangxin.process.taking import take
from jiangxin.process.who import Actor

# Without what looks alike on paper (0 and o, 1 and l, …), in groups that can be read out.
LETTERS, GROUPS, GROUP = "abcdefghjkmnpqrstuvwxyz23456789", 3, 4


class UnableToGrant(Unable):
    """An account can't be given under this name."""


class FirstPassword(NamedTuple):
    """What is shown once: the name of an account, and the password with which its owner signs in the first time."""

    username: str
    password: str


def grant_account(person: Person, *, by: Actor, at: datetime, username: str) -> FirstPassword:
    """Give a member of the staff an account under this name; whoever had one by his telephone keeps that one.

    Raises UnableToGrant when the name is taken, Refused for whoever holds no office or has a password already.
    """
    with take(person, "grant_account", by=by, at=at) as person:
        user = User.objects.filter(person=person).first() or User(person=person)
        if User.objects.filter(username__iexact=username).exclude(pk=user.pk).exists():
            raise UnableToGrant(_("不能开通账号：登录名“%s”已经有人使用，请换一个。") % username)
        user.username, user.is_active = username, True
        return _first_password(user)


def reset_password(person: Person, *, by: Actor, at: datetime, reason: str) -> FirstPassword:
    """Give a member of the staff a new first password; the old one, and whoever is signed in by it, is out."""
    with take(person, "reset_password", by=by, at=at, reason=reason) as person:
        return _first_password(User.objects.get(person=person))


def _first_password(user: User) -> FirstPassword:
    """Give the account a password that only its next change makes its owner's own."""
    groups = ("".join(secrets.choice(LETTERS) for _place in range(GROUP)) for _group in range(GROUPS))
    password = "-".join(groups)
    user.set_password(password)
    user.first_password = True
    user.save()
    return FirstPassword(user.username, password)


def stop_account(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Stop an account: its owner is signed out at once and can't sign in until it is restored."""
    return _set_active(person, "stop_account", False, by=by, at=at, reason=reason)


def restore_account(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Restore a stopped account with the password that it had."""
    return _set_active(person, "restore_account", True, by=by, at=at, reason=reason)


def _set_active(person: Person, verb: str, active: bool, *, by: Actor, at: datetime, reason: str) -> Person:
    with take(person, verb, by=by, at=at, reason=reason) as person:
        user = User.objects.get(person=person)
        user.is_active = active
        user.save(update_fields=["is_active"])
    return person
