"""Whose hands: the recorder at the keyboard, and for each act the person who signed its paper."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from jiangxin.people import roles
from jiangxin.people.models import Appointment, Organisation, Person, User
from jiangxin.process.errors import Unable
from jiangxin.process.who import ROLES


class UnableToRecord(Unable):
    """A paper can't be entered because nobody is there who could have signed it, or may enter it."""


class Hands:
    """Gives the acting user for each office: `hands.of(roles.REVIEWER, college)` is the recorder on its paper."""

    def __init__(self, recorder: User, on: date) -> None:
        self.recorder, self.on = recorder, on
        if not any(a.role == roles.RECORDER for a in recorder.appointments_on(on)):
            sentence = _("不能补录：%s 没有补录员的任职。请中心管理员先任命，或用 --by 指定补录员的登录名。")
            raise UnableToRecord(sentence % recorder.username)
        self._known: dict[tuple[str, int, int], User] = {}

    def of(self, role: str, organisation: Organisation, *, number: int = 1) -> User:
        """Return the recorder on the paper of the `number`-th holder of a role in an organisation."""
        key = (role, organisation.pk, number)
        if key not in self._known:
            self._known[key] = self.recorder.on_paper_of(_holder(role, organisation, number, self.on))
        return self._known[key]

    def signer(self, hand: User) -> Person:
        """Return who signed the paper that this hand enters."""
        assert hand.paper_of is not None
        assert hand.paper_of.person is not None
        return hand.paper_of.person

    def person(self, person: Person) -> User:
        """Return the recorder on the paper of one person (an examiner's score sheet, a supervisor's findings)."""
        key = ("", 0, person.pk)
        if key not in self._known:
            signer = User.objects.select_related("person").filter(person=person).first()
            if signer is None:
                raise UnableToRecord(_("不能补录：%s还没有账号，录不了他签字的材料。请先为他开设账号。") % person)
            self._known[key] = self.recorder.on_paper_of(signer)
        return self._known[key]


def holders(role: str, organisation: Organisation, on: date) -> list[Person]:
    """Return who holds a role on a day in an organisation or, for an institution, in any unit of it.

    Each stands there once, and only with an account: what he signed is entered in his name.
    """
    held = Appointment.objects.filter(role=role, state="current", starts_on__lte=on).exclude(ends_on__lt=on)
    held = held.filter(organisation=organisation) | held.filter(institution=organisation)
    held = held.filter(person__user__isnull=False).select_related("person").order_by("pk")
    return list(dict.fromkeys(appointment.person for appointment in held))


def _holder(role: str, organisation: Organisation, number: int, on: date) -> User:
    """Return the account of the `number`-th holder of a role, or raise UnableToRecord."""
    people = holders(role, organisation, on)
    if len(people) < number:
        sentence = _("不能补录：%(place)s在 %(day)s 没有第 %(number)d 名在任并有账号的%(role)s，纸质材料没有人签字。")
        values = {"place": organisation, "day": on.isoformat(), "number": number, "role": ROLES[role]}
        raise UnableToRecord(sentence % values)
    return User.objects.select_related("person").get(person=people[number - 1])
