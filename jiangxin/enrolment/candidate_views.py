"""What a candidate sees on a phone: sign up, one question a page, check, submit, the printable summary."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from jiangxin.enrolment import operations
from jiangxin.enrolment.models import Application
from jiangxin.enrolment.photo import UnableToUsePhoto, one_inch, words_of
from jiangxin.enrolment.presenting import age_of, answers, born_and_sex
from jiangxin.enrolment.queries import lacking_materials, live, other_levels, whole
from jiangxin.enrolment.question_forms import KEYS, QUESTIONS, TOTAL, ConditionForm, FactsForm, QuestionForm
from jiangxin.enrolment.terms import terms
from jiangxin.people import idnumber
from jiangxin.people.models import Person
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, timeline
from jiangxin.process.views import actor, posted, today
from jiangxin.regulation.basis import article, standard
from jiangxin.rounds.models import Round
from jiangxin.rounds.queries import WHOLE

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
        "round": round_, "about": str(round_), "call": round_.institution.contact, "total": TOTAL,
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
    context = frame(round_, position=1, leave=None, error=error, closed=not is_open(round_))
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
    if application.state == "returned" and application.remark_on in KEYS:
        return reverse("enrolment:question", args=[application.pk, application.remark_on])
    key = next((key for key in KEYS if not answered(application, key)), None)
    return reverse("enrolment:question", args=[application.pk, key]) if key else _check_address(application)


def answered(application: Application, key: str) -> bool:
    """Return whether a question has its answer."""
    match key:
        case "who":
            return bool(application.person.phone and application.person.clear.get("ethnicity"))
        case "category":
            return bool(application.category)
        case "condition":
            return application.condition_id is not None
        case "facts":
            return bool(application.education and application.source)
        case "materials":
            return bool(application.photo_id) and not lacking_materials(application)
        case _:
            return bool(application.pledged_at and application.consented_at)


def _check_address(application: Application) -> str:
    return reverse("enrolment:submit", args=[application.pk])


@never_cache
def question(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask one question, keep its answer, go on to the next."""
    application = own(request, pk)
    if key not in KEYS:
        raise Http404
    if application.state not in IN_HAND:
        return redirect("enrolment:submitted", pk)
    if key in ("facts", "materials") and application.condition is None:
        return redirect("enrolment:question", pk, "condition")
    asked = QUESTIONS[KEYS.index(key)]
    form = asked.form(*posted(request), application=application)
    if request.method == "POST" and form.is_valid():
        try:
            form.keep(by=actor(request), at=timezone.now())
        except Unable as error:
            form.add_error(None, str(error))
        else:
            return redirect(_next(request, application, form, key))
    context = frame(application.round, **_asking(request, application, form, key))
    template = f"enrolment/ask_{key}.html" if key in ("who", "materials", "promises") else "enrolment/ask.html"
    return render(request, template, context, status=200 if request.method == "GET" else 409)


def _asking(request: HttpRequest, application: Application, form: QuestionForm, key: str) -> dict[str, Any]:
    """Return what the page of one question shows."""
    index = KEYS.index(key)
    back = reverse("enrolment:question", args=[application.pk, KEYS[index - 1]]) if index else None
    sent_back = application.state == "returned" and application.remark_on in ("", key)
    bases = {"category": article("7"), "condition": standard(str(application.round.level.standard))}
    return {
        "application": application,
        "question": QUESTIONS[index],
        "form": form,
        "position": index + 2,
        "back": back,
        "returned": application.remark if sent_back else "",
        "basis": basis_of(bases[key]) if key in bases else None,
        "change": request.GET.get("then") == "check",
        **({"person": application.person, **born_and_sex(application.person, today())} if key == "who" else {}),
        **({"condition": form.condition} if isinstance(form, FactsForm) else {}),
        **({"doubts": words_of(application.photo_doubts)} if key == "materials" else {}),
        **({"texts": [terms("pledge"), terms("consent")]} if key == "promises" else {}),
    }


@require_POST
@never_cache
def check_photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a picture would become as a photo, and what is wrong with it; nothing is kept."""
    own(request, pk)
    context: dict[str, Any] = {}
    if file := request.FILES.get("photo"):
        try:
            photo = one_inch(file.read())
        except UnableToUsePhoto as error:
            context = {"refused": str(error)}
        else:
            picture = f"data:image/jpeg;base64,{b64encode(photo.content).decode()}"
            context = {"picture": picture, "doubts": words_of(photo.doubts), "codes": ",".join(photo.doubts)}
    return render(request, "enrolment/photo_check.html", context)


def _next(request: HttpRequest, application: Application, form: QuestionForm, key: str) -> str:
    """Return where to go after an answer: the next question, or back to the check from where it was changed."""
    if isinstance(form, ConditionForm) and form.none_fits:
        return reverse("enrolment:none_fits", args=[application.pk])
    if form.stays:
        return request.get_full_path()
    following = KEYS[KEYS.index(key) + 1 :]
    changed_condition = key == "condition"  # another condition asks for other facts and proofs
    if not following or (request.GET.get("then") == "check" and not changed_condition):
        return _check_address(application)
    return reverse("enrolment:question", args=[application.pk, following[0]])


@require_GET
def none_fits(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the conditions of the other levels: where the applicant might fit."""
    application = own(request, pk)
    level = application.round.level.level
    context = frame(
        application.round, application=application, position=4, levels=other_levels(application.round),
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
    missing = [str(sentence) for sentence in application.steps["submit"].missing(application)]
    context = frame(
        application.round, application=application, position=TOTAL, answers=answers(application, today()),
        missing=missing, error=error, back=reverse("enrolment:question", args=[pk, KEYS[-1]]),
    )  # fmt: skip
    return render(request, "enrolment/check.html", context, status=409 if error else 200)


@require_GET
def submitted(request: HttpRequest, pk: int) -> HttpResponse:
    """Show where an application stands: handed in, returned, accepted or not, and what comes next."""
    application = own(request, pk)
    if application.state == "draft":
        return redirect(resume(application))
    context = frame(
        application.round, application=application, total=None, events=timeline([application]),
        go_on=resume(application), leave=None,  # nothing is left to be kept
    )  # fmt: skip
    return render(request, "enrolment/submitted.html", context)


@require_GET
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the application as a sheet to print."""
    application = own(request, pk)
    institution = application.round.institution
    context = {
        "application": application, "round": application.round, "answers": answers(application, today()),
        "institution": institution, "practice": institution.practice, "printed_at": timezone.localtime(),
    }  # fmt: skip
    return render(request, "enrolment/summary.html", context)


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
            messages.success(request, _("报名已撤回。在报名截止前可以重新报名。"))
            return redirect("portal:mine")
    context = frame(application.round, application=application, total=None, error=error)
    return render(request, "enrolment/withdraw.html", context, status=409 if error else 200)
