"""The review of eligibility (article 14(2)): the only writers of its decisions, of batches and of phrases.

A round is reviewed once, by its college, or twice: the college endorses and the centre, by somebody else, accepts.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.enrolment.alarms import raised
from jiangxin.enrolment.desk import corrections_due
from jiangxin.enrolment.models import Application, Batch, Material, Phrase, Sampled
from jiangxin.enrolment.operations.places import in_turn
from jiangxin.enrolment.queries import whole
from jiangxin.enrolment.rules import place_confirmed
from jiangxin.enrolment.sampling import drawn
from jiangxin.enrolment.steps import RETURNED
from jiangxin.enrolment.terms import terms
from jiangxin.enrolment.wanted import lacking
from jiangxin.people.models import Organisation
from jiangxin.process.errors import Text, Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, begin_all, take, take_all, under_way
from jiangxin.process.who import Actor
from jiangxin.regulation.parameters import param
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round


class UnableToDraw(Unable):
    """A set of applications can't be decided together."""


class UnableToReject(Unable):
    """A correction is still awaited."""


def see_on_paper(application: Application, kinds: Sequence[str], *, by: Actor, at: datetime) -> list[Material]:
    """Record that proofs were seen on paper."""
    return see_all_on_paper([(application, kinds)], by=by, at=at)


def see_all_on_paper(proofs: Iterable[tuple[Application, Sequence[str]]], *, by: Actor, at: datetime) -> list[Material]:
    """Record that proofs of many were seen on paper: (application, kinds) each."""
    seen = [Material(application=one, kind=kind, on_paper=True) for one, kinds in proofs for kind in kinds]
    return begin_all(seen, "see_on_paper", by=by, at=at)


# ---- one application


def accept(application: Application, *, by: Actor, at: datetime, remark: str = "") -> Application:
    """Find the applicant eligible (article 14(2)), under the reviewer's pledge.

    Raises Refused when the step may not be taken now, by this person, while materials are missing, or against the
    machine's opinion.
    """
    return _decide(application, "accept", _accepted(by, at, remark), by=by, at=at, reason=remark)


def accept_against(application: Application, *, by: Actor, at: datetime, reason: str) -> Application:
    """Find the applicant eligible although the machine's opinion says no; the reason stands beside it for good."""
    return _decide(application, "accept_against", _accepted(by, at, reason), by=by, at=at, reason=reason)


def endorse(application: Application, *, by: Actor, at: datetime, remark: str = "") -> Application:
    """Find the applicant eligible at the first of two levels, under the reviewer's pledge; the centre confirms."""
    return _decide(application, "endorse", _endorsed(by, at), by=by, at=at, reason=remark)


def endorse_against(application: Application, *, by: Actor, at: datetime, reason: str) -> Application:
    """Endorse although the machine's opinion says no; the centre reads the reason."""
    return _decide(application, "endorse_against", _endorsed(by, at), by=by, at=at, reason=reason)


def refer_back(application: Application, *, by: Actor, at: datetime, reason: str) -> Application:
    """Have the college look again, with what the centre doubts; the applicant goes on waiting."""
    return _decide(application, "refer_back", _UNDECIDED, by=by, at=at, reason=reason)


def reject(application: Application, *, by: Actor, at: datetime, reason: str) -> Application:
    """Find the applicant not eligible, with the reason that he is told.

    In a closed round without a quota this also ends the wait for a correction that stays out. Raises UnableToReject
    before its days are over.
    """
    with in_turn(application.round_id):
        _check_overdue(Application.objects.filter(pk=application.pk), at)
        return _decide(application, "reject", _decided(by, at, reason), by=by, at=at, reason=reason)


def send_back(application: Application, *, by: Actor, at: datetime, reason: str, about: str = "") -> Application:
    """Send an application back to be completed; the reason stands beside the question that it is `about`."""
    return _decide(application, "send_back", _returned(reason, about), by=by, at=at, reason=reason)


def take_back(application: Application, *, by: Actor, at: datetime, reason: str) -> Application:
    """Take one's own decision back, so that the application waits again; refused once something rests on it.

    A rejection has freed the place: whoever had it gets in line anew, at the end (`places.claim_again`).
    """
    with in_turn(application.round_id):
        return _decide(application, "take_back", _UNDECIDED, by=by, at=at, reason=reason)


