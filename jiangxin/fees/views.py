"""Pages of fee standards: the list, and one with its grounds. The public list belongs to the portal."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.fees.models import FeeStandard
from jiangxin.process.births import home_of, may_begin
from jiangxin.process.presenting import basis_of, nothing_yet, state_tag
from jiangxin.process.views import actor, find, record_context, today
from jiangxin.regulation.basis import article


def fees(request: HttpRequest) -> HttpResponse:
    """List the institution's fee standards."""
    home = home_of(request)
    listed = FeeStandard.objects.visible_to(actor(request), today()).filter(institution=home)
    rows = [
        {
            "id": fee.pk,
            "cells": [
                {"text": str(fee.level), "url": reverse("fees:fee", args=[fee.pk]), "lead": True},
                {"text": money(fee.training), "num": True},
                {"text": money(fee.assessment), "num": True},
                {"day": fee.valid_from},
                {"tag": state_tag(fee, good=["published"], bad=["withdrawn"])},
            ],
        }
        for fee in listed.select_related("level__standard__occupation")
    ]
    may = may_begin(request, FeeStandard(institution=home), "draft_fee")
    address = reverse("fees:draft_fee")
    columns = [
        {"label": _("职业和等级")},
        {"label": _("培训费（元）"), "num": True},
        {"label": _("认定费（元）"), "num": True},
        {"label": _("执行日期")},
        {"label": _("状态")},
    ]
    empty = nothing_yet(
        _("还没有收费标准"), _("财务拟定，中心批准后向社会公示。"), address if may else "", _("拟定收费标准")
    )
    context = {
        "title": _("收费标准"),
        "sub": article("21").label,
        "buttons": [{"label": _("拟定收费标准"), "url": address, "kind": "main", "icon": "plus"}]
        if may and rows
        else [],
        "tables": [{"columns": columns, "rows": rows, "empty": empty}],
    }
    return render(request, "process/list.html", context)


def money(amount: Decimal) -> str:
    """Return an amount with two decimals."""
    return formats.number_format(amount, decimal_pos=2)


def fee(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a fee standard with the grounds of its amount."""
    record = find(FeeStandard, request, pk)
    ground = basis_of(article("21"))
    context = record_context(
        record,
        request,
        title=str(record.level),
        sub=_("收费标准"),
        tag=state_tag(record, good=["published"], bad=["withdrawn"]),
        crumbs=[{"label": _("收费标准"), "url": reverse("fees:list")}],
        facts=[
            {"label": _("培训费（元）"), "value": money(record.training), "num": True},
            {"label": _("认定费（元）"), "value": money(record.assessment), "num": True, "basis": ground},
            {"label": _("执行日期"), "day": record.valid_from},
            {"label": _("公示日期"), "day": record.published_on, "value": None},
        ],
        texts=[{"title": _("定价依据"), "lines": record.grounds.splitlines()}],
    )
    return render(request, "process/page.html", context)
