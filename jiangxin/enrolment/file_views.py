"""Files of applications and rosters, handed out to whoever may see the record they belong to, and never cached."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jiangxin.documents.views import served
from jiangxin.enrolment.models import Application, Material, Roster
from jiangxin.process.views import find


@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the photo of an application."""
    return served(find(Application, request, pk).photo)


@require_GET
def material(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out an uploaded proof."""
    return served(find(Material, request, pk).file)


@require_GET
def roster_file(request: HttpRequest, pk: int, which: str) -> HttpResponse:
    """Hand out a roster as it came (`original`) or with its faults (`marked`)."""
    roster = find(Roster, request, pk)
    return served({"original": roster.file, "marked": roster.marked}.get(which))
