"""What pages of records have in common: finding the record, taking a step from a form, showing a refusal.

A step's address is made from its verb: `rounds/round/7/close` is named `rounds:close` and calls the operation
`rounds.operations.close`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from inspect import Parameter, signature
from types import ModuleType
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db.models import BinaryField, JSONField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.process import stale
from jiangxin.process.barred import gates_told
from jiangxin.process.errors import Unable
from jiangxin.process.models import Record
from jiangxin.process.presenting import WITH_FORM, basis_of, due_items, step_buttons, timeline
from jiangxin.process.queries import model_of
from jiangxin.process.step import Step
from jiangxin.process.taking import check_person, out_of_turn
from jiangxin.process.who import ANONYMOUS, Actor

type View = Callable[..., HttpResponse]


class ReasonForm(forms.Form):
    """The form of a step that takes no data: a reason, which some steps require."""

    wants_step = True
    reason = forms.CharField(
        label=gettext_lazy("理由"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A step without the need of a reason may still be late, and then asks for one: the field stays.
        self.fields["reason"].required = step.reason


def today() -> date:
    """Return the local day of this request; views read the clock, operations never."""
    return timezone.localdate()


def actor(request: HttpRequest) -> Actor:
    """Return who is asking."""
    return cast("Actor", request.user) if request.user.is_authenticated else ANONYMOUS


def posted(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    """Return data and files of a POST, also of an empty one, for a form to be bound to; nothing of a GET."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def find[R: Record](model: type[R], request: HttpRequest, pk: int) -> R:
    """Return the record if this user may see it; a foreign one is 404, as if it were not there."""
    return cast("R", get_object_or_404(model.objects.visible_to(actor(request), today()), pk=pk))


def record_context(record: Record, request: HttpRequest, **context: Any) -> dict[str, Any]:
    """Return what every record page shows: the record, its offered steps, its timeline, its days.

    For the components: `steps` (steps.html), `events` (timeline.html), `dues` (each for due.html).
    """
    return {
        "record": record,
        "steps": step_buttons(record, actor(request), today(), back=request.get_full_path()),
        "events": timeline([record]),
        "dues": due_items([record], today()),
        "today": today(),
        **context,
    }


def step_urls(
    model: type[Record], operations: ModuleType, *, forms: Mapping[str, type[forms.BaseForm]] | None = None,
    shows: Mapping[str, View] | None = None,
) -> list[URLPattern]:  # fmt: skip
    """Return an address for every step of the record that has an operation and is not the record's birth.

    `forms` names the form of a step that takes data; its cleaned fields become the operation's arguments. `shows` names
    the view that answers with what an operation returned, `shows(request, record, result)`, instead of leading back.
    """
    name = model._meta.model_name
    WITH_FORM.update((model._meta.label_lower, verb) for verb in forms or {})
    return [
        path(
            f"{name}/<int:pk>/{step.verb}",
            step_view(
                model,
                step,
                getattr(operations, step.verb),
                (forms or {}).get(step.verb, ReasonForm),
                (shows or {}).get(step.verb),
            ),
            name=step.verb,
        )
        for step in model.steps
        if step.sources and hasattr(operations, step.verb)
    ]


def step_view(
    model: type[Record], step: Step, operation: Callable[..., Any], form_class: type[forms.BaseForm],
    shows: View | None = None,
) -> View:  # fmt: skip
    """Return the view of one step: GET asks, POST takes it; a refusal keeps everything that was entered.

    It opens only for whoever may take the step; everybody else is told whose it is (403).
    """

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        record = find(model, request, pk)
        check_person(record, step, actor(request), today())
        form = form_class(*posted(request), **form_arguments(form_class, record, step))
        seen = request.POST.get(stale.FIELD) or stale.stamp(record)
        if request.method == "POST" and form.is_valid():
            try:
                with gates_told(), stale.unchanged(record, step, request.POST.get(stale.FIELD, "")):
                    data = accepted(operation, form.cleaned_data)
                    result = operation(record, by=actor(request), at=timezone.now(), **data)
            except Unable as error:
                form.add_error(None, str(error))
                seen = stale.stamp(record) if isinstance(error, stale.Stale) else seen
            else:
                if shows:
                    return shows(request, record, result)
                messages.success(request, _("已办理：%s") % step.label)
                return back(request, record)
        asked = request.method == "GET"  # what was sent is never hidden behind a refusal
        status = 200 if asked else 409
        context = {
            "record": record,
            "step": step,
            "refused": out_of_turn(record, step) if asked else None,
            "basis": basis_of(step.basis),
            "form": form,
            "seen": seen,
            "missing": [str(sentence) for sentence in step.missing(record)],
            "events": timeline([record]),
            "back": back_address(request, record),
        }
        return render(request, "process/step.html", context, status=status)

    view.__name__ = step.verb
    view.__doc__ = f"Take the step “{step.verb}”."
    return view


def form_arguments(form_class: type[forms.BaseForm], record: Record, step: Step) -> dict[str, Any]:
    """Return what a form wants to know: class attributes `wants_record` and `wants_step` ask for them."""
    known = {"record": record, "step": step}
    return {name: value for name, value in known.items() if getattr(form_class, f"wants_{name}", False)}


def accepted(operation: Callable[..., Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cleaned fields that the operation takes: one without a reason is not given an empty one."""
    parameters = signature(operation).parameters
    if any(parameter.kind is Parameter.VAR_KEYWORD for parameter in parameters.values()):
        return dict(data)
    return {name: value for name, value in data.items() if name in parameters}


def back(request: HttpRequest, record: Record) -> HttpResponseRedirect:
    """Return to the page from which a form was opened, or to the record's own."""
    return redirect(back_address(request, record))


def next_address(request: HttpRequest) -> str:
    """Return the `next` address of the request where it leads to this site, else ""."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


def back_address(request: HttpRequest, record: Record) -> str:
    """Return the safe `next` address of the request, else the record's page, else the desk."""
    if wanted := next_address(request):
        return wanted
    own = getattr(record, "get_absolute_url", None)
    return str(own()) if own else reverse("process:record", args=[record._meta.label_lower, record.pk])


def record_page(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Show a record that has no page of its own: facts, steps, history. Nothing is edited here."""
    try:
        model = model_of(label)
    except KeyError:
        raise Http404 from None
    record = find(model, request, pk)
    return render(request, "process/record.html", record_context(record, request, facts=facts_of(record)))


def facts_of(record: Record) -> list[dict[str, Any]]:
    """Return a record's plain fields as facts; what is encrypted or only for the machine stays out."""
    facts = [{"label": _("状态"), "value": record.state_label, "strong": True}]
    for field in record._meta.concrete_fields:
        hidden = field.primary_key or field.name == "state" or not field.editable or field.verbose_name == field.name
        if not hidden and not isinstance(field, BinaryField | JSONField):
            facts.append({"label": field.verbose_name, "value": _in_words(record, field.name)})
    return facts


def _in_words(record: Record, name: str) -> Any:
    """Return a field as people read it: a choice by its label, yes or no instead of True or False."""
    shown = getattr(record, f"get_{name}_display", None)
    value = shown() if shown else getattr(record, name)
    return (_("是") if value else _("否")) if isinstance(value, bool) else value
