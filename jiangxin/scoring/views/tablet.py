"""An examiner's pages on a tablet: his candidates, one sheet, handing it in. He sees his own sheets and no others."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.documents.views import served
from jiangxin.exams.models import ExamRoom, Seat
from jiangxin.exams.queries import duties_of
from jiangxin.people import operations as people
from jiangxin.people.models import Person
from jiangxin.process.errors import Unable
from jiangxin.process.views import actor, find, today
from jiangxin.regulation.words import in_series
from jiangxin.scoring import operations, queries
from jiangxin.scoring.forms import SheetForm
from jiangxin.scoring.models import ScoreSheet
from jiangxin.scoring.rules import module_names, sheet_in_bounds
from jiangxin.scoring.steps import PANEL


def marker(request: HttpRequest) -> Person:
    """Return the person who marks; whoever has an account without a person marks nothing."""
    person = getattr(request.user, "person", None)
    if person is None:
        raise PermissionDenied
    return person  # type: ignore[no-any-return]


@require_GET
def rooms(request: HttpRequest) -> HttpResponse:
    """List the rooms in which I mark, with how many of my sheets are handed in; `?round=` leads to a round's marks."""
    if (asked := request.GET.get("round", "")).isdecimal():
        return redirect("scoring:round", int(asked))
    person = marker(request)
    rows = []
    for duty in duties_of(person):
        if duty.role not in ("examiner", "reviewer") or duty.exam_room is None:
            continue
        listed = queries.seats_of_marker(person, duty.exam_room)
        done = sum(sheet is not None and sheet.state == "submitted" for _seat, sheet in listed)
        rows.append({"duty": duty, "room": duty.exam_room, "done": done, "all": len(listed)})
    rows.sort(key=lambda row: row["done"] == row["all"])  # what is still to be done comes first
    return render(request, "scoring/rooms.html", {"rows": rows})


@require_GET
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """List my candidates in a room, each with the state of my own sheet."""
    exam_room, person = find(ExamRoom, request, pk), marker(request)
    if not _marks_in(request, exam_room):
        raise Http404
    found = list(queries.seats_of_marker(person, exam_room))
    # The photos that the page will ask for are read at once: one line of history, not one for each candidate.
    seen = [seat.application.person_id for seat, sheet in found if sheet and seat.application.photo_id]
    people.read(seen, "photo", by=actor(request), at=timezone.now(), purpose="assessment", about=str(exam_room))
    listed = [_candidate(seat, sheet) for seat, sheet in found]
    context = {
        "room": exam_room,
        "sitting": exam_room.sitting,
        "rows": listed,
        "done": sum(row["done"] for row in listed),
        "crumbs": [{"label": _("评分"), "url": reverse("scoring:rooms")}],
    }
    return render(request, "scoring/room.html", context)


def _marks_in(request: HttpRequest, exam_room: ExamRoom) -> bool:
    seat = Seat(exam_room=exam_room, sitting=exam_room.sitting)
    return PANEL.test(actor(request), ScoreSheet(seat=seat, marker=marker(request)), today())


def _candidate(seat: Seat, sheet: ScoreSheet | None) -> dict[str, Any]:
    tags = {"open": ("go", _("评分中")), "submitted": ("ok", _("已交表"))}
    kind, label = tags[sheet.state] if sheet else ("wait", _("未评"))
    if sheet is None and seat.state == "absent":
        kind, label = "late", _("缺考（待登记）")
    return {
        "seat": seat,
        "number": getattr(seat.application, "admission", ""),
        "sheet": sheet,
        "tag": {"state": kind, "label": label},
        "done": sheet is not None and sheet.state == "submitted",
        "total": sheet.total if sheet else None,
        "absent": seat.state == "absent",
    }


