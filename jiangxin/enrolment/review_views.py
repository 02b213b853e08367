"""The review of eligibility: the list with its batch bar, one application with facts and evidence, the decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from jiangxin.documents import workbook
from jiangxin.enrolment import operations
from jiangxin.enrolment.forms import (
    AcceptAgainstForm,
    AcceptForm,
    ListForm,
    OnPaperForm,
    PhotoForm,
    RejectForm,
    SendBackForm,
)
from jiangxin.enrolment.models import Application, Material
from jiangxin.enrolment.photo import words_of
from jiangxin.enrolment.presenting import answers, file_address, opinion_shown, photo_address, tag_of
from jiangxin.enrolment.queries import counts, found, lacking_materials, present_materials, whole
from jiangxin.enrolment.question_forms import places_of
from jiangxin.enrolment.roster_views import rosters_seen
from jiangxin.enrolment.terms import terms
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, timeline
from jiangxin.process.views import actor, today
from jiangxin.regulation.basis import standard
from jiangxin.rounds.models import Round

EVIDENCE = ("photo", "materials")  # stands beside the facts
# Whoever decides many presses one key: those that browsers leave free, and that type nothing.
KEYS = {"accept": "F2", "accept_against": "F9", "send_back": "F4", "reject": "F8"}
PHRASES = {
    "accept": [gettext_lazy("材料齐全，符合所选申报条件")],
    "accept_against": [gettext_lazy("材料证明其符合条件，申报时所填有误")],
    "send_back": [
        gettext_lazy("照片不清楚，请重新拍摄上传"),
        gettext_lazy("材料不清晰或缺页，请重新上传"),
        gettext_lazy("所选申报条件与材料不一致，请核对"),
    ],
    "reject": [gettext_lazy("不符合所选的申报条件，也不符合其他条件"), gettext_lazy("材料与所填信息不符")],
}


def seen(request: HttpRequest) -> QuerySet[Application]:
    """Return the applications that this user sees from an office, never his own."""
    visible: QuerySet[Application] = Application.objects.visible_to(actor(request), today())
    return visible.exclude(person=actor(request).person_id or 0)


@require_GET
def applications(request: HttpRequest) -> HttpResponse:
    """List applications with filters, search and the batch bar; without any filter, those that wait for review."""
    asked = _asked(request)
    listed = _filtered(request, asked)
    if request.GET.get("export"):
        return _exported(listed)
    page = Paginator(whole(listed), asked["size"] or 20).get_page(request.GET.get("page"))
    kept = {name: value for name, value in asked.items() if value}
    rounds = {r.pk: r for r in Round.objects.filter(pk__in=seen(request).values("round")).select_related(*_LEVEL)}
    chosen = rounds.get(asked["round"] or 0)
    context = {
        "page": page, "rows": [_row(application) for application in page], "columns": _columns(), "round": chosen,
        "filters": _filters(asked, rounds), "query": urlencode(kept) + "&", "sizes": _sizes(kept),
        "export": f"?{urlencode({**kept, 'export': 1})}", "batch": _batch(request), "next": request.get_full_path(),
        "figures": _figures(chosen) if chosen else [], "empty": _empty(asked),
        "first": _first(request, chosen), "may_enrol": chosen is not None and rosters_seen(request, chosen),
    }  # fmt: skip
    return render(request, "enrolment/applications.html", context)


def _first(request: HttpRequest, round_: Round | None) -> str:
    """Return where deciding one by one begins: the oldest application that waits; "" for whoever may not decide."""
    waiting = seen(request).filter(state="submitted", **({"round": round_} if round_ else {})).order_by("pk").first()
    return waiting.get_absolute_url() if waiting and _may(request, waiting, "accept") else ""


_LEVEL = ("level__standard__occupation",)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Return the filters of the address; the first visit asks for what waits."""
    form = ListForm({"state": "submitted", **request.GET.dict()})
    form.is_valid()
    return {name: form.cleaned_data.get(name) for name in form.fields}


def _filtered(request: HttpRequest, asked: dict[str, Any]) -> QuerySet[Application]:
    listed = seen(request)
    if asked["round"]:
        listed = listed.filter(round=asked["round"])
    # A draft is in its applicant's hands: it is listed only for whoever asks for drafts.
    listed = listed.filter(state=asked["state"]) if asked["state"] else listed.exclude(state="draft")
    if asked["q"]:
        institutions = {appointment.institution_id for appointment in actor(request).appointments_on(today())}
        listed = found(listed, institutions, asked["q"].strip())
    return listed


def _columns() -> list[dict[str, Any]]:
    words = (_("姓名"), _("批次"), _("申报条件"), _("人员类别"), _("材料"), _("状态"))
    return [{"label": label} for label in words]


