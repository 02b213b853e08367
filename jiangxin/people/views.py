"""People: the register of persons with their offices and cards, and the organisations."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from jiangxin.people import operations
from jiangxin.people.account_views import account_card
from jiangxin.people.forms import AppointForm, OrganisationForm, PurposeForm, QualificationForm, RegisterForm
from jiangxin.people.models import Appointment, Correction, Organisation, Person, Qualification, Reading
from jiangxin.people.own_views import FEW, reading_event
from jiangxin.people.queries import found, readings_of, staff_with_cards, validity
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import rule_of, step_address, step_buttons, timeline
from jiangxin.process.taking import check_person
from jiangxin.process.views import actor, find, posted, today
from jiangxin.regulation.parameters import param
from jiangxin.regulation.words import joined

PER_PAGE = 20
REGISTRARS = ("centre_officer", "college_officer", "authority_officer")  # who registers people of his own house


def institutions(request: HttpRequest, *roles: str) -> list[Organisation]:
    """Return the institutions in which this user holds one of the roles today (any role when none is named)."""
    held = {
        office.institution_id: office.institution  # type: ignore[attr-defined]
        for office in actor(request).appointments_on(today())
        if not roles or office.role in roles
    }
    return list(held.values())


@require_GET
def persons(request: HttpRequest) -> HttpResponse:
    """List the staff, or everybody who is known: offices held, cards, and which of them end soon."""
    who, text = request.GET.get("who", "staff"), request.GET.get("q", "").strip()
    listed: QuerySet[Person] = Person.objects.visible_to(actor(request), today())
    if who != "all":
        listed = listed.filter(appointments__state="current").distinct()
    if text:
        listed = found(listed, [place.pk for place in institutions(request)], text)
    page = Paginator(staff_with_cards(listed.order_by("sort_key", "pk")), PER_PAGE).get_page(request.GET.get("page"))
    options = [{"value": "staff", "label": _("工作人员")}, {"value": "all", "label": _("所有在册人员")}]
    context = {
        "page": page,
        "rows": [_row(person) for person in page],
        "columns": [{"label": label} for label in (_("姓名"), _("职务"), _("资格证书"), _("所在单位"))],
        "who": who, "options": options, "q": text, "query": f"{urlencode({'who': who, 'q': text})}&",
        "may_register": bool(institutions(request, *REGISTRARS)),
        "rule": rule_of(param("qualification.warning")),
        "asked": Correction.objects.visible_to(actor(request), today()).filter(state="asked").count(),
    }  # fmt: skip
    return render(request, "people/persons.html", context)


def _row(person: Person) -> dict[str, Any]:
    offices = joined(f"{a.organisation} {a.role_label}" for a in person.appointments.all())
    return {
        "id": person.pk,
        "name": person.name,
        "url": reverse("people:person", args=[person.pk]),
        "masked": person.masked_id,
        "offices": offices,
        "cards": [card_of(card) for card in person.qualifications.all()],
        "employer": person.employer,
    }


def card_of(card: Qualification) -> dict[str, Any]:
    """Return a qualification as a tag: its kind and how it stands today."""
    standing, left = validity(card, today())
    states = {"over": "over", "soon": "wait", "valid": "ok"}
    words = {"over": _("已过期"), "soon": _("剩 %d 天") % left, "valid": _("有效")}
    withdrawn = card.state != "valid"
    return {
        "record": card,
        "kind": card.get_kind_display(),
        "state": "plain" if withdrawn else states[standing],
        "label": card.state_label if withdrawn else words[standing],
    }


@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: masked data, offices, cards, and what was done with them."""
    return render(request, "people/person.html", _context(request, find(Person, request, pk)))


def _context(request: HttpRequest, person: Person, **more: Any) -> dict[str, Any]:
    who, here = actor(request), reverse("people:person", args=[person.pk])
    appointments = list(person.appointments.select_related("organisation").order_by("-starts_on"))
    cards = list(person.qualifications.order_by("-valid_until"))
    offered = step_buttons(person, who, today(), back=here)
    account = account_card(request, person, offered, here)
    # What leads to the destruction of a data key stands apart from what one does every day.
    ends = {step_address(person, verb, next=here) for verb in ("propose_erasure", "keep_person", "erase")}
    steps = [step for step in offered if step["url"] not in ends]
    grave = [step for step in offered if step["url"] in ends]
    read = readings_of(person) & Reading.objects.visible_to(who, today())
    facts = [
        {"label": person.get_id_type_display(), "value": person.masked_id, "num": True},
        {"label": _("手机号码"), "value": person.masked_phone or "–", "num": True},
        {"label": _("所在单位"), "value": person.employer or "–"},
        {"label": _("所属机构"), "value": person.institution.name},
    ]
    return {
        "person": person, "steps": steps, "grave": grave, "facts": facts, "account": account,
        "appointments": [{"record": a, "end": _offered(request, a, "end_appointment", here)} for a in appointments],
        "cards": [{**card_of(c), "withdraw": _offered(request, c, "withdraw_qualification", here)} for c in cards],
        "may_appoint": _may_make(request, "appoint", Appointment(person=person, institution=person.institution)),
        "may_add": _may_make(request, "add_qualification", Qualification(person=person)),
        "may_reveal": person.readable and _may_make(request, "reveal", Reading(institution=person.institution)),
        "readings": [reading_event(one) for one in read[:FEW]], "count": read.count(),
        "events": timeline([person, *appointments, *cards]),
        **more,
    }  # fmt: skip


