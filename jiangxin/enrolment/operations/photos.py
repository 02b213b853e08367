"""The only writers of packs of photos: check, import, discard."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.documents import operations as documents
from jiangxin.documents.workbook_archive import UnableToRead
from jiangxin.documents.zips import files_in
from jiangxin.enrolment.models import Application, PhotoPack
from jiangxin.enrolment.operations.applying import UnableToImport
from jiangxin.enrolment.photo import one_inch
from jiangxin.enrolment.photo_pack import Found, Matched, match, summary
from jiangxin.enrolment.queries import live
from jiangxin.process.taking import begin, take, take_all
from jiangxin.process.who import Actor
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round

ZIP = "application/zip"


def check_photos(round_: Round, name: str, content: bytes, *, by: Actor, at: datetime) -> PhotoPack:
    """Match a ZIP of photos to the applications of a round and keep it with what was found; no photo is added.

    Raises UnableToImport with a sentence for what is no ZIP, too large, or holds no file.
    """
    found = _found(round_, content)
    if not found:
        raise UnableToImport(_("压缩包里没有照片；请放入照片后重新压缩。"))
    matched = sum(one.found is Found.MATCHED for one in found)
    with transaction.atomic():
        file = documents.keep(round_.institution, name, content, ZIP, by=by, at=at)
        pack = PhotoPack(round=round_, file=file, photos=len(found), matched=matched, summary=summary(found))
        return begin(pack, "check_photos", by=by, at=at)


def import_photos(pack: PhotoPack, *, by: Actor, at: datetime) -> PhotoPack:
    """Add the photos that the check matched, each sealed with its person's key: all or none.

    Raises UnableToImport when none would be added, or others than the check has told.
    """
    with transaction.atomic(), take(pack, "import_photos", by=by, at=at) as pack:
        round_ = pack.round
        found = [one for one in _found(round_, documents.content_of(pack.file)) if one.found is Found.MATCHED]
        if not found:
            raise UnableToImport(_("照片包里没有可以补录的照片；请按预检结果改好文件名后重新上传。"))
        if [one.application.pk for one in found if one.application] != pack.summary["applications"]:
            raise UnableToImport(
                _("预检以后报名情况有了变化，所以一张照片也没有补录；请重新上传照片包，看过预检结果再补录。")
            )
        _add_all(round_, found, by=by, at=at)
    return pack


def discard_photos(pack: PhotoPack, *, by: Actor, at: datetime) -> PhotoPack:
    """Put a pack of photos aside without adding any."""
    with take(pack, "discard_photos", by=by, at=at) as pack:
        return pack


def _add_all(round_: Round, found: list[Matched], *, by: Actor, at: datetime) -> list[Application]:
    files = documents.keep_all(
        round_.institution,
        [
            (f"{PurePath(one.name).stem[:100]}.jpg", one.photo.content, "image/jpeg", one.application.person)
            for one in found
            if one.application and one.photo
        ],
        by=by,
        at=at,
    )
    photo_of = {
        one.application.pk: (file, list(one.photo.doubts))
        for one, file in zip(found, files, strict=True)
        if one.application and one.photo
    }

    def add(application: Application) -> None:
        application.photo, application.photo_doubts = photo_of[application.pk]

    waiting = (
        live(round_).filter(pk__in=list(photo_of)).select_related("round__institution", "round__college", "person")
    )
    return take_all(waiting, "add_photo", by=by, at=at, each=add, fields=("photo", "photo_doubts"))


def _found(round_: Round, content: bytes) -> list[Matched]:
    """Return what becomes of each file of a pack; raises UnableToImport when the pack can't be read."""
    people = {
        application.person.id_number: application
        for application in live(round_).select_related("person__institution", "round__institution")
        if application.person.state == "known"
    }
    try:
        files = files_in(content, param("upload.photo_max").integer * 1_000_000)
        return match(files, people, one_inch)
    except UnableToRead as error:
        raise UnableToImport(str(error)) from error
