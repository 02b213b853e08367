"""The lists of evaluated programmes (经评估论证的专业), as opinions look courses of study up in them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from datetime import date

from jiangxin.standards.models import EvaluatedProgramme


class EvaluatedLists:
    """The lists of institutions, each read once, at the first question: for a whole roster one query."""

    def __init__(self) -> None:
        self._read: dict[int, dict[tuple[str, str], list[EvaluatedProgramme]]] = {}

    def known(self, institution: int, school: str, major: str, level: int, on: date) -> bool | None:
        """Tell whether a school's subject is listed for a level as valid on a day; None where it isn't listed at all.

        Who is trained for a higher level is trained for the lower one too.
        """
        listed = self._of(institution).get((_plain(school), _plain(major)), [])
        fitting = [each for each in listed if each.level <= level]
        return any(each.covers(on) for each in fitting) if fitting else None

    def _of(self, institution: int) -> dict[tuple[str, str], list[EvaluatedProgramme]]:
        if institution not in self._read:
            listed: dict[tuple[str, str], list[EvaluatedProgramme]] = defaultdict(list)
            for each in EvaluatedProgramme.objects.filter(institution=institution, state="valid"):
                listed[_plain(each.school), _plain(each.major)].append(each)
            self._read[institution] = dict(listed)
        return self._read[institution]


def _plain(name: str) -> str:
    """Return a name as it is compared: its width, spaces and capitals tell nothing."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
