"""What a person takes with him: his own data, records, readings and files, in one ZIP (law, article 45)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import BinaryField, ForeignKey, JSONField
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.people.models import Person, Reading
from jiangxin.people.queries import readings_of
from jiangxin.process.models import Record
from jiangxin.process.queries import history_of
from jiangxin.process.triggers import RECORDS
from jiangxin.process.who import Actor, about_oneself

# Where his files lie is known above: name and bytes of each. `documents` adds itself when it starts.
FILES: list[Callable[[Person], Iterable[tuple[str, bytes]]]] = []
_APART = (Person, Reading)  # told at the head of the page, not among the records


def archive(person: Person, user: Actor, at: datetime) -> bytes:
    """Return the ZIP: one JSON with everything that is known of the person, and every file that is about him alone."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as zipped:
        told = json.dumps(everything(person, user, at), ensure_ascii=False, indent=2)
        zipped.writestr(_("个人信息.json"), told)
        files = (file for source in FILES for file in source(person))
        for number, (name, content) in enumerate(files, start=1):
            zipped.writestr(f"{_('文件')}/{number:03d}-{name.replace('/', '-')}", content)
    return buffer.getvalue()


def everything(person: Person, user: Actor, at: datetime) -> dict[str, Any]:
    """Return what is known of a person, in words: his data, his records with their history, who read his data."""
    return {
        _("导出时间"): _moment(at),
        _("本人"): {**_fields(person), **person.clear},
        _("记录"): [_record(record) for record in own_records(user, at)],
        _("谁看过我的信息"): [_reading(reading) for reading in readings_of(person)],
    }


def own_records(user: Actor, at: datetime) -> Iterator[Record]:
    """Yield the records that a person may see because they are about himself, in the order of the process."""
    for model in RECORDS:
        if model not in _APART:
            own = about_oneself(model.steps.visible, model, user, timezone.localdate(at))
            yield from model._default_manager.filter(own).order_by("pk")


def _record(record: Record) -> dict[str, Any]:
    return {
        _("类别"): str(record.steps.label),
        _("名称"): str(record),
        **_fields(record),
        _("经过"): [
            {
                _("步骤"): str(entry.label),
                _("时间"): _moment(entry.row.at),
                _("由谁"): entry.row.office or entry.actor,
                _("理由"): entry.row.reason,
                _("依据"): entry.basis.label,
            }
            for entry in history_of([record], newest_first=False)
        ],
    }


def _fields(record: Record) -> dict[str, Any]:
    """Return a record's fields in words; what is sealed, and keys that only the machine reads, stay out."""
    told: dict[str, Any] = {_("状态"): record.state_label}
    for field in record._meta.concrete_fields:
        if field.primary_key or field.name == "state" or isinstance(field, BinaryField):
            continue
        if isinstance(field, JSONField):
            value = getattr(record, field.name)
        elif isinstance(field, ForeignKey):
            value = str(getattr(record, field.name) or "")
        else:
            shown = getattr(record, f"get_{field.name}_display", None)
            value = str(shown() if shown else field.value_to_string(record))
        if value not in (None, "", "None"):
            told[str(field.verbose_name)] = value
    return told


def _reading(reading: Reading) -> dict[str, str]:
    return {
        _("时间"): _moment(reading.read_at),
        _("由谁"): f"{reading.reader or ''} {reading.office}".strip(),
        _("查看内容"): reading.get_what_display(),
        _("出处"): reading.about,
        _("查看目的"): reading.get_purpose_display(),
        _("说明"): reading.words,
    }


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
