"""The results of a round as offices see them: how the marks lie, everybody's result, publishing, objections."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from jiangxin.documents import printed
from jiangxin.documents.views import sent
from jiangxin.process.dues import last_day
from jiangxin.process.errors import Unable
from jiangxin.process.inputs import WordForm
from jiangxin.process.presenting import basis_of, nothing_yet, rule_of, state_tag
from jiangxin.process.views import actor, find, posted, record_context, today
from jiangxin.regulation.parameters import param
from jiangxin.results import operations, queries
from jiangxin.results.marks import marks_missing
from jiangxin.results.models import Objection, Publication, Result, ResultFiling
from jiangxin.results.rules import ABSENT, FAILED, KNOCKED_OUT, PASSED, SubjectResult
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Subject

TAGS = {PASSED: "ok", FAILED: "late", KNOCKED_OUT: "late", ABSENT: "plain"}


@require_GET
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round's results: counts, distributions with their pass lines, the list, objections, filings."""
    shown = find(Round, request, pk)
    publication = Publication.objects.visible_to(actor(request), today()).filter(round=shown).first()
    subjects = list(shown.level.subjects.all())
    visible: QuerySet[Result] = queries.results_of(shown).filter(
        Result.steps.visible.q(Result, actor(request), today())
    )
    chosen = request.GET.get("conclusion", "")
    listed = visible.filter(conclusion=chosen) if chosen in TAGS else visible
    context = {
        "round": shown,
        "publication": publication,
        "missing": list(marks_missing(shown)) if publication and publication.state == "draft" else [],
        "may_publish": publication is not None and _may_publish(request, publication),
        "figures": _figures(shown, visible.exists()),
        "pictures": [_picture(shown, subject) for subject in subjects] if visible.exists() else [],
        "columns": [
            {"label": _("姓名")},
            *[{"label": str(one), "num": True} for one in subjects],
            {"label": _("结论")},
        ],
        "rows": [_row(one, subjects) for one in listed],
        "empty": nothing_yet(
            _("还没有成绩"), _("各科成绩确定、督导报告签署以后，由中心汇总公示，每名考生的成绩列在这里。")
        ),
        "chosen": chosen,
        "objections": Objection.objects.visible_to(actor(request), today()).filter(result__application__round=shown),
        "filings": ResultFiling.objects.visible_to(actor(request), today()).filter(round=shown),
        "may_prepare": _may_prepare(request, publication),
        **(_about(publication, request) if publication else {}),
    }
    return render(request, "results/round.html", context)


def _about(publication: Publication, request: HttpRequest) -> dict[str, Any]:
    known = record_context(publication, request)
    return {"events": known["events"], "basis": rule_of(param("publicity.span", publication.published_on or today()))}


def _may_publish(request: HttpRequest, publication: Publication) -> bool:
    step = Publication.steps["publish"]
    return publication.state in step.sources and step.may.test(actor(request), publication, today())


def _may_prepare(request: HttpRequest, publication: Publication | None) -> bool:
    """Tell whether this person can begin another report: somebody waits, and none is in preparation."""
    if publication is None or publication.state != "published":
        return False
    sketch = ResultFiling(round=publication.round, publication=publication)
    step = ResultFiling.steps["prepare_filing"]
    open_ = ResultFiling.objects.filter(round=publication.round_id, state="draft").exists()
    return step.may.test(actor(request), sketch, today()) and not open_ and not step.missing(sketch)


def _figures(shown: Round, any_result: bool) -> list[dict[str, Any]]:
    counts, here = queries.tally(shown), reverse("results:round", args=[shown.pk])
    labels = (
        ("all", _("考生")), (PASSED, _("合格")), (FAILED, _("不合格")), (KNOCKED_OUT, _("否定项")), (ABSENT, _("缺考")),
    )  # fmt: skip
    held = _("异议处理中 %d 人") % counts["held"] if counts["held"] else ""
    return [
        {
            "value": counts[key] if any_result else None,
            "label": label,
            "note": held if key == "all" else "",
            "url": f"{here}?conclusion={key}#list" if key in TAGS else f"{here}#list" if key == "all" else "",
        }
        for key, label in labels
    ]


def _picture(shown: Round, subject: Subject) -> dict[str, Any]:
    """Return the distribution of a subject for `components/distribution.html`."""
    classes = queries.distribution(shown, subject.kind)
    full, line = int(subject.full_mark), subject.pass_mark
    width = classes[1][0] - classes[0][0] if len(classes) > 1 else full
    tops = [full if bound == classes[-1][0] else bound + width for bound, _count in classes]
    counted = sum(count for _bound, count in classes)
    reached = sum(count for bound, count in classes if bound >= line)
    return {
        "title": str(subject),
        "bins": [
            {"label": f"{bound}–{top}", "count": count, "below": top <= line, "minor": place % 2}
            for place, ((bound, count), top) in enumerate(zip(classes, tops, strict=True))
        ],
        "peak": max((count for _bound, count in classes), default=0) or 1,
        "pass_mark": f"{line:g}",
        "full": full,
        "text": _("%(subject)s：有成绩 %(all)d 人，合格线 %(line)s 分，其中 %(reached)d 人的成绩达到合格线。")
        % {"subject": subject, "all": counted, "line": f"{line:g}", "reached": reached},
    }  # fmt: skip


