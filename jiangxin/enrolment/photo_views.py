"""A chosen picture, shown as the photo it would become, before anything is kept."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from jiangxin.enrolment.candidate_views import own
from jiangxin.enrolment.photo import UnableToUsePhoto, one_inch, words_of


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
