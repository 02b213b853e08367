"""Messages in the background: thin jobs of 50 applications; ids in, each told once, and whoever wasn't is named."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched

from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from jiangxin.enrolment.models import Application
from jiangxin.enrolment.telling import NEWS, UNSENT, message, to_be_told
from jiangxin.messaging import UnableToDeliver, UnableToReach, deliver
from jiangxin.process.models import Record
from jiangxin.process.operations import start_progress, tell_progress
from jiangxin.process.who import SYSTEM

CHUNK = 50  # applications a job
TRIES = 3  # how often a gateway that can't be reached is tried, and …
PAUSE = 10  # … minutes between two tries
_LOG = logging.getLogger(__name__)


def tell_in_background(model: type[Record], verb: str, applications: Sequence[int]) -> None:
    """Enqueue messages to those of the applicants who agreed to them, where the step is news (`telling.NEWS`).

    The jobs are enqueued in the transaction of the step: if it rolls back, nobody is told.
    """
    news = NEWS.get((model, verb))
    if news is None:
        return
    keys = to_be_told(list(applications)).values_list("pk", flat=True)
    for chunk in batched(keys, CHUNK, strict=False):
        send_news.defer(kind=news.kind, applications=list(chunk), tried=0)


@app.task(queue="messages", priority=-10)  # whoever waits for documents goes first
def send_news(kind: str, applications: list[int], tried: int) -> None:
    """Send a message of this kind to each of the applicants, and name those whom it didn't reach.

    Nobody gets it twice: what a gateway refused stays refused, and where it can't be reached only the rest is tried
    again later.
    """
    told = Application.objects.filter(pk__in=applications).select_related("person", "round__institution")
    waiting, failed = list(told.order_by("pk")), []
    while waiting:
        try:
            if words := message(waiting[0], kind):
                deliver(words)
        except UnableToReach as error:
            _LOG.warning("news were not sent: %s", error)
            if tried + 1 < TRIES:
                later = send_news.configure(schedule_in={"minutes": PAUSE})
                later.defer(kind=kind, applications=[one.pk for one in waiting], tried=tried + 1)
            else:
                failed += waiting
            break
        except UnableToDeliver as error:
            _LOG.warning("news were not sent: %s", error)
            failed.append(waiting[0])
        del waiting[0]
    _name(failed)


def _name(failed: Iterable[Application]) -> None:
    """Name for the office, by round, whom a message didn't reach."""
    rounds = defaultdict(list)
    for one in failed:
        rounds[one.round].append(_("%s没有收到消息") % one.person)
    for round_, problems in rounds.items():
        now = timezone.now()
        progress = start_progress(round_, UNSENT, len(problems), by=SYSTEM, at=now)
        tell_progress(progress.pk, len(problems), at=now, problems=problems)