def _row(result: Result, subjects: list[Subject]) -> dict[str, Any]:
    person = result.application.person
    conclusion = {"state": TAGS[result.conclusion], "label": str(result.get_conclusion_display())}
    if result.state == "held":
        conclusion = {"state": "wait", "label": result.state_label}
    return {
        "id": result.pk,
        "cells": [
            {"text": person.name, "lead": True, "sub": person.masked_id},
            *[_mark_cell(result.mark_of(subject.kind)) for subject in subjects],
            {"tag": conclusion},
        ],
    }


def _mark_cell(entry: SubjectResult | None) -> dict[str, Any]:
    """Return a mark beside its own pass mark; absent and knocked out in words."""
    if entry is None:
        return {"text": "–", "num": True}
    line = _("合格线 %s") % f"{entry.pass_mark:g}"
    if entry.absent:
        return {"text": _("缺考"), "sub": line, "num": True}
    return {"text": entry.mark, "sub": _("否定项 · %s") % line if entry.knocked_out else line, "num": True}


def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what publishing does, to how many, until when; do it after the word is typed."""
    shown = find(Publication, request, pk)
    if not _may_publish(request, shown):
        if shown.state == "published":
            messages.info(request, _("成绩已经公示。"))
            return redirect(shown)
        raise PermissionDenied
    form = WordForm(*posted(request), expected=_("公示"))
    if request.method == "POST" and form.is_valid():
        operations.publish(shown, by=actor(request), at=timezone.now())
        messages.success(request, _("成绩已经公示。公示期满的次日起可以上报结果。"))
        return redirect(shown)
    return render(request, "results/publish.html", _publishing(shown, form), status=409 if form.errors else 200)


def _publishing(shown: Publication, form: WordForm) -> dict[str, Any]:
    missing = [str(sentence) for sentence in Publication.steps["publish"].missing(shown)]
    span = param("publicity.span", today())
    ends_on = last_day(today(), span.span)
    return {
        "record": shown, "form": form, "missing": missing, "word": _("公示"), "basis": rule_of(span),
        "url": reverse("results:publish", args=[shown.pk]), "back": shown.get_absolute_url(),
        "will": [
            _("按各科合格线得出每名考生的结论，各科分别合格才算合格，不计平均分。"),
            _("名单隐去姓名、证件号码和准考证号的大部分，不公布分数，在公众页面公示。"),
            _("公示期内任何人可以提出异议；异议只暂停所涉考生，不影响其他人。"),
        ],
        "figures": [
            {"label": _("公示开始"), "day": today()}, {"label": _("公示结束"), "day": ends_on},
            {"label": _("公示期"), "value": span.words, "basis": rule_of(span)},
        ],
    }  # fmt: skip


@require_GET
def publicity_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the publicity list, for the notice board."""
    shown = find(Publication, request, pk)
    if shown.published_on is None:
        raise Http404
    with override(settings.LANGUAGE_CODE):
        content = printed.publicity(queries.publicity_sheet(shown), timezone.now())
    return sent(content, _("%s期成绩公示.pdf") % shown.round.number, "application/pdf")


@require_GET
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an objection beside the result it is against, and the decisions that can be taken."""
    shown = find(Objection, request, pk)
    result, subjects = shown.result, list(shown.result.application.round.level.subjects.all())
    context = record_context(
        shown,
        request,
        result=result,
        round=result.application.round,
        tag=state_tag(shown, good=("dismissed",), bad=("upheld",)),
        columns=[{"label": _("科目")}, {"label": _("成绩"), "num": True}, {"label": _("结果")}],
        rows=[_subject_row(one, result) for one in subjects],
        conclusion={"state": TAGS[result.conclusion], "label": str(result.get_conclusion_display())},
        basis=basis_of(Objection.steps["dismiss"].basis),
    )
    return render(request, "results/objection.html", context)


def _subject_row(subject: Subject, result: Result) -> dict[str, Any]:
    entry = result.mark_of(subject.kind)
    passed = entry is not None and entry.passed
    tag = {"state": "ok" if passed else "late", "label": _("达到合格线") if passed else _("未达到")}
    return {"id": subject.pk, "cells": [{"text": str(subject), "lead": True}, _mark_cell(entry), {"tag": tag}]}


def prepare_filing(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin another report for those who were held back or refused."""
    shown = find(Publication, request, pk)
    if request.method != "POST":
        return redirect(shown)
    try:
        filing = operations.prepare_filing(shown, by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
        return redirect(shown)
    messages.success(request, _("已建立第 %d 次结果备案。") % filing.sequence)
    return redirect(filing)
