"""What a candidate sees on a phone: sign up, one question a page, check, submit, the printable summary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jiangxin.documents.typeset import UnableToTypeset
from jiangxin.documents.views import sent
from jiangxin.enrolment import operations
from jiangxin.enrolment.application_form import printed_form
from jiangxin.enrolment.asking import QuestionForm
from jiangxin.enrolment.fact_forms import EntriesForm, FactForm
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.opinions import opinion_kept
from jiangxin.enrolment.photo import words_of
from jiangxin.enrolment.place_presenting import place_ahead, place_facts, place_shown
from jiangxin.enrolment.place_queries import place_of
from jiangxin.enrolment.presenting import age_of, answers, born_and_sex, heading_of, opinion_shown
from jiangxin.enrolment.queries import live, other_levels, whole
from jiangxin.enrolment.question_forms import FACTS, QUESTIONS, ConditionForm, Question, questions_of
from jiangxin.enrolment.terms import terms
from jiangxin.messaging import prints_codes
from jiangxin.people import idnumber
from jiangxin.people.models import Person
from jiangxin.process import limits
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, timeline
from jiangxin.process.views import actor, posted, today
from jiangxin.regulation.basis import article, standard
from jiangxin.regulation.words import in_series
from jiangxin.rounds.models import Round
from jiangxin.rounds.queries import WHOLE
from jiangxin.standards.eligibility.verdict import Verdict

IN_HAND = ("draft", "returned")


def person_of(request: HttpRequest) -> Person:
    """Return the person who is signed in; 404 for an account without one."""
    return get_object_or_404(Person, pk=actor(request).person_id)


def own(request: HttpRequest, pk: int) -> Application:
    """Return the applicant's own application; anybody else's is 404."""
    return get_object_or_404(whole(Application.objects.filter(person=actor(request).person_id or 0)), pk=pk)


def frame(round_: Round, **context: Any) -> dict[str, Any]:
    """Return what `question.html` asks for."""
    return {
        "round": round_, "about": str(round_), "call": round_.institution.contact,
        "leave": reverse("portal:mine"), **context,
    }  # fmt: skip


def public_round(pk: int) -> Round:
    """Return a round that was ever open; a draft is not there for the public."""
    return get_object_or_404(Round.objects.exclude(state="draft").select_related(*WHOLE), pk=pk)


@login_not_required
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether this is the round to apply in, and begin the application."""
    round_ = public_round(pk)
    if actor(request).person_id is None:
        return redirect("enrolment:sign_up", pk)
    person = person_of(request)
    if existing := live(round_).filter(person=person).first():
        return redirect(resume(existing))
    error = ""
    if request.method == "POST":
        try:
            return redirect(resume(operations.draft_application(round_, person, by=actor(request), at=timezone.now())))
        except Unable as refusal:
            error = str(refusal)
    context = frame(round_, total=None, leave=None, error=error, closed=not is_open(round_))
    context |= {"places": place_facts(round_), "full": place_ahead(round_)}
    return render(request, "enrolment/start.html", context, status=409 if error else 200)


def is_open(round_: Round) -> bool:
    """Return whether the round takes applications today."""
    return round_.state == "open" and round_.apply_from <= today() <= round_.apply_until


@login_not_required
@require_POST
def id_facts(request: HttpRequest) -> HttpResponse:
    """Say at once what an ID number tells, or what is wrong with it; nothing is kept."""
    id_type = request.POST.get("id_type", idnumber.RESIDENT_CARD)
    found = idnumber.inspect(request.POST.get("id_number", ""), on=today(), id_type=id_type)
    context = {"found": found, "age": age_of(found.born, today())}
    return render(request, "enrolment/id_facts.html", context)


def resume(application: Application) -> str:
    """Return where an application goes on: the first open question, the question sent back, or its page."""
    if application.state not in IN_HAND:
        return reverse("enrolment:submitted", args=[application.pk])
    asked = questions_of(application)
    about = application.remark_on.partition(":")[0]
    if application.state == "returned" and about in {question.key for question in asked}:
        return _address(application, about)
    return _first_open(application, asked)


