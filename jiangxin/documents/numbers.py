"""Whose ID numbers stand in a file that tells of many: an upload names whom the office wrote, not whom we expect."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiangxin.documents import workbook
from jiangxin.documents.workbook import UnableToRead
from jiangxin.people.idnumber import normalise
from jiangxin.people.models import Person
from jiangxin.people.queries import with_numbers

# A resident number wherever it stands in a cell; any other document's number where it fills one.
_RESIDENT = re.compile(r"(?<!\d)\d{17}[\dX](?![\dX])")
_WHOLE = re.compile(r"(?=.*\d)[\w()（）/.\-]{3,30}")


def people_in(institution: int, *contents: bytes) -> list[int]:
    """Return the persons (keys) whose ID numbers stand in workbooks, in one query; none for what is no workbook."""
    told = {number for content in contents for number in _numbers(content)}
    return list(with_numbers(Person.objects.filter(institution=institution), institution, told))


def _numbers(content: bytes) -> set[str]:
    """Return whatever in a workbook may be the number of a document; what is not is nobody's number."""
    try:
        book = workbook.read(content)
    except UnableToRead:
        return set()
    texts = {workbook.plain(cell) for sheet in book.sheets for row in sheet.rows for cell in row.cells}
    return {number for text in texts for number in _in_text(normalise(text)[0])}


def _in_text(text: str) -> Iterator[str]:
    yield from _RESIDENT.findall(text)
    if _WHOLE.fullmatch(text):
        yield text
