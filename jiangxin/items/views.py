"""Pages of papers: the setting plan of a round, its papers, one paper; the file leaves only by a step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiangxin.documents.views import sent
from jiangxin.items import operations
from jiangxin.items.models import Paper, SettingPlan
from jiangxin.items.queries import setting_of
from jiangxin.people.models import Person
from jiangxin.process.births import may_begin
from jiangxin.process.presenting import nothing_yet
from jiangxin.process.views import actor, find, record_context, today
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round

TAGS = {
    "set": "wait", "reviewed": "go", "sealed": "ok", "issued": "go", "opening": "wait", "opened": "ok", "void": "late",
}  # fmt: skip


def papers(request: HttpRequest) -> HttpResponse:
    """List the papers that this person may know of, those of one round if `round` asks for it."""
    listed = Paper.objects.visible_to(actor(request), today()).exclude(state="void")
    asked, buttons, crumbs = request.GET.get("round", ""), [], []
    if asked.isdecimal():
        round_ = find(Round, request, int(asked))
        listed = listed.filter(round=round_)
        buttons = _round_buttons(round_, request)
        crumbs = [{"label": str(round_), "url": round_.get_absolute_url()}]
    listed = listed.select_related("round__level__standard__occupation", "subject", "setter", "reviewer")
    rows = [_row(paper) for paper in listed.order_by("-round__year", "-round__sequence", "subject", "code")]
    columns = [{"label": label} for label in (_("试卷"), _("批次"), _("命题人"), _("审题人"), _("状态"))]
    empty = nothing_yet(_("还没有试卷"), _("命制方案确定后，由命题人提交试卷，另一人审题，中心封存。"))
    context = {
        "title": _("试卷"),
        "crumbs": crumbs,
        "buttons": buttons,
        "tables": [*_rounds(request, asked), {"columns": columns, "rows": rows, "empty": empty}],
    }
    return render(request, "process/list.html", context)


def _row(paper: Paper) -> dict[str, Any]:
    cells = [
        {"text": str(paper), "url": paper.get_absolute_url(), "lead": True},
        {"text": str(paper.round)},
        {"text": paper.setter.name},
        {"text": paper.reviewer.name},
        {"tag": {"state": TAGS[paper.state], "label": paper.state_label}},
    ]
    return {"id": paper.pk, "cells": cells}


def _rounds(request: HttpRequest, asked: str) -> list[dict[str, Any]]:
    """Return the rounds whose papers this person could set, while no round is chosen."""
    if asked.isdecimal():
        return []
    settled = SettingPlan.objects.filter(state="settled").values("round")
    open_ = Round.objects.visible_to(actor(request), today()).filter(pk__in=settled, state__in=["open", "closed"])
    mine = [each for each in open_.select_related("level__standard__occupation") if _may_set(each, request)]
    rows = [
        {
            "id": each.pk,
            "cells": [
                {"text": str(each), "lead": True, "url": f"{reverse('items:list')}?round={each.pk}"},
                {"text": each.college.name},
                {"button": {"label": _("命制试卷"), "url": _set_paper_address(each)}},
            ],
        }
        for each in mine
    ]
    columns = [{"label": label} for label in (_("批次"), _("承办学院"), _("办理"))]
    return [{"title": _("可以命题的批次"), "columns": columns, "rows": rows}] if rows else []


def _may_set(round_: Round, request: HttpRequest) -> bool:
    """Tell whether this person may set a paper for the round."""
    return may_begin(request, by_me(round_, actor(request)), "set_paper")


def by_me(round_: Round, by: Actor) -> Paper:
    """Return the sketch of a paper that this person would set for the round."""
    return Paper(round=round_, setter=Person.objects.filter(pk__in=[by.person_id]).first())


def _set_paper_address(round_: Round) -> str:
    """Return where a paper is set; from there it goes on to the round's papers."""
    back = f"{reverse('items:list')}?round={round_.pk}"
    return f"{reverse('items:set_paper', args=[round_.pk])}?{urlencode({'next': back})}"


