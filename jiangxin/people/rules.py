"""What stands against changing or destroying what is known of a person, and against his account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.process.above import FactsFromAbove

if TYPE_CHECKING:
    from jiangxin.people.models import Person, User

nothing_keeps = FactsFromAbove("what requires the person's data to be kept.")
name_free = FactsFromAbove("the decisions that rest on the person's name.")


def holds_no_office(person: Person) -> Iterator[str]:
    """Yield the offices that the person holds: whoever works for the institution is known to it."""
    offices = person.appointments.filter(state="current").select_related("organisation")
    yield from (_("仍任%(office)s") % {"office": f"{one.organisation} {one.role_label}"} for one in offices)


def holds_an_office(person: Person) -> Iterator[str]:
    """Yield a sentence for whoever holds no office: candidates sign in by a code and need no password."""
    if not person.appointments.filter(state="current").exists():
        yield _("任职（账号只为工作人员开通，请先任命；考生用验证码登录）")


def no_password_yet(person: Person) -> Iterator[str]:
    """Yield a sentence for whoever can sign in by a password already."""
    if (user := account_of(person)) and user.has_usable_password():
        yield _("新开账号的必要（他已有账号“%s”，可以重置密码）") % user.username


def account_in_use(person: Person) -> Iterator[str]:
    """Yield a sentence where there is no account with a password, or it is stopped."""
    user = account_of(person)
    if user is None or not user.has_usable_password():
        yield _("账号（请先开通）")
    elif not user.is_active:
        yield _("在用的账号（已停用，请先恢复）")


def account_stopped(person: Person) -> Iterator[str]:
    """Yield a sentence where there is no stopped account."""
    user = account_of(person)
    if user is None or user.is_active:
        yield _("停用的账号")


def account_of(person: Person) -> User | None:
    """Return the account of a person, None where he has none."""
    return getattr(person, "user", None)
