"""What a sitting must have before it is confirmed and closed, and a room record before it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.regulation.parameters import param

if TYPE_CHECKING:
    from jiangxin.exams.models import RoomRecord, Sitting


def enough_staff(sitting: Sitting) -> Iterator[str]:
    """Yield where the sitting has fewer people on duty than its standard asks for (domain.md §5.2)."""
    level, day = sitting.round.level, sitting.starts_at.date()
    on_duty = [duty for duty in sitting.duties.all() if duty.state == "assigned"]
    for room in sitting.exam_rooms.all():
        seated = room.seats.count()
        here = [duty for duty in on_duty if duty.exam_room_id == room.pk]
        if sitting.subject.kind == "theory":
            have = sum(duty.role == "invigilator" for duty in here)
            need = max(level.least_invigilators, ceil(seated / level.candidates_per_invigilator))
            if have < need:
                yield _("%(room)s有考生 %(seated)d 人，监考员要 %(need)d 名，现有 %(have)d 名") % locals_of(
                    room, seated, need, have
                )
            continue
        role = "examiner" if sitting.subject.kind == "practical" else "reviewer"
        have = sum(duty.role == role for duty in here)
        per, least = level.candidates_per_examiner, level.least_examiners
        if role == "reviewer":
            per, least = seated or 1, param("panel.reviewers_min", day).integer
        need = max(least, ceil(seated / per))
        if have < need or have % 2 == 0:
            yield _("%(room)s有考生 %(seated)d 人，考评员要 %(need)d 名以上的单数，现有 %(have)d 名") % locals_of(
                room, seated, need, have
            )


def locals_of(room: object, seated: int, need: int, have: int) -> dict[str, object]:
    """Return the values of the staffing sentences."""
    return {"room": room, "seated": seated, "need": need, "have": have}


def supervised(sitting: Sitting) -> Iterator[str]:
    """Yield a sentence when no quality supervisor is on duty: article 14(3) asks for one at every assessment."""
    if not any(duty.role == "supervisor" and duty.state == "assigned" for duty in sitting.duties.all()):
        yield _("质量督导员（逢考必督）")


def somebody_seated(sitting: Sitting) -> Iterator[str]:
    """Yield a sentence when nobody is seated."""
    if not sitting.seats.exists():
        yield _("考生座位")


def all_records_signed(sitting: Sitting) -> Iterator[str]:
    """Yield the rooms whose record is not signed yet."""
    for room in sitting.exam_rooms.select_related("record", "room"):
        record = getattr(room, "record", None)
        if record is None or record.state != "signed":
            yield _("%s的考场记录签字") % room


def all_checked_in(record: RoomRecord) -> Iterator[str]:
    """Yield how many candidates are neither present nor absent."""
    open_seats = record.exam_room.seats.filter(state="seated").count()
    if open_seats:
        yield _("%d 名考生还没有登记到场或缺考") % open_seats


def times_written(record: RoomRecord) -> Iterator[str]:
    """Yield what the record doesn't say about start, end and the sealed paper."""
    if record.started_at is None or record.ended_at is None:
        yield _("开考和结束时间")
    if record.seal_intact is None:
        yield _("试卷密封是否完好")
