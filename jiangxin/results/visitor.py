"""Whoever comes from the street: an actor without account and office, for the one step that is open to the public."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.process.who import AppointmentLike


class _Visitor:
    """Nobody in particular; history keeps him as 公众, and his objection says who he is."""

    id = None
    person_id = None
    is_authenticated = False
    paper_of = None

    def appointments_on(self, day: date) -> Sequence[AppointmentLike]:
        return ()

    def office_label(self, day: date) -> str:
        return _("公众")


VISITOR: Any = _Visitor()
