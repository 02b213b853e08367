"""Pages of an office: the rounds that are arranged, one round's timetable, one sitting, the roster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.exams import operations, printing, queries
from jiangxin.exams.forms import ArrangeForm, AssignForm, ShuffleForm
from jiangxin.exams.models import Admission, Duty, ExamRoom, Sitting
from jiangxin.exams.recusal import recused_here
from jiangxin.exams.rules import staffing
from jiangxin.exams.steps import ARRANGED
from jiangxin.exams.views.dispatching import outside_of
from jiangxin.exams.views.presenting import grid, room_map, staffing_rows, tag
from jiangxin.plans.models import Plan
from jiangxin.plans.queries import current_plan
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import step_buttons, timeline
from jiangxin.process.views import actor, find, posted, today
from jiangxin.rounds.models import Round

SUBJECTS = ("theory", "practical", "review")


@require_GET
def sittings(request: HttpRequest) -> HttpResponse:
    """List the rounds whose plan is in force, with what is arranged; staff on duty are led to their duties.

    `?round=` leads to one round: every number of sittings opens its rows there.
    """
    if (asked := request.GET.get("round", "")).isdecimal():
        return redirect("exams:round", int(asked))
    rounds = Round.objects.visible_to(actor(request), today()).filter(state="closed")
    visible = Sitting.objects.visible_to(actor(request), today())
    in_force = Plan.objects.filter(state="received").values("round")
    rounds = rounds.filter(Q(pk__in=in_force) | Q(sittings__in=visible)).distinct()
    counted = rounds.select_related("college", "level__standard__occupation").annotate(
        held=Count("sittings", filter=~Q(sittings__state="cancelled"), distinct=True),
        confirmed=Count("sittings", filter=Q(sittings__state__in=("confirmed", "closed")), distinct=True),
    )
    if not counted and visible.exists():
        return redirect("exams:duties")
    return render(request, "exams/sittings.html", {"rows": [_round_row(one) for one in counted], "columns": _columns()})


def _columns() -> list[dict[str, Any]]:
    return [{"label": _("批次")}, {"label": _("承办学院")}, {"label": _("场次"), "num": True}, {"label": _("编排")}]


def _round_row(round_: Any) -> dict[str, Any]:
    state = (
        {"state": "wait", "label": _("待编排")} if not round_.held
        else {"state": "ok", "label": _("已确定")} if round_.held == round_.confirmed
        else {"state": "go", "label": _("编排中")}
    )  # fmt: skip
    return {
        "id": round_.pk,
        "cells": [
            {"text": round_.number, "sub": str(round_.level), "lead": True, "url": _round_url(round_)},
            {"text": round_.college.name},
            {"text": round_.held, "num": True},
            {"tag": state},
        ],
    }


def _round_url(round_: Round) -> str:
    return reverse("exams:round", args=[round_.pk])


def may_arrange(request: HttpRequest, round_: Round) -> bool:
    """Tell whether this user arranges this round."""
    return bool(Sitting.steps["arrange"].may.test(actor(request), Sitting(round=round_), today()))


@require_GET
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round's arrangement: the timetable, what is still to be seated, the sittings, the pack."""
    return _round_page(request, find(Round, request, pk), ShuffleForm())


def _round_page(request: HttpRequest, round_: Round, form: ShuffleForm) -> HttpResponse:
    """Return the page of a round's arrangement; 409 with a form that was refused, which it keeps open."""
    listed = list(queries.sittings_of(round_))
    arranging = may_arrange(request, round_)
    context = {
        "round": round_,
        "plan": current_plan(round_),
        "figures": _figures(round_, listed),
        "grid": grid(queries.timetable(listed)),
        "sittings": [_sitting_row(sitting) for sitting in listed],
        "parts": [(key, part.label) for key, part in printing.PARTS.items()],
        "arranging": arranging,
        "to_confirm": any(sitting.state == ARRANGED for sitting in listed),
        "form": form,
        "crumbs": [{"label": _("考务与督导"), "url": reverse("exams:sittings")}],
    }
    return render(request, "exams/round.html", context, status=409 if form.is_bound else 200)


