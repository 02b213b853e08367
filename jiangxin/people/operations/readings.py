"""Who reads whose data in clear, what of it, for which purpose and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.people.models import Person, Reading
from jiangxin.people.steps import ERASED
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin
from jiangxin.process.who import Actor
from jiangxin.regulation.codes import UnknownCode, code_list

OTHER = "other"  # the purpose that says nothing by itself


class UnableToReveal(Unable):
    """Personal data can't be read in clear: no purpose is given, or its key is destroyed."""


def reveal(person: Person, *, by: Actor, at: datetime, purpose: str, words: str = "") -> Mapping[str, Any]:
    """Return a person's details in clear; that they were read, by whom and why, is history, and he finds it himself.

    Raises UnableToReveal without a purpose, or once the data key is destroyed; Refused for who may not.
    """
    if not person.readable:
        raise UnableToReveal(_("不能查看：%s的数据密钥已销毁，谁也读不到了。") % person)
    reveal_all([person.pk], by=by, at=at, purpose=purpose, words=words)
    return person.clear


def reveal_all(
    people: Iterable[int | None], *, by: Actor, at: datetime, purpose: str, words: str = "", about: str = ""
) -> list[Reading]:
    """Keep that one who works for the institution reads the ID numbers of these persons (keys): one reading for all.

    Raises UnableToReveal without a purpose, Refused for who may not.
    """
    reason = _reason(purpose, words)
    what = "document" if about else "details"
    with transaction.atomic():
        return [
            begin(reading, "reveal", by=by, at=at, reason=reason)
            for reading in _readings(people, what, by=by, at=at, purpose=purpose, words=words, about=about)
        ]


def read(
    people: Iterable[int | None], what: str, *, by: Actor, at: datetime, purpose: str, words: str = "", about: str = "",
    home: int | None = None,
) -> list[Reading]:  # fmt: skip
    """Keep that a page gave what lies sealed of these persons (keys) to somebody: one reading for the set.

    Whoever sees the same again on the same day is not told anew, and what one reads of oneself is nobody's business.
    `home` is the institution (key) whose file was read: that it was is kept there though it names nobody we know.
    """
    reason = _reason(purpose, words)
    with transaction.atomic():
        return [
            begin(reading, "read", by=by, at=at, reason=reason)
            for reading in _readings(people, what, by=by, at=at, purpose=purpose, words=words, about=about, home=home)
            if not _told_today(reading)
        ]


def read_own(person: Person, *, by: Actor, at: datetime, about: str) -> Reading:
    """Keep that a person took all his data with him: should it have been another on his phone, he sees it."""
    purpose = "own"
    [reading] = _readings([person.pk], "export", by=by, at=at, purpose=purpose, about=about, own=True)
    return begin(reading, "read", by=by, at=at, reason=_reason(purpose, ""))


def _reason(purpose: str, words: str) -> str:
    """Return the purpose as history keeps it; raises UnableToReveal where it says nothing."""
    try:
        label = code_list("reading_purpose").get(purpose).words.zh
    except UnknownCode:
        raise UnableToReveal(_("不能查看：请选择查看目的。谁在何时为什么查看，本人能够看到。")) from None
    if purpose == OTHER and not words.strip():
        raise UnableToReveal(_("不能查看：选择“其他”时，请写明查看目的。"))
    return f"{label}：{words.strip()}" if words.strip() else label


def _readings(
    people: Iterable[int | None], what: str, *, by: Actor, at: datetime, purpose: str, words: str = "", about: str = "",
    own: bool = False, home: int | None = None,
) -> list[Reading]:  # fmt: skip
    """Return the readings, unsaved: one for each institution that knows some of these persons, and one at `home`."""
    known = Person.objects.filter(pk__in=[key for key in people if key]).exclude(state=ERASED).order_by("pk")
    found = known if own or by.person_id is None else known.exclude(pk=by.person_id)
    sets: defaultdict[int, list[int]] = defaultdict(list)
    if home is not None:
        sets[home] = []
    for institution, key in found.values_list("institution_id", "pk"):
        sets[institution].append(key)
    told: dict[str, Any] = {
        "office": by.office_label(timezone.localdate(at)),
        "about": about[:200],
        "words": words[:200],
    }
    return [
        Reading(
            institution_id=key, reader_id=by.person_id, people=sets[key], what=what, purpose=purpose, read_at=at, **told
        )
        for key in sets
    ]


def _told_today(reading: Reading) -> bool:
    """Tell whether the same reader read the same on that day already; a photo is the same wherever it is seen."""
    known = Reading.objects.filter(
        institution=reading.institution_id, reader=reading.reader_id, what=reading.what,
        people__contains=reading.people, read_at__date=timezone.localdate(reading.read_at),
    )  # fmt: skip
    return (known if reading.what == "photo" else known.filter(about=reading.about)).exists()
