"""The only writers of dossiers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

from django.conf import settings
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.archive import package
from jiangxin.archive.document import Document
from jiangxin.archive.models import Dossier
from jiangxin.archive.queries import publicity_ends
from jiangxin.archive.volumes import volumes
from jiangxin.documents import numbers, store
from jiangxin.documents import operations as documents
from jiangxin.documents.typeset import UnableToTypeset
from jiangxin.documents.workbook import ENDINGS
from jiangxin.enrolment.queries import people_in
from jiangxin.people import operations as people
from jiangxin.people import vault
from jiangxin.process.dues import last_day
from jiangxin.process.errors import Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, take
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round

ZIP = "application/zip"


class UnableToOpenDossier(Unable):
    """The round has its dossier already."""


class UnableToSeal(Unable):
    """The dossier can't be put together."""


class UnableToDestroy(Unable):
    """The dossier must still be kept."""


def open_dossier(round_: Round, *, by: Actor, at: datetime) -> Dossier:
    """Open the dossier of a round; from now on its page shows what is missing. Raises UnableToOpenDossier."""
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        if Dossier.objects.filter(round=round_).exists():
            raise UnableToOpenDossier(_("不能再建立档案：%s已经有档案，一期一档。") % round_, basis=article("14(4)"))
        return begin(Dossier(round=round_), "open_dossier", by=by, at=at)


def seal(dossier: Dossier, *, by: Actor, at: datetime, reason: str = "") -> Dossier:
    """Seal a dossier: five volumes, history and manifest in one ZIP, kept encrypted with a key of its own.

    Raises Refused with what is missing, UnableToSeal while the publicity runs or when a stored file is lost or altered.
    """
    with _held(dossier.round_id) as round_, take(dossier, "seal", by=by, at=at, reason=reason) as dossier:
        day = as_date(at)
        assert day is not None
        ends_on = publicity_ends(round_)
        if ends_on is not None and day <= ends_on:
            sentence = _("不能封存：公示到 %s 才结束，其间还可能有异议。请在公示结束后封存。")
            raise UnableToSeal(sentence % formats.date_format(ends_on), basis=article("14(4)"))
        content = _built(round_, at)
        dossier.sha256, dossier.size = store.digest(content), len(content)
        dossier.data_key = vault.new_data_key(round_.institution_id)
        name = _("%s期档案.zip") % round_.number
        dossier.file = documents.keep(round_.institution, name, dossier.seal(content), ZIP, by=by, at=at)
        dossier.sealed_on, dossier.retain_until = day, last_day(day, param("retention.span", day).span)
    return dossier


@contextmanager
def _held(round_: int) -> Iterator[Round]:
    """Hold a round: nobody cancels it, or files another person, after it was found to be complete."""
    with transaction.atomic():
        yield Round.objects.select_for_update(of=("self",)).get(pk=round_)


def content_of(dossier: Dossier) -> bytes:
    """Return the ZIP of a sealed dossier.

    Raises FileNotFoundError when it was destroyed or never sealed, ValueError when it isn't what was sealed.
    """
    if dossier.file is None or dossier.state == "destroyed":
        raise FileNotFoundError(str(dossier))
    content = dossier.open(documents.content_of(dossier.file))
    if store.digest(content) != dossier.sha256:
        raise ValueError(f"the dossier {dossier.pk} was altered")
    return content


def consult(dossier: Dossier, *, by: Actor, at: datetime, reason: str) -> bytes:
    """Return the ZIP of a sealed dossier; who opened it, when and what for is history (domain.md §9.2)."""
    with take(dossier, "consult", by=by, at=at, reason=reason) as dossier:
        about, content, home = dossier.file.name if dossier.file else "", content_of(dossier), dossier.wrapped_by
        told = {*people_in(dossier.round), *_told_in(home, content)}
        people.read(told, "document", by=by, at=at, purpose="archive", words=reason, about=about, home=home)
        return content


def _told_in(institution: int, content: bytes) -> list[int]:
    """Return the persons (keys) whose ID numbers stand in the workbooks of a dossier: a roster names more than came."""
    with ZipFile(BytesIO(content)) as zipped:
        books = [zipped.read(name) for name in zipped.namelist() if name.lower().endswith(ENDINGS)]
    return numbers.people_in(institution, *books)


def read_document(round_: Round, document: Document, content: bytes, *, by: Actor, at: datetime) -> None:
    """Keep who opened one document before it is sealed: of the person whose it is, or of those whose numbers it tells.

    What tells of nobody leaves no reading.
    """
    if document.file is not None and document.file.person_id:
        people.read([document.file.person_id], "file", by=by, at=at, purpose="archive", about=document.name)
        return
    told = {*document.whose, *numbers.people_in(round_.institution_id, content)}
    people.read(told, "document", by=by, at=at, purpose="archive", about=document.name)


def propose_destruction(dossier: Dossier, *, by: Actor, at: datetime, reason: str) -> Dossier:
    """Propose to destroy a dossier; refused until its retention is over (article 14(4))."""
    with take(dossier, "propose_destruction", by=by, at=at, reason=reason) as dossier:
        return dossier


def keep_on(dossier: Dossier, *, by: Actor, at: datetime, reason: str) -> Dossier:
    """Keep a dossier whose destruction was proposed."""
    with take(dossier, "keep_on", by=by, at=at, reason=reason) as dossier:
        return dossier


def destroy(dossier: Dossier, *, by: Actor, at: datetime, reason: str = "") -> Dossier:
    """Destroy a dossier, by a second person: its key and, once that is committed, its bytes; the record stays.

    Raises UnableToDestroy on a day of its retention, though its destruction was proposed on a later one.
    """
    with take(dossier, "destroy", by=by, at=at, reason=reason) as dossier:
        day = as_date(at)
        assert day is not None
        assert dossier.retain_until is not None
        if day <= dossier.retain_until:
            sentence = _("不能销毁：档案保管到 %s，次日起才可以销毁。")
            raise UnableToDestroy(sentence % formats.date_format(dossier.retain_until), basis=article("14(4)"))
        dossier.data_key = b""
        assert dossier.file is not None
        name = dossier.file.kept_as
        transaction.on_commit(lambda: store.path_of(name).unlink(missing_ok=True))
    return dossier


def _built(round_: Round, at: datetime) -> bytes:
    """Return the ZIP, in Chinese whoever seals it; raises UnableToSeal in words when a document can't be made."""
    try:
        with override(settings.LANGUAGE_CODE):
            return package.build(round_, volumes(round_), at)
    except UnableToTypeset as unable:
        raise UnableToSeal(_("不能封存：有一份文件无法排版。%s") % unable) from unable
    except (FileNotFoundError, ValueError) as lost:
        sentence = _("不能封存：有一份已存的文件丢失或被改动（%s）。请从备份恢复后再封存。")
        raise UnableToSeal(sentence % lost, basis=article("14(4)")) from lost