def _figures(round_: Round, listed: list[Sitting]) -> list[dict[str, Any]]:
    subjects = sorted(round_.level.subjects.all(), key=lambda one: SUBJECTS.index(one.kind))
    seated = {one.pk: 0 for one in subjects}
    for sitting in listed:
        seated[sitting.subject_id] += len(sitting.seats.all())
    wanted = queries.accepted(round_).count()
    numbered = Admission.objects.filter(application__round=round_).count()
    return [
        {"label": _("审核通过的考生"), "value": wanted},
        {"label": _("已编准考证号"), "value": numbered},
        *({"label": _("%s已编座") % one, "value": seated[one.pk]} for one in subjects),
        {"label": _("场次"), "value": len(listed)},
    ]


def _sitting_row(sitting: Sitting) -> dict[str, Any]:
    found = staffing(sitting)
    return {
        "sitting": sitting,
        "tag": tag(sitting),
        "rooms": staffing_rows(found, sitting),
        "seated": sum(one.seated for one in found),
        "supervisors": [duty.person for duty in sitting.duties.all() if duty.role == Duty.SUPERVISOR],
    }


def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one sitting by hand."""
    round_ = find(Round, request, pk)
    plan = current_plan(round_)
    if not may_arrange(request, round_):
        raise PermissionDenied
    if plan is None:
        messages.error(request, _("还不能编排：实施方案还没有备案受理。"))
        return redirect("exams:round", pk)
    form = ArrangeForm(*posted(request), plan=plan)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            sitting = operations.arrange(
                plan, data["subject"], data["rooms"][0].site, data["starts_at"], data["rooms"], by=actor(request),
                at=timezone.now(),
            )  # fmt: skip
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已编排：%s。接着编排座位和人员。") % sitting)
            return redirect("exams:sitting", sitting.pk)
    back = {"label": _("返回"), "url": _round_url(round_)}
    context = {"form": form, "title": _("新编场次"), "lead": str(round_), "back": back}
    return render(request, "process/form.html", context, status=200 if request.method == "GET" else 409)


def _told(request: HttpRequest, act: Callable[[], str]) -> None:
    """Do something, and tell on the next page what came of it."""
    try:
        messages.success(request, act())
    except Unable as error:
        messages.error(request, str(error))


@require_POST
def arrange_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Arrange everything that is not arranged yet; a refusal keeps the seed that was entered."""
    round_ = find(Round, request, pk)
    plan, form = current_plan(round_), ShuffleForm(request.POST)
    if plan is None:
        messages.error(request, _("还不能编排：实施方案还没有备案受理。请先完成开班备案，登记回执。"))
    elif form.is_valid():
        seed = form.cleaned_data["shuffle_by"] or None
        try:
            made = operations.arrange_all(plan, by=actor(request), at=timezone.now(), shuffle_by=seed)
        except Unable as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已编排 %d 场，座位和人员都已安排。请核对后逐场确定。") % len(made))
            return redirect("exams:round", pk)
    return _round_page(request, round_, form)


@require_POST
def admit_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Give admission numbers to all who have none."""
    round_ = find(Round, request, pk)
    _told(
        request,
        lambda: _("共 %d 名考生有准考证号。") % len(operations.admit_all(round_, by=actor(request), at=timezone.now())),
    )
    return redirect("exams:round", pk)


@require_POST
def confirm_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm every sitting of the round that is ready: all, or none with the sentences of what is missing."""
    round_ = find(Round, request, pk)

    def act() -> str:
        ready = operations.confirm_all(round_, by=actor(request), at=timezone.now())
        return _("已确定 %d 场，考场记录已建立。") % len(ready)

    _told(request, act)
    return redirect("exams:round", pk)


