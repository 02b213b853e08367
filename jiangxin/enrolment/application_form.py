"""The application form on paper (申报表): all that is stated, in Chinese, for its applicant to sign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.documents import operations as documents
from jiangxin.documents import printed
from jiangxin.documents.sheets import ApplicationForm, Heading, Promise
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.presenting import answers
from jiangxin.enrolment.terms import Terms, terms
from jiangxin.enrolment.wanted import PROMISES, signed_on_paper
from jiangxin.people.models import Person


def printed_form(application: Application, at: datetime) -> bytes:
    """Return the form as a PDF; raises UnableToTypeset, a sentence, for a character without glyph."""
    with override(settings.LANGUAGE_CODE):
        return printed.application_form(_form(application, at), at)


def _form(application: Application, at: datetime) -> ApplicationForm:
    groups = {group["key"]: group for group in answers(application, timezone.localdate(at))}
    for told_elsewhere in ("promises", "photo"):
        groups.pop(told_elsewhere)
    first = [*_lines(groups.pop("who")["rows"], application.person), *_lines(groups.pop("category")["rows"])]
    lines = [line for group in groups.values() for line in _lines(group["rows"])]
    photo = documents.picture_of(application.photo)
    return ApplicationForm(
        heading=_heading(application), first=first, lines=lines, promises=_promises(application),
        state=str(application.state_label), photo=photo,
    )  # fmt: skip


def _heading(application: Application) -> Heading:
    round_ = application.round
    institution, level = round_.institution, round_.level
    return Heading(
        institution=institution.name, round_name=round_.number, occupation=str(level.standard.occupation),
        level=level.level_name, practice=institution.practice,
    )  # fmt: skip


def _lines(rows: list[dict[str, Any]], person: Person | None = None) -> list[tuple[str, str]]:
    """Return rows as label and words; what pages mask of the person stands here in full, for he signs it."""
    full = {} if person is None else {person.masked_id: person.id_number, person.masked_phone: person.phone}
    return [(str(row["label"]), _words(row, full)) for row in rows]


def _words(row: dict[str, Any], full: dict[str, str]) -> str:
    if "day" in row:
        return formats.date_format(row["day"])
    words = "" if row["value"] == _("未填") else str(row["value"])
    return full.get(words, words)


def _promises(application: Application) -> list[Promise]:
    ticked = _("本人于 %(time)s 勾选同意（%(version)s 版）。")
    promises = []
    for name, given in PROMISES.items():
        text = terms(name, getattr(application, f"{name}_version"))
        told = _told(ticked, getattr(application, given), text)
        if not told and signed_on_paper(application, name):
            told = _("已查验本人签字的纸质件。")
        promises.append(_promise(text, told))
    if application.vouched_at:
        text = terms("vouch", application.vouch_version)
        vouched = _("审核人于 %(time)s 审核通过时作出（%(version)s 版）。")
        promises.append(_promise(text, _told(vouched, application.vouched_at, text)))
    return promises


def _told(words: str, at: datetime | None, text: Terms) -> str:
    """Return when a text was agreed to, and in which version; "" when it was not."""
    if at is None:
        return ""
    moment = formats.date_format(timezone.localtime(at), "Y-m-d H:i")
    return words % {"time": moment, "version": text.version}


def _promise(text: Terms, told: str) -> Promise:
    return Promise(heading=str(text.title), paragraphs=text.paragraphs, agreed=told)
