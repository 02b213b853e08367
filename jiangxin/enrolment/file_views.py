"""Files of applications and rosters, handed out to whoever may see the record they belong to, and never cached."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from jiangxin.documents.models import StoredFile
from jiangxin.documents.operations import content_of
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
    return served({"original": roster.file, "marked": roster.marked}.get(which), download=True)


def served(file: StoredFile | None, *, download: bool = False) -> HttpResponse:
    """Return a stored file in clear; 404 when there is none."""
    if file is None:
        raise Http404
    response = HttpResponse(content_of(file), content_type=file.media_type)
    way = "attachment" if download else "inline"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(file.name)}"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
    return response
