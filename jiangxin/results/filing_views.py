"""A report of passed candidates: the centre files it, the province answers, or two officers do from its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from jiangxin.documents.views import served
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, nothing_yet, state_tag, step_buttons
from jiangxin.process.views import View, actor, find, record_context, today
from jiangxin.results import operations
from jiangxin.results.models import FilingRow, ResultFiling
from jiangxin.results.queries import answers, results_to_file
from jiangxin.results.steps import WAITING
from jiangxin.rounds.models import Round

ALL: tuple[tuple[str, str, str, Callable[..., list[FilingRow]]], ...] = (
    ("confirm_all", "confirm_row", "awaiting", operations.confirm_all),
    ("propose_confirmation_all", "propose_confirmation", "awaiting", operations.propose_confirmation_all),
    ("second_confirmation_all", "second_confirmation", "proposed", operations.second_confirmation_all),
)


@require_GET
def filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report with its rows and their answers, and what this person may do with each and with all."""
    shown = find(ResultFiling, request, pk)
    rows = list(
        shown.rows.select_related("result__application__person", "result__application__admission", "result_filing")
    )
    context = record_context(
        shown,
        request,
        round=shown.round,
        tag=state_tag(shown, good=("answered",)),
        facts=_facts(shown),
        figures=_figures(shown),
        rows=[{"row": row, "tag": _tag(row), "steps": _steps(row, request)} for row in rows],
        together=_together(shown, rows, request),
        empty=_empty(shown),
        basis=basis_of(FilingRow.steps["confirm_row"].basis),
    )
    return render(request, "results/filing.html", context)


@require_GET
def answering(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the report of a round whose people wait for an answer; where none waits, to the round's results."""
    round_ = find(Round, request, pk)
    seen = ResultFiling.objects.visible_to(actor(request), today()).filter(round=round_)
    waiting = seen.filter(rows__state__in=WAITING).order_by("sequence").first()
    return redirect(waiting) if waiting else redirect("results:round", pk)


def _facts(shown: ResultFiling) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [
        {"label": _("省职鉴中心"), "value": str(shown.round.institution.provincial_centre or "–")},
        {"label": _("期限起算"), "day": shown.counts_from},
    ]
    if shown.filed_on:
        facts.append({"label": _("上报日期"), "day": shown.filed_on})
    if shown.workbook:
        facts.append(
            {"label": _("上报表格"), "value": shown.workbook.name, "url": reverse("results:workbook", args=[shown.pk])}
        )
    if shown.receipt:
        facts.append(
            {"label": _("确认文件"), "value": shown.receipt_number, "url": reverse("results:receipt", args=[shown.pk])}
        )
    return facts


def _figures(shown: ResultFiling) -> list[dict[str, Any]]:
    counts = answers(shown)
    return [{"value": counts.get(state, 0), "label": label} for state, label in FilingRow.steps.states.items()]


def _tag(row: FilingRow) -> dict[str, str]:
    return state_tag(row, good=("confirmed",), bad=("refused",))


def _steps(row: FilingRow, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the steps of one row, none of them as the page's main button."""
    back = reverse("results:filing", args=[row.result_filing_id])
    return [{**button, "kind": ""} for button in step_buttons(row, actor(request), today(), back=back)]


def _together(shown: ResultFiling, rows: list[FilingRow], request: HttpRequest) -> list[dict[str, Any]]:
    """Return what this person may do with all rows at once, with the question that is asked before."""
    offered = []
    for name, verb, state, _operation in ALL:
        step = FilingRow.steps[verb]
        waiting = [row for row in rows if row.state == state]
        if not waiting or not all(step.may.test(actor(request), row, today()) for row in waiting):
            continue
        label = _("全部%(step)s（%(count)d 人）") % {"step": step.label, "count": len(waiting)}
        question = (
            _("您已逐人与确认文件核对。%s，确定吗？")
            if verb == "second_confirmation"
            else _("%s，确定吗？需要退回个别人的，请先逐人退回。")
        )
        offered.append(
            {
                "label": label,
                "url": reverse(f"results:{name}", args=[shown.pk]),
                "kind": "main",
                "missing": [str(sentence) for sentence in step.missing(waiting[0])],
                "confirm": question % label,
            }
        )
    return offered


def _empty(shown: ResultFiling) -> dict[str, str]:
    if shown.state == "draft":
        count = results_to_file(shown.round).count()
        return nothing_yet(
            _("还没有上报"), _("现在有 %d 名合格人员可以上报；公示期满的次日起，由中心办理结果备案。") % count
        )
    return nothing_yet(_("没有人员"), "")


def together(operation: Callable[..., list[FilingRow]]) -> View:
    """Return the view that answers all waiting rows of a report at once."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        shown = find(ResultFiling, request, pk)
        try:
            rows = operation(shown, by=actor(request), at=timezone.now())
        except Unable as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已办理 %d 人。") % len(rows))
        return redirect(shown)

    return view


@require_GET
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Download the workbook as it was filed."""
    shown = find(ResultFiling, request, pk)
    return served(request, shown.workbook, purpose="filing", whose=_listed(shown))


@require_GET
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the scan of the province's confirmation."""
    shown = find(ResultFiling, request, pk)
    return served(request, shown.receipt, purpose="filing", whose=_listed(shown))  # the province may list them in clear


def _listed(shown: ResultFiling) -> QuerySet[Any, int]:
    """Return the keys of the persons of a report."""
    return shown.rows.values_list("result__application__person", flat=True)


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the answers of a report, to be signed and stamped by the province's officer."""
    shown = find(ResultFiling, request, pk)
    rows = shown.rows.select_related("result__application__person", "result__application__admission")
    context = {
        "filing": shown, "round": shown.round, "rows": rows, "institution": shown.round.institution,
        "practice": shown.round.institution.practice, "printed_at": timezone.now(), "stamp": True,
        "digest": shown.workbook.sha256[:12] if shown.workbook else "",
    }  # fmt: skip
    with override(settings.LANGUAGE_CODE):
        return render(request, "results/sheet.html", context)
