"""The A4 pack of a round or a sitting: admission slips, door sheets, desk labels, sign-in sheets, record forms.

Every part is one PDF/A file; a part with more sheets than `CHUNK` becomes several, so that no round is too large.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from itertools import batched
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.documents import printed, sheets
from jiangxin.documents.operations import picture_of
from jiangxin.documents.typeset import UnableToTypeset
from jiangxin.exams.models import Duty, ExamRoom, Seat, Sitting
from jiangxin.process.errors import Unable
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round

CHUNK = 200  # slips, labels or rooms in one file: a bound of memory, no number of any rule


class UnableToPrint(Unable):
    """A document of the pack can't be made."""


@dataclass(frozen=True)
class _Hall:
    """One room of one sitting with its seats and people."""

    room: ExamRoom
    sitting: Sitting
    seats: Sequence[Seat]
    duties: Sequence[Duty]

    @property
    def place(self) -> dict[str, Any]:
        """What every sheet of the room says at its head."""
        return {
            "site": self.sitting.site.name,
            "room": str(self.room),
            "subject": str(self.sitting.subject),
            "starts_at": self.sitting.starts_at,
            "ends_at": self.sitting.ends_at,
        }


def halls(sittings: Sequence[Sitting]) -> list[_Hall]:
    """Return the rooms of some sittings with seats and people, in a constant number of queries."""
    rooms = (
        ExamRoom.objects.filter(sitting__in=sittings, state="in_use")
        .select_related("room", "sitting__site", "sitting__subject", "sitting__round")
        .prefetch_related(Prefetch("seats", _seats()))
        .prefetch_related(Prefetch("sitting__duties", Duty.objects.filter(state="assigned").select_related("person")))
        .order_by("sitting__number", "number")
    )
    return [
        _Hall(
            room, room.sitting, list(room.seats.all()),
            [duty for duty in room.sitting.duties.all() if duty.exam_room_id in (room.pk, None)],
        )
        for room in rooms
    ]  # fmt: skip


def _seats() -> Any:
    live = Seat.objects.exclude(state="moved").order_by("number")
    return live.select_related("application__person", "application__admission", "application__photo__person")


def _heading(round_: Round) -> sheets.Heading:
    return sheets.Heading(
        institution=round_.institution.name, round_name=str(round_), occupation=str(round_.level.standard.occupation),
        level=round_.level.level_name, practice=round_.institution.practice,
    )  # fmt: skip


def _number(seat: Seat) -> str:
    return str(getattr(seat.application, "admission", ""))


def _slips(round_: Round, rooms: Sequence[_Hall], at: datetime) -> Iterator[bytes]:
    """Yield the admission slips: one a candidate, with all his sittings and his photo."""
    by_person: dict[int, list[tuple[_Hall, Seat]]] = {}
    for hall in rooms:
        for seat in hall.seats:
            by_person.setdefault(seat.application_id, []).append((hall, seat))
    notes = [
        _("请提前 %d 分钟入场，带本证和有效身份证件，对号入座。") % param("entry.before").integer,
        _("开考 %d 分钟后不得入场；手机等通信工具关机后交监考人员保管。") % param("absence.after").integer,
    ]
    for part in batched(sorted(by_person.values(), key=lambda places: _number(places[0][1])), CHUNK, strict=False):
        yield printed.admission_slips(_heading(round_), [_slip(places) for places in part], at, notes)


def _slip(places: Sequence[tuple[_Hall, Seat]]) -> sheets.AdmissionSlip:
    application = places[0][1].application
    return sheets.AdmissionSlip(
        name=application.person.name,
        id_number=application.person.id_number,
        admission_number=_number(places[0][1]),
        sittings=[
            sheets.SlipSitting(
                subject=str(hall.sitting.subject),
                starts_at=hall.sitting.starts_at,
                ends_at=hall.sitting.ends_at,
                site=hall.sitting.site.name,
                room=str(hall.room),
                seat=f"{seat.number:02d}",
            )
            for hall, seat in places
        ],
        photo=picture_of(application.photo),
    )


def _room_sheets(part: Sequence[_Hall]) -> list[sheets.RoomSheet]:
    return [sheets.RoomSheet(**hall.place, seats=[_seat(seat) for seat in hall.seats]) for hall in part]