def _offered(request: HttpRequest, record: Appointment | Qualification, verb: str, back: str) -> str:
    """Return the address of a step where this user may take it now, else ""."""
    step = record.steps[verb]
    offered = record.state in step.sources and step.may.test(actor(request), record, today())
    return (step_address(record, verb, next=back) or "") if offered else ""


def _may_make(request: HttpRequest, verb: str, record: Appointment | Qualification | Reading) -> bool:
    return record.steps[verb].may.test(actor(request), record, today())


@never_cache
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the purpose, keep it for the person to see, and show the data in clear once."""
    person = find(Person, request, pk)
    check_person(Reading(institution=person.institution), Reading.steps["reveal"], actor(request), today())
    form = PurposeForm(*posted(request))
    clear = None
    if request.method == "POST" and form.is_valid():
        try:
            clear = operations.reveal(person, by=actor(request), at=timezone.now(), **form.cleaned_data)
        except Unable as error:
            form.add_error(None, str(error))
    names = {"id_number": _("证件号码"), "phone": _("手机号码"), "ethnicity": _("民族"), "address": _("通讯地址")}
    facts = (
        [{"label": label, "value": clear[key], "num": True} for key, label in names.items() if clear.get(key)]
        if clear
        else []
    )
    status = 409 if request.method == "POST" and clear is None else 200
    return render(request, "people/reveal.html", {"person": person, "form": form, "facts": facts}, status=status)


def register(request: HttpRequest) -> HttpResponse:
    """Register a person with the user's institution; whoever is known already is shown."""
    places = institutions(request, *REGISTRARS)
    if not places:
        raise PermissionDenied
    form = RegisterForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.register(places[0], form.person(), by=actor(request), at=timezone.now())
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%s 已在册。") % made.name)
            return redirect("people:person", made.pk)
    return _form_page(request, form, _("登记人员"), reverse("people:persons"))


def appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Appoint a person to an office."""
    person = find(Person, request, pk)
    if not _may_make(request, "appoint", Appointment(person=person, institution=person.institution)):
        raise PermissionDenied
    form = AppointForm(*posted(request), person=person, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            operations.appoint(person, by=actor(request), at=timezone.now(), **form.cleaned_data)
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已任命。"))
            return redirect("people:person", pk)
    return _form_page(request, form, _("任命 %s") % person.name, reverse("people:person", args=[pk]))


def add_qualification(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a card or certificate of a person."""
    person = find(Person, request, pk)
    if not _may_make(request, "add_qualification", Qualification(person=person)):
        raise PermissionDenied
    form = QualificationForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.add_qualification(person, by=actor(request), at=timezone.now(), **form.cleaned_data)
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记。"))
            return redirect("people:person", pk)
    return _form_page(request, form, _("登记 %s 的资格证书") % person.name, reverse("people:person", args=[pk]))


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    """List the user's institutions with their units and the authorities that supervise them."""
    places = [
        {
            "institution": place,
            "units": list(Organisation.objects.filter(institution=place)),
            "authorities": _over(place),
        }
        for place in institutions(request)
    ]
    context = {"places": places, "may_found": bool(institutions(request, "centre_officer"))}
    return render(request, "people/organisations.html", context)


def _over(place: Organisation) -> list[dict[str, Any]]:
    named = {
        _("开班备案"): place.employment_centre,
        _("质量督导"): place.city_centre,
        _("结果备案"): place.provincial_centre,
    }
    return [{"label": label, "value": authority.name} for label, authority in named.items() if authority]


def found_organisation(request: HttpRequest) -> HttpResponse:
    """Register a unit of the institution."""
    places = institutions(request, "centre_officer")
    if not places:
        raise PermissionDenied
    form = OrganisationForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.found(by=actor(request), at=timezone.now(), institution=places[0], **form.cleaned_data)
        except Unable as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("已登记。"))
            return redirect("people:organisations")
    return _form_page(request, form, _("登记单位"), reverse("people:organisations"))


def _form_page(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "back": {"label": _("返回"), "url": back}}
    return render(request, "process/form.html", context, status=200 if request.method == "GET" else 409)
