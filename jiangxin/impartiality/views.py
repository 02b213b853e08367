"""The page on which people declare relations for which they must stand back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.impartiality import operations
from jiangxin.impartiality.forms import DeclareForm
from jiangxin.impartiality.models import Relation
from jiangxin.people.models import Person
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, nothing_yet, state_tag, step_address
from jiangxin.process.views import actor, posted, today


def relations(request: HttpRequest) -> HttpResponse:
    """List the relations that this person declared or may see."""
    listed = Relation.objects.visible_to(actor(request), today()).select_related("person", "other").order_by("-pk")
    withdraw = Relation.steps["withdraw_relation"]
    rows = []
    for each in listed:
        may = each.state in withdraw.sources and withdraw.may.test(actor(request), each, today())
        url = step_address(each, "withdraw_relation", next=reverse("impartiality:list"))
        cells: list[dict[str, Any]] = [
            {"text": each.person.name, "lead": True, "sub": each.note},
            {"text": each.other.name},
            {"text": each.get_kind_display()},
            {"tag": state_tag(each, good=["declared"])},
            {"button": {"label": _("撤销"), "url": url}} if may else {"text": None},
        ]
        rows.append({"id": each.pk, "cells": cells})
    columns = [{"label": label} for label in (_("申报人"), _("对方"), _("关系"), _("状态"), _("办理"))]
    address = reverse("impartiality:declare")
    words = _("与考生有亲属、师徒或其他可能影响公正的关系时，请在考前申报；系统在提名和编排时自动回避。")
    context = {
        "title": _("回避申报"),
        "sub": words if rows else "",
        "buttons": [{"label": _("申报回避关系"), "url": address, "kind": "main", "icon": "plus"}] if rows else [],
        "tables": [
            {"columns": columns, "rows": rows, "empty": nothing_yet(_("没有申报"), words, address, _("申报回避关系"))}
        ],
    }
    return render(request, "process/list.html", context)


def declare(request: HttpRequest) -> HttpResponse:
    """Declare a relation of oneself."""
    person = get_object_or_404(Person.objects.select_related("institution"), pk=actor(request).person_id or 0)
    step = Relation.steps["declare"]
    form = DeclareForm(*posted(request), institution=person.institution)
    if request.method == "POST" and form.is_valid():
        try:
            operations.declare(person, by=actor(request), at=timezone.now(), **form.cleaned_data)
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已申报。今后的提名和编排会自动回避。"))
            return redirect("impartiality:list")
    context = {
        "form": form,
        "title": step.label,
        "owner": _("回避申报"),
        "basis": basis_of(step.basis),
        "back": reverse("impartiality:list"),
    }
    return render(request, "process/birth.html", context, status=200 if request.method == "GET" else 409)
