"""A college's rosters: the template, the check that writes nothing, the import."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.enrolment import operations
from jiangxin.enrolment.forms import ImportForm, RecheckForm, RosterForm
from jiangxin.enrolment.models import Application, Roster
from jiangxin.enrolment.queries import roster_scope
from jiangxin.enrolment.roster import roster_template
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import WITH_FORM
from jiangxin.process.views import ReasonForm, actor, find, posted, record_context, step_view, today
from jiangxin.rounds.models import Round

TAGS = {"checked": "go", "imported": "ok", "discarded": "plain"}
WITH_FORM.update({("enrolment.roster", "import_roster"), ("enrolment.roster", "recheck_roster")})
# What becomes of a row, in words.
FATES = {
    "new": gettext_lazy("新增"), "overwritten": gettext_lazy("覆盖"), "same": gettext_lazy("无变化"),
    "ignored": gettext_lazy("忽略"), "untouched": gettext_lazy("不改动"),
}  # fmt: skip
STEPS = [
    path(
        f"roster/<int:pk>/{verb}",
        step_view(Roster, Roster.steps[verb], operation, form),
        name=verb,
    )
    for verb, operation, form in (
        ("recheck_roster", operations.recheck_roster, RecheckForm),
        ("import_roster", operations.import_roster, ImportForm),
        ("discard_roster", operations.discard_roster, ReasonForm),
    )
]


def rosters_seen(request: HttpRequest, round_: Round) -> bool:
    """Tell whether this user sees the rosters of a round."""
    return Roster.steps.visible.test(actor(request), Roster(round=round_), today())


def round_of(request: HttpRequest, pk: int) -> Round:
    """Return a round whose rosters this user may see; 404 for any other."""
    round_ = find(Round, request, pk)
    if not rosters_seen(request, round_):
        raise Http404
    return round_


def rosters(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the template, take a roster in for its check, and list those of the round."""
    round_ = round_of(request, pk)
    form = RosterForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            checked = operations.check_roster(
                round_, file.name, file.read(), by=actor(request), at=timezone.now(), mode=form.cleaned_data["mode"]
            )
        except Unable as error:
            form.add_error("file", str(error))
        else:
            return redirect(checked)
    listed = Roster.objects.filter(round=round_).select_related("file")
    context = {
        "round": round_, "form": form, "rows": [_row(one) for one in listed], "columns": _columns(),
        "may": Roster.steps["check_roster"].may.test(actor(request), Roster(round=round_), today()),
        "open": round_.state == "open",
    }  # fmt: skip
    return render(request, "enrolment/rosters.html", context, status=200 if request.method == "GET" else 409)


def _columns() -> list[dict[str, Any]]:
    return [
        {"label": _("名册")}, {"label": _("导入方式")}, {"label": _("行数"), "num": True},
        {"label": _("有错误的行"), "num": True}, {"label": _("状态")},
    ]  # fmt: skip


def _row(roster: Roster) -> dict[str, Any]:
    return {
        "id": roster.pk,
        "cells": [
            {"text": str(roster), "lead": True, "url": roster.get_absolute_url()},
            {"text": roster.get_mode_display()},
            {"text": roster.rows, "num": True},
            {"text": roster.faulty, "num": True},
            {"tag": {"state": TAGS[roster.state], "label": roster.state_label}},
        ],
    }


@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the empty roster of a round, with its drop-downs."""
    round_ = round_of(request, pk)
    response = HttpResponse(roster_template(roster_scope(round_)), content_type=MEDIA_TYPE)
    name = quote(_("%s 报名名册模板.xlsx") % round_.number)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response


@require_GET
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the check of a roster found, what its import will do, and what can be done with it."""
    found = find(Roster, request, pk)
    summary = found.summary
    withdrawn = Application.objects.filter(pk__in=summary["plan"]["withdrawn"]).select_related("person")
    context = record_context(
        found, request, figures=_figures(found), summary=summary, round=found.round, tag=TAGS[found.state],
        preview=[row | {"column": FATES[row["fate"]]} for row in summary["plan"]["rows"]], withdrawn=withdrawn,
        applications=f"{reverse('enrolment:applications')}?round={found.round_id}&state=submitted",
    )  # fmt: skip
    return render(request, "enrolment/roster.html", context)


def _figures(roster: Roster) -> list[dict[str, Any]]:
    """Return the numbers of a check: first what an import does, then what stands in its way."""
    summary, counts = roster.summary, roster.summary["plan"]["counts"]
    left = counts["ignored"] + counts["same"] + counts["untouched"]
    figures = [
        {"value": counts["new"], "label": _("新增"), "note": _("可以导入的行中 %d 人已在册") % summary["known"]},
        {"value": counts["overwritten"], "label": _("覆盖"), "url": "#preview"},
        {"value": left, "label": _("不改动"), "url": "#preview", "note": _("已审核、本人填报或无变化")},
        {"value": counts["withdrawn"], "label": _("撤回"), "url": "#withdrawn"},
        {"value": summary["copies"], "label": _("重复"), "note": _("与另一行完全相同，只保留一行")},
        {"value": roster.faulty, "label": _("错误"), "url": "#faults"},
        {"value": summary["repaired"], "label": _("自动更正"), "url": "#repairs"},
        {"value": summary["noticed"], "label": _("提示"), "note": _("不影响导入")},
    ]
    return [figure for figure in figures if figure["value"] or figure["label"] in {_("新增"), _("错误")}]
