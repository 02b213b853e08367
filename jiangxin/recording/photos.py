"""Photos of a recorded round: a file per person, named 证件号码, 姓名-证件号码 or 证件号码-姓名 (domain.md §3.2)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment import photo_names
from jiangxin.enrolment.photo import UnableToUsePhoto
from jiangxin.enrolment.queries import live
from jiangxin.process.who import Actor
from jiangxin.recording.hands import UnableToRecord
from jiangxin.recording.round import Recording


def attach(recording: Recording, *, by: Actor, at: datetime) -> None:
    """Add each person's photo to his application; who has none in the directory goes on without, who has one keeps it.

    Raises UnableToRecord with the file's name for one that can't be used.
    """
    if recording.asked.photos is None:
        return
    waiting = live(recording.held).filter(photo=None).select_related("person__institution", "round__institution")
    people = {application.person.id_number: application for application in waiting}
    for file in sorted(recording.asked.photos.iterdir()):
        said = photo_names.reading_of(file.name, people) if file.suffix.lower() in photo_names.SUFFIXES else None
        if said is not None:
            application = people.pop(said[0])
            try:
                # The paper round judged them; what a machine makes of their faces is a remark.
                enrolment.add_photo(application, file.name, file.read_bytes(), by=by, at=at, seen=True)
            except UnableToUsePhoto as error:
                raise UnableToRecord(
                    _("不能使用照片“%(name)s”。%(why)s") % {"name": file.name, "why": error}
                ) from error
