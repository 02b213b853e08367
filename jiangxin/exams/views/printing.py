"""Downloads of the A4 pack."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiangxin.documents.views import sent
from jiangxin.exams import printing, queries
from jiangxin.exams.models import Seat, Sitting
from jiangxin.people import operations as people
from jiangxin.process.errors import Unable
from jiangxin.process.views import actor, find, today
from jiangxin.rounds.models import Round


@require_GET
def print_round(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Give one part of a round's pack, or all of it as a ZIP (`part` = pack)."""
    round_ = find(Round, request, pk)
    visible = Sitting.objects.visible_to(actor(request), today())
    sittings = list(queries.sittings_of(round_).filter(pk__in=visible))
    return _file(request, round_, sittings, part, round_.number)


@require_GET
def print_sitting(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Give one part of a sitting's pack, or all of it as a ZIP (`part` = pack)."""
    sitting = find(Sitting, request, pk)
    return _file(request, sitting.round, [sitting], part, f"{sitting.round.number}-{sitting.number:02d}")


def _file(request: HttpRequest, round_: Round, sittings: list[Sitting], part: str, name: str) -> HttpResponse:
    if part not in {*printing.PARTS, "pack"}:
        raise Http404
    try:
        if part == "pack":
            content, ending, label = printing.pack(round_, sittings, timezone.now()), "zip", _("考务资料")
        else:
            files = printing.print_part(round_, part, sittings, timezone.now())
            label = str(printing.PARTS[part].label)
            content, ending = (files[0], "pdf") if len(files) == 1 else (_zipped(files, label), "zip")
    except Unable as error:
        messages.error(request, str(error))
        return redirect("exams:round", round_.pk)
    name = f"{name}-{label}.{ending}"
    if part in printing.TELLS_ID_NUMBERS:
        seats = Seat.objects.filter(sitting__in=sittings).exclude(state="moved")
        keys = seats.values_list("application__person", flat=True)
        people.read(keys, "document", by=actor(request), at=timezone.now(), purpose="assessment", about=name)
    return sent(content, name, "application/pdf" if ending == "pdf" else "application/zip")


def _zipped(files: list[bytes], label: str) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for count, content in enumerate(files, 1):
            archive.writestr(f"{label}-{count}.pdf", content)
    return buffer.getvalue()