@require_GET
def sitting_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one sitting: staffing against the standard, the roster, the rooms from above."""
    seen = find(Sitting, request, pk)
    sitting = queries.sittings_of(seen.round).filter(pk=pk).first() or seen
    seats = [seat for seat in sitting.seats.all() if seat.state != "moved"]
    open_ = sitting.state == "arranged" and may_arrange(request, sitting.round)
    rooms = staffing_rows(staffing(sitting), sitting)
    context = {
        "sitting": sitting,
        "tag": tag(sitting),
        "rooms": [row | {"map": room_map(row["room"], seats, linked=open_)} for row in rooms],
        "supervisors": [duty for duty in sitting.duties.all() if duty.role == Duty.SUPERVISOR],
        "outside": outside_of(request, sitting),
        "recusals": list(recused_here(sitting)),
        "waiting": queries.unseated(sitting.round, sitting.subject.kind).count() if open_ else 0,
        "spare": _spare_rooms(sitting) if open_ else [],
        "open": open_,
        "parts": [(key, part.label) for key, part in printing.PARTS.items()],
        "steps": step_buttons(sitting, actor(request), today(), back=request.path),
        "events": timeline([sitting]),
        "roles": [(role, Duty(role=role).get_role_display()) for role in queries.roles_for(sitting.subject.kind)],
        "crumbs": _crumbs(request, sitting),
    }
    return render(request, "exams/sitting.html", context)


def _crumbs(request: HttpRequest, sitting: Sitting) -> list[dict[str, str]]:
    """Return the way to a sitting; whoever was sent to it from outside sees no more of the round."""
    if not sitting.round.steps.visible.test(actor(request), sitting.round, today()):
        return []
    return [
        {"label": _("考务与督导"), "url": reverse("exams:sittings")},
        {"label": sitting.round.number, "url": _round_url(sitting.round)},
    ]


def _spare_rooms(sitting: Sitting) -> list[Any]:
    plan, used = current_plan(sitting.round), {room.room_id for room in sitting.exam_rooms.all()}
    rooms = queries.rooms_for(plan, sitting.subject.kind) if plan else []
    return [room for room in rooms if room.pk not in used and room.site_id == sitting.site_id]


@require_POST
def seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Seat those who have no seat in the subject yet, as many as there is room for."""
    sitting = find(Sitting, request, pk)
    form = ShuffleForm(request.POST)
    seed = (form.cleaned_data["shuffle_by"] if form.is_valid() else "") or sitting.round.number

    def act() -> str:
        waiting = list(queries.unseated(sitting.round, sitting.subject.kind))[: queries.free_places(sitting)]
        seats = operations.seat_all(sitting, waiting, by=actor(request), at=timezone.now(), shuffle_by=seed)
        return _("已编座 %d 人，工作单位相同的已错开。") % len(seats)

    _told(request, act)
    return redirect("exams:sitting", pk)


@require_POST
def take_room(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one more of the plan's rooms for the sitting."""
    sitting = find(Sitting, request, pk)
    room = next((one for one in _spare_rooms(sitting) if str(one.pk) == request.POST.get("room")), None)
    if room is None:
        raise Http404
    _told(
        request,
        lambda: _("已增加%s。") % operations.take_room(sitting, room, by=actor(request), at=timezone.now()),
    )
    return redirect("exams:sitting", pk)


def assign(request: HttpRequest, pk: int, role: str) -> HttpResponse:
    """Put somebody on duty: only whom the plan names; whoever is recused or busy is shown with the reason."""
    sitting = find(Sitting, request, pk)
    if not may_arrange(request, sitting.round):
        raise PermissionDenied
    exam_room = None
    if role != Duty.SUPERVISOR:
        exam_room = get_object_or_404(ExamRoom, pk=request.GET.get("room") or 0, sitting=sitting, state="in_use")
    offered = queries.choices(sitting, role, exam_room)
    form = AssignForm(*posted(request), choices=offered, with_leader=exam_room is not None)
    if request.method == "POST" and form.is_valid():
        person = form.offered[form.cleaned_data["person"]].person
        try:
            operations.assign(
                sitting, person, role, exam_room=exam_room, leads=form.cleaned_data.get("leads", False),
                by=actor(request), at=timezone.now(),
            )  # fmt: skip
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已安排%s。") % person)
            return redirect("exams:sitting", pk)
    context = {
        "form": form, "options": form.options(), "sitting": sitting, "exam_room": exam_room,
        "role": Duty(role=role).get_role_display(), "back": reverse("exams:sitting", args=[pk]),
    }  # fmt: skip
    return render(request, "exams/assign.html", context, status=200 if request.method == "GET" else 409)
