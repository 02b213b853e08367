"""The review desk: the queue of applications with filters, alarms and the batch bar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.documents import workbook
from jiangxin.enrolment import operations
from jiangxin.enrolment.alarms import LABELS, Alarm, outside_share, raised
from jiangxin.enrolment.desk import NARROWED, narrowed, returned_before, seen, waiting_for
from jiangxin.enrolment.forms import OPINION_FILTERS, ListForm
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.presenting import opinion_tag, tag_of
from jiangxin.enrolment.queries import counts, whole
from jiangxin.enrolment.roster_views import rosters_seen
from jiangxin.enrolment.wanted import lacking
from jiangxin.process.errors import Unable
from jiangxin.process.views import actor, today
from jiangxin.regulation.codes import code_list
from jiangxin.rounds.models import Round

REFUSED = "enrolment.refused"  # in the session: what was ticked and written for a decision that was refused
_LEVEL = ("level__standard__occupation",)


@require_GET
def applications(request: HttpRequest) -> HttpResponse:
    """List applications with filters, search and the batch bar; without any filter, those that wait for review."""
    asked = asked_for(request)
    mine = seen(actor(request), today())
    listed = _filtered(request, mine, asked)
    if request.GET.get("export"):
        return _exported(listed)
    # Only keys are sorted and counted; what a row shows is read for the rows of the page.
    page = Paginator(listed.values_list("pk", flat=True), asked["size"] or 20).get_page(request.GET.get("page"))
    shown = list(whole(Application.objects.filter(pk__in=list(page))))
    kept = {name: value for name, value in asked.items() if value}
    rounds = {r.pk: r for r in Round.objects.filter(pk__in=mine.values("round")).select_related(*_LEVEL)}
    chosen = rounds.get(asked["round"] or 0)
    first = _first(request, asked)
    refused = request.session.pop(REFUSED, {"picked": [], "reason": ""})
    rows = [{**row, "picked": row["id"] in refused["picked"]} for row in _rows(shown, query_of(asked), chosen)]
    context = {
        "page": page, "rows": rows, "picked": sum(row["picked"] for row in rows), "columns": _columns(chosen),
        "round": chosen, "next": request.get_full_path(),
        "filters": _filters(asked, rounds, chosen), "query": urlencode(kept) + "&", "sizes": _sizes(kept),
        "export": f"?{urlencode({**kept, 'export': 1})}", "batch": _batch(first, refused["reason"]),
        "figures": _figures(chosen) if chosen else [], "empty": _empty(asked), "first": first,
        "alarm": outside_share(chosen) if chosen else None, "together": first if chosen else "",
        "may_enrol": chosen is not None and rosters_seen(request, chosen),
    }  # fmt: skip
    return render(request, "enrolment/applications.html", context)


# ---- the filters


def asked_for(request: HttpRequest) -> dict[str, Any]:
    """Return the filters of the address; the first visit asks for what waits."""
    first_visit = "state" not in request.GET
    form = ListForm({"state": "submitted", **request.GET.dict()})
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) for name in form.fields}
    if first_visit and _waits_at_the_centre(request):
        asked["state"] = "endorsed"
    return asked


def _waits_at_the_centre(request: HttpRequest) -> bool:
    """Tell whether what waits for this user waits at the second level, and nothing at the first."""
    waiting = seen(actor(request), today()).filter(waiting_for(actor(request), today()))
    return waiting.filter(state="endorsed").exists() and not waiting.filter(state="submitted").exists()


def query_of(asked: dict[str, Any]) -> str:
    """Return the filters that go along while one decides one after the other, as the end of an address."""
    kept = {name: asked[name] for name in NARROWED if asked.get(name)}
    return f"?{urlencode(kept)}" if kept else ""


def queue(request: HttpRequest, asked: dict[str, Any]) -> QuerySet[Application]:
    """Return what waits for this user's decision and fits the filters, whatever its state."""
    mine = seen(actor(request), today()).filter(waiting_for(actor(request), today()))
    return narrowed(mine, asked, _institutions(request))


def _filtered(request: HttpRequest, mine: QuerySet[Application], asked: dict[str, Any]) -> QuerySet[Application]:
    # A draft is in its applicant's hands: it is listed only for whoever asks for drafts.
    listed = mine.filter(state=asked["state"]) if asked["state"] else mine.exclude(state="draft")
    return narrowed(listed, asked, _institutions(request))