def _decide(
    application: Application, verb: str, fields: dict[str, Any], *, by: Actor, at: datetime, reason: str
) -> Application:
    with take(application, verb, by=by, at=at, reason=reason) as application:
        for field, value in fields.items():
            setattr(application, field, value)
    return application


# ---- a set of applications


def accept_all(applications: QuerySet[Application], *, by: Actor, at: datetime, remark: str = "") -> list[Application]:
    """Find a set of applicants eligible, under the reviewer's pledge: all or none."""
    return take_all(whole(applications), "accept", by=by, at=at, reason=remark, **_accepted(by, at, remark))


def accept_against_all(
    applications: QuerySet[Application], *, by: Actor, at: datetime, reason: str
) -> list[Application]:
    """Find a set of applicants eligible against the machine's opinion, for one reason: all or none."""
    return take_all(whole(applications), "accept_against", by=by, at=at, reason=reason, **_accepted(by, at, reason))


def endorse_all(applications: QuerySet[Application], *, by: Actor, at: datetime, remark: str = "") -> list[Application]:
    """Endorse a set of applicants at the first of two levels: all or none."""
    return take_all(whole(applications), "endorse", by=by, at=at, reason=remark, **_endorsed(by, at))


def reject_all(applications: QuerySet[Application], *, by: Actor, at: datetime, reason: str) -> list[Application]:
    """Find a set of applicants not eligible, for one reason: all or none."""
    with in_turn(*applications.order_by().values_list("round", flat=True).distinct()):
        _check_overdue(applications, at)
        return take_all(whole(applications), "reject", by=by, at=at, reason=reason, **_decided(by, at, reason))


def send_back_all(applications: QuerySet[Application], *, by: Actor, at: datetime, reason: str) -> list[Application]:
    """Send a set of applications back, for one reason: all or none."""
    return take_all(whole(applications), "send_back", by=by, at=at, reason=reason, **_returned(reason, ""))


def _check_overdue(applications: QuerySet[Application], at: datetime) -> None:
    """Raise UnableToReject while a correction of one of these applications may still come; lock what was sent back."""
    returned = applications.filter(state=RETURNED)
    day = as_date(at)
    assert day is not None
    if not list(returned.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True)):
        return
    until = max(corrections_due(returned, day).values())
    if day <= until:
        sentence = _("还不能办理：补正期到 %s，次日起仍未补正的，可以按审核不通过办结。")
        raise UnableToReject(sentence % formats.date_format(until))


# ---- a set with a clean opinion, of which a sample is read


def draw_sample(
    round_: Round, applications: Iterable[Application], *, by: Actor, at: datetime, seed: str = ""
) -> Batch:
    """Draw from applications with a clean opinion those that must be read before all are decided together.

    Raises UnableToDraw when one of them isn't clean: a doubt, an alarm, a missing proof, no place, another state or
    round. `seed` is made where none is given; it is kept, so that anybody can draw the same sample again.
    """
    members = sorted(applications, key=lambda application: application.pk)
    if not members:
        raise UnableToDraw(_("没有可以批量审核的报名：要初审无疑问、没有提醒、材料齐全。请逐份审核。"))
    _check_clean(round_, members)
    day = as_date(at)
    assert day is not None
    share = param("review.sample", day).number
    seed = seed or secrets.token_hex(8)
    batch = Batch(
        round=round_, stage=members[0].state, members=[one.pk for one in members], share=share, seed=seed,
        drawn_by=_decider(by),
    )  # fmt: skip
    chosen = set(drawn(batch.members, share, seed))
    with transaction.atomic():
        batch = begin(batch, "draw_sample", by=by, at=at)
        with under_way("enrolment.batch.draw_sample"):
            sampled = [Sampled(batch=batch, application=one) for one in members if one.pk in chosen]
            begin_all(sampled, "sample", by=by, at=at)
    return batch


def _check_clean(round_: Round, members: Sequence[Application]) -> None:
    """Raise UnableToDraw with those that must be decided one by one."""
    alarms, stage = raised(members), members[0].state
    doubtful = [
        one.person.name
        for one in members
        if one.round_id != round_.pk
        or one.state != stage
        or not one.opinion_notes.get("clean")
        or alarms[one.pk]
        or lacking(one)
        or any(place_confirmed(one))
    ]
    if doubtful:
        sentence = _("不能批量审核：%(who)s等 %(count)d 份有疑问、有提醒、缺材料或还在候补，请逐份审核，或不勾选它们。")
        raise UnableToDraw(sentence % {"who": joined(doubtful[:5]), "count": len(doubtful)})


