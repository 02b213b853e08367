"""One application before its reviewer: facts left, evidence right, the decision below, and then the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.enrolment import operations
from jiangxin.enrolment.alarms import raised
from jiangxin.enrolment.desk import following, seen
from jiangxin.enrolment.desk_views import asked_for, query_of, queue
from jiangxin.enrolment.forms import (
    AcceptAgainstForm,
    AcceptForm,
    OnPaperForm,
    PhotoForm,
    ReasonForm,
    RejectForm,
    SendBackForm,
)
from jiangxin.enrolment.models import Application, Material, Sampled
from jiangxin.enrolment.photo import words_of
from jiangxin.enrolment.phrases import phrases
from jiangxin.enrolment.presenting import answers, opinion_shown, photo_address, proofs_shown, tag_of
from jiangxin.enrolment.queries import whole
from jiangxin.enrolment.question_forms import places_of
from jiangxin.enrolment.terms import terms
from jiangxin.enrolment.wanted import lacking
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, timeline
from jiangxin.process.views import actor, today
from jiangxin.regulation.basis import standard

EVIDENCE = ("photo", "materials")  # stands beside the facts
LAST = "decided_last"  # in the session: the application that this user decided last, to go back to
# Whoever decides many presses one key: those that browsers leave free, and that type nothing.
KEYS = {
    "accept": "F2", "endorse": "F2", "accept_against": "F9", "endorse_against": "F9", "send_back": "F4", "reject": "F8",
    "refer_back": "F6", "take_back": "F4",
}  # fmt: skip
REASONS = {"accept": "optional", "endorse": "optional"}  # every other decision requires one


def visible(request: HttpRequest, pk: int) -> Application:
    """Return one application with all that its page shows; a foreign one is 404."""
    application = whole(seen(actor(request), today())).filter(pk=pk).first()
    if application is None:
        raise Http404
    return application


@require_GET
def application(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one application: facts left, evidence right, the decision below."""
    if Application.objects.filter(pk=pk, person=actor(request).person_id or 0).exists():
        return redirect("enrolment:submitted", pk)
    return render(request, "enrolment/application.html", _context(request, visible(request, pk)))


def _context(request: HttpRequest, application: Application, **more: Any) -> dict[str, Any]:
    missing = lacking(application)
    return {
        "application": application,
        "round": application.round,
        "tag": tag_of(application),
        "answers": [group for group in answers(application, today()) if group["key"] not in EVIDENCE],
        "photo": photo_address(application),
        "proofs": proofs_shown(application),
        "photo_doubts": words_of(application.photo_doubts),
        "opinion": opinion_shown(application),
        "alarms": raised([application])[application.pk],
        "vouch": terms("vouch"),
        "lacking": missing,
        "decisions": _decisions(request, application),
        "places": places_of(application),
        "paper": OnPaperForm(kinds=missing) if missing and _may_see(request, application) else None,
        "photo_form": PhotoForm() if _may(request, application, "add_photo") else None,
        "events": timeline([application]),
        "basis": basis_of(standard(str(application.round.level.standard))),
        **_course(request, application),
        **more,
    }


