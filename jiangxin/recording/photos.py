"""Photos of a recorded round: a file per person, named 证件号码, 姓名-证件号码 or 证件号码-姓名 (domain.md §3.2)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.queries import live
from jiangxin.process.who import Actor
from jiangxin.recording.round import Recording

SUFFIXES = {".jpg", ".jpeg", ".png"}


def attach(recording: Recording, *, by: Actor, at: datetime) -> None:
    """Attach each person's photo to his application; whoever has none goes on without one."""
    assert recording.photos is not None
    files = by_id_number(recording.photos)
    for application in live(recording.held).select_related("person__institution", "round__institution"):
        file = files.get(application.person.id_number)
        if file is not None:
            enrolment.attach_photo(application, file.name, file.read_bytes(), by=by, at=at)


def by_id_number(directory: Path) -> dict[str, Path]:
    """Return the pictures of a directory by the ID number in their names."""
    found: dict[str, Path] = {}
    for file in sorted(directory.iterdir()):
        if file.suffix.lower() in SUFFIXES:
            for part in file.stem.upper().split("-"):
                if part[:-1].isdigit():
                    found[part] = file
    return found
