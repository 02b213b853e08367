"""Names, titles and quotations stay Chinese on an English page; here the page says so to browsers and screen readers.

What a person typed, a standard says or a file is called stands in the middle of English sentences, cells and headings.
Marked up where each is printed, it would be forgotten somewhere; so the finished page is marked, in one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

CHINESE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
RUN = re.compile(rf"[{CHINESE}](?:[\s\d()·–-]*[{CHINESE}])*")
MARK = ' lang="zh-Hans" translate="no"'
# Elements whose text can't hold another element come whole, so that nothing is put into them.
PART = re.compile(
    r"<(?P<closed>script|style|title|svg|textarea|option)\b.*?</(?P=closed)\s*>|<!--.*?-->|<[^>]*>|(?P<text>[^<]+)",
    re.DOTALL | re.IGNORECASE,
)
CHINESE_DOCUMENT = re.compile(r"<html\b[^>]* lang=\"?zh", re.IGNORECASE)
TYPED = re.compile(r"(<(?:textarea|option)\b)([^>]*>)(.*)(</\w+\s*>)", re.DOTALL | re.IGNORECASE)


def marked(page: str) -> str:
    """Return a page of HTML in which every run of Chinese text stands in an element of that language.

    The element is `bdi`, which HTML has for text of another origin and to which the style sheets give no look.
    """
    return PART.sub(_marked_part, page)


def _marked_part(found: re.Match[str]) -> str:
    whole = found[0]
    if not RUN.search(whole):
        return whole
    if found["text"]:
        return _marked_text(whole)
    # An option or a text area that is all Chinese says so itself; attributes can't be marked.
    typed = TYPED.fullmatch(whole)
    if typed and RUN.fullmatch(typed[3].strip()):
        return f"{typed[1]}{MARK}{typed[2]}{typed[3]}{typed[4]}"
    return whole


def _marked_text(text: str) -> str:
    if RUN.fullmatch(text.strip()):
        return RUN.sub(rf"<bdi{MARK}>\g<0></bdi>", text)
    # The outer element keeps the sentence one child of its parent: a flex box would set its pieces apart.
    return f"<bdi>{RUN.sub(rf'<bdi{MARK}>\g<0></bdi>', text)}</bdi>"


class ForeignTextMiddleware:
    """Mark Chinese text on pages that are read in another language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        foreign = not (get_language() or "zh").startswith("zh")
        if foreign and not response.streaming and response.get("Content-Type", "").startswith("text/html"):
            page = response.content.decode(response.charset)
            if not CHINESE_DOCUMENT.search(page):  # sheets to print and sign are Chinese whoever prints them
                response.content = marked(page).encode(response.charset)
        return response