def _row(application: Application) -> dict[str, Any]:
    lacking = lacking_materials(application)
    proofs = (
        {"state": "wait", "label": _("缺 %d 项") % len(lacking)} if lacking else {"state": "ok", "label": _("齐全")}
    )
    return {
        "id": application.pk,
        "cells": [
            {
                "text": application.person.name, "lead": True, "url": application.get_absolute_url(),
                "sub": application.person.masked_id,
            },
            {"text": application.round.number, "sub": str(application.round.level)},
            {"text": application.condition.label, "sub": application.condition.short} if application.condition else
            {"text": None},
            {"text": application.get_category_display()},
            {"tag": proofs},
            {"tag": tag_of(application)},
        ],
    }  # fmt: skip


def _filters(asked: dict[str, Any], rounds: dict[int, Round]) -> list[dict[str, Any]]:
    states = [{"value": code, "label": label} for code, label in Application.steps.states.items()]
    by_round = [{"value": pk, "label": str(round_)} for pk, round_ in rounds.items()]
    return [
        {"name": "round", "label": _("批次"), "kind": "select", "value": asked["round"], "options": by_round},
        {"name": "state", "label": _("状态"), "kind": "select", "value": asked["state"], "options": states},
        {"name": "q", "label": _("姓名或证件号码（可只填后四位）"), "kind": "text", "value": asked["q"]},
    ]


def _sizes(kept: dict[str, Any]) -> list[dict[str, Any]]:
    now = kept.get("size", 20)
    return [
        {"label": size, "url": f"?{urlencode({**kept, 'size': size})}", "current": size == now}
        for size in (10, 20, 50, 100)
    ]


