"""Pages of standards: what may be assessed, and by which standard."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.documents.views import sent, served
from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.process.births import home_of, may_begin
from jiangxin.process.presenting import nothing_yet, state_tag, step_columns
from jiangxin.process.views import actor, find, record_context, today
from jiangxin.regulation.basis import article, standard
from jiangxin.regulation.words import in_series, joined
from jiangxin.standards.models import Condition, EvaluatedProgramme, Occupation, Standard, StandardLevel, Subject
from jiangxin.standards.rules import contents_open
from jiangxin.standards.workbook import writing

GOOD, BAD = ("in_force",), ("discarded",)


def standards(request: HttpRequest) -> HttpResponse:
    """List the occupations with their standards and levels."""
    standing = (
        Standard.objects.visible_to(actor(request), today()).select_related("occupation").prefetch_related("levels")
    )
    standing = standing.exclude(state__in=("replaced", "discarded"))
    tables = [_standard_table(each) for each in standing]
    bare = Occupation.objects.exclude(pk__in=standing.order_by().values("occupation"))
    tables += [_bare_table(each) for each in bare]
    may = may_begin(request, Occupation(), "enter_occupation")
    address = reverse("standards:enter_occupation")
    empty = nothing_yet(
        _("还没有职业标准"), _("先登记职业，再登记标准、等级、科目和申报条件。"), address if may else "", _("登记职业")
    )
    context = {
        "title": _("职业与标准"),
        "sub": joined([article("8").label, article("9").label]),
        "buttons": [
            {"label": _("机构备案"), "url": reverse("standards:filings")},
            *([{"label": _("经评估论证的专业"), "url": reverse("standards:evaluated")}] if _list_seen(request) else []),
            *([{"label": _("读入标准"), "url": reverse("standards:take_in")}] if may else []),
            *([{"label": _("登记职业"), "url": address, "icon": "plus"}] if may and tables else []),
        ],
        "tables": tables or [{"rows": [], "empty": empty}],
    }
    return render(request, "process/list.html", context)


def _list_seen(request: HttpRequest) -> bool:
    """Tell whether this person sees the institution's list of evaluated programmes."""
    try:
        sketch = EvaluatedProgramme(institution=home_of(request))
    except PermissionDenied:
        return False
    return EvaluatedProgramme.steps.visible.test(actor(request), sketch, today())


def _standard_table(each: Standard) -> dict[str, Any]:
    """Return a standard as a table of its levels, the lowest (五级) first."""
    rows = [
        {
            "id": level.pk,
            "cells": [
                {"text": level.level_name, "url": reverse("standards:level", args=[level.pk]), "lead": True},
                {"text": str(level.hours), "num": True},
                {"text": f"1:{level.candidates_per_invigilator}", "num": True},
                {"text": f"1:{level.candidates_per_examiner}", "num": True},
            ],
        }
        for level in each.levels.all()
    ]
    columns = [
        {"label": _("等级")},
        {"label": _("标准学时"), "num": True},
        {"label": _("监考配比"), "num": True},
        {"label": _("考评配比"), "num": True},
    ]
    return {
        "title": f"{each.occupation} {each.occupation.code}",
        "named": f"{each.occupation} · {each}",  # two of one occupation are told apart, also by ear
        "note": f"{each} · {each.state_label}",
        "link": {"label": _("标准"), "url": reverse("standards:standard", args=[each.pk])},
        "columns": columns,
        "rows": rows,
        "empty": nothing_yet(_("还没有等级"), _("打开标准，登记它的等级。")),
    }


def _bare_table(each: Occupation) -> dict[str, Any]:
    """Return an occupation that has no standard yet."""
    address = reverse("standards:enter_standard", args=[each.pk])
    empty = nothing_yet(
        _("还没有标准"), _("有国家职业标准的依据国家标准，没有的依据经评审公布的岗位评价规范。"), address, _("登记标准")
    )
    return {"title": f"{each} {each.code}", "columns": [], "rows": [], "empty": empty}


