"""The ledger page: the funnel of the chosen rounds, by college and level, and the workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiangxin.documents.views import sent
from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.people.forms import PurposeForm
from jiangxin.people.roles import AUDITOR, CENTRE_OFFICER, COLLEGE_OFFICER
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, nothing_yet
from jiangxin.process.views import actor, posted, today
from jiangxin.process.who import Actor, office
from jiangxin.regulation.basis import article
from jiangxin.regulation.codes import code_list
from jiangxin.reports import operations, queries
from jiangxin.reports.ledger import ledger
from jiangxin.reports.queries import Funnel, Issued
from jiangxin.rounds.models import Round

READERS = (
    office(CENTRE_OFFICER, of="institution") | office(COLLEGE_OFFICER, of="college") | office(AUDITOR, of="institution")
)


def rounds_of(user: Actor, on: date) -> QuerySet[Round]:
    """Return the rounds whose ledger this person keeps or audits; raises PermissionDenied for everybody else."""
    roles = {appointment.role for appointment in user.appointments_on(on)}
    if not roles & {CENTRE_OFFICER, COLLEGE_OFFICER, AUDITOR}:
        raise PermissionDenied
    rounds: QuerySet[Round] = Round.objects.filter(READERS.q(Round, user, on)).exclude(state="draft")
    return rounds


def _chosen(request: HttpRequest) -> tuple[QuerySet[Round], str]:
    """Return the rounds of the year that the address names, and that year; all rounds without one."""
    rounds, year = rounds_of(actor(request), today()), request.GET.get("year", "")
    return (rounds.filter(year=int(year)), year) if year.isdecimal() and len(year) == 4 else (rounds, "")


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Show how many people came how far in the chosen rounds, and where; offer the workbook."""
    rounds, year = _chosen(request)
    listed, found = queries.whole(rounds), queries.funnels(rounds)
    everything = queries.total(found.values())
    years = rounds_of(actor(request), today()).order_by("-year").values_list("year", flat=True).distinct()
    query = f"?{urlencode({'year': year})}" if year else ""
    context = {
        "funnel": _funnel(everything),
        "top": everything.applied or 1,
        "everything": everything,
        "count": len(listed),
        "columns": _columns(_("承办学院"), _("职业和等级")),
        "rows": [_row(*one) for one in queries.by_college_and_level(listed, found)],
        "round_columns": _columns(_("批次"), _("承办学院")),
        "round_rows": [_round_row(one, found[one.pk]) for one in listed],
        "empty": nothing_yet(_("还没有批次"), _("批次开放报名以后，台账从报名到证书逐项统计。")),
        "filters": _filters(year, years),
        "download": reverse("reports:ledger") + query,
        "clear": reverse("reports:clear") + query,
        "basis": basis_of(article("20")),
    }  # fmt: skip
    return render(request, "reports/overview.html", context)


@require_GET
def certificates(request: HttpRequest) -> HttpResponse:
    """Show how many certificates were issued: by year, occupation and level, with those revoked and registered."""
    rows = queries.certificates_issued(rounds_of(actor(request), today()))
    columns = (_("年度"), _("职业（工种）"), _("等级"), _("签发"), _("其中撤销"), _("有效"), _("已入库"))
    table = {
        "title": _("按年度、职业和等级"),
        "note": _("签发：已签名的证书，按证书上的发证日期计入年度。"),
        "columns": [{"label": label, "num": place > 2} for place, label in enumerate(columns)],
        "rows": [_issued_row(row) for row in rows],
        "empty": nothing_yet(_("还没有证书"), _("证书签发以后，在这里按年度、职业和等级统计。")),
    }
    context = {
        "title": _("证书核发统计"),
        "sub": _("共签发 %(issued)d 份，有效 %(valid)d 份（%(basis)s）") % {
            "issued": sum(row.issued for row in rows), "valid": sum(row.valid for row in rows),
            "basis": article("20").label,
        },
        "crumbs": [{"label": _("评价工作台账"), "url": reverse("reports:overview")}],
        "tables": [table],
    }  # fmt: skip
    return render(request, "process/list.html", context)


def _issued_row(row: Issued) -> dict[str, Any]:
    level = code_list("level").get(str(row.level)).label
    counts = (row.issued, row.revoked, row.valid, row.registered)
    words = [{"text": str(row.year), "lead": True}, {"text": row.occupation}, {"text": level}]
    return {
        "id": f"{row.year} {row.occupation} {row.level}",
        "cells": [*words, *({"text": str(count), "num": True} for count in counts)],
    }


def _filters(year: str, years: Iterable[int]) -> list[dict[str, Any]]:
    options = [{"value": str(one), "label": str(one)} for one in years]
    return [{"name": "year", "label": _("年度"), "kind": "select", "value": year, "options": options}]


def _funnel(everything: Funnel) -> list[dict[str, Any]]:
    """Return the rows of `components/funnel.html`, each with words on those who left."""
    failed = _("不合格 %d 人") % (everything.attended - everything.passed)
    left = _("未通过或待审 %d 人") % (everything.applied - everything.accepted)
    return [
        {"label": _("报名"), "value": everything.applied},
        {"label": _("审核通过"), "value": everything.accepted, "lost": left},
        {"label": _("参加全部科目"), "value": everything.attended, "lost": _("缺考 %d 人") % everything.absent},
        {"label": _("合格"), "value": everything.passed, "lost": failed},
        {"label": _("取得证书"), "value": everything.certified},
    ]  # fmt: skip


def _columns(*first: str) -> list[dict[str, Any]]:
    counted = (_("报名"), _("审核通过"), _("缺考"), _("合格"), _("证书"), _("合格率（含缺考）"))
    return [*({"label": label} for label in first), *({"label": label, "num": True} for label in counted)]


def _numbers(funnel: Funnel) -> list[dict[str, Any]]:
    rate = "–" if funnel.rate is None else f"{funnel.rate}%"
    counts = (funnel.applied, funnel.accepted, funnel.absent, funnel.passed, funnel.certified, rate)
    return [{"text": value, "num": True} for value in counts]


def _row(college: str, level: str, _count: int, funnel: Funnel) -> dict[str, Any]:
    return {"id": f"{college} {level}", "cells": [{"text": college, "lead": True}, {"text": level}, *_numbers(funnel)]}


def _round_row(round_: Round, funnel: Funnel) -> dict[str, Any]:
    name = {"text": round_.number, "lead": True, "url": round_.get_absolute_url(), "sub": str(round_.level)}
    return {"id": round_.pk, "cells": [name, {"text": round_.college.name}, *_numbers(funnel)]}


@require_GET
def ledger_workbook(request: HttpRequest) -> HttpResponse:
    """Download the ledger with masked ID numbers."""
    rounds, year = _chosen(request)
    return sent(ledger(rounds, timezone.now()), _name(year), MEDIA_TYPE)


def clear_ledger(request: HttpRequest) -> HttpResponse:
    """Ask what the full ID numbers are for, keep that, for each of them to see, and give the workbook."""
    rounds, year = _chosen(request)
    form = PurposeForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            content = operations.export_in_clear(
                rounds, by=actor(request), at=timezone.now(), about=_name(year), **form.cleaned_data
            )
        except Unable as error:
            form.add_error(None, str(error))
        else:
            return sent(content, _name(year), MEDIA_TYPE)
    context = {"form": form, "year": year, "back": {"label": _("返回"), "url": reverse("reports:overview")}}
    return render(request, "reports/clear.html", context, status=409 if form.errors else 200)


def _name(year: str) -> str:
    return _("评价工作台账-%s.xlsx") % year if year else _("评价工作台账.xlsx")
