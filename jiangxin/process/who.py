"""Who may: a small algebra, `& | ~`, that answers for one record, filters a list, and reads as a sentence.

A predicate asks only three things of a user: `person_id`, `appointments_on(day)` and `is_authenticated`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, cast

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from jiangxin.process.step import always_leads, follow
from jiangxin.process.triggers import label_of

if TYPE_CHECKING:
    from django.db.models import Model


class AppointmentLike(Protocol):
    """A dated office: a role in an organisation of an institution."""

    @property
    def role(self) -> str: ...

    @property
    def organisation_id(self) -> int: ...

    @property
    def institution_id(self) -> int: ...


class Actor(Protocol):
    """Whoever takes a step: a signed-in user, or a recorder who enters what another signed on paper."""

    @property
    def paper_of(self) -> Any: ...  # the user who signed the paper that this one records; None when he acts himself

    @property
    def id(self) -> int: ...

    @property
    def person_id(self) -> int | None: ...

    @property
    def is_authenticated(self) -> bool: ...

    def appointments_on(self, day: date) -> Sequence[AppointmentLike]: ...

    def office_label(self, day: date) -> str: ...


NOBODY = Q(pk__in=[])
ANYBODY = Q()
ROLES: dict[str, str | Promise] = {}  # code → name; `people` fills it, so that the docs can speak of offices


class Who:
    """The base of all predicates; combine them with `&`, `|` and `~`."""

    def test(self, user: Actor, record: Any, on: date) -> bool:
        """Tell whether this user may, for this record, on this day."""
        raise NotImplementedError

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        """Return the condition that selects exactly the records of `model` for which `test` is true."""
        raise NotImplementedError

    def institutions(self, record: Any) -> dict[int, Any]:
        """Return the institutions (by key) in which the record's offices are held; authorities hold no records."""
        return {}

    def paths(self) -> set[str]:
        """Return the relations that `test` and `institutions` follow, for a set of records to read them at once."""
        return set()

    @property
    def sentence(self) -> str:
        """Return the predicate in words."""
        raise NotImplementedError

    def __and__(self, other: Who) -> Who:
        return _Both(self, other)

    def __or__(self, other: Who) -> Who:
        return _Either(self, other)

    def __invert__(self) -> Who:
        return _Not(self)


@dataclass(frozen=True)
class _Pair(Who):
    left: Who
    right: Who

    def institutions(self, record: Any) -> dict[int, Any]:
        return self.left.institutions(record) | self.right.institutions(record)

    def paths(self) -> set[str]:
        return self.left.paths() | self.right.paths()


class _Both(_Pair):
    def test(self, user: Actor, record: Any, on: date) -> bool:
        return self.left.test(user, record, on) and self.right.test(user, record, on)

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        return self.left.q(model, user, on) & self.right.q(model, user, on)

    @property
    def sentence(self) -> str:
        return _("%(left)s，且%(right)s") % {"left": self.left.sentence, "right": self.right.sentence}


class _Either(_Pair):
    def test(self, user: Actor, record: Any, on: date) -> bool:
        return self.left.test(user, record, on) or self.right.test(user, record, on)

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        # An empty Q means "all", and `Q() | x` is x in Django: say it by hand.
        left, right = self.left.q(model, user, on), self.right.q(model, user, on)
        return left | right if left and right else ANYBODY

    @property
    def sentence(self) -> str:
        return _("%(left)s；或%(right)s") % {"left": self.left.sentence, "right": self.right.sentence}


@dataclass(frozen=True)
class _Not(Who):
    inner: Who

    def test(self, user: Actor, record: Any, on: date) -> bool:
        return not self.inner.test(user, record, on)

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        inner = self.inner.q(model, user, on)
        return ~inner if inner else NOBODY

    def paths(self) -> set[str]:
        return self.inner.paths()

    @property
    def sentence(self) -> str:
        return _("不是%s") % self.inner.sentence


@dataclass(frozen=True)
class _Office(Who):
    role: str
    of: str | None

    def test(self, user: Actor, record: Any, on: date) -> bool:
        held = [a for a in user.appointments_on(on) if a.role == self.role]
        if self.of is None:
            return bool(held)
        organisation = record if self.of == "self" else follow(record, self.of)
        return organisation is not None and any(organisation.pk in (a.organisation_id, a.institution_id) for a in held)

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        held = [a for a in user.appointments_on(on) if a.role == self.role]
        if self.of is None:
            return ANYBODY if held else NOBODY
        organisations = {key for a in held for key in (a.organisation_id, a.institution_id)}
        if self.of == "self":  # the record is the organisation
            return Q(pk__in=organisations)
        return Q(**{f"{self.of.replace('.', '__')}__in": organisations}) if held else NOBODY

    def institutions(self, record: Any) -> dict[int, Any]:
        organisation = record if self.of == "self" else follow(record, self.of) if self.of else None
        home = organisation.root if organisation is not None else None
        return {home.pk: home} if home is not None and home.kind == home.INSTITUTION else {}

    def paths(self) -> set[str]:
        return set() if self.of is None else {"institution" if self.of == "self" else f"{self.of}.institution"}

    @property
    def sentence(self) -> str:
        return str(ROLES.get(self.role, self.role))


@dataclass(frozen=True)
class _Myself(Who):
    path: str

    def test(self, user: Actor, record: Any, on: date) -> bool:
        person = follow(record, self.path)
        return user.person_id is not None and person is not None and person.pk == user.person_id

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        if user.person_id is None:
            return NOBODY
        if self.path == "self":  # the record is the person
            return Q(pk=user.person_id)
        lookup = self.path.replace(".", "__")
        if always_leads(model, self.path):
            return Q(**{lookup: user.person_id})
        # A subquery, so that `~myself(…)` keeps the records where the path is empty.
        mine = model._default_manager.filter(**{lookup: user.person_id})
        return Q(pk__in=mine.order_by().values("pk"))

    def paths(self) -> set[str]:
        return set() if self.path == "self" else {self.path}

    @property
    def sentence(self) -> str:
        return _("本人")


