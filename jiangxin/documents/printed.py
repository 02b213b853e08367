"""One function per printed document: a sheet of `sheets` in, the bytes of a PDF/A-2b file out.

All raise UnableToTypeset, a whole sentence, when a text has a character without glyph or a photo is no picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.documents import qr
from jiangxin.documents.sheets import (
    AdmissionSlip,
    ApplicationForm,
    CertificateSheet,
    DeskLabel,
    Form5,
    Heading,
    PlanSheet,
    PublicityList,
    RoomRecord,
    RoomSheet,
    StaffSheet,
    SupervisionReport,
)
from jiangxin.documents.typeset import SHANGHAI, UnableToTypeset, typeset


def certificate(sheet: CertificateSheet, at: datetime) -> bytes:
    """Return a certificate, A4 landscape, one page, unsigned.

    Raises UnableToTypeset also when a certificate that is no sample has no photo.
    """
    if sheet.photo is None and not sheet.practice:
        raise UnableToTypeset(_("无法制作“{name}”的证书：缺少照片。请补交照片后重新制作。").format(name=sheet.name))
    data = _plain(sheet) | {"qr": qr.svg(sheet.qr).decode()}
    return typeset("certificate", data, at=at, images={"photo": sheet.photo} if sheet.photo else {})


def application_form(form: ApplicationForm, at: datetime) -> bytes:
    """Return an application form 申报表, A4, to be signed."""
    data = _plain(form.heading) | _plain(form)
    return typeset("application-form", data, at=at, images={"photo": form.photo} if form.photo else {})


def admission_slips(heading: Heading, slips: Sequence[AdmissionSlip], at: datetime, notes: Sequence[str] = ()) -> bytes:
    """Return the admission slips 准考证, four to a page, in the order given; `notes` are printed on each."""
    images = {f"photo-{index}": slip.photo for index, slip in enumerate(slips) if slip.photo}
    plain = [_plain(slip) | {"photo": f"photo-{index}" if slip.photo else None} for index, slip in enumerate(slips)]
    return typeset("admission-slips", _plain(heading) | {"slips": plain, "notes": list(notes)}, at=at, images=images)


def door_sheets(heading: Heading, rooms: Sequence[RoomSheet], at: datetime) -> bytes:
    """Return the door sheets 门签, one page a room and sitting."""
    return typeset("door-sheet", _plain(heading) | {"doors": [_plain(room) for room in rooms]}, at=at)


def desk_labels(heading: Heading, labels: Sequence[DeskLabel], at: datetime) -> bytes:
    """Return the desk labels 桌签, eight to a page."""
    return typeset("desk-labels", _plain(heading) | {"labels": [_plain(label) for label in labels]}, at=at)


def sign_in_sheets(heading: Heading, rooms: Sequence[RoomSheet], at: datetime) -> bytes:
    """Return the candidates' sign-in sheets 考生签到表, one a room and sitting."""
    sheets = [_plain(room) | {"people": _plain(room)["seats"]} for room in rooms]
    return typeset("sign-in", _plain(heading) | {"title": "考生签到表", "staff": False, "sheets": sheets}, at=at)


def staff_sign_in_sheets(
    heading: Heading, rooms: Sequence[StaffSheet], at: datetime, *, title: str = "考务人员签到表"
) -> bytes:
    """Return the staff's sign-in sheets, one a room and sitting; `title` may say 监考人员 or 考评人员."""
    sheets = [_plain(room) | {"people": _plain(room)["staff"]} for room in rooms]
    return typeset("sign-in", _plain(heading) | {"title": title, "staff": True, "sheets": sheets}, at=at)


def room_records(heading: Heading, records: Sequence[RoomRecord], at: datetime) -> bytes:
    """Return the room records 考场记录表, filled as far as is known (article 14(3))."""
    return typeset("room-record", _plain(heading) | {"records": [_plain(record) for record in records]}, at=at)


def form5(form: Form5, at: datetime) -> bytes:
    """Return 表5《职业技能等级证书数据审核确认表》 with the total of its rows."""
    return typeset("form5", _plain(form) | {"total": sum(row.count for row in form.rows)}, at=at)


def plan(sheet: PlanSheet, at: datetime) -> bytes:
    """Return the plan 实施方案 (article 14(1))."""
    return typeset("plan", _flat(sheet), at=at)


def supervision_report(report: SupervisionReport, at: datetime) -> bytes:
    """Return the quality supervisors' report on a round (article 14(3))."""
    return typeset("supervision-report", _flat(report), at=at)


def publicity(sheet: PublicityList, at: datetime) -> bytes:
    """Return a publicity list 公示名单."""
    return typeset("publicity", _plain(sheet), at=at)


def _flat(sheet: PlanSheet | SupervisionReport) -> dict[str, Any]:
    """Return a sheet as plain data, its heading's members beside its own: templates find them in one place."""
    data = _plain(sheet)
    heading: dict[str, Any] = data.pop("heading")
    return heading | data


def _plain(sheet: Any) -> dict[str, Any]:
    """Return a dataclass as what JSON can hold, dates in words; files are left out, they travel as images."""
    plain: dict[str, Any] = _value(asdict(sheet))
    return plain


def _value(value: Any) -> Any:
    match value:
        case datetime():
            return in_words(value.astimezone(SHANGHAI)) + f" {value.astimezone(SHANGHAI):%H:%M}"
        case date():
            return in_words(value)
        case Mapping():
            return {key: _value(member) for key, member in value.items() if not isinstance(member, bytes)}
        case list() | tuple():
            return [_value(member) for member in value]
        case _:
            return value


def in_words(day: date) -> str:
    """Return a date as documents write it: 2026年3月8日."""
    return f"{day.year}年{day.month}月{day.day}日"