def _round_buttons(round_: Round, request: HttpRequest) -> list[dict[str, str]]:
    """Return what can be begun for a round: a paper, and the way to its setting plan."""
    buttons = []
    if _may_set(round_, request):
        buttons.append({"label": _("命制试卷"), "url": _set_paper_address(round_), "kind": "main", "icon": "plus"})
    if SettingPlan.steps.visible.test(actor(request), SettingPlan(round=round_), today()):
        buttons.append({"label": _("命制方案"), "url": reverse("items:setting", args=[round_.pk])})
    return buttons


def setting(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the setting plan of a round, or offer to draft it."""
    round_ = find(Round, request, pk)
    record = setting_of(round_)
    back = [{"label": str(round_), "url": round_.get_absolute_url()}]
    if record is None:
        may = may_begin(request, SettingPlan(round=round_), "draft_setting")
        address = f"{reverse('items:draft_setting', args=[pk])}?{urlencode({'next': request.path})}" if may else ""
        words = _("写明每科几套试卷、怎样命制、怎样保密。确定以后才能命题，也是实施方案的第四部分。")
        empty = nothing_yet(_("还没有试题命制方案"), words, address, _("拟定命制方案"))
        context = {
            "title": _("试题命制方案"),
            "sub": str(round_),
            "crumbs": back,
            "tables": [{"rows": [], "empty": empty}],
        }
        return render(request, "process/list.html", context)
    record = find(SettingPlan, request, record.pk)
    state = "ok" if record.state == "settled" else "go"
    context = record_context(
        record,
        request,
        title=_("试题命制方案"),
        sub=str(round_),
        tag={"state": state, "label": record.state_label},
        crumbs=back,
        buttons=[{"label": _("试卷"), "url": f"{reverse('items:list')}?round={pk}"}],
        facts=[{"label": _("每科试卷套数"), "value": str(record.papers_per_subject), "num": True}],
        texts=[
            {"title": _("命制方式"), "lines": record.method.splitlines()},
            {"title": _("保密措施"), "lines": record.secrecy.splitlines()},
        ],
    )
    return render(request, "process/page.html", context)


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is known of a paper, never the paper: who set, reviewed, sealed, issued and opened it."""
    record = find(Paper, request, pk)
    facts: list[dict[str, Any]] = [
        {"label": _("科目"), "value": str(record.subject)},
        {"label": _("试卷代码"), "value": record.code, "strong": True},
        {"label": _("命题人"), "value": record.setter.name},
        {"label": _("审题人"), "value": record.reviewer.name},
    ]
    if record.sealed_hash:
        facts.append({"label": _("封存时的 SHA-256"), "value": record.sealed_hash, "num": True})
    if record.issued_to:
        facts.append({"label": _("领取人"), "value": record.issued_to})
    if record.seal_intact is not None:
        tag = {"state": "ok", "label": _("完好")} if record.seal_intact else {"state": "late", "label": _("不完好")}
        facts.append({"label": _("启封时密封"), "tag": tag})
    context = record_context(
        record,
        request,
        title=str(record),
        sub=str(record.round),
        tag={"state": TAGS[record.state], "label": record.state_label},
        crumbs=[{"label": _("试卷"), "url": f"{reverse('items:list')}?round={record.round_id}"}],
        facts=facts,
        notices=[{"kind": "info", "text": _("查阅或取出试卷文件都会记入经过。")}],
    )
    return render(request, "process/page.html", context)


@require_POST
def read_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file to setter or reviewer, before it is sealed."""
    return _file(request, pk, operations.read_paper)


@require_POST
def take_out_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the file to a keeper, after two have opened it."""
    return _file(request, pk, operations.take_out_paper)


def _file(request: HttpRequest, pk: int, operation: Callable[..., bytes]) -> HttpResponse:
    """Take the step that gives the file."""
    record = find(Paper, request, pk)
    content = operation(record, by=actor(request), at=timezone.now())
    return sent(content, record.file.name, record.file.media_type)
