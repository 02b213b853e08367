"""The page of the colleges' targets (任务指标), with the progress that the records show."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiangxin.people import roles
from jiangxin.process.presenting import nothing_yet, step_columns
from jiangxin.process.views import actor, today
from jiangxin.process.who import ANONYMOUS
from jiangxin.regulation.basis import article
from jiangxin.reports import queries
from jiangxin.reports.models import Target
from jiangxin.reports.queries import Funnel, percent


@require_GET
def targets(request: HttpRequest) -> HttpResponse:
    """Show each college's targets of a year beside what its rounds of that year have led to."""
    user = actor(request)
    listed = list(Target.objects.visible_to(user, today()).filter(state="set").select_related("college", "institution"))
    found = queries.progress(listed)
    may = user is not ANONYMOUS and any(
        appointment.role == roles.CENTRE_OFFICER for appointment in user.appointments_on(today())
    )
    labels = {"revise_target": _("调整"), "withdraw_target": _("撤回指标")}
    acts, cells = step_columns(listed, labels, user, today(), back=request.path)
    address = reverse("reports:set_target")
    words = _("每年给各学院下达报名和取证人数，进度从批次的记录里统计。")
    columns = [
        {"label": _("学院")}, {"label": _("年度"), "num": True}, {"label": _("报名"), "num": True},
        {"label": _("报名完成率"), "num": True}, {"label": _("取证"), "num": True},
        {"label": _("取证完成率"), "num": True},
        *acts,
    ]  # fmt: skip
    table = {
        "columns": columns,
        "rows": [_row(target, found[target.pk], cells[target.pk]) for target in listed],
        "empty": nothing_yet(_("还没有任务指标"), words, address if may else "", _("下达任务指标")),
    }
    context = {
        "title": _("任务指标"),
        "sub": _("完成数／指标数，按批次年度统计；不含草稿和已取消的批次（%s）") % article("6").label,
        "crumbs": [{"label": _("评价工作台账"), "url": reverse("reports:overview")}],
        "buttons": [{"label": _("下达任务指标"), "url": address, "icon": "plus"}] if may and listed else [],
        "tables": [table],
    }
    return render(request, "process/list.html", context)


def _row(target: Target, done: Funnel, acts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a target with its progress, and what may be done with it."""
    cells: list[dict[str, Any]] = [
        {"text": str(target.college), "lead": True},
        {"text": str(target.year), "num": True},
        {"text": f"{done.applied} / {target.applied}", "num": True},
        {"text": _share(done.applied, target.applied), "num": True},
        {"text": f"{done.certified} / {target.certified}", "num": True},
        {"text": _share(done.certified, target.certified), "num": True},
        *acts,
    ]
    return {"id": target.pk, "cells": cells}


def _share(part: int, whole: int) -> str:
    """Return how much of a target is reached, in percent."""
    share = percent(part, whole)
    return "–" if share is None else f"{share}%"