def _first_open(application: Application, asked: Iterable[Question]) -> str:
    """Return the address of the first question without an answer, or of the check."""
    key = next((question.key for question in asked if not question.form.answered(application)), None)
    return _address(application, key) if key else _check_address(application)


def _address(application: Application, key: str) -> str:
    return reverse("enrolment:question", args=[application.pk, key])


def _check_address(application: Application) -> str:
    return reverse("enrolment:submit", args=[application.pk])


@never_cache
def question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask one question, keep its answer, go on to the next."""
    application = own(request, pk)
    if key not in QUESTIONS:
        raise Http404
    if application.state not in IN_HAND:
        return redirect("enrolment:submitted", pk)
    if key == "materials" and application.condition is None:
        return redirect("enrolment:question", pk, "condition")
    asked = QUESTIONS[key]
    form = asked.form(
        *posted(request), application=application, row=request.GET.get("row", ""), asked_from=limits.address(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            form.keep(by=actor(request), at=timezone.now())
        except Unable as error:
            form.add_error(None, str(error))
        else:
            return redirect(_next(request, own(request, pk), form, key))
    context = frame(application.round, **_asking(request, application, form, key))
    status = 200 if request.method == "GET" else 409
    return render(request, _TEMPLATES.get(key, _template(form)), context, status=status)


_TEMPLATES = {key: f"enrolment/ask_{key}.html" for key in ("who", "photo", "materials", "promises")}


def _template(form: QuestionForm) -> str:
    return "enrolment/ask_entries.html" if isinstance(form, EntriesForm) else "enrolment/ask.html"


def _asking(request: HttpRequest, application: Application, form: QuestionForm, key: str) -> dict[str, Any]:
    """Return what the page of one question shows."""
    keys = [asked.key for asked in questions_of(application)]
    total = len(keys) + 2  # the round before them, the check of all answers after them
    if application.condition is None:
        total += 2  # most conditions ask for one fact and its proof
    index = keys.index(key) if key in keys else 0
    about, _colon, proof = application.remark_on.partition(":")
    sent_back = application.state == "returned" and about in ("", key)
    bases = {"category": article("7"), "condition": standard(str(application.round.level.standard))}
    return {
        "application": application,
        "question": QUESTIONS[key],
        "form": form,
        "position": index + 2,
        "total": total,
        "back": _address(application, keys[index - 1]) if index else None,
        "returned": application.remark if sent_back else "",
        "returned_proof": proof,
        "basis": basis_of(bases[key]) if key in bases else None,
        "change": request.GET.get("then") == "check",
        **(
            {"person": application.person, **born_and_sex(application.person, today()), "prints_codes": prints_codes()}
            if key == "who"
            else {}
        ),
        **({"doubts": words_of(application.photo_doubts)} if key == "photo" else {}),
        **({"condition": application.condition} if isinstance(form, FactForm) else {}),
        **({"texts": [terms("pledge"), terms("consent")]} if key == "promises" else {}),
    }


def _next(request: HttpRequest, application: Application, form: QuestionForm, key: str) -> str:
    """Return where to go after an answer: the next question, or back to the check from where it was changed."""
    if isinstance(form, ConditionForm) and form.none_fits:
        return reverse("enrolment:none_fits", args=[application.pk])
    if form.stays:
        return request.get_full_path()
    if isinstance(form, EntriesForm) and not form.goes_on:
        then = {name: value for name in ("then",) if (value := request.GET.get(name))}
        row = {"row": "new"} if "more" in request.POST else {}
        return f"{_address(application, key)}?{urlencode({**then, **row})}"
    asked = questions_of(application)
    place = next((place for place, one in enumerate(asked) if one.key == key), len(asked))
    following = asked[place + 1 :]
    if isinstance(form, FactForm) and not {*following} & {*FACTS}:
        _warn(request, application)
    # A change leads back to the check, past what another condition asks for; nothing is asked again.
    if not following or request.GET.get("then") == "check" or key == "condition":
        return _first_open(application, following)
    return _address(application, following[0].key)


def _warn(request: HttpRequest, application: Application) -> None:
    """Say, once all facts are stated, that by the machine's opinion the condition does not hold."""
    opinion = opinion_kept(application)
    if opinion is not None and opinion.verdict is Verdict.UNMET:
        sentence = _("机器初审：现在不符合申报条件 %(label)s。%(why)s。您可以改选条件，也可以继续，由审核员决定。")
        messages.warning(request, sentence % {"label": opinion.label, "why": in_series(opinion.objections)})


