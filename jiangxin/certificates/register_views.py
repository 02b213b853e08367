"""The register of hand-over with its quick entry, and the uploads to the province's query database."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.certificates import operations
from jiangxin.certificates.forms import QuickForm, RegistrationForm
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.certificates.queries import matching, of_round, tally, with_their_people
from jiangxin.certificates.registration import layout, samples
from jiangxin.certificates.steps import HANDED_OVER, SIGNED
from jiangxin.certificates.views import crumbs, may_hand_over, may_issue, readable
from jiangxin.documents.views import served
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, state_tag
from jiangxin.process.views import actor, find, posted, record_context
from jiangxin.rounds.models import Round

LATEST = 10  # entries shown below the line in which the next is made


def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter one hand-over after another, by number, scan or name; a refusal keeps what was typed."""
    shown = readable(request, pk)
    waiting = _waiting(request, shown)
    form = QuickForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            kept = _enter(waiting, form.cleaned_data, request)
        except Unable as error:
            form.add_error("entry", str(error))
        else:
            messages.success(request, _("%(name)s的证书已由%(by)s领取。") % {"name": kept.name, "by": kept.received_by})
            return redirect("certificates:handing_over", pk=pk)
    done = of_round(shown).filter(state=HANDED_OVER).order_by("-handed_over_on", "-pk")
    context = {
        "round": shown,
        "crumbs": crumbs(shown, (_("证书"), reverse("certificates:round", args=[pk]))),
        "form": form,
        "counted": tally(shown),
        "waiting": [_waiting_row(certificate) for certificate in waiting],
        "waiting_columns": [{"label": _("姓名")}, {"label": _("证书编号")}],
        "actions": [_all_action(pk)],
        "done": [_done_row(certificate) for certificate in done[:LATEST]],
        "done_columns": [{"label": _("姓名")}, {"label": _("领取人")}],
        "basis": basis_of(Certificate.steps["hand_over"].basis),
    }
    return render(request, "certificates/register.html", context, status=409 if form.errors else 200)


def _waiting(request: HttpRequest, shown: Round) -> QuerySet[Certificate]:
    """Return the signed certificates that this user may hand over; whoever may none at all is refused."""
    mine = of_round(shown).filter(may_hand_over(request))
    if not mine.exists():
        raise PermissionDenied
    return with_their_people(mine.filter(state=SIGNED))


def _enter(waiting: QuerySet[Certificate], data: dict[str, Any], request: HttpRequest) -> Certificate:
    """Hand over the one certificate that the entry means."""
    found = matching(waiting, data["entry"])
    if len(found) != 1:
        sentence = (
            _("没有登记：待领取的证书中没有“%s”。请核对编号或姓名；已登记过的在下面的名单里。")
            if not found
            else _("没有登记：有不止一本证书符合“%s”。请输入完整的证书编号。")
        )
        raise operations.UnableToHandOver(sentence % data["entry"])
    return operations.hand_over(found[0], by=actor(request), at=timezone.now(), received_by=data["received_by"] or "")


def _waiting_row(certificate: Certificate) -> dict[str, Any]:
    return {
        "id": certificate.pk,
        "cells": [{"text": certificate.name, "lead": True, "sub": certificate.masked_id}, {"text": certificate.number}],
    }


def _done_row(certificate: Certificate) -> dict[str, Any]:
    name = {"text": certificate.name, "lead": True, "url": certificate.get_absolute_url(), "sub": certificate.number}
    day = certificate.handed_over_on.isoformat() if certificate.handed_over_on else ""
    return {"cells": [name, {"text": certificate.received_by, "sub": day}]}


def _all_action(pk: int) -> dict[str, str]:
    question = _("所选证书都由本人领取。确定登记吗？")
    return {
        "label": _("本人领取"),
        "url": reverse("certificates:hand_over_all", args=[pk]),
        "kind": "main",
        "confirm": question,
    }


