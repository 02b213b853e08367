"""The style guide: every component in every state, and five whole pages to copy from. All its data is invented."""

import tomllib
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PAGES = ("desk", "round", "apply", "lookup", "scoring")
DATA = Path(__file__).with_suffix(".toml")


class SampleForm(forms.Form):
    """Ask what a form can ask, so that each kind of field is seen with help, error and all."""

    name = forms.CharField(label="姓名", help_text="与身份证一致；生僻字请照证件填写。")
    number = forms.CharField(label="证件号码", help_text="18 位。出生日期和性别由号码得出，不用另填。")
    born = forms.DateField(label="出生日期", widget=forms.DateInput(attrs={"type": "date", "class": "short"}))
    mark = forms.DecimalField(
        label="理论成绩",
        min_value=0,
        max_value=100,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.5"}),
    )
    school = forms.ChoiceField(label="承办学院", choices=[("", "请选择"), ("1", "电气信息工程学院")], required=False)
    way = forms.ChoiceField(
        label="领取方式", choices=[("self", "本人到场领取"), ("post", "邮寄")], widget=forms.RadioSelect
    )
    photo = forms.FileField(label="证件照", help_text="白底，一寸，JPG，不超过 2 MB。")
    remark = forms.CharField(label="备注", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    honest = forms.BooleanField(label="我承诺所填内容和材料真实，并知道作假会被取消成绩")


def _returned() -> SampleForm:
    """Return the form as it comes back with faults: what was typed stays."""
    form = SampleForm({"name": "陈堃", "number": "510499200001010010", "mark": "101", "way": "self"})
    form.add_error("number", "证件号码最后一位校验不符，请对照证件重新填写；若证件确实如此，请联系经办人。")
    return form


def _seats() -> list[dict[str, Any]]:
    """Return a room of 4 × 6 seats with every state in it."""
    names = ("陈堃", "王䶮", "李静怡", "周宁", "欧阳若兰", "赵一")
    special = {4: "free", 8: "absent", 15: "broken"}
    seats = []
    for number in range(1, 25):
        row, column = divmod(number - 1, 6)
        state = special.get(number, "taken" if number < 20 else "free")
        seat = {"row": row + 1, "column": column + 1, "no": f"{number:02}", "state": state, "chosen": number == 10}
        seats.append(seat | {"name": names[column] if state in ("taken", "absent") else ""})
    return seats


def samples() -> dict[str, Any]:
    """Return the context of the style guide: the data of styleguide.toml, and what only Python can make."""
    data = tomllib.loads(DATA.read_text(encoding="utf-8"))
    late = {"state": "late", "note": "已逾期 2 天"}
    return data | {
        "pages": PAGES,
        "late_nodes": [node | late if node["state"] == "now" else node for node in data["nodes"]],
        "form": SampleForm(),
        "faulty": _returned(),
        "page": Paginator(range(1204), 20).page(7),
        "sizes": [{"label": size, "url": f"?size={size}", "current": size == 20} for size in (10, 20, 50, 100)],
        "seats": _seats(),
        "about": "电工 四级/中级工 · 2026-03 期",
        "position": 3,
        "total": 8,
        "leave": "#leave",
        "call": "0812-000-0000（工作日 8:30–17:30）",
    }


@login_not_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state; `?page=desk` shows one of the five whole pages."""
    page = request.GET.get("page", "")
    template = f"styleguide/{page}.html" if page in PAGES else "styleguide.html"
    context = samples()
    for entry in context["shell"]["entries"]:
        entry["current"] = entry["icon"] == (page or "desk")
    return render(request, template, context)