def _batch(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the decisions that this user takes for a set: none for those who review nothing."""
    if not any(appointment.role == "reviewer" for appointment in actor(request).appointments_on(today())):
        return []
    urls = {verb: reverse("enrolment:decide_all", args=[verb]) for verb in DECISIONS}
    return [
        {"label": _("审核通过"), "url": urls["accept"], "kind": "main", "confirm": _("所选报名全部审核通过？")},
        {"label": _("退回补正"), "url": urls["send_back"], "reason": "required"},
    ]


def _figures(round_: Round) -> list[dict[str, Any]]:
    numbers = counts(round_)
    address = reverse("enrolment:applications")
    states = {code: str(label) for code, label in Application.steps.states.items() if code != "draft"}
    return [
        {
            "value": numbers[code],
            "label": label,
            "url": f"{address}?{urlencode({'round': str(round_.pk), 'state': code})}",
        }
        for code, label in states.items()
    ]


def _empty(asked: dict[str, Any]) -> dict[str, str]:
    if asked["state"] == "submitted" and not asked["q"]:
        return {"title": _("没有等待审核的报名"), "text": _("考生提交或学院导入名册后，会列在这里。")}
    return {"title": _("没有符合条件的报名"), "text": _("放宽筛选条件再看。")}


def _exported(listed: QuerySet[Application]) -> HttpResponse:
    """Return the same rows as a workbook, ID numbers masked."""
    headings = (_("姓名"), _("证件号码"), _("批次"), _("申报条件"), _("人员类别"), _("状态"), _("审核意见"))
    rows = [
        [
            one.person.name, one.person.masked_id, one.round.number, one.condition.label if one.condition else "",
            one.get_category_display(), one.state_label, one.remark,
        ]
        for one in whole(listed)
    ]  # fmt: skip
    content = workbook.write([workbook.SheetSpec(_("报名"), [workbook.Column(h, 16) for h in headings], rows)])
    response = HttpResponse(content, content_type=operations.WORKBOOK)
    response["Content-Disposition"] = "attachment; filename=applications.xlsx"
    return response


# ---- one application


def visible(request: HttpRequest, pk: int) -> Application:
    """Return one application with all that its page shows; a foreign one is 404."""
    application = whole(seen(request)).filter(pk=pk).first()
    if application is None:
        raise Http404
    return application


@require_GET
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application: facts left, evidence right, the decision below."""
    if Application.objects.filter(pk=pk, person=actor(request).person_id or 0).exists():
        return redirect("enrolment:submitted", pk)
    return render(request, "enrolment/application.html", _context(request, visible(request, pk)))


def _context(request: HttpRequest, application: Application, **more: Any) -> dict[str, Any]:
    lacking = lacking_materials(application)
    return {
        "application": application,
        "round": application.round,
        "tag": tag_of(application),
        "answers": [group for group in answers(application, today()) if group["key"] not in EVIDENCE],
        "photo": photo_address(application),
        "photo_doubts": words_of(application.photo_doubts),
        "proofs": [{"material": m, "url": file_address(m)} for m in present_materials(application)],
        "opinion": opinion_shown(application),
        "vouch": terms("vouch"),
        "lacking": lacking,
        "decisions": _decisions(request, application),
        "places": places_of(application),
        "paper": OnPaperForm(kinds=lacking) if lacking and _may_see(request, application) else None,
        "photo_form": PhotoForm() if _may(request, application, "add_photo") else None,
        "events": timeline([application]),
        "basis": basis_of(standard(str(application.round.level.standard))),
        "waiting": _waiting(request, application).count(),
        **more,
    }


def _may(request: HttpRequest, application: Application, verb: str) -> bool:
    step = application.steps[verb]
    return application.state in step.sources and step.may.test(actor(request), application, today())


def _may_see(request: HttpRequest, application: Application) -> bool:
    step = Material.steps["see_on_paper"]
    seen_now = Material(application=application)
    return step.may.test(actor(request), seen_now, today()) and not step.missing(seen_now)


def _decisions(request: HttpRequest, application: Application) -> list[dict[str, Any]]:
    """Return accept, send back and reject for `components/steps.html`, where this user may take them."""
    reasons = {"accept": "optional", "accept_against": "required", "send_back": "required", "reject": "required"}
    accepting = "accept_against" if application.opinion == "unmet" else "accept"
    buttons = []
    for verb in (accepting, "send_back", "reject"):
        step = application.steps[verb]
        if _may(request, application, verb):
            missing = [str(sentence) for sentence in step.missing(application)]
            buttons.append(
                {
                    "label": step.label, "url": reverse(f"enrolment:{verb}", args=[application.pk]), "missing": missing,
                    "kind": "main" if verb == accepting else "", "reason": reasons[verb], "phrases": PHRASES[verb],
                    "verb": verb, "key": KEYS[verb],
                }
            )  # fmt: skip
    return buttons


def _waiting(request: HttpRequest, application: Application) -> QuerySet[Application]:
    """Return the other applications of the round that wait for a decision."""
    return seen(request).filter(round=application.round_id, state="submitted").exclude(pk=application.pk)


def decision(verb: str, form_class: type[forms.Form], operation: Callable[..., Application]) -> Callable[..., Any]:
    """Return the view of one decision: it goes on to the next application that waits; a refusal keeps the words."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        application = visible(request, pk)
        form = form_class(request.POST)
        if form.is_valid():
            try:
                operation(application, by=actor(request), at=timezone.now(), **form.cleaned_data)
            except Unable as error:
                form.add_error(None, str(error))
            else:
                done = {"step": application.steps[verb].label, "name": application.person.name}
                messages.success(request, _("已办理：%(step)s（%(name)s）") % done)
                waiting = _waiting(request, application)
                following = waiting.filter(pk__gt=pk).order_by("pk").first() or waiting.order_by("pk").first()
                return redirect(following or f"{reverse('enrolment:applications')}?round={application.round_id}")
        context = _context(request, visible(request, pk), form=form, failed=verb)
        return render(request, "enrolment/application.html", context, status=409)

    view.__name__ = verb
    view.__doc__ = f"Take the step “{verb}”."
    return view


def _accept(application: Application, *, reason: str = "", **who: Any) -> Application:
    return operations.accept(application, remark=reason, **who)


accept = decision("accept", AcceptForm, _accept)
accept_against = decision("accept_against", AcceptAgainstForm, operations.accept_against)
reject = decision("reject", RejectForm, operations.reject)
send_back = decision("send_back", SendBackForm, operations.send_back)


def _accept_all(applications: QuerySet[Application], *, reason: str = "", **who: Any) -> list[Application]:
    return operations.accept_all(applications, remark=reason, **who)


DECISIONS: dict[str, Callable[..., list[Application]]] = {
    "accept": _accept_all,
    "send_back": operations.send_back_all,
    "reject": operations.reject_all,
}


@require_POST
def decide_all(request: HttpRequest, verb: str) -> HttpResponse:
    """Take one decision for the ticked applications: all or none."""
    if verb not in DECISIONS:
        raise Http404
    keys = [int(key) for key in request.POST.getlist("pk") if key.isdigit()]
    chosen = seen(request).filter(pk__in=keys)
    reason = next((words for words in request.POST.getlist("reason") if words.strip()), "")
    try:
        decided = DECISIONS[verb](chosen, by=actor(request), at=timezone.now(), reason=reason)
    except Unable as error:
        messages.error(request, str(error))
    else:
        label = Application.steps[verb].label
        messages.success(request, _("已办理：%(step)s，共 %(count)d 份") % {"step": label, "count": len(decided)})
    wanted = request.POST.get("next", "")
    return redirect(wanted if wanted.startswith(reverse("enrolment:applications")) else "enrolment:applications")


@require_POST
def see_on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that proofs were seen on paper."""
    application = visible(request, pk)
    form = OnPaperForm(request.POST, kinds=lacking_materials(application))
    if form.is_valid():
        try:
            operations.see_on_paper(application, form.cleaned_data["kinds"], by=actor(request), at=timezone.now())
        except Unable as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已记下：查验纸质材料 %d 项") % len(form.cleaned_data["kinds"]))
    else:
        messages.error(request, _("请勾选已查验的材料。"))
    return redirect(application)


@require_POST
def add_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the photo of somebody whom the college enrolled."""
    application = visible(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["photo"]
        try:
            added = operations.add_photo(
                application,
                file.name,
                file.read(),
                by=actor(request),
                at=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except Unable as error:
            messages.error(request, str(error))
        else:
            for sentence in words_of(added.photo_doubts):
                messages.warning(request, sentence)
    else:
        messages.error(request, _("请选择一张照片。"))
    return redirect(application)
