"""A round's certificates: numbering, signing, download; each certificate's page, and the candidate's own."""

from __future__ import annotations

import tempfile
import zipfile
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.certificates import operations
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.certificates.public_views import facts_of
from jiangxin.certificates.queries import (
    Tally,
    document_of,
    mine,
    of_round,
    public_answer,
    rows_to_issue,
    tally,
    with_public_facts,
    with_their_people,
)
from jiangxin.certificates.steps import HANDED_OVER, NUMBERED, REVOKED, SIGNED
from jiangxin.certificates.tasks import sign_in_background, signings
from jiangxin.documents.views import served
from jiangxin.people import operations as people
from jiangxin.people.models import User
from jiangxin.people.steps import ERASED
from jiangxin.process.inputs import WordForm
from jiangxin.process.models import Progress
from jiangxin.process.presenting import basis_of, state_tag
from jiangxin.process.views import actor, find, posted, record_context, today
from jiangxin.regulation.words import in_series
from jiangxin.rounds.models import Round

PER_PAGE = 50
GOOD, BAD = (SIGNED, HANDED_OVER), (REVOKED,)


def crumbs(round_: Round, *more: tuple[str, str]) -> list[dict[str, str]]:
    """Return the way back: the round, its certificates, and what lies between."""
    own = {"label": str(round_), "url": round_.get_absolute_url()}
    return [own, *({"label": label, "url": url} for label, url in more)]


def may_issue(request: HttpRequest, round_: Round) -> bool:
    """Tell whether this user decides about the certificates of the round: its institution's centre."""
    prepare = Registration.steps["prepare_registration"].may
    return prepare.test(actor(request), Registration(round=round_), today())


def readable(request: HttpRequest, pk: int) -> Round:
    """Return the round if this user may see its certificates as an office; a foreign one is 404."""
    return find(Round, request, pk)


def seen_by(request: HttpRequest, shown: Round) -> QuerySet[Certificate]:
    """Return the certificates of the round that this user may see."""
    return of_round(shown).filter(Certificate.steps.visible.q(Certificate, actor(request), today()))


@require_GET
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round's certificates with their counts, and what is to be done next."""
    shown = readable(request, pk)
    counted, centre = tally(shown), may_issue(request, shown)
    state = request.GET.get("state", "")
    visible = with_their_people(seen_by(request, shown))
    listed = visible.filter(state=state) if state in Certificate.steps.states else visible
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": shown,
        "crumbs": crumbs(shown),
        "figures": _figures(counted, reverse("certificates:round", args=[pk])),
        "counted": counted,
        "centre": centre,
        "basis": basis_of(Registration.steps["prepare_registration"].basis),
        "page": page,
        "query": f"state={state}&" if state else "",
        "columns": [{"label": label} for label in (_("姓名"), _("证书编号"), _("发证日期"), _("领取"), _("状态"))],
        "rows": [_row(certificate) for certificate in page],
        "filters": _filters(state),
        "registrations": Registration.objects.visible_to(actor(request), today()).filter(round=shown),
        "progress": progress_context(signings(shown).first()) if centre else None,
        "may_hand_over": visible.filter(may_hand_over(request), state=SIGNED).exists(),
    }
    return render(request, "certificates/round.html", context)


def may_hand_over(request: HttpRequest) -> Q:
    """Return the condition that selects the certificates this user may hand over."""
    return Certificate.steps["hand_over"].may.q(Certificate, actor(request), today())


def _figures(counted: Tally, url: str) -> list[dict[str, Any]]:
    points = [
        (counted.to_issue, _("已确认，待编号"), ""),
        (counted.numbered, _("已编号，待签发"), NUMBERED),
        (counted.signed, _("已签发，待领取"), SIGNED),
        (counted.handed_over, _("已发放"), HANDED_OVER),
        (counted.revoked, _("已撤销"), REVOKED),
    ]
    return [{"value": n, "label": label, "url": f"{url}?state={state}" if state else ""} for n, label, state in points]


def _filters(state: str) -> list[dict[str, Any]]:
    options = [{"value": code, "label": label} for code, label in Certificate.steps.states.items()]
    return [{"name": "state", "label": _("状态"), "kind": "select", "value": state, "options": options}]


