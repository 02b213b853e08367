"""Applications and their proofs: a candidate alone, and many enrolled at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from jiangxin.documents import operations as documents
from jiangxin.documents.fonts import missing_glyphs
from jiangxin.enrolment.models import Application, Material, Roster
from jiangxin.enrolment.operations.places import in_turn, placed
from jiangxin.enrolment.operations.reviewing import see_all_on_paper
from jiangxin.enrolment.opinions import form_opinion
from jiangxin.enrolment.photo import Photo, one_inch
from jiangxin.enrolment.proofs import check_proof
from jiangxin.enrolment.queries import live, whole
from jiangxin.enrolment.roster_plan import answers_of
from jiangxin.enrolment.roster_row import RosterRow
from jiangxin.enrolment.terms import terms
from jiangxin.enrolment.wanted import PROMISES, asked_materials, surplus_materials
from jiangxin.enrolment.wanted import on_paper as on_paper_kind
from jiangxin.people import operations as people
from jiangxin.people.models import Person
from jiangxin.process.errors import Refused, Unable
from jiangxin.process.taking import begin, begin_all, take, take_all
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round
from jiangxin.standards.evaluated import EvaluatedLists


class UnableToApply(Unable):
    """A person can't apply in this round."""


class UnableToImport(Unable):
    """A roster can't be checked or imported."""


# ---- one candidate, alone


def draft_application(round_: Round, person: Person, *, by: Actor, at: datetime) -> Application:
    """Begin a person's application in a round (article 7); `education` and the like are filled afterwards.

    Raises UnableToApply outside the days of enrolment, for a second application, or for an unprintable name.
    """
    _check_days(round_, at)
    if person.institution_id != round_.institution_id:
        sentence = _("您的账号属于%(own)s，不能报%(other)s的批次；请在该机构另行注册。")
        raise UnableToApply(sentence % {"own": person.institution, "other": round_.institution})
    if missing := missing_glyphs(person.name):
        sentence = _("证书字库中没有姓名里的“%s”，暂时不能报名；请联系报名学院，加装含该字的字体后再报。")
        raise UnableToApply(sentence % "".join(missing))
    if live(round_).filter(person=person).exists():
        raise UnableToApply(_("您已经在这个批次报过名，不能重复报名；请从“我的报名”继续。"))
    application = Application(round=round_, person=person, employer=person.employer)
    with told_as(UnableToApply(_("您刚刚已经在这个批次报过名了；请从“我的报名”继续。"))):
        return begin(application, "draft_application", by=by, at=at)


def fill(application: Application, *, by: Actor, at: datetime, **fields: Any) -> Application:
    """Answer questions of an application, some or all: the names of its fields. `facts` replace all that was stated."""
    with take(application, "fill", by=by, at=at) as application:
        _set(application, fields)
        form_opinion(application)
    return application


def attach_photo(application: Application, name: str, content: bytes, *, by: Actor, at: datetime) -> Application:
    """Add the one-inch photo, made from any picture and encrypted with the person's key.

    Raises UnableToUsePhoto with a sentence for what is no picture, too small, or without one face.
    """
    picture = one_inch(content)
    with take(application, "attach_photo", by=by, at=at) as application:
        _keep_photo(application, name, picture, by, at)
    return application


def pledge(application: Application, *, by: Actor, at: datetime) -> Application:
    """Pledge honesty, under the version of the text now in use."""
    with take(application, "pledge", by=by, at=at) as application:
        application.pledged_at, application.pledge_version = at, terms("pledge").version
    return application


def consent(application: Application, *, by: Actor, at: datetime) -> Application:
    """Consent separately to the processing of personal data, under the version of the text now in use."""
    with take(application, "consent", by=by, at=at) as application:
        application.consented_at, application.consent_version = at, terms("consent").version
    return application


def attach(
    application: Application, kind: str, name: str, content: bytes, media_type: str, *, by: Actor, at: datetime
) -> Material:
    """Upload a proof; one of the same kind takes the place of the one before. `kind` is a word of the condition.

    Raises UnableToUseProof for a file that is no picture and no PDF, or too large.
    """
    media_type = check_proof(content, media_type)
    with transaction.atomic():
        for older in application.materials.filter(kind=kind, state="attached", on_paper=False):
            remove(older, by=by, at=at)
        institution, person = application.round.institution, application.person
        file = documents.keep(institution, name, content, media_type, by=by, at=at, person=person)
        return begin(Material(application=application, kind=kind, file=file), "attach", by=by, at=at)


def remove(material: Material, *, by: Actor, at: datetime) -> Material:
    """Take a proof out of an application that is still in its applicant's hands."""
    with take(material, "remove", by=by, at=at) as material:
        return material


