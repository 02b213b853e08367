"""The demonstration is built where `run-round` was first, too: its accounts can sign in then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiangxin.demo.building import institution
from jiangxin.demo.logins import LOGINS
from jiangxin.people.models import User
from jiangxin.practice import DATA
from tests.world import World

STAFF = {row["login"] for row in DATA["staff"]}


@pytest.fixture
def without_passwords(world: World) -> World:
    """Return the world as `run-round` seeds it: nobody can sign in."""
    for user in User.objects.all():
        user.set_unusable_password()
        user.save()
    return world


def test_accounts_without_a_password_get_that_of_the_demonstration(without_passwords: World) -> None:
    assert institution(without_passwords.at - timedelta(days=200), "demo-password-1") == without_passwords.practice
    for login in LOGINS:
        if login.login in STAFF:  # the others are candidates, who sign up by themselves
            assert User.objects.get(username=login.login).check_password("demo-password-1"), login.login


def test_a_password_that_somebody_chose_stays(without_passwords: World) -> None:
    centre = without_passwords.user("centre")
    centre.set_password("chosen-by-herself")
    centre.save()
    institution(without_passwords.at - timedelta(days=200), "demo-password-1")
    assert User.objects.get(username="centre").check_password("chosen-by-herself")