def open_proof(material: Material, *, by: Actor, at: datetime) -> None:
    """Note that a proof was opened, if its application waits in a sample of this reader."""
    waiting = Sampled.objects.filter(
        application=material.application_id, state="waiting", batch__state="drawn", batch__drawn_by=by.id or 0
    )
    for unread in waiting:
        if material.pk not in unread.opened:
            with take(unread, "open_proof", by=by, at=at) as sampled:
                sampled.opened = sorted({*sampled.opened, material.pk})


def read(sampled: Sampled, *, by: Actor, at: datetime) -> Sampled:
    """Say that an application of the sample was read; refused while one of its files has not been opened."""
    with take(sampled, "read", by=by, at=at) as sampled:
        return sampled


def accept_batch(batch: Batch, *, by: Actor, at: datetime, reason: str = "") -> Batch:
    """Decide the set together: accept it, or endorse it where a second level follows.

    Refused until the whole sample has been read, and when somebody of it was decided otherwise. Whoever has left the
    queue meanwhile (withdrawn, decided alone) is left out; whoever is no longer clean stands in the way.
    """
    with take(batch, "accept_batch", by=by, at=at, reason=reason) as batch:
        waiting = Application.objects.filter(pk__in=batch.members, state=batch.stage)
        _check_clean(batch.round, [*whole(waiting)] or _nobody())
        first_of_two = batch.stage == "submitted" and batch.round.review_levels > 1
        decide = endorse_all if first_of_two else accept_all
        batch.decided = len(decide(waiting, by=by, at=at, remark=reason))
    return batch


def _nobody() -> list[Application]:
    raise UnableToDraw(_("这一批里已经没有等待审核的报名；请放弃这次批量审核。"))


def drop_batch(batch: Batch, *, by: Actor, at: datetime, reason: str = "") -> Batch:
    """Give a batch up: its applications are decided one by one, or drawn from again. The sample stays on record."""
    with take(batch, "drop_batch", by=by, at=at, reason=reason) as batch:
        return batch


# ---- phrases


def add_phrase(institution: Organisation, *, by: Actor, at: datetime, verb: str, text: str) -> Phrase:
    """Keep words that are often written with a decision."""
    return begin(Phrase(institution=institution, verb=verb, text=text), "add_phrase", by=by, at=at)


def drop_phrase(phrase: Phrase, *, by: Actor, at: datetime) -> Phrase:
    """Offer a phrase no more."""
    with take(phrase, "drop_phrase", by=by, at=at) as phrase:
        return phrase


# ---- what they share


def _decider(by: Actor) -> int:
    """Return the key of the user who answers for a decision: the signer of a recorded paper, else who acts."""
    return int((by.paper_of or by).id)


_NOT_ENDORSED: dict[str, Any] = {"endorsed_by": None, "endorsed_at": None}
_UNDECIDED: dict[str, Any] = {
    **_NOT_ENDORSED, "decided_by": None, "decided_at": None, "remark": "", "vouched_at": None, "vouch_version": "",
}  # fmt: skip


def _decided(by: Actor, at: datetime, remark: Text) -> dict[str, Any]:
    """Return the fields of a decision."""
    return {"decided_by": _decider(by), "decided_at": at, "remark": str(remark)}


def _vouched(at: datetime) -> dict[str, Any]:
    """Return the fields of the reviewer's pledge."""
    return {"vouched_at": at, "vouch_version": terms("vouch").version}


def _accepted(by: Actor, at: datetime, remark: Text) -> dict[str, Any]:
    """Return the fields of an acceptance, with the pledge under which it is given."""
    return {**_decided(by, at, remark), **_vouched(at)}


def _endorsed(by: Actor, at: datetime) -> dict[str, Any]:
    """Return the fields of an endorsement; its words stand in history, for the applicant is told the last decision."""
    return {"endorsed_by": _decider(by), "endorsed_at": at, "remark": "", **_vouched(at)}


def _returned(reason: str, about: str) -> dict[str, Any]:
    """Return the fields of an application that is in its applicant's hands again."""
    return {**_NOT_ENDORSED, "remark": reason, "remark_on": about}