def submit(application: Application, *, by: Actor, at: datetime) -> Application:
    """Hand the application in for review; raises Refused while an answer, a proof or a promise is missing."""
    if application.state == "draft":
        _check_days(application.round, at)
    reads = ("person", "condition", "place", "round__institution")  # hundreds hand in within seconds
    with in_turn(*placed(application)), take(application, "submit", by=by, at=at, reads=reads) as application:
        form_opinion(application)  # the days of enrolment may have changed meanwhile
        for material in surplus_materials(application):
            remove(material, by=by, at=at)
    return application


def withdraw(application: Application, *, by: Actor, at: datetime) -> Application:
    """Withdraw an application, and with it the consent; an accepted one only while nothing rests on it.

    The place is freed and the next one moves up. What was done before stays valid.
    """
    with in_turn(application.round_id), take(application, "withdraw", by=by, at=at) as application:
        return application


def renew_opinions(applications: QuerySet[Application], *, by: Actor, at: datetime) -> list[Application]:
    """Form opinions anew, of those of a set that are not decided: what they rest on has changed beside the facts."""
    undecided = applications.filter(state__in=["draft", "submitted", "returned", "endorsed"]).exclude(condition=None)
    each = partial(form_opinion, evaluated=EvaluatedLists())
    return take_all(whole(undecided), "renew_opinion", by=by, at=at, each=each, fields=("opinion", "opinion_notes"))


# ---- many at once, and their photos


def enrol_all(
    round_: Round, rows: Sequence[RosterRow], *, by: Actor, at: datetime, on_paper: bool, roster: Roster | None = None
) -> list[Application]:
    """Enrol the people of checked rows, all or none; `on_paper` records that the office has seen all on paper.

    That is their proofs, and the pledge and the consent that they signed.
    """
    conditions = {condition.label: condition for condition in round_.level.conditions.all()}
    with transaction.atomic(), told_as(UnableToImport(_("有人刚刚已经报名，所以一行也没有导入；请重新预检名册。"))):
        persons = people.register_all(round_.institution, [_person_of(row) for row in rows], by=by, at=at)
        applications = [
            Application(
                round=round_, person=person, roster=roster, condition=conditions.get(row.condition), **answers_of(row)
            )
            for person, row in zip(persons, rows, strict=True)
        ]
        evaluated = EvaluatedLists()
        for application, row in zip(applications, rows, strict=True):
            form_opinion(application, born=row.born, area=row.id_number[:2], evaluated=evaluated)
        begin_all(applications, "enrol", by=by, at=at)
        if on_paper:
            promises = [on_paper_kind(promise) for promise in PROMISES]
            see_all_on_paper([(one, [*asked_materials(one), *promises]) for one in applications], by=by, at=at)
    return applications


def add_photo(
    application: Application, name: str, content: bytes, *, by: Actor, at: datetime, seen: bool = False
) -> Application:
    """Add the photo of somebody whom a college enrolled; who has `seen` it answers for its face.

    Raises UnableToUsePhoto with a sentence for what is no picture, too small, or, unseen, without one face.
    """
    picture = one_inch(content, seen=seen)
    with take(application, "add_photo", by=by, at=at) as application:
        _keep_photo(application, name, picture, by, at)
    return application


# ---- what they share


def _check_days(round_: Round, at: datetime) -> None:
    """Raise UnableToApply outside the days of enrolment."""
    day = timezone.localdate(at)
    if not round_.apply_from <= day <= round_.apply_until:
        sentence = _("现在不能报名：%(round)s的报名时间是 %(first)s至%(last)s。延长报名时会在公告页说明。")
        days = {"first": formats.date_format(round_.apply_from), "last": formats.date_format(round_.apply_until)}
        raise UnableToApply(sentence % {"round": round_, **days})


@contextmanager
def told_as(refusal: Unable) -> Iterator[None]:
    """Say in the words of this app that somebody else did the same in the same moment."""
    try:
        yield
    except Refused as error:
        if error.code == "conflict":
            raise refusal from error
        raise


def _set(application: Application, fields: dict[str, Any]) -> None:
    for field, value in fields.items():
        setattr(application, field, value)


def _keep_photo(application: Application, name: str, photo: Photo, by: Actor, at: datetime) -> None:
    """Give the application this photo, and what a person has to judge of it."""
    institution, person = application.round.institution, application.person
    name = f"{Path(name).stem[:100]}.jpg"
    application.photo = documents.keep(institution, name, photo.content, "image/jpeg", by=by, at=at, person=person)
    application.photo_doubts = list(photo.doubts)


def _person_of(row: RosterRow) -> people.NewPerson:
    details = {"phone": row.phone, "ethnicity": row.ethnicity, "address": row.address, "sex": row.sex}
    return people.NewPerson(row.name, row.id_number, row.id_type or "resident", row.employer, details)
