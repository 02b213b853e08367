"""Photos of a recorded round: a file per person, named 证件号码, 姓名-证件号码 or 证件号码-姓名 (domain.md §3.2)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.photo import UnableToUsePhoto
from jiangxin.enrolment.queries import live
from jiangxin.process.who import Actor
from jiangxin.recording.hands import UnableToRecord
from jiangxin.recording.round import Recording

SUFFIXES = {".jpg", ".jpeg", ".png"}


def attach(recording: Recording, *, by: Actor, at: datetime) -> None:
    """Add each person's photo to his application; who has none in the directory goes on without, who has one keeps it.

    Raises UnableToRecord with the file's name for one that can't be used.
    """
    if recording.photos is None:
        return
    files = by_id_number(recording.photos)
    waiting = live(recording.held).filter(photo=None)
    for application in waiting.select_related("person__institution", "round__institution"):
        file = files.get(application.person.id_number)
        if file is not None:
            try:
                # The paper round judged them; what a machine makes of their faces is a remark.
                enrolment.add_photo(application, file.name, file.read_bytes(), by=by, at=at, seen=True)
            except UnableToUsePhoto as error:
                raise UnableToRecord(
                    _("不能使用照片“%(name)s”。%(why)s") % {"name": file.name, "why": error}
                ) from error


def by_id_number(directory: Path) -> dict[str, Path]:
    """Return the pictures of a directory by the ID number in their names."""
    found: dict[str, Path] = {}
    for file in sorted(directory.iterdir()):
        if file.suffix.lower() in SUFFIXES:
            for part in file.stem.upper().split("-"):
                if part[:-1].isdigit():
                    found[part] = file
    return found
