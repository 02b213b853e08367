"""Rule texts, and how a stored file reaches a browser: always through a page of its owner, who says who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.documents.models import RuleText, StoredFile
from jiangxin.documents.operations import read_file
from jiangxin.process.births import home_of, may_begin
from jiangxin.process.presenting import nothing_yet, state_tag
from jiangxin.process.views import actor, find, record_context, today

# What a browser may open, and what may happen in it: nothing is fetched, run, sent or framed. Everything else is only
# saved. Chrome and Safari show no PDF in a sandboxed document, their reader being a plug-in: it gets all but that word.
_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_STYLED = "style-src 'unsafe-inline'"  # the reader's and the picture page's own
_SANDBOX = f"sandbox; {_NOTHING}"
SHOWN = {
    "application/pdf": f"{_NOTHING}; {_STYLED}; object-src 'self'",
    "image/jpeg": f"{_SANDBOX}; {_STYLED}; img-src 'self'",
    "image/png": f"{_SANDBOX}; {_STYLED}; img-src 'self'",
}


def served(
    request: HttpRequest,
    file: StoredFile | None,
    *,
    purpose: str,
    whose: Iterable[int | None] | None = None,
    what: str = "",
    framed: bool = False,
) -> HttpResponse:
    """Return a stored file in clear, 404 for none; the caller has already found that this user may see its owner.

    Whoever reads what is another's leaves a reading behind (`operations.read_file`): of the one person the file is
    about, or of the file itself and of all whose ID numbers it holds; a file that tells of many says so by `whose`,
    those (keys) who are known to stand in it. `purpose` is a code of `reading_purpose`, `what` one of `reading_what`.
    With `framed` a page of ours may show it inside itself.
    """
    if file is None:
        raise Http404
    content = read_file(file, by=actor(request), at=timezone.now(), purpose=purpose, what=what, whose=whose)
    response = sent(content, file.name, file.media_type)
    if framed:
        policy = response["Content-Security-Policy"]
        response["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return response


def sent(content: bytes, name: str, media_type: str) -> HttpResponse:
    """Return bytes under a Chinese name to be saved; PDF and pictures open in the browser, and can do nothing there."""
    response = HttpResponse(content, content_type=media_type)
    way = "inline" if media_type in SHOWN else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = SHOWN.get(media_type, _SANDBOX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def rules(request: HttpRequest) -> HttpResponse:
    """List the institution's rule texts, those in force first."""
    home = home_of(request)
    listed = list(RuleText.objects.visible_to(actor(request), today()).filter(institution=home))
    order = {"in_force": 0, "draft": 1, "replaced": 2}
    listed.sort(key=lambda rule: (order[rule.state], rule.kind))
    rows = [
        {
            "id": rule.pk,
            "cells": [
                {"text": rule.title, "url": reverse("documents:rule", args=[rule.pk]), "lead": True},
                {"text": rule.get_kind_display()},
                {"text": rule.version},
                {"day": rule.valid_from},
                {"tag": state_tag(rule, good=["in_force"])},
            ],
        }
        for rule in listed
    ]
    columns = [{"label": label} for label in (_("标题"), _("类别"), _("版本"), _("施行日期"), _("状态"))]
    may = may_begin(request, RuleText(institution=home), "draft_rule")
    draft = reverse("documents:draft_rule")
    empty = nothing_yet(
        _("还没有规章制度"), _("起草并发布以后，实施方案会自动引用现行版本。"), draft if may else "", _("起草制度")
    )
    context = {
        "title": _("规章制度"),
        "sub": _("考务规章制度和安全保障措施是实施方案的第十、十一部分"),
        "buttons": [{"label": _("起草制度"), "url": draft, "kind": "main"}] if may and rows else [],
        "tables": [{"columns": columns, "rows": rows, "empty": empty}],
    }
    return render(request, "process/list.html", context)


def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version of a rule text with its words and its history."""
    record = find(RuleText, request, pk)
    context = record_context(
        record,
        request,
        title=record.title,
        tag=state_tag(record, good=["in_force"]),
        crumbs=[{"label": _("规章制度"), "url": reverse("documents:rules")}],
        facts=[
            {"label": _("类别"), "value": record.get_kind_display()},
            {"label": _("版本"), "value": record.version, "num": True},
            {"label": _("施行日期"), "day": record.valid_from},
        ],
        texts=[{"title": _("正文"), "lines": record.body.splitlines()}],
    )
    return render(request, "process/page.html", context)
