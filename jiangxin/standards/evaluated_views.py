"""Pages of the list of evaluated programmes (经评估论证的专业), which conditions of application ask for."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.documents.views import served
from jiangxin.process.births import home_of, may_begin
from jiangxin.process.presenting import nothing_yet, state_tag
from jiangxin.process.views import actor, find, record_context, today
from jiangxin.standards.models import EvaluatedProgramme

GOOD, BAD = ("valid",), ("ended",)


def evaluated(request: HttpRequest) -> HttpResponse:
    """List the programmes that the institution has on record as evaluated."""
    home = home_of(request)
    seen = EvaluatedProgramme.objects.visible_to(actor(request), today()).filter(institution=home)
    rows = [
        {
            "id": each.pk,
            "cells": [
                {"text": each.school, "url": reverse("standards:evaluatedprogramme", args=[each.pk]), "lead": True},
                {"text": each.major},
                {"text": each.level_name},
                {"text": _validity(each)},
                {"tag": _tag(each, today())},
            ],
        }
        for each in seen
    ]
    may = may_begin(request, EvaluatedProgramme(institution=home), "enter_evaluated")
    address = reverse("standards:enter_evaluated")
    columns = [
        {"label": label} for label in (_("学校名称"), _("专业"), _("培养目标等级"), _("有效期"), _("状态"))
    ]  # fmt: skip
    words = _("申报条件写明“经评估论证”的，报名按这份清单核对；清单里没有的由审核员核对文件。")
    empty = nothing_yet(_("还没有经评估论证的专业"), words, address if may else "", _("登记经评估论证的专业"))
    buttons = [{"label": _("登记经评估论证的专业"), "url": address, "icon": "plus"}] if may and rows else []
    context = {
        "title": _("经评估论证的专业"),
        "sub": words if rows else "",
        "crumbs": [{"label": _("职业与标准"), "url": reverse("standards:list")}],
        "buttons": buttons,
        "tables": [{"columns": columns, "rows": rows, "empty": empty}],
    }
    return render(request, "process/list.html", context)


def _validity(each: EvaluatedProgramme) -> str:
    """Return from when and until when an evaluation is valid."""
    first = formats.date_format(each.valid_from)
    if each.valid_until is None:
        return _("%s起") % first
    return _("%(since)s至%(until)s") % {"since": first, "until": formats.date_format(each.valid_until)}


def _tag(each: EvaluatedProgramme, on: date) -> dict[str, str]:
    """Return how an entry stands; one that has run out says so."""
    if each.state == "valid" and each.valid_until and each.valid_until < on:
        return {"state": "over", "label": _("已过期")}
    return state_tag(each, good=GOOD, bad=BAD)


def evaluatedprogramme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an evaluated programme with the paper that says so."""
    record = find(EvaluatedProgramme, request, pk)
    context = record_context(
        record,
        request,
        title=str(record),
        sub=record.institution.name,
        tag=_tag(record, today()),
        crumbs=[{"label": _("经评估论证的专业"), "url": reverse("standards:evaluated")}],
        facts=[
            {"label": _("培养目标等级"), "value": record.level_name},
            {"label": _("有效期"), "value": _validity(record)},
            {"label": _("文件名称和文号"), "value": record.document},
            {"label": _("文件日期"), "day": record.evaluated_on},
            {
                "label": _("评估论证的文件"),
                "value": record.file,
                "url": reverse("standards:evaluated_paper", args=[record.pk]),
            },
        ],
    )
    return render(request, "process/page.html", context)


def evaluated_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the paper of an evaluation."""
    return served(request, find(EvaluatedProgramme, request, pk).file, purpose="eligibility")