@require_POST
def hand_over_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that each ticked certificate was received by its holder."""
    waiting = _waiting(request, readable(request, pk))
    chosen = waiting.filter(pk__in=[key for key in request.POST.getlist("pk") if key.isdecimal()])
    made = operations.hand_over_all(chosen, by=actor(request), at=timezone.now())
    messages.success(request, _("已登记 %d 本。") % len(made))
    return redirect("certificates:handing_over", pk=pk)


@require_GET
def register_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the register with a place for each signature (证书领取签字记录)."""
    shown = readable(request, pk)
    _waiting(request, shown)
    rows = with_their_people(of_round(shown).filter(state__in=(SIGNED, HANDED_OVER)))
    context = {
        "round": shown,
        "institution": shown.institution,
        "practice": shown.institution.practice or samples(rows),
        "certificates": rows,
        "printed_at": timezone.now(),
    }
    return render(request, "certificates/register_sheet.html", context)


def prepare_registration(request: HttpRequest, pk: int) -> HttpResponse:
    """Make workbook and form 表5 of the certificates that are in no upload yet."""
    shown = readable(request, pk)
    if not may_issue(request, shown):
        raise PermissionDenied
    form = RegistrationForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.prepare_registration(
                shown, form.cleaned_data["batch_number"], by=actor(request), at=timezone.now()
            )
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已生成。请下载两份文件，签字盖章后上报。"))
            return redirect(made)
    context = {
        "round": shown,
        "crumbs": crumbs(shown, (_("证书"), reverse("certificates:round", args=[pk]))),
        "form": form,
        "count": tally(shown).to_register,
        "headings": [column["heading"] for column in layout()["workbook"]["columns"]],
        "back": {"label": _("返回"), "url": reverse("certificates:round", args=[pk])},
        "basis": basis_of(Registration.steps["prepare_registration"].basis),
    }
    return render(request, "certificates/prepare.html", context, status=409 if form.errors else 200)


@require_GET
def registration(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one upload: its files, its certificates, its steps."""
    shown = find(Registration, request, pk)
    members = Certificate.objects.filter(registration=shown)
    context = record_context(
        shown,
        request,
        crumbs=crumbs(shown.round, (_("证书"), reverse("certificates:round", args=[shown.round.pk]))),
        tag=state_tag(shown, good=["entered"], bad=["discarded"]),
        facts=[
            {"label": _("批次号"), "value": shown.batch_number, "num": True},
            {"label": _("数量"), "value": shown.count, "num": True},
            {"label": _("数据表"), "value": shown.workbook.name, "url": _file_url(shown, "workbook")},
            {"label": _("表5"), "value": shown.form.name, "url": _file_url(shown, "form")},
            {"label": _("入库回执编号"), "value": shown.receipt_number or "–"},
        ],
        columns=[{"label": label} for label in (_("姓名"), _("证书编号"), _("发证日期"), _("状态"))],
        rows=[_member(certificate) for certificate in members],
    )
    return render(request, "certificates/registration.html", context)


def _member(certificate: Certificate) -> dict[str, Any]:
    tag = state_tag(certificate, good=[SIGNED, HANDED_OVER], bad=["revoked"])
    name = {"text": certificate.name, "lead": True, "sub": certificate.masked_id}
    number = {"text": certificate.number, "url": certificate.get_absolute_url()}
    return {"cells": [name, number, {"day": certificate.issued_on}, {"tag": tag}]}


def _file_url(shown: Registration, kind: str) -> str:
    return reverse("certificates:registration_file", args=[shown.pk, kind])


@require_GET
def registration_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Send the workbook or the form of an upload."""
    shown = find(Registration, request, pk)
    listed = Certificate.objects.filter(registration=shown).values_list("row__result__application__person", flat=True)
    if kind == "form":  # it counts certificates, and names nobody
        return served(request, shown.form, purpose="filing")
    return served(request, shown.workbook if kind == "workbook" else None, purpose="filing", whose=listed)
