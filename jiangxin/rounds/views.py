"""The form of a round's draft, and its steps; the list and a round's own page are put together by `portal`."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.people.models import Organisation
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import WITH_FORM, basis_of
from jiangxin.process.views import actor, back_address, find, posted, step_view, today
from jiangxin.regulation.basis import article
from jiangxin.rounds import operations
from jiangxin.rounds.forms import CancelForm, CloseForm, ExtendForm, OpenForm, QuotaForm, RoundForm, groups_of
from jiangxin.rounds.models import Round
from jiangxin.standards.queries import scope_of

STEPS = [
    path(f"round/<int:pk>/{verb}", step_view(Round, Round.steps[verb], getattr(operations, verb), form), name=verb)
    for verb, form in {
        "open": OpenForm,
        "close": CloseForm,
        "extend": ExtendForm,
        "cancel": CancelForm,
        "set_quota": QuotaForm,
    }.items()
]
# Each of them leads to a page of its own, which says what will follow.
WITH_FORM.update(("rounds.round", verb) for verb in ("open", "close", "extend", "cancel", "set_quota", "revise_round"))


def _draftable(request: HttpRequest) -> list[tuple[Organisation, list[int] | None]]:
    """Return where this user may draft rounds: the institution, and the colleges he is bound to (None: any)."""
    places: dict[int, tuple[Organisation, list[int] | None]] = {}
    for office in actor(request).appointments_on(today()):
        institution: Organisation = office.institution  # type: ignore[attr-defined]
        if office.role == "centre_officer":
            places[institution.pk] = (institution, None)
        elif office.role == "college_officer":
            _known, colleges = places.get(institution.pk, (institution, []))
            places[institution.pk] = (institution, None if colleges is None else [*colleges, office.organisation_id])
    return list(places.values())


def draft_round(request: HttpRequest) -> HttpResponse:
    """Draft a round within a filing; what was typed stays when it is refused."""
    places = _draftable(request)
    if not places:
        raise PermissionDenied
    institution, colleges = places[0]
    form = RoundForm(*posted(request), institution=institution, colleges=colleges)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.draft_round(
                by=actor(request), at=timezone.now(), institution=institution, **form.fields_of_round()
            )
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已立项：%s。核对无误后由中心开放报名。") % made)
            return redirect(made)
    return _form_page(request, form, _("立项"), reverse("portal:rounds"))


def revise_round(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a round that is still a draft."""
    round_ = find(Round, request, pk)
    step = Round.steps["revise_round"]
    if not step.may.test(actor(request), round_, today()):
        raise PermissionDenied
    kept = (
        "college", "audience", "apply_from", "apply_until", "planned_on", "capacity", "quota", "recorded",
        "review_levels",
    )  # fmt: skip
    scope = scope_of(round_.filing_id, round_.level)
    initial = {"scope": scope, **{name: getattr(round_, name) for name in kept}, **groups_of(round_)}
    form = RoundForm(*posted(request), institution=round_.institution, initial=initial)
    back = back_address(request, round_)
    if request.method == "POST" and form.is_valid():
        try:
            operations.revise_round(round_, by=actor(request), at=timezone.now(), **form.fields_of_round())
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已保存。"))
            return redirect(back)
    return _form_page(request, form, _("修改立项"), back)


def _form_page(request: HttpRequest, form: RoundForm, title: str, back: str) -> HttpResponse:
    context = {
        "form": form, "title": title, "basis": basis_of(article("2")), "back": {"label": _("返回"), "url": back},
        "scopes": form.fields["scope"].queryset.exists(),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "rounds/form.html", context, status=200 if request.method == "GET" else 409)