def standard_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a standard with its levels."""
    record = find(Standard, request, pk)
    may = _may_add(request, StandardLevel(standard=record), "add_level")
    address = f"{reverse('standards:add_level', args=[pk])}?next={request.path}"
    context = record_context(
        record,
        request,
        title=record.title,
        sub=f"{record.occupation} {record.occupation.code}",
        tag=state_tag(record, good=GOOD, bad=BAD),
        crumbs=[{"label": _("职业与标准"), "url": reverse("standards:list")}],
        buttons=[
            {"label": _("下载为工作簿"), "url": reverse("standards:workbook", args=[pk]), "icon": "download"},
            *([{"label": _("登记等级"), "url": address, "icon": "plus"}] if may else []),
        ],
        facts=[
            {"label": _("来源"), "value": record.get_origin_display()},
            {"label": _("版本"), "value": record.version},
            {"label": _("施行日期"), "day": record.valid_from},
            *([{"label": _("有效期止"), "day": record.valid_until}] if record.valid_until else []),
            *_publication_facts(record),
        ],
        tables=[{**_standard_table(record), "title": _("等级"), "note": "", "link": None}],
    )
    return render(request, "process/page.html", context)


def _may_add(request: HttpRequest, part: StandardLevel | Subject | Condition, verb: str) -> bool:
    """Tell whether this person may add such a part, and the standard still takes parts in."""
    return may_begin(request, part, verb) and not list(contents_open(part))


def template(request: HttpRequest) -> HttpResponse:
    """Return the empty workbook of a standard, to be filled and taken in."""
    return sent(writing.template(), _("标准模板.xlsx"), MEDIA_TYPE)


def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a standard as a workbook that can be corrected and taken in as another edition, or elsewhere."""
    record = find(Standard, request, pk)
    return sent(writing.workbook_of(record), f"{record}.xlsx", MEDIA_TYPE)


def _publication_facts(record: Standard) -> list[dict[str, Any]]:
    """Return by whom and how a standard was published, as far as it is known."""
    facts: list[dict[str, Any]] = []
    if record.own:
        facts.append({"label": _("编制机构"), "value": str(record.institution)})
    if record.judged_on:
        facts.append({"label": _("省专家评审日期"), "day": record.judged_on})
    if record.document:
        facts.append({"label": _("公布文号") if record.own else _("颁布文号"), "value": record.document})
    if record.published_on:
        facts.append({"label": _("公布日期"), "day": record.published_on})
    if record.publication_id:
        address = reverse("standards:publication", args=[record.pk])
        facts.append({"label": _("公布文件"), "value": record.publication, "url": address})
    return facts


