"""What applicants are told by telephone: one table of the steps that are news, and to whom they are told.

A telephone may be shared and left lying about: no message says a name, a document, an outcome or a reason; it asks to
look. Who agreed to no such messages gets none, and so does whoever a roster enrolled: his college tells him.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from jiangxin.enrolment.models import Application, Place
from jiangxin.enrolment.terms import terms
from jiangxin.messaging import Message
from jiangxin.process.models import Progress, Record

UNSENT = "news_not_sent"  # the job of a `Progress` that names for a round whom a message didn't reach


@dataclass(frozen=True, slots=True)
class News:
    """A kind of message, by which a gateway finds its template, and the sentence with the round in it."""

    kind: str
    words: str | Promise


PLACE = News("place", gettext_lazy("您报名的%(round)s有名额了，名额已为您确认，请登录查看。"))
CORRECTION = News("correction", gettext_lazy("您报名的%(round)s需要补正，请尽快登录查看。"))
OUTCOME = News("outcome", gettext_lazy("您报名的%(round)s有新的处理结果，请登录查看。"))
NEWS: dict[tuple[type[Record], str], News] = {
    (Place, "move_up"): PLACE,
    (Application, "send_back"): CORRECTION,
    (Application, "accept"): OUTCOME,
    (Application, "accept_against"): OUTCOME,
    (Application, "reject"): OUTCOME,
    (Application, "end_unplaced"): OUTCOME,
}
KINDS = {news.kind: news for news in NEWS.values()}


def to_be_told(applications: list[int]) -> QuerySet[Application]:
    """Return those of the applications whose applicants agreed to messages.

    Nobody is told of a round that was recorded from paper, long after it, nor by an institution that practises.
    """
    return Application.objects.filter(
        pk__in=applications, consent_version__in=terms("consent").news, round__recorded=False,
        round__institution__practice=False,
    ).order_by("pk")  # fmt: skip


def message(application: Application, kind: str) -> Message | None:
    """Return the message to an applicant, in Chinese as gateways register it; None when his telephone isn't known."""
    phone = application.person.phone
    if not phone:
        return None
    with override(settings.LANGUAGE_CODE):
        round_, institution = str(application.round), application.round.institution
        told = {"sender": institution.short_name or institution.name, "words": KINDS[kind].words % {"round": round_}}
        return Message(phone, kind, _("【%(sender)s】%(words)s") % told, {"round": round_})


def unsent() -> QuerySet[Progress]:
    """Return what names those whom a message didn't reach, by round (`record`), the latest first."""
    return Progress.objects.filter(model="rounds.round", job=UNSENT)
