"""The rooms of a round, and which of them supervision has not covered yet."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiangxin.exams.models import ExamRoom, Sitting
from jiangxin.rounds.models import Round


def rooms_of(round_: Round) -> QuerySet[ExamRoom]:
    """Return the rooms in use in the round's sittings that were not cancelled, in the order of time."""
    rooms = ExamRoom.objects.filter(sitting__round=round_, state="in_use").exclude(sitting__state="cancelled")
    return rooms.select_related("room", "sitting__subject", "record__inspection").order_by(
        "sitting__starts_at", "sitting__number", "number"
    )  # fmt: skip


def rooms_without_findings(round_: Round) -> Iterator[str]:
    """Yield a sentence for every room in use whose findings are not signed."""
    for room in rooms_of(round_):
        record = getattr(room, "record", None)
        inspection = getattr(record, "inspection", None)
        if inspection is None or inspection.state != "signed":
            yield _("%(sitting)s %(room)s的督导签字") % {"sitting": room.sitting, "room": room}


def sittings_not_closed(round_: Round) -> Iterator[str]:
    """Yield a sentence for every sitting that is neither closed nor cancelled."""
    for sitting in Sitting.objects.filter(round=round_, state__in=["arranged", "confirmed"]).select_related("subject"):
        yield _("%s结束") % sitting
