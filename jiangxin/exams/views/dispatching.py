"""The city's centre sends an outside supervisor to a sitting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.exams import operations, queries
from jiangxin.exams.forms import AssignForm
from jiangxin.exams.models import Duty, Sitting
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, step_address
from jiangxin.process.taking import check_person
from jiangxin.process.views import actor, find, posted, today

DISPATCH = Duty.steps["dispatch"]


def outside_of(request: HttpRequest, sitting: Sitting) -> dict[str, Any]:
    """Return who was sent to a sitting, each with the address that calls him back, and the address that sends one."""
    rows = []
    for duty in (duty for duty in sitting.duties.all() if duty.role == Duty.OUTSIDE and duty.state == "assigned"):
        may = Duty.steps["recall"].may.test(actor(request), duty, today()) and not DISPATCH.missing(duty)
        rows.append({"person": duty.person, "recall": step_address(duty, "recall", next=request.path) if may else ""})
    sketch = Duty(sitting=sitting, role=Duty.OUTSIDE)
    may = DISPATCH.may.test(actor(request), sketch, today()) and not DISPATCH.missing(sketch)
    return {"rows": rows, "send": reverse("exams:dispatch", args=[sitting.pk]) if may else ""}


def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose one of the city's outside supervisors; whoever is busy or without a card is shown with the reason."""
    sitting = find(Sitting, request, pk)
    check_person(Duty(sitting=sitting, role=Duty.OUTSIDE), DISPATCH, actor(request), today())
    form = AssignForm(*posted(request), choices=queries.outsiders(sitting), with_leader=False)
    if request.method == "POST" and form.is_valid():
        person = form.offered[form.cleaned_data["person"]].person
        try:
            operations.dispatch(sitting, person, by=actor(request), at=timezone.now())
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已派遣%s。") % person)
            return redirect("exams:sitting", pk)
    context = {
        "form": form, "options": form.options(), "sitting": sitting, "back": reverse("exams:sitting", args=[pk]),
        "title": DISPATCH.label, "basis": basis_of(DISPATCH.basis),
    }  # fmt: skip
    return render(request, "exams/dispatch.html", context, status=200 if request.method == "GET" else 409)