def _institutions(request: HttpRequest) -> set[int]:
    return {appointment.institution_id for appointment in actor(request).appointments_on(today())}


def _first(request: HttpRequest, asked: dict[str, Any]) -> str:
    """Return where deciding one by one begins: the oldest that waits for this user; "" where none does."""
    waiting = queue(request, asked).order_by("pk").first()
    return f"{waiting.get_absolute_url()}{query_of(asked)}" if waiting else ""


def _filters(asked: dict[str, Any], rounds: dict[int, Round], chosen: Round | None) -> list[dict[str, Any]]:
    conditions = [(c.label, f"{c.label} {c.short}") for c in chosen.level.conditions.all()] if chosen else []
    alarms = [("any", _("有提醒")), *LABELS.items()]
    fields = [
        _select("round", _("批次"), asked, [(pk, str(round_)) for pk, round_ in rounds.items()]),
        _select("state", _("状态"), asked, Application.steps.states.items()),
        _select("opinion", _("机器初审"), asked, OPINION_FILTERS.items()),
        _select("alarm", _("提醒"), asked, alarms),
        _select("source", _("考生来源"), asked, code_list("candidate_source").choices()),
        _select("returned", _("退回过"), asked, [("True", _("退回过"))]),
    ]
    if conditions:
        fields.insert(2, _select("condition", _("申报条件"), asked, conditions))
    words = _("姓名或证件号码（可只填后四位）")
    return [*fields, {"name": "q", "label": words, "kind": "text", "value": asked["q"]}]


def _select(name: str, label: str, asked: dict[str, Any], options: Any) -> dict[str, Any]:
    value = str(asked[name]) if name == "returned" else asked[name]
    listed = [{"value": code, "label": words} for code, words in options]
    return {"name": name, "label": label, "kind": "select", "value": value, "options": listed}


# ---- the rows


def _columns(chosen: Round | None) -> list[dict[str, Any]]:
    """Return the heads of the list; where one round is chosen, its name stands above and not in every row."""
    words = (_("姓名"), _("批次"), _("申报条件"), _("机器初审"), _("提醒"), _("材料"), _("状态"))
    return _needed([{"label": label} for label in words], chosen)


def _rows(listed: list[Application], query: str, chosen: Round | None) -> list[dict[str, Any]]:
    alarms, returned = raised(listed), returned_before(application.pk for application in listed)
    rows = [_row(one, alarms[one.pk], one.pk in returned, query) for one in listed]
    return [{**row, "cells": _needed(row["cells"], chosen)} for row in rows]


def _needed(parts: list[dict[str, Any]], chosen: Round | None) -> list[dict[str, Any]]:
    """Return the heads or cells of a row, without the second, the round's, where one round is chosen."""
    return [parts[0], *parts[2:]] if chosen else parts


def _row(application: Application, alarms: list[Alarm], returned: bool, query: str) -> dict[str, Any]:
    missing = lacking(application)
    proofs = (
        {"state": "wait", "label": _("缺 %d 项") % len(missing)} if missing else {"state": "ok", "label": _("齐全")}
    )
    warned = {"tag": {"state": "wait", "label": alarms[0].label}, "sub": _others(alarms)} if alarms else {"text": None}
    condition = application.condition
    return {
        "id": application.pk,
        "cells": [
            {
                "text": application.person.name, "lead": True, "url": f"{application.get_absolute_url()}{query}",
                "sub": application.person.masked_id,
            },
            {"text": application.round.number, "sub": str(application.round.level)},
            {"text": condition.label, "sub": condition.short} if condition else {"text": None},
            {"tag": opinion_tag(application)} if application.opinion else {"text": None},
            warned,
            {"tag": proofs},
            {"tag": tag_of(application), "sub": _("退回过") if returned else ""},
        ],
    }  # fmt: skip


def _others(alarms: list[Alarm]) -> str:
    return _("另有 %d 条") % (len(alarms) - 1) if len(alarms) > 1 else alarms[0].sentence


def _sizes(kept: dict[str, Any]) -> list[dict[str, Any]]:
    now = kept.get("size", 20)
    return [
        {"label": size, "url": f"?{urlencode({**kept, 'size': size})}", "current": size == now}
        for size in (10, 20, 50, 100)
    ]


