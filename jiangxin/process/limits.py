"""How often somebody may try: counted in the database, so that all processes of all hosts count together.

A limit is a number of times in a span that begins with the first of them. Whoever it is about (an address, a telephone)
is kept as a keyed digest only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from jiangxin.process.models import Tally
from jiangxin.regulation.parameters import param

_KEPT = timedelta(days=1)  # longer than any span
_COUNT = """
INSERT INTO process_tally AS kept (action, subject, since, count) VALUES (%(action)s, %(subject)s, %(at)s, 1)
ON CONFLICT (action, subject) DO UPDATE SET
  count = CASE WHEN kept.since <= %(begun)s THEN 1 ELSE kept.count + 1 END,
  since = CASE WHEN kept.since <= %(begun)s THEN excluded.since ELSE kept.since END
RETURNING since, count
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times (`most`) in such a span (`span`), both by their parameters; `action` names what is counted."""

    action: str
    most: str
    span: str

    @property
    def times(self) -> int:
        """How often it may be tried in one span."""
        return param(self.most).integer

    @property
    def length(self) -> timedelta:
        """The span; its parameter is in seconds, minutes or hours."""
        rule = param(self.span)
        return timedelta(**{rule.unit: rule.integer})


def count(limit: Limit, subject: str, at: datetime) -> timedelta:
    """Count one try, and return how long to wait: nothing while the limit is kept.

    Who counts in a transaction holds the subject's row until its end, so that two at once are counted one by one.
    """
    Tally.objects.filter(since__lt=at - _KEPT).delete()
    told: dict[str, Any] = {"action": limit.action, "subject": _digest(subject), "at": at, "begun": at - limit.length}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, told)
        since, times = cursor.fetchone()
    return since + limit.length - at if times > limit.times else timedelta(0)


def uncount(limit: Limit, subject: str) -> None:
    """Take one try back: it failed for no fault of whoever tried."""
    kept = Tally.objects.filter(action=limit.action, subject=_digest(subject), count__gt=0)
    kept.update(count=F("count") - 1)


def wait(limit: Limit, subject: str, at: datetime) -> timedelta:
    """Return how long whoever has used up the limit still has to wait; nothing for everybody else. Counts nothing."""
    kept = Tally.objects.filter(action=limit.action, subject=_digest(subject), count__gte=limit.times).first()
    return max(kept.since + limit.length - at, timedelta(0)) if kept else timedelta(0)


def minutes(span: timedelta) -> int:
    """Return a span in whole minutes, as sentences tell it: never too few, at least one."""
    return max(1, -(-int(span.total_seconds()) // 60))


def address(request: HttpRequest) -> str:
    """Return the network address from which a request comes (also `AXES_CLIENT_IP_CALLABLE`).

    Behind as many proxies as `JIANGXIN_PROXIES` says, it is what the outermost of them wrote into X-Forwarded-For; what
    stands before that may be the visitor's own invention.
    """
    if settings.PROXIES:
        passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(passed) >= settings.PROXIES:
            return passed[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def _digest(subject: str) -> bytes:
    return salted_hmac("jiangxin.process.limits", subject, algorithm="sha256").digest()