class _Found(Who):
    """A predicate that only the database can answer, and never for a record that is only being made."""

    def test(self, user: Actor, record: Any, on: date) -> bool:
        return bool(type(record)._default_manager.filter(self.q(type(record), user, on), pk=record.pk).exists())


@dataclass(frozen=True)
class _Among(_Found):
    path: str
    words: str | Promise
    conditions: tuple[tuple[str, Any], ...]

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        if user.person_id is None:
            return NOBODY
        # One filter call, so that person and conditions hold for the same related row.
        mine = model._default_manager.filter(**{self.path.replace(".", "__"): user.person_id}, **dict(self.conditions))
        return Q(pk__in=mine.order_by().values("pk"))

    @property
    def sentence(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class _TakerOf(_Found):
    verb: str

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        from jiangxin.process.models import History

        # What a recorder enters counts for the one who signed the paper.
        taken = History.objects.filter(model=model._meta.label_lower, verb=self.verb, answerable=user.id)
        return Q(pk__in=taken.values("record"))

    @property
    def sentence(self) -> str:
        return _("办理“%s”的人") % label_of(self.verb)


@dataclass(frozen=True)
class _Where(Who):
    path: str
    values: tuple[Any, ...]
    words: str | Promise

    def test(self, user: Actor, record: Any, on: date) -> bool:
        return follow(record, self.path) in self.values

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        return Q(**{f"{self.path.replace('.', '__')}__in": self.values})

    def paths(self) -> set[str]:
        return {self.path.rpartition(".")[0]} - {""}

    @property
    def sentence(self) -> str:
        return str(self.words)


@dataclass(frozen=True)
class _Anyone(Who):
    signed_in: bool

    def test(self, user: Actor, record: Any, on: date) -> bool:
        return user.is_authenticated or not self.signed_in

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        return ANYBODY if user.is_authenticated or not self.signed_in else NOBODY

    @property
    def sentence(self) -> str:
        return _("登录的任何人") if self.signed_in else _("任何人")


@dataclass(frozen=True)
class _Follows(Who):
    verb: str

    def test(self, user: Actor, record: Any, on: date) -> bool:
        from jiangxin.process.taking import steps_under_way

        return self.verb in steps_under_way()

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        return NOBODY

    @property
    def sentence(self) -> str:
        return _("随“%s”自动发生") % label_of(self.verb.rpartition(".")[2])


def office(role: str, *, of: str | None = None) -> Who:
    """Match whoever holds this role today in the organisation to which the path `of` leads (or in any).

    An appointment in a unit also counts for the unit's institution, so `of="round.institution"` matches the
    institution's centre and `of="round.college"` only that college.
    """
    return _Office(role, of)


def myself(path: str) -> Who:
    """Match the person to whom the path leads."""
    return _Myself(path)


def among(path: str, words: str | Promise, **conditions: Any) -> Who:
    """Match any of the persons to whom the (many-valued) path leads, under conditions; `words` say who they are."""
    return _Among(path, words, tuple(conditions.items()))


def taker_of(verb: str) -> Who:
    """Match whoever took that step on this record before, himself or by his signature on paper."""
    return _TakerOf(verb)


def once(words: str | Promise, *states: str, of: str = "") -> Who:
    """Match anybody while the record is in one of these states: `& once(_("已备案"), FILED, RECEIVED)`.

    For `visible`: an authority sees what an office has finished. `of` ("plan.") leads to the record whose state counts.
    """
    return where(words, f"{of}state", *states)


def where(words: str | Promise, path: str, *values: Any) -> Who:
    """Match anybody while the path leads to one of these values: a fact of the record says whose turn it is."""
    return _Where(path, values, words)


def follows(step: str) -> Who:
    """Match nobody at a screen: the step happens inside another one (`app.model.verb`), as its consequence."""
    return _Follows(step)


SIGNED_IN: Who = _Anyone(signed_in=True)
PUBLIC: Who = _Anyone(signed_in=False)


class _Nobody:
    """An actor without an account, and so without any office."""

    id = None
    person_id = None
    is_authenticated = False
    paper_of = None

    def __init__(self, name: str | Promise) -> None:
        self.name = name

    def appointments_on(self, day: date) -> Sequence[AppointmentLike]:
        return ()

    def office_label(self, day: date) -> str:
        return str(self.name)


class _Private:
    """A person without his offices: what he may see is about himself, or public to everybody who signs in."""

    is_authenticated = True
    paper_of = None

    def __init__(self, person: int | None, user: int | None) -> None:
        self.person_id, self.id = person, user

    def appointments_on(self, day: date) -> Sequence[AppointmentLike]:
        return ()

    def office_label(self, day: date) -> str:
        return ""


def about_oneself(visible: Who, model: type[Model], user: Actor, on: date) -> Q:
    """Return the condition that selects what a user sees because it is his own, by the rule `visible` of its kind.

    That is what he sees without his offices, and no other candidate does.
    """
    own: Any = visible.q(model, cast("Actor", _Private(user.person_id, user.id)), on)
    anybody = visible.q(model, cast("Actor", _Private(None, 0)), on)
    return own & ~anybody if own and anybody else NOBODY


SYSTEM: Any = _Nobody(_lazy("系统"))  # sets up what must be there before anybody has an office
ANONYMOUS: Any = _Nobody(_lazy("公众"))  # whoever reads a public page or writes from one
