"""What stands against changing or destroying what is known of a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.process.above import FactsFromAbove

if TYPE_CHECKING:
    from jiangxin.people.models import Person

nothing_keeps = FactsFromAbove("what requires the person's data to be kept.")
name_free = FactsFromAbove("the decisions that rest on the person's name.")


def holds_no_office(person: Person) -> Iterator[str]:
    """Yield the offices that the person holds: whoever works for the institution is known to it."""
    offices = person.appointments.filter(state="current").select_related("organisation")
    yield from (_("仍任%(office)s") % {"office": f"{one.organisation} {one.role_label}"} for one in offices)
