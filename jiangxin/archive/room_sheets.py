"""The sheets of each room as they are printed: who sat there, who served, what happened, what was found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from jiangxin.documents import sheets
from jiangxin.exams.models import Duty, ExamRoom, Seat
from jiangxin.rounds.models import Round
from jiangxin.supervision.models import Inspection
from jiangxin.supervision.rooms import rooms_of


@dataclass(frozen=True)
class RoomFile:
    """One room in one sitting with everything that its sheets print."""

    room: Any
    seats: list[Seat]
    duties: list[Duty]

    @property
    def place(self) -> dict[str, Any]:
        """What every sheet of the room says at its head."""
        sitting = self.room.sitting
        return {
            "site": str(sitting.site), "room": str(self.room), "subject": str(sitting.subject),
            "starts_at": self.room.starts_at, "ends_at": self.room.ends_at,
        }  # fmt: skip


def room_files(round_: Round) -> list[RoomFile]:
    """Return the rooms of a round with seats and duties, in a constant number of queries."""
    seats = Seat.objects.exclude(state="moved").select_related("application__person", "application__admission")
    duties = Duty.objects.filter(state="assigned").select_related("person__institution")
    rooms = rooms_of(round_).select_related("sitting__site", "record__inspection__supervisor")
    wanted: list[Any] = [Prefetch("seats", seats), Prefetch("sitting__duties", duties)]
    listed = list(rooms.prefetch_related(*wanted))
    return [RoomFile(room, list(room.seats.all()), list(_serving(room))) for room in listed]


def _serving(room: ExamRoom) -> Iterator[Duty]:
    """Yield who serves in the room: its own staff, and the supervisor of the whole sitting."""
    for duty in room.sitting.duties.all():
        if duty.exam_room_id in (room.pk, None):
            yield duty


def room_sheet(file: RoomFile) -> sheets.RoomSheet:
    """Return the candidates' sign-in sheet of a room."""
    return sheets.RoomSheet(**file.place, seats=[_seat(seat) for seat in file.seats])


def staff_sheet(file: RoomFile) -> sheets.StaffSheet:
    """Return the staff's sign-in sheet of a room."""
    staff = [
        sheets.Duty(name=duty.person.name, duty=str(duty.get_role_display()), unit=duty.person.employer)
        for duty in file.duties
    ]
    return sheets.StaffSheet(**file.place, staff=staff)


def record_sheet(file: RoomFile) -> sheets.RoomRecord:
    """Return the room record with the supervisor's findings (article 14(3))."""
    record = file.room.record
    inspection: Inspection | None = getattr(record, "inspection", None)
    signed_at = inspection.signed_at if inspection else None
    return sheets.RoomRecord(
        **file.place,
        expected=len(file.seats),
        present=sum(seat.state == "present" for seat in file.seats),
        absent=[_seat(seat) for seat in file.seats if seat.state == "absent"],
        started_at=record.started_at,
        ended_at=record.ended_at,
        package_opened_at=record.opened_at,
        seal_intact=record.seal_intact,
        witnesses=[name for name in record.witnesses.replace("，", "、").split("、") if name],
        spoiled_papers=record.spoiled_papers,
        lost_time=record.lost_time,
        incidents="\n".join(text for text in (record.violations, record.incidents) if text),
        invigilators=[duty.person.name for duty in file.duties if duty.exam_room_id],
        findings=inspection.findings if inspection else "",
        supervisor=str(inspection.supervisor) if inspection and signed_at else "",
        supervised_on=timezone.localdate(signed_at) if signed_at else None,
    )


def _seat(seat: Seat) -> sheets.Seat:
    admission = getattr(seat.application, "admission", None)
    return sheets.Seat(
        seat=f"{seat.number:02d}", name=seat.application.person.name, admission_number=str(admission or "")
    )
