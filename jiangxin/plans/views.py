"""Pages of the plan: the list, one plan with its 11 parts, nominations, its documents."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiangxin.documents.views import sent, served
from jiangxin.plans import operations
from jiangxin.plans.export import plan_pdf, plan_word
from jiangxin.plans.models import Nomination, Plan
from jiangxin.plans.presenting import checks, columns, rows, state
from jiangxin.plans.queries import Choice, choices, latest_plan, room_choices
from jiangxin.plans.standing import EXAMINER, INVIGILATOR, REVIEWER, SUPERVISOR, days_of, kind_label
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, nothing_yet, rule_of, step_address
from jiangxin.process.step import Step
from jiangxin.process.views import ReasonForm, actor, find, posted, record_context, today
from jiangxin.regulation.basis import article
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room

ROOM = Nomination.ROOM
KINDS = (ROOM, INVIGILATOR, SUPERVISOR, EXAMINER, REVIEWER)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def plans(request: HttpRequest) -> HttpResponse:
    """List the plans that this person may see: those that wait for him first."""
    visible = Plan.objects.visible_to(actor(request), today()).exclude(state="replaced")
    visible = visible.select_related("round__level__standard__occupation", "round__college", "round__institution")
    listed = list(visible.order_by("-round__year", "-round__sequence", "-version"))
    waiting = [plan for plan in listed if _waits(plan, request)]
    others = [plan for plan in listed if plan not in waiting]
    nothing = nothing_yet(_("还没有实施方案"), _("报名截止时，系统会为批次自动建立实施方案。"))
    tables: list[dict[str, Any]] = (
        [{"title": _("等我办理"), "columns": columns(), "rows": rows(waiting)}] if waiting else []
    )
    if others or not waiting:
        title = _("其余") if waiting else ""
        tables.append({"title": title, "columns": columns(), "rows": rows(others), "empty": nothing})
    context = {"title": _("实施方案与开班备案"), "sub": article("14(1)").label, "tables": tables}
    return render(request, "process/list.html", context)


def _waits(plan: Plan, request: HttpRequest) -> bool:
    """Tell whether this person has a duty on the plan now."""
    return any(
        step.duty and plan.state in step.sources and step.may.test(actor(request), plan, today()) for step in plan.steps
    )


def of_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to the newest plan of a round."""
    newest = latest_plan(find(Round, request, pk))
    if newest is None:
        raise Http404
    return redirect(newest)


def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan: its 11 parts as a list of checks, then in full; its versions; what can be done with it."""
    record = find(Plan, request, pk)
    parts = record.parts()
    mend = record.state == "draft" and Plan.steps["write"].may.test(actor(request), record, today())
    context = record_context(
        record, request, parts=parts, checks=checks(parts, mend=mend), tag=state(record), mend=mend,
        frozen=record.snapshot is not None,
        done=sum(part.complete for part in parts), versions=_versions(record, request),
        rule={**rule_of(param("filing.span")), "text": article("14(1)").text}, buttons=_buttons(record, request),
    )  # fmt: skip
    open_ = len(parts) - context["done"]
    for button in context["steps"]:
        if open_ and button["missing"]:  # the checks below name them one by one
            button["missing"] = [_("十一项内容中的 %d 项") % open_]
    return render(request, "plans/plan.html", context)


def _versions(record: Plan, request: HttpRequest) -> list[dict[str, Any]]:
    """Return the versions of the round's plan, newest first."""
    others = Plan.objects.visible_to(actor(request), today()).filter(round=record.round_id).order_by("-version")
    return [{"plan": each, "tag": state(each), "here": each.pk == record.pk} for each in others]


def _buttons(record: Plan, request: HttpRequest) -> list[dict[str, str]]:
    """Return the documents, and the change of a plan in force."""
    buttons = [
        {"label": _("下载 Word"), "url": reverse("plans:word", args=[record.pk]), "icon": "download"},
        {"label": _("PDF"), "url": reverse("plans:pdf", args=[record.pk]), "icon": "download"},
    ]
    if _may_revise(record, request):
        label = str(Plan.steps["revise_plan"].label)
        buttons.append({"label": label, "url": reverse("plans:revise_plan", args=[record.pk]), "icon": ""})
    return buttons


def _may_revise(record: Plan, request: HttpRequest) -> bool:
    """Tell whether this person may begin the plan's next version."""
    newest = latest_plan(record.round)
    return (
        record.state == "received"
        and newest == record
        and Plan.steps["revise_plan"].may.test(actor(request), record, today())
    )


def revise_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the plan's next version (变更备案), with the reason for the change."""
    record, step = find(Plan, request, pk), Plan.steps["revise_plan"]
    form = ReasonForm(*posted(request), step=step)
    if request.method == "POST" and form.is_valid():
        try:
            fresh = operations.revise_plan(record, by=actor(request), at=timezone.now(), **form.cleaned_data)
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("已建立第 %d 版。内容和提名已从原方案带入，改好后重新送审、备案。") % fresh.version
            )
            return redirect(fresh)
    return _step_page(request, record, step, form)


