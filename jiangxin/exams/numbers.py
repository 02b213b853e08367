"""Admission numbers 准考证号, laid out as the parameter `admission_number.layout` says (domain.md §1.6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count

from jiangxin.regulation.parameters import param

PROVINCE, SITE = slice(5, 7), slice(7, 13)  # where a filing number holds them: domain.md §1.1


def numbers(filing_number: str, day: date, taken: Iterable[str] = ()) -> Iterator[str]:
    """Yield admission numbers for a day at the filing's site, after those that are taken already."""
    layout = param("admission_number.layout", day).text
    parts = {"date": day, "province": filing_number[PROVINCE], "site": filing_number[SITE]}
    used = set(taken)
    for serial in count(1):
        number = layout.format(serial=serial, **parts)
        if number not in used:
            yield number


def prefix(filing_number: str, day: date) -> str:
    """Return what all admission numbers of this day and site begin with."""
    layout = re.sub(r"\{serial.*", "", param("admission_number.layout", day).text)
    return layout.format(date=day, province=filing_number[PROVINCE], site=filing_number[SITE])
