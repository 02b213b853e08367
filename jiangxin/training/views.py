"""Pages of training: classes with their lessons, the register on a phone, programmes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.process.births import home_of, may_begin
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, nothing_yet, rule_of, state_tag, step_address
from jiangxin.process.views import actor, find, posted, record_context, today
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round
from jiangxin.training import operations
from jiangxin.training.forms import RegisterForm
from jiangxin.training.models import Attendance, Lesson, Programme, TrainingClass
from jiangxin.training.queries import attended, members_of, register_of, without_class

GOOD = ("completed", "held", "adopted")


def classes(request: HttpRequest) -> HttpResponse:
    """List classes, those of one round if `round` asks for it; above them the lessons whose register is to be taken."""
    listed = TrainingClass.objects.visible_to(actor(request), today()).select_related(
        "round__level__standard__occupation"
    )
    asked, buttons = request.GET.get("round", ""), []
    if asked.isdecimal():
        round_ = find(Round, request, int(asked))
        listed = listed.filter(round=round_)
        if may_begin(request, TrainingClass(round=round_), "plan_class"):
            address = reverse("training:plan_class", args=[round_.pk])
            buttons = [{"label": _("开设培训班"), "url": address, "kind": "main", "icon": "plus"}]
    tables: list[dict[str, Any]] = []
    if mine := _my_lessons(request):
        tables.append({"title": _("我的课，等待登记考勤"), "columns": _lesson_columns(), "rows": mine})
    columns = [{"label": label} for label in (_("班名"), _("批次"), _("开班"), _("结业"), _("状态"))]
    empty = nothing_yet(_("还没有培训班"), _("从批次的实施方案第二部分开设培训班，再排课。"))
    rows = [_class_row(each) for each in listed.order_by("-starts_on")]
    tables.append({"title": _("培训班") if mine else "", "columns": columns, "rows": rows, "empty": empty})
    context = {"title": _("培训"), "tables": tables, "buttons": buttons}
    return render(request, "process/list.html", context)


def _class_row(each: TrainingClass) -> dict[str, Any]:
    cells = [
        {"text": each.name, "url": each.get_absolute_url(), "lead": True},
        {"text": str(each.round)},
        {"day": each.starts_on},
        {"day": each.ends_on},
        {"tag": state_tag(each, good=GOOD)},
    ]
    return {"id": each.pk, "cells": cells}


def _my_lessons(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the lessons that this person has taught, or teaches today, and whose register is not taken."""
    person = actor(request).person_id
    if person is None:
        return []
    lessons = Lesson.objects.filter(teacher=person, state="planned", training_class__state="planned", day__lte=today())
    return [_lesson_row(each) for each in lessons.select_related("training_class", "teacher")]


def _lesson_columns() -> list[dict[str, str]]:
    return [{"label": label} for label in (_("内容"), _("日期"), _("学时"), _("教师"), _("考勤"))]


def _lesson_row(lesson: Lesson, *, may: bool = True) -> dict[str, Any]:
    """Return a lesson as a row: its register to be taken, or taken."""
    state: dict[str, Any] = {"tag": state_tag(lesson, good=GOOD)}
    if lesson.state == "planned" and may and lesson.day <= today():
        state = {"button": {"label": _("登记考勤"), "url": step_address(lesson, "hold_lesson"), "kind": "main"}}
    url = reverse("training:register", args=[lesson.pk]) if lesson.state == "held" else ""
    cells = [
        {"text": lesson.topic, "lead": True, "url": url, "sub": lesson.training_class.name},
        {"day": lesson.day},
        {"text": str(lesson.hours), "num": True},
        {"text": lesson.teacher.name},
        state,
    ]
    return {"id": lesson.pk, "cells": cells}


