"""The phrases that an institution's reviewers offer themselves: a list, one form, one button."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.enrolment import operations
from jiangxin.enrolment.forms import PhraseForm
from jiangxin.enrolment.models import Phrase
from jiangxin.process.births import birth_at_home, home_of, may_begin
from jiangxin.process.errors import Unable
from jiangxin.process.views import actor, find, today


@require_GET
def phrases(request: HttpRequest) -> HttpResponse:
    """List the phrases in use, with the form that adds one."""
    home = home_of(request)
    listed = Phrase.objects.visible_to(actor(request), today()).filter(institution=home, state="current")
    context: dict[str, Any] = {
        "phrases": list(listed), "form": PhraseForm(),
        "may": may_begin(request, Phrase(institution=home), "add_phrase"),
    }  # fmt: skip
    return render(request, "enrolment/phrases.html", context)


add_phrase = birth_at_home(
    Phrase, "add_phrase", form=PhraseForm, operation=operations.add_phrase, back="enrolment:phrases"
)


@require_POST
def drop_phrase(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a phrase no more."""
    phrase = find(Phrase, request, pk)
    try:
        operations.drop_phrase(phrase, by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已停用：%s") % phrase)
    return redirect("enrolment:phrases")
