"""Who may, by a key that the record keeps: the one user who took its last decision (cf. `who.taker_of`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.functional import Promise

from jiangxin.process.step import follow
from jiangxin.process.who import NOBODY, Actor, Who

if TYPE_CHECKING:
    from django.db.models import Model


def named(path: str, words: str | Promise) -> Who:
    """Match the user whose key the record keeps at the path: whoever took its last decision, and only him."""
    return _Named(path, words)


@dataclass(frozen=True)
class _Named(Who):
    path: str
    words: str | Promise

    def test(self, user: Actor, record: Any, on: date) -> bool:
        return user.is_authenticated and bool(follow(record, self.path) == user.id)

    def q(self, model: type[Model], user: Actor, on: date) -> Q:
        return Q(**{self.path.replace(".", "__"): user.id}) if user.is_authenticated else NOBODY

    def paths(self) -> set[str]:
        return {self.path.rpartition(".")[0]} - {""}

    @property
    def sentence(self) -> str:
        return str(self.words)