def _step_page(request: HttpRequest, record: Plan, step: Step, form: ReasonForm) -> HttpResponse:
    """Return the page of a step that has a form."""
    context = record_context(
        record, request, step=step, form=form, basis=basis_of(step.basis), missing=[], back=record.get_absolute_url()
    )
    return render(request, "process/step.html", context, status=200 if request.method == "GET" else 409)


def nominations(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who and which rooms a plan names, kind by kind, and whoever could be named, with what stands against him."""
    record = find(Plan, request, pk)
    kinds = [kind for kind in KINDS if kind != REVIEWER or record.round.level.needs_review]
    kind = request.GET.get("kind", ROOM)
    if kind not in kinds:
        raise Http404
    listed = room_choices(record) if kind == ROOM else choices(record, kind)
    may = record.state == "draft" and Plan.steps["write"].may.test(actor(request), record, today())
    part = record.parts()[{ROOM: 5, EXAMINER: 8, REVIEWER: 8}.get(kind, 7)]
    context = {
        "plan": record,
        "kind": kind,
        "label": kind_label(kind),
        "kinds": [{"key": each, "label": kind_label(each)} for each in kinds],
        "days": [] if kind == ROOM else days_of(record, kind),
        "named": _named(record, kind),
        "choices": [_choice(choice) for choice in listed if not choice.nominated],
        "missing": [str(gap) for gap in part.missing if gap.url == "plans:nominations"],
        "may": may,
        "level": record.round.level,
    }
    return render(request, "plans/nominations.html", context)


def _named(record: Plan, kind: str) -> list[dict[str, Any]]:
    """Return the standing nominations of a kind, each with the address at which it is withdrawn."""
    standing = record.nominations.filter(kind=kind, state="nominated").select_related("person", "room__site")
    return [
        {
            "name": each.person.name if each.person else getattr(each.room, "name", ""),
            "detail": each.person.employer if each.person else _room_detail(each.room),
            "withdraw": step_address(each, "withdraw_nomination"),
        }
        for each in standing.order_by("pk")
    ]


def _room_detail(room: Room | None) -> str:
    """Return what a room is fit for, and how many it seats."""
    if room is None:
        return ""
    return _("%(kind)s，%(seats)d 座") % {"kind": room.get_kind_display(), "seats": room.seats}


def _choice(choice: Choice) -> dict[str, Any]:
    """Return somebody or a room that could be named."""
    if choice.room is not None:
        detail = _("%(kind)s，%(seats)d 座") % {"kind": choice.room.get_kind_display(), "seats": choice.room.seats}
        name, key = str(choice.room), choice.room.pk
    else:
        assert choice.person is not None
        name, key, detail = choice.person.name, choice.person.pk, choice.person.employer
    served_ = _("曾参加 %d 批") % choice.served if choice.served else ""
    return {"pk": key, "name": name, "detail": detail, "served": served_, "reasons": choice.reasons}


@require_POST
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the ticked rooms or persons, all or none."""
    record = find(Plan, request, pk)
    kind = request.POST.get("kind", "")
    offered = room_choices(record) if kind == ROOM else choices(record, kind) if kind in KINDS else []
    chosen = {int(key) for key in request.POST.getlist("pk") if key.isdecimal()}
    rooms = [choice.room for choice in offered if choice.room is not None and choice.room.pk in chosen]
    persons = [choice.person for choice in offered if choice.person is not None and choice.person.pk in chosen]
    if rooms or persons:
        operations.nominate_all(record, kind, by=actor(request), at=timezone.now(), rooms=rooms, persons=persons)
        messages.success(request, _("已提名 %d 项。") % (len(rooms) + len(persons)))
    else:
        messages.warning(request, _("没有勾选要提名的人员或房间。请先勾选，再提名。"))
    return redirect(f"{reverse('plans:nominations', args=[pk])}?kind={kind or ROOM}")


def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the plan as PDF."""
    return _document(request, pk, plan_pdf, "pdf", "application/pdf")


def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the plan as a Word document."""
    return _document(request, pk, plan_word, "docx", WORD)


def _document(
    request: HttpRequest, pk: int, make: Callable[[Plan, datetime], bytes], ending: str, media_type: str
) -> HttpResponse:
    """Return the plan as a file under the name by which offices keep it."""
    record = find(Plan, request, pk)
    name = _("01-实施方案-%(number)s-第%(version)d版") % {"number": record.round.number, "version": record.version}
    return sent(make(record, timezone.now()), f"{name}.{ending}", media_type)


def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the scan of the receipt."""
    record = find(Plan, request, pk)
    return served(request, record.receipt, purpose="filing")