def training_class(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a class: its lessons, and what each candidate attended of the hours held."""
    record = find(TrainingClass, request, pk)
    lessons = list(record.lessons.exclude(state="cancelled").select_related("teacher", "training_class"))
    hold = Lesson.steps["hold_lesson"].may
    rows = [_lesson_row(each, may=hold.test(actor(request), each, today())) for each in lessons]
    may_plan = record.state == "planned" and may_begin(request, Lesson(training_class=record), "plan_lesson")
    address = reverse("training:plan_lesson", args=[pk])
    held, threshold = sum(each.hours for each in lessons if each.state == "held"), param("attendance.threshold")
    context = record_context(
        record,
        request,
        title=record.name,
        sub=str(record.round),
        tag=state_tag(record, good=GOOD),
        crumbs=[{"label": _("培训"), "url": reverse("training:list")}],
        buttons=[{"label": _("排课"), "url": address, "icon": "plus"}] if may_plan else [],
        facts=[
            {"label": _("培训计划"), "value": record.programme.title, "url": record.programme.get_absolute_url()},
            {"label": _("开班"), "day": record.starts_on},
            {"label": _("结业"), "day": record.ends_on},
            *([{"label": _("班额"), "value": seats_told(record)}] if record.quota else []),
            {"label": _("已上学时"), "value": f"{held} / {record.programme.level.hours}", "num": True},
            {
                "label": _("结业要求"),
                "value": _("到课 %d %% 以上") % (threshold.number * 100),
                "basis": rule_of(threshold),
            },
        ],
        tables=[
            {
                "title": _("课程表"),
                "columns": _lesson_columns(),
                "rows": rows,
                "empty": nothing_yet(
                    _("还没有排课"), _("排好的课由教师当天登记考勤。"), address if may_plan else "", _("排课")
                ),
            },
            *_attended_table(record),
        ],
    )
    return render(request, "process/page.html", context)


def seats_told(record: TrainingClass) -> str:
    """Return in words how full a class with a quota is, and how many of its round are in no class yet."""
    known = {"quota": record.quota, "there": len(members_of(record)), "others": len(without_class(record.round))}
    return _("%(quota)d 人，已在班 %(there)d 人；本期还有 %(others)d 人没有编班") % known


def _attended_table(record: TrainingClass) -> list[dict[str, Any]]:
    """Return who attended how much, once a register was taken."""
    listed = attended(record)
    if not listed or not listed[0].held:
        return []
    rows = []
    for each in listed:
        state: dict[str, Any] = {"text": None}
        if each.completion is not None:
            done = each.completion.completed
            state = {"tag": {"state": "ok" if done else "late", "label": _("结业") if done else _("未达到")}}
        share = f"{each.hours * 100 // each.held} %"
        cells = [
            {"text": each.application.person.name, "lead": True},
            {"text": f"{each.hours} / {each.held}", "num": True},
            {"text": share, "num": True},
            state,
        ]
        rows.append({"id": each.application.pk, "cells": cells})
    columns = [{"label": _("姓名")}, {"label": _("到课学时"), "num": True}, {"label": _("比例"), "num": True}]
    return [{"title": _("到课情况"), "columns": [*columns, {"label": _("结业")}], "rows": rows}]


def hold_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the register of a lesson: everybody stands there with all hours, the teacher changes who did not come."""
    lesson = find(Lesson, request, pk)
    step = Lesson.steps["hold_lesson"]
    if not step.may.test(actor(request), lesson, today()):
        raise Http404
    if lesson.state == "held":
        return redirect("training:register", pk)
    form = RegisterForm(*posted(request), lesson=lesson, candidates=register_of(lesson))
    if request.method == "POST" and form.is_valid():
        try:
            operations.hold_lesson(lesson, by=actor(request), at=timezone.now(), hours=form.hours)
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("考勤已登记。"))
            return redirect(lesson.get_absolute_url())
    context = {"lesson": lesson, "form": form, "basis": basis_of(step.basis), "missing": step.missing(lesson)}
    return render(request, "training/hold_lesson.html", context, status=200 if request.method == "GET" else 409)


