"""What pages of records have in common: finding the record, taking a step from a form, showing a refusal.

A step's address is made from its verb: `rounds/round/7/close` is named `rounds:close` and calls the operation
`rounds.operations.close`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import ModuleType
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.process.dues import dues_of
from jiangxin.process.errors import Unable
from jiangxin.process.models import Record
from jiangxin.process.queries import history_of, offers
from jiangxin.process.step import Step
from jiangxin.process.who import Actor

type View = Callable[..., HttpResponse]


class ReasonForm(forms.Form):
    """The form of a step that takes no data: a reason, which some steps require."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


def today() -> date:
    """Return the local day of this request; views read the clock, operations never."""
    return timezone.localdate()


def actor(request: HttpRequest) -> Actor:
    """Return who is asking."""
    return cast("Actor", request.user)


def find[R: Record](model: type[R], request: HttpRequest, pk: int) -> R:
    """Return the record if this user may see it; a foreign one is 404, as if it were not there."""
    return cast("R", get_object_or_404(model.objects.visible_to(actor(request), today()), pk=pk))


def record_context(record: Record, request: HttpRequest, **context: Any) -> dict[str, Any]:
    """Return what every record page shows: the record, its offered steps, its timeline, its days."""
    return {
        "record": record,
        "offers": offers(record, actor(request), today()),
        "history": history_of([record]),
        "dues": dues_of([record]),
        "today": today(),
        **context,
    }


def step_urls(
    model: type[Record], operations: ModuleType, *, forms: Mapping[str, type[forms.Form]] | None = None
) -> list[URLPattern]:
    """Return an address for every step of the record that has an operation and is not the record's birth.

    `forms` names the form of a step that takes data; its cleaned fields become the operation's arguments.
    """
    name = model._meta.model_name
    return [
        path(
            f"{name}/<int:pk>/{step.verb}",
            step_view(model, step, getattr(operations, step.verb), (forms or {}).get(step.verb, ReasonForm)),
            name=step.verb,
        )
        for step in model.steps
        if step.sources and hasattr(operations, step.verb)
    ]


def step_view(model: type[Record], step: Step, operation: Callable[..., Any], form_class: type[forms.Form]) -> View:
    """Return the view of one step: GET asks, POST takes it; a refusal keeps everything that was entered."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        record = find(model, request, pk)
        form = form_class(request.POST or None, request.FILES or None, **form_arguments(form_class, record))
        if request.method == "POST" and form.is_valid():
            try:
                operation(record, by=request.user, at=timezone.now(), **form.cleaned_data)
            except Unable as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("已办理：%s") % step.label)
                return back(request, record)
        status = 200 if request.method == "GET" else 409
        context = record_context(record, request, step=step, form=form, back=back_address(request, record))
        return render(request, "process/step.html", context, status=status)

    view.__name__ = step.verb
    view.__doc__ = f"Take the step “{step.verb}”."
    return view


def form_arguments(form_class: type[forms.Form], record: Record) -> dict[str, Any]:
    """Return what a form wants to know of its record: a class attribute `wants_record` asks for it."""
    return {"record": record} if getattr(form_class, "wants_record", False) else {}


def birth_view(
    verb: str, form_class: type[forms.Form], operation: Callable[..., Record], template: str = "process/form.html"
) -> View:
    """Return the view that makes a record from a form; a refusal keeps everything that was entered."""

    def view(request: HttpRequest) -> HttpResponse:
        form = form_class(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                record = operation(by=request.user, at=timezone.now(), **form.cleaned_data)
            except Unable as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("已保存。"))
                return back(request, record)
        return render(request, template, {"form": form, "verb": verb}, status=200 if request.method == "GET" else 409)

    view.__name__ = verb
    return view


def back(request: HttpRequest, record: Record) -> HttpResponseRedirect:
    """Return to the page from which a form was opened, or to the record's own."""
    return redirect(back_address(request, record))


def back_address(request: HttpRequest, record: Record) -> str:
    """Return the safe `next` address of the request, else the record's page, else the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    own = getattr(record, "get_absolute_url", None)
    return str(own()) if own else "/"
