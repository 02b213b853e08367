"""One's own data: what is known, who read it, what one asks to be corrected; and the office's side of a request."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiangxin.people import operations
from jiangxin.people.forms import AskForm
from jiangxin.people.models import Correction, Person, Reading
from jiangxin.people.own import archive
from jiangxin.people.queries import readings_of
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, state_tag, step_address
from jiangxin.process.views import actor, find, posted, record_context, today
from jiangxin.regulation.basis import law

FEW, PER_PAGE = 5, 20
ZIP = "application/zip"
GOOD, BAD = ("granted",), ("declined",)


def oneself(request: HttpRequest) -> Person:
    """Return the person who asks; an account without a person, or whose key is destroyed, has no page of its own."""
    person = Person.objects.filter(pk=actor(request).person_id or 0).select_related("institution").first()
    if person is None or not person.readable:
        raise Http404
    return person


@never_cache
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """Show a person his own data, who read it, and what he has asked."""
    person, here = oneself(request), reverse("people:own")
    readings = readings_of(person)
    asked = Correction.objects.filter(person=person)
    free = not person.steps["correct_own_name"].missing(person)
    context = {
        "person": person,
        "facts": _facts(person),
        "id_number": person.id_number,
        "contact": step_address(person, "update_contact", next=here),
        "name": step_address(person, "correct_own_name", next=here) if free else "",
        "readings": [reading_event(one) for one in readings[:FEW]],
        "count": readings.count(),
        "all": reverse("people:readings", args=[person.pk]),
        "asked": [{"record": one, "tag": state_tag(one, good=GOOD, bad=BAD)} for one in asked],
        "rights": basis_of(law("个人信息保护法 第45条")),
    }
    return render(request, "people/own.html", context)


def _facts(person: Person) -> list[dict[str, Any]]:
    address = person.clear.get("address")
    return [
        {"label": _("姓名"), "value": person.name, "strong": True},
        {"label": person.get_id_type_display(), "value": person.masked_id, "num": True},
        {"label": _("手机号码"), "value": person.masked_phone or "–", "num": True},
        {"label": _("所在单位"), "value": person.employer or "–"},
        {"label": _("通讯地址"), "value": address or "–"},
        {"label": _("所属机构"), "value": person.institution.name},
    ]


def reading_event(reading: Reading) -> dict[str, Any]:
    """Return a reading for `components/timeline.html`: what was read, by whom, when and why."""
    words = f"{reading.get_purpose_display()}：{reading.words}" if reading.words else reading.get_purpose_display()
    return {
        "label": reading.get_what_display(),
        "detail": reading.about,
        "actor": str(reading.reader or ""),
        "office": reading.office,
        "at": reading.read_at,
        "reason": words,
    }


@require_GET
def readings(request: HttpRequest, pk: int) -> HttpResponse:
    """List every reading of a person's data: to himself all, to the centre and the auditor those they may see."""
    person, who = find(Person, request, pk), actor(request)
    listed = readings_of(person)
    if person.pk != who.person_id:
        listed = listed & Reading.objects.visible_to(who, today())
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    own_page = person.pk == who.person_id
    back = reverse("people:own") if own_page else reverse("people:person", args=[pk])
    context = {
        "person": person,
        "title": _("谁看过我的信息") if own_page else _("查看记录"),
        "page": page,
        "events": [reading_event(one) for one in page],
        "crumbs": [{"label": _("我的信息") if own_page else person.name, "url": back}],
    }
    return render(request, "people/readings.html", context)


@require_GET
def own_archive(request: HttpRequest) -> HttpResponse:
    """Give a person all his data and files as one ZIP."""
    person, now = oneself(request), timezone.now()
    name = _("我的个人信息-%s.zip") % timezone.localtime(now).strftime("%Y%m%d")
    content = archive(person, actor(request), now)
    operations.read_own(person, by=actor(request), at=now, about=name)
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    headers = {"Content-Disposition": disposition, "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=ZIP, headers=headers)


def ask_correction(request: HttpRequest) -> HttpResponse:
    """Ask an office to correct what one may not change oneself, or to delete all."""
    person = oneself(request)
    form = AskForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.ask_correction(person, by=actor(request), at=timezone.now(), **form.cleaned_data)
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("申请已提交。办理结果和理由会显示在“我的信息”里。"))
            return redirect("people:own")
    context = {"form": form, "title": _("申请更正或删除"), "back": {"label": _("返回"), "url": reverse("people:own")}}
    return render(request, "process/form.html", context, status=200 if request.method == "GET" else 409)


@never_cache
@require_GET
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request: what stands in the register, what is wanted instead, and what came of it."""
    record = find(Correction, request, pk)
    person, mine = record.person, record.person_id == actor(request).person_id
    if record.kind == Correction.ID_NUMBER:  # the new number is compared with the card: it stands here in clear
        now = timezone.now()
        operations.read([person.pk], "details", by=actor(request), at=now, purpose="own")
    page = reverse("people:own") if mine else reverse("people:person", args=[person.pk])
    known = {Correction.NAME: person.name, Correction.ID_NUMBER: person.masked_id}.get(record.kind, "")
    facts: list[dict[str, Any]] = [
        {"label": _("申请人"), "value": person.name, "url": page},
        {"label": _("申请事项"), "value": record.get_kind_display(), "strong": True},
        {"label": _("现在登记为"), "value": known, "num": record.kind == Correction.ID_NUMBER},
        {"label": _("更正后的内容"), "value": record.asked.get("wanted", "") or "–"},
        {"label": _("情况说明"), "value": record.asked.get("why", "") or "–"},
        {"label": _("申请日期"), "day": record.asked_on},
    ]
    context = record_context(
        record,
        request,
        title=record.get_kind_display(),
        sub=person.name,
        tag=state_tag(record, good=GOOD, bad=BAD),
        crumbs=[{"label": _("我的信息") if mine else person.name, "url": page}],
        facts=[fact for fact in facts if fact.get("value") or fact.get("day")],
    )
    return render(request, "process/page.html", context)


@require_GET
def corrections(request: HttpRequest) -> HttpResponse:
    """List the requests that an office answers, those that wait first."""
    listed = Correction.objects.visible_to(actor(request), today()).select_related("person").order_by("state", "-pk")
    rows = [
        {
            "id": one.pk,
            "cells": [
                {"text": one.person.name, "url": one.get_absolute_url(), "lead": True},
                {"text": one.get_kind_display()},
                {"day": one.asked_on},
                {"tag": state_tag(one, good=GOOD, bad=BAD)},
            ],
        }
        for one in listed
    ]
    columns = [{"label": label} for label in (_("申请人"), _("申请事项"), _("申请日期"), _("状态"))]
    empty = {"title": _("还没有申请"), "text": _("本人申请更正或删除个人信息后，会列在这里。")}
    context = {
        "title": _("个人信息申请"),
        "crumbs": [{"label": _("人员"), "url": reverse("people:persons")}],
        "tables": [{"columns": columns, "rows": rows, "empty": empty}],
    }
    return render(request, "process/list.html", context)
