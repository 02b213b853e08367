"""Signing in by a code, in two pages under one address: who are you, and which code was sent to you."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jiangxin.messaging import prints_codes
from jiangxin.people.models import Person, User
from jiangxin.process import limits
from jiangxin.process.errors import Unable
from jiangxin.process.views import actor, next_address, posted
from jiangxin.regulation.parameters import param
from jiangxin.signin import operations
from jiangxin.signin.forms import CodeForm, PhoneForm, VisitorForm
from jiangxin.signin.operations import CodeJustSent, UnableToSendCode, Visitor

# Who a visitor with a right code is let in as; raises Unable.
type Admit = Callable[[Visitor, str], User]


@login_not_required
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Let a candidate in whom the institution knows."""
    then = next_address(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    if request.user.is_authenticated:
        return redirect(then)

    def admit(visitor: Visitor, code: str) -> User:
        return operations.enter(visitor, code, at=timezone.now())

    context = {"next": next_address(request)}
    return asking(request, VisitorForm(*posted(request)), admit, then=then, page=("signin/enter.html", context))


@never_cache
def phone(request: HttpRequest) -> HttpResponse:
    """Let a person change his telephone: the new one takes the old one's place once a code sent to it is entered."""
    person = get_object_or_404(Person, pk=actor(request).person_id)
    form = PhoneForm(*posted(request), phone=person.phone)
    if request.method == "POST" and form.is_valid():
        number, code = form.cleaned_data["phone"], form.cleaned_data.get("code", "")
        try:
            operations.change_phone(
                person, number, code, address=limits.address(request), by=actor(request), at=timezone.now()
            )
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("手机号码已更换，下次用新号码登录。"))
            return redirect("people:own")
    context = {"form": form, "prints_codes": prints_codes()}
    return render(request, "signin/phone.html", context, status=200 if request.method == "GET" else 409)


def asking(
    request: HttpRequest, form: VisitorForm, admit: Admit, *, then: str, page: tuple[str, dict[str, Any]]
) -> HttpResponse:
    """Ask who somebody is, send a code, ask for the code, sign him in and go on to `then`.

    What he stated goes from the first page to the second in the form itself, never into the session. `page` is a
    template with its context; it gets `form`, `code_form`, `sent` (whether the code is asked for now), and `told`, why
    no other code was sent.
    """
    code_form, sent, told, refused = CodeForm(), False, "", request.method == "POST"
    if request.method == "POST" and form.is_valid():
        visitor, act = form.visitor(limits.address(request)), request.POST.get("act")
        if act == "enter":
            code_form, sent = CodeForm(request.POST), True
            if code_form.is_valid() and (user := _admitted(code_form, admit, visitor)):
                return _signed_in(request, user, then)
        elif act == "change":
            refused = False
        else:
            sent, told = _send(form, visitor, again=act == "again")
            refused = bool(told)
    template, context = page
    context |= {
        "form": form, "code_form": code_form, "sent": sent, "told": told, "prints_codes": prints_codes(),
        "minutes": param("code.valid").integer,
    }  # fmt: skip
    return render(request, template, context, status=409 if refused else 200)


def _admitted(code_form: CodeForm, admit: Admit, visitor: Visitor) -> User | None:
    """Return the account of a visitor with a right code, else put the sentence beside the code."""
    try:
        return admit(visitor, code_form.cleaned_data["code"])
    except Unable as error:
        code_form.add_error("code", str(error))
        return None


def _send(form: VisitorForm, visitor: Visitor, *, again: bool) -> tuple[bool, str]:
    """Send a code; return whether to ask for one now, and the sentence when none was sent."""
    try:
        operations.send_code(visitor, at=timezone.now())
    except UnableToSendCode as error:
        if again or isinstance(error, CodeJustSent):  # there is one that can still be used
            return True, str(error)
        form.add_error(None, str(error))
        return False, str(error)
    return True, ""


def _signed_in(request: HttpRequest, user: User, then: str) -> HttpResponse:
    """Sign the person in for as long as a shared computer may remember him."""
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.set_expiry(timedelta(hours=param("code.session").integer))
    return redirect(then)
