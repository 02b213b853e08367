"""What stood in a signed room record before it was corrected: the dossier holds both, the old and the new."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.archive.document import Document, stored, table
from jiangxin.archive.room_sheets import RoomFile
from jiangxin.documents.models import StoredFile
from jiangxin.documents.workbook_writing import Value
from jiangxin.exams.models import RoomRecord, Seat
from jiangxin.process.models import History
from jiangxin.process.queries import Entry, entries
from jiangxin.rounds.models import Round
from jiangxin.supervision.models import Inspection

RECORD, SEAT, INSPECTION = (model._meta.label_lower for model in (RoomRecord, Seat, Inspection))


def documents(round_: Round, files: Sequence[RoomFile]) -> list[Document]:
    """Return the list of corrections and the sheets that were stamped before them; none where nothing was corrected."""
    records = {file.room.record.pk: file for file in files if getattr(file.room, "record", None)}
    taken_back = History.objects.filter(model=RECORD, record__in=records, verb="reopen_record")
    corrected = [records[key] for key in sorted(set(taken_back.values_list("record", flat=True)))]
    rows = [row for file in corrected for row in _rows(file)]
    return [_list(round_, rows), *_earlier_scans(corrected)] if rows else []


def _list(round_: Round, rows: Sequence[Sequence[Value]]) -> Document:
    columns = [
        (_("考场"), 24), (_("办理"), 18), (_("办理人"), 14), (_("时间"), 20), (_("理由"), 40), (_("原来"), 40),
        (_("现在"), 40),
    ]  # fmt: skip
    return table(round_, _("考场记录更正表"), columns, rows)


def _rows(file: RoomFile) -> Iterator[tuple[Value, ...]]:
    """Yield every act on a record since it was first signed, a line for each thing that it changed."""
    record, names = file.room.record, {seat.pk: str(seat) for seat in file.seats}
    of_room = Q(model=RECORD, record=record.pk) | Q(model=SEAT, record__in=names)
    signed = History.objects.filter(model=RECORD, record=record.pk, verb="sign_record").order_by("id").first()
    since = signed.pk if signed else 0
    for entry in entries(History.objects.filter(of_room, id__gte=since).order_by("id")):
        whose = names.get(entry.row.record, "") if entry.row.model == SEAT else ""
        for before, after in _changes(entry, whose):
            yield (
                f"{file.room.sitting} {file.room}", str(entry.label), entry.signer or entry.actor,
                _moment(entry.row.at), entry.row.reason, before, after,
            )  # fmt: skip


def _changes(entry: Entry, whose: str) -> Iterable[tuple[str, str]]:
    """Return what an act changed, in words, as (before, after); one blank pair where it changed the state alone."""
    if entry.row.model == SEAT:
        states = Seat.steps.states
        return [(f"{whose} {states[entry.row.source]}", f"{whose} {states[entry.row.target]}")]
    fields = {field.column: field for field in RoomRecord._meta.concrete_fields if field.name != "state"}
    return [
        (f"{fields[column].verbose_name}：{_words(before)}", f"{fields[column].verbose_name}：{_words(after)}")
        for column, (before, after) in entry.row.change.items()
        if column in fields
    ] or [("", "")]


def _words(value: Any) -> str:
    """Return a value of history as people write it: moments in local time, yes and no, a dash for nothing."""
    if value in (None, ""):
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    try:
        return _moment(datetime.fromisoformat(value))
    except ValueError:
        return str(value)


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def _earlier_scans(corrected: Sequence[RoomFile]) -> Iterator[Document]:
    """Yield the stamped sheets that went out of the findings when their record was taken back."""
    for file in corrected:
        inspection = getattr(file.room.record, "inspection", None)
        if inspection is None:
            continue
        rows = History.objects.filter(model=INSPECTION, record=inspection.pk, verb="reopen_findings").order_by("id")
        keys = [row.change["scan_id"][0] for row in rows if "scan_id" in row.change]
        for number, key in enumerate(keys, start=1):
            name = _("盖章考场记录表-第%(sitting)d场-第%(room)d考场-更正前%(number)d") % {
                "sitting": file.room.sitting.number, "room": file.room.number, "number": number,
            }  # fmt: skip
            yield stored(StoredFile.objects.get(pk=key), name)