def _course(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Return where the reviewer is in his queue: how many wait, the next, the one he decided last, the sample."""
    asked = _asked(request, application)
    waiting = queue(request, asked).exclude(pk=application.pk)
    after, last = following(waiting, application.pk), request.session.get(LAST)
    sampled = Sampled.objects.filter(
        application=application, batch__state="drawn", batch__drawn_by=actor(request).id or 0
    )
    return {
        "waiting": waiting.count(),
        "query": query_of(asked_for(request)),
        "next": f"{after.get_absolute_url()}{query_of(asked_for(request))}" if after else "",
        "last": seen(actor(request), today()).filter(pk=last).first() if last and last != application.pk else None,
        "sampled": sampled.select_related("batch").first(),
    }


def _asked(request: HttpRequest, application: Application) -> dict[str, Any]:
    """Return the filters of the queue that one comes from; without any, the application's round."""
    asked = asked_for(request)
    return asked if query_of(asked) else {**asked, "round": application.round_id}


def _may(request: HttpRequest, application: Application, verb: str) -> bool:
    step = application.steps[verb]
    return application.state in step.sources and step.may.test(actor(request), application, today())


def _may_see(request: HttpRequest, application: Application) -> bool:
    step = Material.steps["see_on_paper"]
    seen_now = Material(application=application)
    return step.may.test(actor(request), seen_now, today()) and not step.missing(seen_now)


def _decisions(request: HttpRequest, application: Application) -> list[dict[str, Any]]:
    """Return the decisions that this user may take, for `enrolment/decide.html`; the first is what one mostly does."""
    ending = ("accept_against", "endorse_against") if application.opinion == "unmet" else ("accept", "endorse")
    verbs = (*ending, "send_back", "refer_back", "reject", "take_back")
    may = [verb for verb in verbs if _may(request, application, verb)]
    offered = phrases(application.round.institution) if may else {}
    return [
        {
            "label": application.steps[verb].label,
            "url": reverse(f"enrolment:{verb}", args=[application.pk]),
            "missing": [str(sentence) for sentence in application.steps[verb].missing(application)],
            "kind": "main" if verb in ending else "",
            "reason": REASONS.get(verb, "required"),
            "phrases": offered[verb],
            "verb": verb,
            "key": KEYS[verb],
        }
        for verb in may
    ]


def decision(verb: str, form_class: type[forms.Form], operation: Callable[..., Application]) -> Callable[..., Any]:
    """Return the view of one decision: it goes on to the next application that waits; a refusal keeps the words."""

    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        application = visible(request, pk)
        form = form_class(request.POST)
        if form.is_valid():
            try:
                operation(application, by=actor(request), at=timezone.now(), **form.cleaned_data)
            except Unable as error:
                form.add_error(None, str(error))
            else:
                done = {"step": application.steps[verb].label, "name": application.person.name}
                messages.success(request, _("已办理：%(step)s（%(name)s）") % done)
                request.session[LAST] = pk
                return redirect(_after(request, application))
        context = _context(request, visible(request, pk), form=form, failed=verb)
        return render(request, "enrolment/application.html", context, status=409)

    view.__name__ = verb
    view.__doc__ = f"Take the step “{verb}”."
    return view


def _after(request: HttpRequest, application: Application) -> str:
    """Return where a decision leads: to the next of the queue, or to the list when nothing waits any more."""
    after = following(queue(request, _asked(request, application)), application.pk)
    query = query_of(asked_for(request))
    if after:
        return f"{after.get_absolute_url()}{query}"
    return f"{reverse('enrolment:applications')}{query or f'?round={application.round_id}'}"


def _remarked(operation: Callable[..., Application]) -> Callable[..., Application]:
    """Return an operation that takes its remark under the name of the form's field."""
    return lambda application, *, reason="", **who: operation(application, remark=reason, **who)


accept = decision("accept", AcceptForm, _remarked(operations.accept))
accept_against = decision("accept_against", AcceptAgainstForm, operations.accept_against)
endorse = decision("endorse", AcceptForm, _remarked(operations.endorse))
endorse_against = decision("endorse_against", AcceptAgainstForm, operations.endorse_against)
reject = decision("reject", RejectForm, operations.reject)
send_back = decision("send_back", SendBackForm, operations.send_back)
refer_back = decision("refer_back", ReasonForm, operations.refer_back)
take_back = decision("take_back", ReasonForm, operations.take_back)


@require_POST
def see_on_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that proofs were seen on paper."""
    application = visible(request, pk)
    form = OnPaperForm(request.POST, kinds=lacking(application))
    if form.is_valid():
        try:
            operations.see_on_paper(application, form.cleaned_data["kinds"], by=actor(request), at=timezone.now())
        except Unable as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已记下：查验纸质材料 %d 项") % len(form.cleaned_data["kinds"]))
    else:
        messages.error(request, _("请勾选已查验的材料。"))
    return redirect(application)


@require_POST
def add_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the photo of somebody whom the college enrolled."""
    application = visible(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["photo"]
        try:
            added = operations.add_photo(
                application,
                file.name,
                file.read(),
                by=actor(request),
                at=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except Unable as error:
            messages.error(request, str(error))
        else:
            for sentence in words_of(added.photo_doubts):
                messages.warning(request, sentence)
    else:
        messages.error(request, _("请选择一张照片。"))
    return redirect(application)