def _row(certificate: Certificate) -> dict[str, Any]:
    return {
        "id": certificate.pk,
        "cells": [
            {
                "text": certificate.name,
                "lead": True,
                "url": certificate.get_absolute_url(),
                "sub": certificate.masked_id,
            },
            {"text": certificate.number},
            {"day": certificate.issued_on},
            {"text": certificate.received_by or "–"},
            {"tag": state_tag(certificate, good=GOOD, bad=BAD)},
        ],
    }


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more before numbers are consumed, with the count; then number the round's confirmed rows."""
    shown = readable(request, pk)
    if not may_issue(request, shown):
        raise PermissionDenied
    waiting = rows_to_issue(shown)
    form = WordForm(*posted(request), expected=_("编号"))
    if request.method == "POST" and form.is_valid():
        made = operations.issue_all(waiting, by=actor(request), at=timezone.now())
        messages.success(request, _("已编号 %d 本。下一步：签发。") % len(made))
        return redirect("certificates:round", pk=pk)
    count = waiting.count()
    context = {
        "round": shown,
        "crumbs": crumbs(shown, (_("证书"), reverse("certificates:round", args=[pk]))),
        "count": count,
        "form": form,
        "word": _("编号"),
        "url": reverse("certificates:issue", args=[pk]),
        "back": reverse("certificates:round", args=[pk]),
        "basis": basis_of(Certificate.steps["issue"].basis),
        "will": [
            _("给省职鉴中心已确认的 %d 人各编一个证书编号。") % count,
            _("编号按备案号、年份、等级连续编排，用过的不再用，撤销后也不收回。"),
            _("发证日期印为今天，姓名、证件、职业和等级从此不随登记更正而改变。"),
        ],
        "facts": [
            {"label": _("备案号"), "value": shown.filing.number, "num": True},
            {"label": _("核发年份"), "value": today().year, "num": True},
            {"label": _("等级"), "value": shown.level.level_name},
            {"label": _("本次编号"), "value": count, "num": True, "strong": True},
        ],
    }
    return render(request, "certificates/issue.html", context, status=200 if request.method == "GET" else 409)


@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the round's numbered certificates in the background; the page shows how far it is."""
    shown = readable(request, pk)
    if not may_issue(request, shown) or not isinstance(request.user, User):
        raise PermissionDenied
    sign_in_background(shown, by=request.user, at=timezone.now())
    return redirect("certificates:round", pk=pk)


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with the progress of a signing, again and again until it is done."""
    told = get_object_or_404(Progress, pk=pk, started_by=request.user.pk)
    return render(request, "components/progress.html", progress_context(told))


def progress_context(told: Progress | None) -> dict[str, Any] | None:
    """Return a progress for `components/progress.html`; None when there is nothing to tell."""
    if told is None or not told.total:
        return None
    running = not told.finished
    note = in_series(told.problems) or ("" if running else _("全部签发完毕"))
    return {
        "label": _("正在签发") if running else _("签发"),
        "value": told.done,
        "max": told.total,
        "state": "go" if running else "wait" if told.problems else "ok",
        "note": note,
        "poll": reverse("certificates:progress", args=[told.pk]) if running else "",
        # A finished job leads back to the page, whose counts have changed meanwhile.
        "link": None if running else {"label": _("刷新名单"), "url": reverse("certificates:round", args=[told.record])},
    }


@require_GET
def documents(request: HttpRequest, pk: int) -> FileResponse:
    """Send all signed certificates of a round that this user may see as one ZIP, written to disk and not to memory."""
    shown = readable(request, pk)
    signed = seen_by(request, shown).filter(file__isnull=False).exclude(state=REVOKED)
    listed = list(signed.exclude(file__person__state=ERASED).select_related("file__person"))
    name = _("%s-证书.zip") % shown.number
    keys = [one.file.person_id for one in listed if one.file]
    people.read(keys, "document", by=actor(request), at=timezone.now(), purpose="certificate", about=name)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it when it is sent
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for certificate in listed:
            archive.writestr(f"{certificate.name}-{certificate.number}.pdf", document_of(certificate))
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name)


@require_GET
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one certificate: what is printed on it, what may be done with it, and its history."""
    shown = find(Certificate, request, pk)
    facts = facts_of(public_answer(with_public_facts().get(pk=pk)))
    facts[-1] = {"label": _("状态"), "tag": state_tag(shown, good=GOOD, bad=BAD)}
    own = shown.person.pk == actor(request).person_id
    if shown.handed_over_on:
        facts += [
            {"label": _("领取人"), "value": shown.received_by},
            {"label": _("发放日期"), "day": shown.handed_over_on},
        ]
    way = [{"label": _("我的证书"), "url": reverse("certificates:mine")}]
    if not own:
        facts += _origin(shown, request)
        way = crumbs(shown.round, (_("证书"), reverse("certificates:round", args=[shown.round.pk])))
    context = record_context(shown, request, facts=facts, own=own, crumbs=way)
    return render(request, "certificates/certificate.html", context)


def _origin(shown: Certificate, request: HttpRequest) -> list[dict[str, Any]]:
    """Return from which application the certificate comes, for those who may see it."""
    application = shown.row.result.application
    if not application.steps.visible.test(actor(request), application, today()):
        return []
    words = _("%(round)s 的报名") % {"round": application.round}
    return [{"label": _("由来"), "value": words, "url": application.get_absolute_url()}]


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a certificate's signed PDF to those who may see it; a revoked one only to the office."""
    shown = find(Certificate, request, pk)
    if shown.file is None or (shown.state == REVOKED and shown.person.pk == actor(request).person_id):
        raise Http404
    response = served(request, shown.file, purpose="certificate")
    response["Content-Disposition"] = f'attachment; filename="{shown.number}.pdf"'
    return response


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Show the certificates of whoever is signed in, the latest first."""
    listed = list(mine(actor(request).person_id))
    return render(request, "certificates/mine.html", {"certificates": listed})
