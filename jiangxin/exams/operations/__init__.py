"""The only writers of admissions, sittings, rooms, seats, duties and room records: one function per verb."""

from jiangxin.exams.operations.admissions import UnableToAdmit, admit_all
from jiangxin.exams.operations.duties import UnableToAssign, assign, dispatch, recall, release
from jiangxin.exams.operations.records import reopen_record, sign_record, write_record
from jiangxin.exams.operations.round_held import UnableToArrange
from jiangxin.exams.operations.seats import (
    UnableToCheckIn,
    UnableToSeat,
    check_in,
    check_in_all,
    mark_absent,
    move_seat,
    seat_all,
)
from jiangxin.exams.operations.sittings import (
    arrange,
    cancel_sitting,
    close_sitting,
    confirm_all,
    confirm_sitting,
    rearrange,
    release_room,
    reopen_sitting,
    take_room,
)
from jiangxin.exams.operations.whole import arrange_all

__all__ = [
    "UnableToAdmit", "UnableToArrange", "UnableToAssign", "UnableToCheckIn", "UnableToSeat", "admit_all", "arrange",
    "arrange_all", "assign", "cancel_sitting", "check_in", "check_in_all", "close_sitting", "confirm_all",
    "confirm_sitting", "dispatch", "mark_absent", "move_seat", "rearrange", "recall", "release", "release_room",
    "reopen_record", "reopen_sitting", "seat_all", "sign_record", "take_room", "write_record",
]  # fmt: skip
