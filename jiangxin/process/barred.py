"""What the database itself refused, as a sentence: its gates see what another has just committed, and no rule saw."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError
from django.utils.translation import gettext as _

from jiangxin.process.errors import Unable

GATE, DEADLOCK = "JX006", "40P01"  # a record's gate (`triggers.Gate`); two who wait for each other

_LOG = logging.getLogger(__name__)


def barred(error: BaseException) -> Unable | None:
    """Return the sentence for what a gate refused, or for two who stood in each other's way; None for a real fault.

    What the gate said is logged beside the number that the sentence gives.
    """
    state = getattr(error.__cause__, "sqlstate", None) if isinstance(error, DatabaseError) else None
    if state not in (GATE, DEADLOCK):
        return None
    number = secrets.token_hex(4)
    _LOG.warning("%s: %s", number, error)
    if state == DEADLOCK:
        sentence = _("没有办理：别人正在办理与此有关的事，两边互相等待。内容没有改变，请再提交一次（记录编号 %s）。")
    else:
        sentence = _(
            "没有办理：它与已登记的备案、名额或其他记录不符，可能刚刚有人改动。请刷新页面核对后再办；"
            "仍办不成，请把记录编号 %s 告诉本机构管理员。"
        )
    return Unable(sentence % number)


@contextmanager
def gates_told() -> Iterator[None]:
    """Raise Unable for what a gate of the database refuses inside."""
    try:
        yield
    except DatabaseError as error:
        if (told := barred(error)) is None:
            raise
        raise told from error
