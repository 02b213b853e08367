"""The office's pages: progress and marks of a round, theory by keyboard, workbooks; the supervisor's knock-outs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.documents import operations as documents
from jiangxin.documents.models import StoredFile
from jiangxin.documents.views import sent, served
from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.exams.models import Seat, Sitting
from jiangxin.people import operations as people
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, step_buttons, timeline
from jiangxin.process.taking import check_person
from jiangxin.process.views import actor, find, posted, today
from jiangxin.process.who import Actor
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations, queries
from jiangxin.scoring.forms import TheoryTable, WorkbookForm
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.operations import UnableToImportMarks
from jiangxin.scoring.steps import CENTRE, MARKING, RECORDER
from jiangxin.scoring.workbook import marks_template
from jiangxin.standards.models import Subject

MARKED = "错误原因-"  # what the name of a marked workbook begins with
BIN = 10  # marks to a bar of the distribution


def _may_enter(request: HttpRequest, round_: Round) -> bool:
    """Tell whether this user enters and composes marks of the round: the centre, for theory."""
    seat = Seat(sitting=Sitting(round=round_))
    return CENTRE.test(actor(request), SubjectMark(seat=seat), today())


def _may_see(request: HttpRequest, round_: Round) -> bool:
    """Tell whether this user may see the marks of the round."""
    seat = Seat(sitting=Sitting(round=round_))
    return SubjectMark.steps.visible.test(actor(request), SubjectMark(seat=seat), today())


def _round(request: HttpRequest, pk: int) -> Round:
    """Return a round whose marks this user may see; else it is not there."""
    round_ = find(Round, request, pk)
    if not _may_see(request, round_):
        raise Http404
    return round_


def kinds_imported(user: Actor, round_: Round, on: date) -> frozenset[str]:
    """Return the subjects of a round whose sheets of a workbook this user may bring in.

    The centre enters theory itself; what the examiners of a panel signed on paper is entered by a recorder.
    """
    mark = SubjectMark(seat=Seat(sitting=Sitting(round=round_)))
    theory, panels = CENTRE.test(user, mark, on), RECORDER.test(user, mark, on)
    kinds = [subject.kind for subject in round_.level.subjects.all()]
    return frozenset(kind for kind in kinds if (theory if kind == Subject.THEORY else panels))


def _importing(request: HttpRequest, pk: int) -> tuple[Round, frozenset[str]]:
    """Return a round and the subjects whose marks this user brings in; it opens for nobody who brings in none."""
    round_ = find(Round, request, pk)
    kinds = kinds_imported(actor(request), round_, today())
    if not kinds and not _may_see(request, round_):
        raise Http404
    if not kinds:
        raise PermissionDenied
    return round_, kinds


def _home(request: HttpRequest, round_: Round) -> str:
    """Return the page of the round's marks; for whom they aren't shown, as for a recorder, that of the round."""
    return reverse("scoring:round", args=[round_.pk]) if _may_see(request, round_) else round_.get_absolute_url()


@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round's marks: how far each subject is, who has not handed in, how the marks lie."""
    round_ = _round(request, pk)
    subjects = sorted(round_.level.subjects.all(), key=lambda one: list(queries.SHEETS).index(one.kind))
    context = {
        "round": round_,
        "subjects": [_subject(round_, subject) for subject in subjects],
        "entering": _may_enter(request, round_),
        "crumbs": [{"label": _("考务与督导"), "url": reverse("exams:sittings")}],
    }
    return render(request, "scoring/round.html", context)


def _subject(round_: Round, subject: Subject) -> dict[str, Any]:
    seats = list(queries.seats_in(round_, subject))
    marks = {mark.seat_id: mark for mark in queries.marks_of(round_, subject)}
    rows = [_mark_row(seat, marks.get(seat.pk)) for seat in seats]
    final = [mark for mark in marks.values() if mark.state == "final"]
    given = [mark.mark for mark in final if mark.mark is not None]
    return {
        "subject": subject,
        "rows": rows,
        "left": len(seats) - len(marks),
        "figures": [
            {"label": _("考生"), "value": len(seats)},
            {"label": _("成绩已定"), "value": len(final)},
            {"label": _("合格"), "value": sum(mark.passed for mark in final)},
            {"label": _("缺考"), "value": sum(mark.absent for mark in final)},
            {"label": _("否定项待确认"), "value": sum(mark.state == "awaiting" for mark in marks.values())},
        ],
        "picture": distribution(subject, given) if given else None,
        "theory": subject.kind == Subject.THEORY,
    }


