"""The record of a room: written and signed by those who serve in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiangxin.exams.models import RoomRecord
from jiangxin.process.taking import take
from jiangxin.process.who import Actor


def write_record(record: RoomRecord, *, by: Actor, at: datetime, **fields: Any) -> RoomRecord:
    """Write into a room's record: times, seal, witnesses, spoiled papers, violations, lost time, incidents."""
    with take(record, "write_record", by=by, at=at) as record:
        for field, value in fields.items():
            setattr(record, field, value)
    return record


def sign_record(record: RoomRecord, *, by: Actor, at: datetime, reason: str = "") -> RoomRecord:
    """Sign a room's record; from then on neither it nor the room's attendance changes."""
    with take(record, "sign_record", by=by, at=at, reason=reason) as record:
        return record