@require_GET
def none_fits(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the conditions of the other levels: where the applicant might fit."""
    application = own(request, pk)
    level = application.round.level.level
    context = frame(
        application.round, application=application, total=None, levels=other_levels(application.round),
        back=reverse("enrolment:question", args=[pk, "condition"]), level=level,
        basis=basis_of(standard(str(application.round.level.standard))),
    )  # fmt: skip
    return render(request, "enrolment/none_fits.html", context)


@never_cache
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all answers once more, and hand them in."""
    application = own(request, pk)
    if application.state not in IN_HAND:
        return redirect("enrolment:submitted", pk)
    error = ""
    if request.method == "POST":
        try:
            operations.submit(application, by=actor(request), at=timezone.now())
        except Unable as refusal:
            error = str(refusal)
        else:
            return redirect("enrolment:submitted", pk)
    keys = [asked.key for asked in questions_of(application)]
    missing = [str(sentence) for sentence in application.steps["submit"].missing(application)]
    context = frame(
        application.round, application=application, position=len(keys) + 2, total=len(keys) + 2,
        answers=answers(application, today()),
        missing=missing, error=error, opinion=opinion_shown(application),
        full=place_ahead(application.round) if place_of(application) is None else place_shown(application),
        back=reverse("enrolment:question", args=[pk, keys[-1]]),
    )  # fmt: skip
    return render(request, "enrolment/check.html", context, status=409 if error else 200)


@require_GET
def submitted(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an application stands: handed in, returned, accepted or not, and what comes next."""
    application = own(request, pk)
    if application.state == "draft":
        return redirect(resume(application))
    context = frame(
        application.round, application=application, total=None, place=place_shown(application),
        events=timeline([application, *filter(None, [place_of(application)])]), heading=heading_of(application),
        leaving=application.state in application.steps["withdraw"].sources,
        go_on=resume(application), leave=None,  # nothing is left to be kept
    )  # fmt: skip
    return render(request, "enrolment/submitted.html", context)


@require_GET
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the application form as a PDF to print and sign."""
    application = own(request, pk)
    name = _("%s申报表.pdf") % application.person.name
    try:
        return sent(printed_form(application, timezone.now()), name, "application/pdf")
    except UnableToTypeset as error:
        messages.error(request, str(error))
        return redirect("enrolment:submitted", pk)


def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then withdraw the application."""
    application = own(request, pk)
    error = ""
    if request.method == "POST":
        try:
            operations.withdraw(application, by=actor(request), at=timezone.now())
        except Unable as refusal:
            error = str(refusal)
        else:
            again = _("在报名截止前可以重新报名。") if is_open(application.round) else ""
            messages.success(request, _("报名已撤回。") + again)
            return redirect("portal:mine")
    step = application.steps["withdraw"]
    barred = [str(sentence) for sentence in step.missing(application)] if application.state in step.sources else []
    context = frame(
        application.round, application=application, total=None, error=error, barred=barred,
        again=is_open(application.round), placed=place_shown(application),
    )  # fmt: skip
    return render(request, "enrolment/withdraw.html", context, status=409 if error else 200)
