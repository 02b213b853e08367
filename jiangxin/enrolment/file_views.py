"""Files of applications and rosters, handed out to whoever may see the record they belong to, and never cached."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from jiangxin.documents.views import served
from jiangxin.enrolment.models import Application, Material, Roster
from jiangxin.enrolment.operations import open_proof
from jiangxin.process.views import actor, find


@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the photo of an application."""
    return served(request, find(Application, request, pk).photo, purpose="eligibility", what="photo")


@require_GET
@xframe_options_sameorigin
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out an uploaded proof, also inside the page of its review; a sample's reader has then opened it."""
    found = find(Material, request, pk)
    open_proof(found, by=actor(request), at=timezone.now())
    return served(request, found.file, purpose="eligibility", framed=True)


@require_GET
def roster_file(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Hand out a roster as it came (`original`) or with its faults (`marked`); it tells of whom it names."""
    roster = find(Roster, request, pk)
    file = {"original": roster.file, "marked": roster.marked}.get(which)
    return served(request, file, purpose="eligibility", whose=())
