"""What the template of a table asks of Python: its cells with all their keys, and the page numbers worth showing.

A template asks each cell for nine things, most of which it hasn't, and a search that finds nothing costs Django's
templates far more than one that does; a table has hundreds of cells, and a long list hundreds of pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.core.paginator import Page

register = template.Library()

BARE: dict[str, Any] = {
    "text": "", "sub": "", "url": "", "num": False, "lead": False, "day": None, "due": None, "tag": None, "button": None
}  # fmt: skip
BESIDE, AT_ENDS = 2, 1  # numbers that are shown on either side of the present page, and at both ends


@register.filter
def under(cells: Iterable[Mapping[str, Any]], columns: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells of a row whole, each with the label of the column under which it stands."""
    return [{**BARE, **cell, "label": column.get("label", "")} for cell, column in zip(cells, columns, strict=False)]


@register.filter
def numbered(page: Page[Any]) -> Iterator[int | str]:
    """Yield the page numbers to offer beside a page, "…" where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=BESIDE, on_ends=AT_ENDS)