def publication(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the province's paper by which a norm was published."""
    return served(request, find(Standard, request, pk).publication, purpose="filing")


def level(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a level: hours and ratios with their basis, subjects with their pass marks, conditions verbatim."""
    record = find(StandardLevel, request, pk)
    here = f"?next={request.path}"
    buttons = []
    if _may_add(request, Subject(level=record), "add_subject"):
        buttons.append({"label": _("登记科目"), "url": reverse("standards:add_subject", args=[pk]) + here})
    if _may_add(request, Condition(level=record), "add_condition"):
        buttons.append({"label": _("登记申报条件"), "url": reverse("standards:add_condition", args=[pk]) + here})
    context = record_context(
        record,
        request,
        title=str(record),
        sub=str(record.standard),
        crumbs=[
            {"label": _("职业与标准"), "url": reverse("standards:list")},
            {"label": record.standard.title, "url": reverse("standards:standard", args=[record.standard_id])},
        ],
        buttons=buttons,
        facts=_level_facts(record),
        tables=[_subject_table(record, request), *_weight_tables(record), _condition_table(record, request)],
    )
    return render(request, "process/page.html", context)


def _level_facts(record: StandardLevel) -> list[dict[str, Any]]:
    """Return hours and ratios, each with the standard as its basis."""
    since = record.standard.valid_from

    def fact(label: str, value: str) -> dict[str, Any]:
        basis = {"article": standard(str(record.standard)).label, "value": value, "since": since}
        return {"label": label, "value": value, "num": True, "basis": basis}

    return [
        fact(_("标准学时"), str(record.hours)),
        fact(_("监考人员与考生"), f"1:{record.candidates_per_invigilator}"),
        fact(_("每考场监考员不少于"), _("%d 名") % record.least_invigilators),
        fact(_("考评人员与考生"), f"1:{record.candidates_per_examiner}"),
        fact(_("考评人员不少于"), _("%d 名，单数") % record.least_examiners),
        {
            "label": _("综合评审"),
            "value": _("需要") if record.needs_review else _("不需要（第十一条：技师、高级技师才需要）"),
        },
    ]


def _subject_table(record: StandardLevel, request: HttpRequest) -> dict[str, Any]:
    """Return the subjects; whoever may, corrects those of a draft."""
    subjects = list(record.subjects)
    labels = {"revise_subject": _("更正"), "remove_subject": _("移除")}
    acts, cells = step_columns(subjects, labels, actor(request), today(), back=request.path)
    rows = [
        {
            "id": each.pk,
            "cells": [
                {
                    "text": str(each),
                    "lead": True,
                    "sub": in_series(f"{m['name']} {m['maximum']}" for m in each.modules),
                },
                {"text": each.mode},
                {"text": str(each.minutes), "num": True},
                {"text": formats.number_format(each.full_mark), "num": True},
                {"text": formats.number_format(each.pass_mark), "num": True},
                *cells[each.pk],
            ],
        }
        for each in subjects
    ]
    columns = [
        {"label": _("科目")},
        {"label": _("方式")},
        {"label": _("时长（分钟）"), "num": True},
        {"label": _("满分"), "num": True},
        {"label": _("合格线"), "num": True},
        *acts,
    ]
    note = _("各科分别达到合格线，不平均，不相抵")
    empty = nothing_yet(_("还没有科目"), _("登记理论知识考试和操作技能考核；技师以上还有综合评审。"))
    return {"title": _("科目"), "note": note, "columns": columns, "rows": rows, "empty": empty}


def _weight_tables(record: StandardLevel) -> list[dict[str, Any]]:
    """Return the weight tables of the subjects that have one."""
    columns = [{"label": _("部分")}, {"label": _("内容")}, {"label": _("权重"), "num": True}]
    return [
        {
            "title": _("%s权重表") % subject,
            "note": _("合计 100"),
            "columns": columns,
            "rows": [
                {
                    "id": place,
                    "cells": [
                        {"text": row["part"]}, {"text": row["name"], "lead": True}, {"text": row["weight"], "num": True}
                    ],
                }
                for place, row in enumerate(subject.weights)
            ],
        }
        for subject in record.subjects.all()
        if subject.weights
    ]  # fmt: skip


def _condition_table(record: StandardLevel, request: HttpRequest) -> dict[str, Any]:
    """Return the application conditions as the standard words them; whoever may, corrects those of a draft."""
    conditions = list(record.conditions)
    labels = {"revise_condition": _("更正"), "remove_condition": _("移除")}
    acts, cells = step_columns(conditions, labels, actor(request), today(), back=request.path)
    rows = [
        {
            "id": each.pk,
            "cells": [
                {"text": each.short, "lead": True, "sub": each.label},
                {"text": each.text},
                {"text": joined(each.materials)},
                *cells[each.pk],
            ],
        }
        for each in conditions
    ]
    columns = [{"label": _("条件")}, {"label": _("原文")}, {"label": _("证明材料")}, *acts]
    note = _("具备其中之一即可申报")
    empty = nothing_yet(_("还没有申报条件"), _("按标准原文逐条登记。"))
    return {"title": _("申报条件"), "note": note, "columns": columns, "rows": rows, "empty": empty}
