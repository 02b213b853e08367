"""Pages of filings (机构备案): for whom, for what and until when the institution may assess."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.process.births import home_of, may_begin
from jiangxin.process.presenting import nothing_yet, state_tag, step_address
from jiangxin.process.views import actor, find, record_context, today
from jiangxin.regulation.codes import code_list
from jiangxin.regulation.parameters import param
from jiangxin.regulation.words import joined
from jiangxin.standards.models import Filing, FilingScope

GOOD, BAD = ("valid",), ("ended",)


def filings(request: HttpRequest) -> HttpResponse:
    """List the institution's filings; one that ends soon warns."""
    home = home_of(request)
    listed = list(
        Filing.objects.filter(institution=home).annotate(levels=Count("scopes", filter=Q(scopes__state="valid")))
    )
    rows = [
        {
            "id": each.pk,
            "cells": [
                {"text": each.number, "url": reverse("standards:filing", args=[each.pk]), "lead": True},
                {"text": _audiences(each)},
                {"text": str(each.levels), "num": True},
                {"day": each.valid_until},
                {"tag": _filing_tag(each, today())},
            ],
        }
        for each in listed
    ]
    may = may_begin(request, Filing(institution=home), "enter_filing")
    address = reverse("standards:enter_filing")
    columns = [
        {"label": _("备案号")},
        {"label": _("面向")},
        {"label": _("职业等级"), "num": True},
        {"label": _("有效期至")},
        {"label": _("状态")},
    ]
    words = _("备案范围以外不能立项、不能认定、不能发证（第二条、第二十条）。")
    empty = nothing_yet(_("还没有登记备案"), words, address if may else "", _("登记备案"))
    context = {
        "title": _("机构备案"),
        "sub": words if rows else "",
        "buttons": [{"label": _("登记备案"), "url": address, "icon": "plus"}] if may and rows else [],
        "notices": [notice for each in listed if (notice := _warning(each, today()))],
        "tables": [{"columns": columns, "rows": rows, "empty": empty}],
    }
    return render(request, "process/list.html", context)


def _audiences(filing: Filing) -> str:
    """Return whom a filing covers, in words."""
    return joined(code_list("audience").get(each).label for each in filing.audiences)


def _filing_tag(filing: Filing, on: date) -> dict[str, str]:
    """Return a filing's state; one that has run out says so."""
    if filing.state == "valid" and filing.valid_until < on:
        return {"state": "over", "label": _("已过期")}
    return state_tag(filing, good=GOOD, bad=BAD)


def _warning(filing: Filing, on: date) -> dict[str, str] | None:
    """Return a warning while a filing has fewer days left than the rule warns at."""
    left = (filing.valid_until - on).days
    if filing.state != "valid" or left > param("filing.warning", on).integer:
        return None
    day = formats.date_format(filing.valid_until)
    if left < 0:
        text = _("备案 %(number)s 已于 %(day)s 到期，不能再立项。请办理续期后登记新的有效期。")
        return {"kind": "late", "text": text % {"number": filing.number, "day": day}}
    text = _("备案 %(number)s 还有 %(left)d 天到期（%(day)s）。请尽早续期，考核日在有效期以外的批次不能开放。")
    return {"kind": "wait", "text": text % {"number": filing.number, "left": left, "day": day}}


def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a filing with the occupations and levels that it covers."""
    record = find(Filing, request, pk)
    may = record.state == "valid" and may_begin(request, FilingScope(filing=record), "add_scope")
    address = f"{reverse('standards:add_scope', args=[pk])}?next={request.path}"
    warning = _warning(record, today())
    context = record_context(
        record,
        request,
        title=record.number,
        sub=record.institution.name,
        tag=_filing_tag(record, today()),
        crumbs=[{"label": _("机构备案"), "url": reverse("standards:filings")}],
        notices=[warning] if warning else [],
        buttons=[{"label": _("增加职业等级"), "url": address, "icon": "plus"}] if may else [],
        facts=[
            {"label": _("面向"), "value": _audiences(record)},
            {"label": _("有效期起"), "day": record.valid_from},
            {"label": _("有效期止"), "day": record.valid_until},
        ],
        tables=[_scope_table(record, request)],
    )
    return render(request, "process/page.html", context)


def _scope_table(record: Filing, request: HttpRequest) -> dict[str, Any]:
    """Return what a filing covers; whoever may, takes a level out."""
    rows = []
    scopes = record.scopes.filter(state="valid").select_related("level__standard__occupation", "filing")
    remove = FilingScope.steps["remove_scope"].may
    for each in scopes:
        button: dict[str, Any] = {"text": None}
        if remove.test(actor(request), each, today()):
            button = {"button": {"label": _("移出"), "url": step_address(each, "remove_scope", next=request.path)}}
        name = {"text": str(each.level), "lead": True, "url": reverse("standards:level", args=[each.level_id])}
        rows.append(
            {"id": each.pk, "cells": [name, {"text": str(each.level.standard)}, {"day": each.valid_from}, button]}
        )
    columns = [{"label": _("职业和等级")}, {"label": _("标准")}, {"label": _("起")}, {"label": _("移出")}]
    empty = nothing_yet(_("还没有职业等级"), _("按备案公布逐个增加。范围以外不能立项。"))
    return {"title": _("备案范围"), "columns": columns, "rows": rows, "empty": empty}