def _mark_row(seat: Any, mark: SubjectMark | None) -> dict[str, Any]:
    return {
        "seat": seat,
        "number": getattr(seat.application, "admission", ""),
        "mark": mark,
        "tag": mark_tag(mark),
        "faults": [] if mark else list(queries.panel_faults(SubjectMark(seat=seat, subject=seat.sitting.subject))),
    }


def mark_tag(mark: SubjectMark | None) -> dict[str, str]:
    """Return what a mark means as a tag."""
    if mark is None:
        return {"state": "wait", "label": _("未出成绩")}
    if mark.state == "awaiting":
        return {"state": "wait", "label": _("否定项待督导员确认")}
    if mark.absent:
        return {"state": "plain", "label": _("缺考")}
    if mark.knocked_out:
        return {"state": "late", "label": _("不合格（否定项）")}
    return {"state": "ok", "label": _("合格")} if mark.passed else {"state": "late", "label": _("不合格")}


def distribution(subject: Subject, marks: list[Decimal]) -> dict[str, Any]:
    """Return how marks lie, for `components/distribution.html`."""
    full = int(subject.full_mark)
    count = max(1, full // BIN)
    found = Counter(min(int(mark) // BIN, count - 1) for mark in marks)
    bins = [
        {
            "label": f"{place * BIN}–{full if place == count - 1 else place * BIN + BIN - 1}", "count": found[place],
            "below": (place + 1) * BIN <= subject.pass_mark, "minor": bool(place % 2),
        }
        for place in range(count)
    ]  # fmt: skip
    passed = sum(mark >= subject.pass_mark for mark in marks)
    text = _("%(count)d 人有成绩，%(passed)d 人达到合格线 %(line)s。") % {
        "count": len(marks), "passed": passed, "line": f"{subject.pass_mark.normalize():f}",
    }  # fmt: skip
    return {
        "title": _("%s成绩分布") % subject, "bins": bins, "peak": max(found.values()), "full": full,
        "pass_mark": f"{subject.pass_mark.normalize():f}", "text": text,
    }  # fmt: skip


@require_POST
def compose_marks(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Compose the marks of a subject."""
    round_ = _round(request, pk)
    subject = get_object_or_404(Subject, level=round_.level, kind=kind)
    try:
        marks = operations.compose_marks(round_, subject, by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("%(subject)s成绩已合成，共 %(count)d 人。") % {"subject": subject, "count": len(marks)}
        )
    return redirect("scoring:round", pk)


def theory(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter theory marks in a table by keyboard; what was typed stays when something is wrong."""
    round_ = _round(request, pk)
    if not _may_enter(request, round_):
        raise PermissionDenied
    subject = get_object_or_404(Subject, level=round_.level, kind=Subject.THEORY)
    seats = list(queries.seats_in(round_, subject))
    waiting = [seat for seat in seats if not seat.marks.all()]
    table, refused = TheoryTable(request.POST, [seat.application_id for seat in waiting], subject.full_mark), ""
    if request.method == "POST" and not table.errors:
        try:
            marks = operations.enter_theory(round_, table.marks, by=actor(request), at=timezone.now())
        except Unable as error:
            refused = str(error)
        else:
            messages.success(request, _("已录入 %d 人的理论成绩。") % len(marks))
            return redirect("scoring:theory" if len(marks) < len(waiting) else "scoring:round", pk)
    rows = [
        {
            "seat": seat, "number": getattr(seat.application, "admission", ""),
            "value": request.POST.get(f"mark-{seat.application_id}", ""),
            "error": table.errors.get(seat.application_id),
            "absent": bool(request.POST.get(f"absent-{seat.application_id}")) or seat.state == "absent",
        }
        for seat in waiting
    ]  # fmt: skip
    context = {
        "round": round_, "subject": subject, "rows": rows, "done": len(seats) - len(waiting), "refused": refused,
        "crumbs": [{"label": _("成绩"), "url": reverse("scoring:round", args=[pk])}],
    }  # fmt: skip
    return render(request, "scoring/theory.html", context, status=409 if refused or table.errors else 200)


def import_marks(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a marks workbook; one with faults comes back with 错误原因 beside each refused row."""
    round_, kinds = _importing(request, pk)
    form = WorkbookForm(*posted(request))
    marked, report = None, None
    if request.method == "POST" and form.is_valid():
        file, by, at = form.cleaned_data["workbook"], actor(request), timezone.now()
        try:
            sheets = operations.import_marks(round_, file.name, file.read(), by=by, at=at, kinds=kinds)
        except UnableToImportMarks as error:
            form.add_error("workbook", str(error))
            report = error.report
            if error.marked is not None:
                marked = documents.keep(round_.institution, MARKED + file.name, error.marked, MEDIA_TYPE, by=by, at=at)
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已导入 %d 张评分表。") % len(sheets))
            return redirect(_home(request, round_))
    faults = report.summary()["faults"][:50] if report else []
    context = {
        "round": round_, "form": form, "marked": marked, "faults": faults,
        "counts": report.counts() if report else None,
        "sheets": joined(f"“{queries.SHEETS[kind]}”" for kind in queries.SHEETS if kind in kinds),
        "theory": Subject.THEORY in kinds, "panels": bool(kinds - {Subject.THEORY}),
        "crumbs": [{"label": _("成绩"), "url": _home(request, round_)}],
    }  # fmt: skip
    return render(request, "scoring/import.html", context, status=200 if request.method == "GET" else 409)


@require_GET
def marked_workbook(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Give the marked workbook of an upload that was refused."""
    round_, _kinds = _importing(request, pk)
    kept = get_object_or_404(StoredFile, pk=file, institution=round_.institution, name__startswith=MARKED, person=None)
    return served(request, kept, purpose="assessment", whose=())


@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the workbook of the marks that this user brings in, with the candidates and the examiners of their panel."""
    round_, kinds = _importing(request, pk)
    subjects = [subject for subject in round_.level.subjects.all() if subject.kind in kinds]
    seats = [seat for subject in subjects for seat in queries.seats_in(round_, subject)]
    known = {seat.application.person.id_number: seat.application.person.name for seat in seats}
    panels = {frozenset(person.name for person in queries.panel_of(seat)) for seat in seats}
    scope = queries.marks_scope(round_.level, known, kinds=kinds, panels=[panel for panel in panels if panel])
    name, keys = f"{round_.number}-{_('成绩表')}.xlsx", [seat.application.person_id for seat in seats]
    people.read(keys, "document", by=actor(request), at=timezone.now(), purpose="assessment", about=name)
    return sent(marks_template(scope), name, MEDIA_TYPE)


@require_GET
def mark_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one candidate's mark: what each examiner gave, the rule, who confirmed."""
    mark = find(SubjectMark, request, pk)
    return render(request, "scoring/mark.html", _mark_context(request, mark))


def _mark_context(request: HttpRequest, mark: SubjectMark) -> dict[str, Any]:
    sheets = list(ScoreSheet.objects.filter(seat=mark.seat, state="submitted").select_related("marker", "subject"))
    return {
        "mark": mark, "tag": mark_tag(mark), "sheets": sheets, "basis": basis_of(MARKING),
        "knockouts": sum(bool(sheet.knockout) for sheet in sheets),
        "steps": step_buttons(mark, actor(request), today(), back=request.path),
        "events": timeline([mark, *sheets]),
    }  # fmt: skip


def confirm_knockout(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the panel found and ask the sitting's supervisor to confirm it."""
    mark = find(SubjectMark, request, pk)
    check_person(mark, mark.steps["confirm_knockout"], actor(request), today())
    if request.method == "POST":
        try:
            operations.confirm_knockout(mark, by=actor(request), at=timezone.now())
        except Unable as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已确认否定项：%s。") % mark.seat.application)
            return redirect(mark)
    return render(request, "scoring/knockout.html", _mark_context(request, mark))