def _batch(first: str, reason: str) -> list[dict[str, Any]]:
    """Return what this user decides for a set: nothing where nothing waits for him."""
    if not first:
        return []
    urls = {verb: reverse("enrolment:decide_all", args=[verb]) for verb in ("accept", "send_back")}
    return [
        {"label": _("抽样批量通过"), "url": urls["accept"], "kind": "main"},
        {"label": _("退回补正"), "url": urls["send_back"], "reason": "required", "written": reason},
    ]


def _figures(round_: Round) -> list[dict[str, Any]]:
    numbers = counts(round_)
    address = reverse("enrolment:applications")
    hidden = {"draft"} if round_.review_levels > 1 else {"draft", "endorsed"}
    states = {code: str(label) for code, label in Application.steps.states.items() if code not in hidden}
    return [
        {
            "value": numbers[code],
            "label": label,
            "url": f"{address}?{urlencode({'round': str(round_.pk), 'state': code})}",
        }
        for code, label in states.items()
    ]


def _empty(asked: dict[str, Any]) -> dict[str, str]:
    if asked["state"] == "submitted" and not query_of(asked).replace(f"?round={asked['round']}", ""):
        return {"title": _("没有等待审核的报名"), "text": _("考生提交或学院导入名册后，会列在这里。")}
    return {"title": _("没有符合条件的报名"), "text": _("放宽筛选条件再看。")}


def _exported(listed: QuerySet[Application]) -> HttpResponse:
    """Return the same rows as a workbook, ID numbers masked."""
    headings = (
        _("姓名"), _("证件号码"), _("批次"), _("申报条件"), _("人员类别"), _("机器初审"), _("提醒"),
        _("状态"), _("审核意见"),
    )  # fmt: skip
    found = list(whole(listed))
    alarms = raised(found)
    rows = [
        [
            one.person.name, one.person.masked_id, one.round.number, one.condition.label if one.condition else "",
            one.get_category_display(), opinion_tag(one)["label"] if one.opinion else "",
            " ".join(alarm.sentence for alarm in alarms[one.pk]), one.state_label, one.remark,
        ]
        for one in found
    ]  # fmt: skip
    content = workbook.write([workbook.SheetSpec(_("报名"), [workbook.Column(h, 16) for h in headings], rows)])
    response = HttpResponse(content, content_type=workbook.MEDIA_TYPE)
    response["Content-Disposition"] = "attachment; filename=applications.xlsx"
    return response


# ---- decisions for the ticked rows

# Accepting has another signature, and never goes without a sample.
DECISIONS = {"send_back": operations.send_back_all, "reject": operations.reject_all}


@require_POST
def decide_all(request: HttpRequest, verb: str) -> HttpResponse:
    """Take one decision for the ticked applications, all or none; accepting begins with a sample to be read."""
    if verb not in ("accept", *DECISIONS):
        raise Http404
    keys = [int(key) for key in request.POST.getlist("pk") if key.isdigit()]
    chosen = seen(actor(request), today()).filter(pk__in=keys)
    reason = next((words for words in request.POST.getlist("reason") if words.strip()), "")
    who: dict[str, Any] = {"by": actor(request), "at": timezone.now()}
    try:
        if verb == "accept":
            return redirect(draw(chosen, **who))
        decided = DECISIONS[verb](chosen, reason=reason, **who)
    except Unable as error:
        messages.error(request, str(error))
        request.session[REFUSED] = {"picked": keys, "reason": reason}  # the list shows them once more
    else:
        label = Application.steps[verb].label
        messages.success(request, _("已办理：%(step)s，共 %(count)d 份") % {"step": label, "count": len(decided)})
    wanted = request.POST.get("next", "")
    return redirect(wanted if wanted.startswith(reverse("enrolment:applications")) else "enrolment:applications")


def draw(chosen: QuerySet[Application], **who: Any) -> Any:
    """Draw the sample of a set; it belongs to the round of its first application. Raises UnableToDraw."""
    members = list(whole(chosen))
    if not members:
        raise operations.UnableToDraw(_("没有勾选报名；请先勾选，再批量通过。"))
    return operations.draw_sample(members[0].round, members, **who)