@require_POST
def open_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Open my sheet for a candidate, or go back to the one that is open."""
    seat = find(Seat, request, pk)
    try:
        sheet = operations.open_sheet(seat, marker(request), by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
        return redirect("scoring:room", seat.exam_room_id)
    return redirect(sheet)


def _mine(request: HttpRequest, pk: int) -> ScoreSheet:
    """Return my own sheet; another's is not there."""
    sheet = find(ScoreSheet, request, pk)
    if sheet.marker_id != marker(request).pk:
        raise Http404
    return sheet


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one score sheet; the marks of the rest of the panel are not on it until all have handed in."""
    seen = find(ScoreSheet, request, pk)
    mine = seen.marker_id == marker(request).pk
    seat = queries.with_marking(Seat.objects.filter(pk=seen.seat_id)).get()
    locked = seen.state != "open" or not mine
    rows = _score_rows(seen)
    nearby = _neighbours(seen)
    context = {
        "sheet": seen, "seat": seat, "mine": mine, "locked": locked, "rows": rows,
        "number": getattr(seat.application, "admission", ""),
        "knockout": {True: "yes", False: "no", None: ""}[seen.knockout],
        "knocks_out": seen.subject.knocks_out,
        "total": sum((row["value"] for row in rows if row["value"] is not None), Decimal(0)),
        "rated": sum((row["max"] for row in rows if row["value"] is not None), Decimal(0)),
        "blanks": blanks(seen),
        "spread": _spread(seat) if seen.state == "submitted" else None,
        "before": nearby[0], "after": nearby[1],
    }  # fmt: skip
    return render(request, "scoring/sheet.html", context)


def _score_rows(seen: ScoreSheet) -> list[dict[str, Any]]:
    names, maxima = module_names(seen.subject), seen.subject.maxima
    marks = list(seen.marks) or [None] * len(maxima)
    return [
        {"name": f"m{place}", "label": label, "max": maximum.normalize(), "value": value}
        for place, (label, maximum, value) in enumerate(zip(names, maxima, marks, strict=False))
    ]


def _neighbours(seen: ScoreSheet) -> tuple[Seat | None, Seat | None]:
    """Return the seats before and after this one in its room, absentees left out."""
    seats = [
        seat
        for seat in seen.seat.exam_room.seats.exclude(state="moved").order_by("number")
        if seat.state != "absent" or seat.pk == seen.seat_id
    ]
    place = next((place for place, seat in enumerate(seats) if seat.pk == seen.seat_id), 0)
    return (seats[place - 1] if place else None), (seats[place + 1] if place + 1 < len(seats) else None)


def _spread(seat: Seat) -> dict[str, Any] | None:
    """Return the totals of the panel and the rule, once everybody has handed in."""
    mark = next(iter(seat.marks.all()), None)
    if mark is None:
        return None
    sheets = queries.submitted(seat)
    totals = [sheet.total for sheet in sheets if sheet.total is not None]
    return {
        "mark": mark, "sheets": sheets, "least": min(totals, default=None), "most": max(totals, default=None),
        "between": max(totals) - min(totals) if totals else None,
        "knockouts": sum(bool(sheet.knockout) for sheet in sheets),
    }  # fmt: skip


def blanks(seen: ScoreSheet) -> list[str]:
    """Return what keeps a sheet from being handed in."""
    return [] if seen.state != "open" else list(sheet_in_bounds(seen))


@require_POST
def mark(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep what the tablet sends, and say when it was kept; a refusal is a sentence. The same twice is kept once."""
    seen = _mine(request, pk)
    form = SheetForm(request.POST, sheet=seen)
    if not form.is_valid():
        sentence = in_series(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"error": _("没有保存：%s") % sentence}, status=409)
    try:
        kept = operations.mark(seen, by=actor(request), at=timezone.now(), **form.content())
    except Unable as error:
        return JsonResponse({"error": str(error)}, status=409)
    left = len(blanks(kept))
    return JsonResponse(
        {
            "saved": f"{timezone.localtime():%H:%M:%S}",
            "left": left,
            "hand_in": _("交表") if not left else _("交表（还有 %d 项未评）") % left,
        }
    )


def submit_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is blank, then hand the sheet in; it can't be changed afterwards."""
    seen, step = _mine(request, pk), ScoreSheet.steps["submit_sheet"]
    if request.method == "POST":
        try:
            operations.submit_sheet(seen, by=actor(request), at=timezone.now())
        except Unable as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已交表：%s。") % seen.seat)
            return redirect("scoring:room", seen.seat.exam_room_id)
    rows = _score_rows(seen)
    facts = [
        {
            "label": row["label"],
            "value": f"{row['value'].normalize():f} / {row['max']:f}" if row["value"] is not None else _("未评"),
            "num": True,
        }
        for row in rows
    ]
    context = {
        "sheet": seen,
        "facts": facts,
        "blanks": [str(fact) for fact in step.missing(seen)] if seen.state in step.sources else [],
        "total": seen.total,
        "back": seen.get_absolute_url(),
    }
    return render(request, "scoring/submit.html", context)


@require_POST
def mark_absent(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in, as one of the panel, that a candidate was absent: the room's roll call says so already."""
    seat = find(Seat, request, pk)
    try:
        row = operations.SheetRow(seat, absent=True)
        operations.enter_sheets([row], by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
    return redirect("scoring:room", seat.exam_room_id)


@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the candidate's photo to whoever marks him: it reaches the examiner through his sheet only."""
    stored = find(ScoreSheet, request, pk).seat.application.photo
    return served(request, stored, purpose="assessment", what="photo")
