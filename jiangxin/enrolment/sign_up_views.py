"""From the announcement to an account: a candidate states who he is, proves his telephone, and goes on to apply."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from jiangxin.enrolment.candidate_views import frame, public_round
from jiangxin.people.models import User
from jiangxin.process.views import actor, posted
from jiangxin.signin import operations
from jiangxin.signin.forms import RegisterForm
from jiangxin.signin.operations import Visitor
from jiangxin.signin.views import asking


@login_not_required
@never_cache
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a candidate with the institution of the round, sign him in, and go on to the round."""
    round_ = public_round(pk)
    start = reverse("enrolment:start", args=[pk])
    if actor(request).person_id is not None:
        return redirect(start)
    form = RegisterForm(*posted(request), institution=round_.institution)

    def admit(visitor: Visitor, code: str) -> User:
        return operations.register(visitor, form.cleaned_data["name"], code, at=timezone.now())

    context = frame(round_, total=None, leave=None, sign_in=f"{reverse('portal:login')}?next={start}")
    return asking(request, form, admit, then=start, page=("enrolment/sign_up.html", context))