def _seat(seat: Seat) -> sheets.Seat:
    person = seat.application.person
    return sheets.Seat(
        seat=f"{seat.number:02d}", name=person.name, admission_number=_number(seat), id_number=person.masked_id
    )


def _doors(round_: Round, rooms: Sequence[_Hall], at: datetime) -> Iterator[bytes]:
    for part in batched(rooms, CHUNK, strict=False):
        yield printed.door_sheets(_heading(round_), _room_sheets(part), at)


def _labels(round_: Round, rooms: Sequence[_Hall], at: datetime) -> Iterator[bytes]:
    every = [
        sheets.DeskLabel(
            seat=f"{seat.number:02d}",
            name=seat.application.person.name,
            admission_number=_number(seat),
            room=str(hall.room),
            subject=str(hall.sitting.subject),
        )
        for hall in rooms
        for seat in hall.seats
    ]
    for part in batched(every, CHUNK, strict=False):
        yield printed.desk_labels(_heading(round_), part, at)


def _sign_in(round_: Round, rooms: Sequence[_Hall], at: datetime) -> Iterator[bytes]:
    for part in batched(rooms, CHUNK, strict=False):
        yield printed.sign_in_sheets(_heading(round_), _room_sheets(part), at)


def _staff(round_: Round, rooms: Sequence[_Hall], at: datetime) -> Iterator[bytes]:
    for part in batched(rooms, CHUNK, strict=False):
        every = [
            sheets.StaffSheet(
                **hall.place,
                staff=[
                    sheets.Duty(name=duty.person.name, duty=str(duty.get_role_display()), unit=duty.person.employer)
                    for duty in hall.duties
                ],
            )
            for hall in part
        ]
        yield printed.staff_sign_in_sheets(_heading(round_), every, at)


def _records(round_: Round, rooms: Sequence[_Hall], at: datetime) -> Iterator[bytes]:
    """Yield the room records as forms to be filled by hand: who is expected is printed, nothing else is known yet."""
    for part in batched(rooms, CHUNK, strict=False):
        every = [
            sheets.RoomRecord(
                **hall.place,
                expected=len(hall.seats),
                invigilators=[duty.person.name for duty in hall.duties if duty.exam_room_id],
                supervisor="",
            )
            for hall in part
        ]
        yield printed.room_records(_heading(round_), every, at)


@dataclass(frozen=True)
class Part:
    """One document of the pack: its name, and what sets it."""

    label: str | Promise
    sets: Callable[[Round, Sequence[_Hall], datetime], Iterator[bytes]]


TELLS_ID_NUMBERS = ("slips", "pack")  # with photo and whole ID number; all other sheets mask it
PARTS: Mapping[str, Part] = {
    "slips": Part(gettext_lazy("准考证"), _slips),
    "doors": Part(gettext_lazy("门签"), _doors),
    "labels": Part(gettext_lazy("桌签"), _labels),
    "sign-in": Part(gettext_lazy("考生签到表"), _sign_in),
    "staff": Part(gettext_lazy("考务人员签到表"), _staff),
    "records": Part(gettext_lazy("考场记录表"), _records),
}


def print_part(round_: Round, key: str, sittings: Sequence[Sitting], at: datetime) -> list[bytes]:
    """Return one part of the pack for some sittings: the PDF, or several where there are more than CHUNK sheets.

    Raises UnableToPrint, a whole sentence, when nobody is seated, or a name can't be set.
    """
    rooms = [hall for hall in halls(sittings) if hall.seats]
    part = PARTS[key]
    if not rooms:
        raise UnableToPrint(_("没有可以打印的%s：还没有考生编座。请先编排座位。") % part.label)
    try:
        return list(part.sets(round_, rooms, at))
    except UnableToTypeset as error:
        raise UnableToPrint(_("不能打印%(part)s：%(why)s") % {"part": part.label, "why": error}) from error


def pack(round_: Round, sittings: Sequence[Sitting], at: datetime) -> bytes:
    """Return the whole pack as a ZIP: 01-准考证.pdf, 02-门签.pdf and so on."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for order, key in enumerate(PARTS, 1):
            files = print_part(round_, key, sittings, at)
            for count, content in enumerate(files, 1):
                name = f"{order:02d}-{PARTS[key].label}{f'-{count}' if len(files) > 1 else ''}.pdf"
                archive.writestr(name, content)
    return buffer.getvalue()
