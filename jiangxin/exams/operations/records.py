"""The record of a room: written and signed by those who serve in it, taken back by the centre to be corrected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiangxin.exams.models import RoomRecord
from jiangxin.exams.operations.round_held import arranging
from jiangxin.process.taking import take
from jiangxin.process.who import Actor


def write_record(record: RoomRecord, *, by: Actor, at: datetime, **fields: Any) -> RoomRecord:
    """Write into a room's record: times, seal, witnesses, spoiled papers, violations, lost time, incidents."""
    with take(record, "write_record", by=by, at=at) as record:
        for field, value in fields.items():
            setattr(record, field, value)
    return record


def sign_record(record: RoomRecord, *, by: Actor, at: datetime, reason: str = "") -> RoomRecord:
    """Sign a room's record; from then on neither it nor the room's attendance changes unless the centre reopens it."""
    with take(record, "sign_record", by=by, at=at, reason=reason) as record:
        return record


def reopen_record(record: RoomRecord, *, by: Actor, at: datetime, reason: str) -> RoomRecord:
    """Take a signed record back, because it says something wrong; what it said stays in history.

    Those on duty correct and sign it again, and so does the supervisor. Raises Refused once the results are public.
    """
    round_ = record.exam_room.sitting.round  # held, so that its results aren't published in the same moment
    with arranging(round_), take(record, "reopen_record", by=by, at=at, reason=reason) as record:
        return record
