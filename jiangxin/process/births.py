"""Pages that make a record which belongs somewhere: to another record, or to the institution of whoever acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.process.errors import Unable
from jiangxin.process.models import Record
from jiangxin.process.presenting import basis_of
from jiangxin.process.taking import check_person
from jiangxin.process.views import View, accepted, actor, back_address, find, form_arguments, posted, today
from jiangxin.process.who import Actor

if TYPE_CHECKING:
    from jiangxin.people.models import Organisation

TEMPLATE = "process/birth.html"


def birth_under(
    parent: type[Record], model: type[Record], verb: str, *, form: type[forms.BaseForm], operation: Callable[..., Any],
    template: str = TEMPLATE, sketch: Callable[[Any, Actor], Record] | None = None,
) -> View:  # fmt: skip
    """Return the view that makes a record under another: `operation(parent, by=, at=, **fields)`.

    It opens only for whoever may make the record. Whether he may is asked of a sketch, a record that lies under the
    parent and is not saved; give `sketch` where the step asks for more. A refusal keeps everything that was entered.
    It leads back to `next`, else to the parent's page.
    """
    birth = _Birth(model, verb, form, operation, template, sketch or _under(model))

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        owner = find(parent, request, pk)
        return birth.answer(request, owner, back_address(request, owner))

    view.__name__ = verb
    view.__doc__ = f"Take the step “{verb}”."
    return view


def birth_at_home(
    model: type[Record], verb: str, *, form: type[forms.BaseForm], operation: Callable[..., Any], back: str,
    template: str = TEMPLATE,
) -> View:  # fmt: skip
    """Return the view that makes a record of the institution for which this person works; `back` names the list."""
    birth = _Birth(model, verb, form, operation, template, _under(model))

    def view(request: HttpRequest) -> HttpResponse:
        home = home_of(request)
        asked = request.POST.get("next") or request.GET.get("next")
        return birth.answer(request, home, back_address(request, home) if asked else reverse(back))

    view.__name__ = verb
    view.__doc__ = f"Take the step “{verb}”."
    return view


def home_of(request: HttpRequest) -> Organisation:
    """Return the institution for which this person works today; whoever works for none is refused (403)."""
    for office in actor(request).appointments_on(today()):
        institution: Organisation = office.institution  # type: ignore[attr-defined]
        if institution.kind == institution.INSTITUTION:
            return institution
    raise PermissionDenied


def _under(model: type[Record]) -> Callable[[Any, Actor], Record]:
    """Return what sketches a record: its first relation to the owner's kind leads to the owner."""

    def sketch(owner: Any, by: Actor) -> Record:
        relations = [field.name for field in model._meta.fields if field.related_model is type(owner)]
        return model(**dict.fromkeys(relations[:1], owner))

    return sketch


def may_begin(request: HttpRequest, record: Record, verb: str) -> bool:
    """Tell whether this person may make such a record; the record is a sketch that carries what the step asks about."""
    return record.steps[verb].may.test(actor(request), record, today())


@dataclass(frozen=True)
class _Birth:
    """What is made, by which step and operation, and with which form."""

    model: type[Record]
    verb: str
    form: type[forms.BaseForm]
    operation: Callable[..., Any]
    template: str
    sketch: Callable[[Any, Actor], Record]

    def answer(self, request: HttpRequest, owner: Any, back: str) -> HttpResponse:
        """Ask with the form, and make the record from it."""
        step = self.model.steps[self.verb]
        check_person(self.sketch(owner, actor(request)), step, actor(request), today())
        form = self.form(*posted(request), **form_arguments(self.form, owner, step))
        if request.method == "POST" and form.is_valid():
            try:
                self._make(owner, request, form)
            except Unable as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("已办理：%s") % step.label)
                return redirect(back)
        context = {"form": form, "title": step.label, "owner": owner, "basis": basis_of(step.basis), "back": back}
        return render(request, self.template, context, status=200 if request.method == "GET" else 409)

    def _make(self, owner: Any, request: HttpRequest, form: forms.BaseForm) -> None:
        """Call the operation with what the form gives."""
        data = accepted(self.operation, form.cleaned_data)
        self.operation(owner, by=actor(request), at=timezone.now(), **data)