def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the register of a lesson that was held; each line can be corrected with a reason."""
    lesson = find(Lesson, request, pk)
    may = Attendance.steps["correct_attendance"].may
    listed = Attendance.objects.filter(lesson=lesson).select_related(
        "application__person", "lesson__training_class__round"
    )
    rows = []
    for each in listed.order_by("application__person__sort_key", "pk"):
        open_ = lesson.training_class.state == "planned" and may.test(actor(request), each, today())
        word = _("缺课") if not each.hours else _("%d 学时") % each.hours
        url = step_address(each, "correct_attendance")
        cells = [
            {"text": each.application.person.name, "lead": True},
            {
                "tag": {
                    "state": "ok" if each.hours == lesson.hours else "late" if not each.hours else "wait",
                    "label": word,
                }
            },
            {"button": {"label": _("更正"), "url": url}} if open_ else {"text": None},
        ]
        rows.append({"id": each.pk, "cells": cells})
    columns = [{"label": label} for label in (_("姓名"), _("到课"), _("更正"))]
    context = record_context(
        lesson,
        request,
        title=lesson.topic,
        sub=_("%(day)s，%(hours)d 学时，%(teacher)s")
        % {"day": lesson.day, "hours": lesson.hours, "teacher": lesson.teacher},
        tag=state_tag(lesson, good=GOOD),
        crumbs=[{"label": lesson.training_class.name, "url": lesson.get_absolute_url()}],
        tables=[{"title": _("考勤"), "columns": columns, "rows": rows}],
    )
    return render(request, "process/page.html", context)


def programmes(request: HttpRequest) -> HttpResponse:
    """List the institution's programmes."""
    home = home_of(request)
    listed = Programme.objects.visible_to(actor(request), today()).filter(institution=home)
    rows = [
        {
            "id": each.pk,
            "cells": [
                {"text": each.title, "url": each.get_absolute_url(), "lead": True},
                {"text": str(each.level)},
                {"text": str(sum(int(course["hours"]) for course in each.courses)), "num": True},
                {"tag": state_tag(each, good=GOOD)},
            ],
        }
        for each in listed.select_related("level__standard__occupation")
    ]
    may = may_begin(request, Programme(institution=home), "draft_programme")
    address = reverse("training:draft_programme")
    empty = nothing_yet(
        _("还没有培训计划"), _("按标准学时拟定课程，启用后供各批次开班。"), address if may else "", _("拟定培训计划")
    )
    columns = [
        {"label": _("名称")},
        {"label": _("职业和等级")},
        {"label": _("学时"), "num": True},
        {"label": _("状态")},
    ]
    context = {
        "title": _("培训计划"),
        "buttons": [{"label": _("拟定培训计划"), "url": address, "kind": "main"}] if may and rows else [],
        "tables": [{"columns": columns, "rows": rows, "empty": empty}],
    }
    return render(request, "process/list.html", context)


def programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a programme with its courses."""
    record = find(Programme, request, pk)
    kinds = {"theory": _("理论"), "practice": _("实操")}
    rows = [
        {
            "id": number,
            "cells": [
                {"text": each["name"], "lead": True},
                {"text": kinds.get(each["kind"], "")},
                {"text": str(each["hours"]), "num": True},
            ],
        }
        for number, each in enumerate(record.courses, 1)
    ]
    total = sum(int(each["hours"]) for each in record.courses)
    context = record_context(
        record,
        request,
        title=record.title,
        tag=state_tag(record, good=GOOD),
        crumbs=[{"label": _("培训计划"), "url": reverse("training:programmes")}],
        facts=[
            {"label": _("职业和等级"), "value": str(record.level)},
            {"label": _("学时合计"), "value": str(total), "num": True, "strong": True},
            {"label": _("标准学时"), "value": str(record.level.hours), "num": True},
        ],
        tables=[
            {
                "title": _("课程"),
                "columns": [{"label": _("课程")}, {"label": _("类别")}, {"label": _("学时"), "num": True}],
                "rows": rows,
            }
        ],
    )
    return render(request, "process/page.html", context)
