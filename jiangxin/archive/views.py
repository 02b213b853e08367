"""The dossier of a round: five volumes with what is there and what is missing, the seal, the years it is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from jiangxin.archive import operations
from jiangxin.archive.document import Document, Volume
from jiangxin.archive.forms import SealForm
from jiangxin.archive.models import Dossier
from jiangxin.archive.queries import days_kept, publicity_ends
from jiangxin.archive.volumes import unfinished, volumes
from jiangxin.documents.typeset import UnableToTypeset
from jiangxin.documents.views import sent
from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.process.dues import last_day
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import basis_of, rule_of, state_tag
from jiangxin.process.views import ReasonForm, actor, find, posted, record_context, today
from jiangxin.regulation.parameters import param
from jiangxin.rounds.models import Round

MEDIA = {
    "pdf": "application/pdf",
    "xlsx": MEDIA_TYPE,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}


def readable(request: HttpRequest, pk: int) -> Round:
    """Return the round if this person may read its dossier: the centre, its college, the auditor; else 404."""
    shown = find(Round, request, pk)
    if not _sketch(shown).steps.visible.test(actor(request), _sketch(shown), today()):
        raise Http404
    return shown


def _sketch(shown: Round) -> Dossier:
    return Dossier(round=shown)


@require_GET
def round_(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the five volumes of a round; before the seal every document opens, after it the ZIP is what counts."""
    shown = readable(request, pk)
    dossier = Dossier.objects.filter(round=shown).first()
    sealed = dossier is not None and dossier.state != "open"
    listed = [] if sealed else volumes(shown)
    prepares = _may(request, dossier or _sketch(shown), "seal")
    context: dict[str, Any] = {
        "round": shown,
        "volumes": [_volume(one, shown, prepares) for one in listed],
        "missing": sum(document.missing for one in listed for document in one.documents),
        "unfinished": [] if sealed else list(unfinished(shown)),
        "may_open": dossier is None and _may(request, _sketch(shown), "open_dossier"),
        "basis": rule_of(param("retention.span", today())),
        "dossier": dossier,
    }
    if dossier is not None:
        context |= record_context(dossier, request, facts=_facts(dossier), left=days_kept(dossier, today()))
        context["may_seal"] = dossier.state == "open" and prepares
        context["tag"] = state_tag(dossier, good=("sealed",), bad=("condemned", "destroyed"))
    return render(request, "archive/round.html", context)


def _may(request: HttpRequest, dossier: Dossier, verb: str) -> bool:
    return Dossier.steps[verb].may.test(actor(request), dossier, today())


def _volume(one: Volume, shown: Round, opens: bool) -> dict[str, Any]:
    """Return a volume for `components/checks.html`: there, missing, not asked for; whoever prepares it may open all."""
    items = []
    for place, document in enumerate(one.documents, start=1):
        address = reverse("archive:document", args=[shown.pk, one.number, place])
        items.append(
            {
                "label": document.name,
                "ok": True if document.present else False if document.required else None,
                "note": _note(document, opens),
                "url": address if document.present and opens else "",
            }
        )
    there = sum(document.present for document in one.documents)
    return {"volume": one, "items": items, "there": there, "complete": one.complete}


def _note(document: Document, opens: bool) -> str:
    if document.present:
        return _("打开") if opens else _("已有")
    return document.source if document.required else _("没有也可以封存")


def _facts(dossier: Dossier) -> list[dict[str, Any]]:
    if not dossier.sealed_on:
        return []
    return [
        {"label": _("封存日期"), "day": dossier.sealed_on},
        {"label": _("保管至"), "day": dossier.retain_until, "strong": True},
        {"label": _("大小"), "value": _("%s 字节") % f"{dossier.size:,}", "num": True},
        {"label": "SHA-256", "value": dossier.sha256, "num": True},
    ]


@require_GET
def document(request: HttpRequest, pk: int, volume: int, place: int) -> HttpResponse:
    """Open one document as it would go into the dossier now: for the centre, which prepares it, and nobody else."""
    shown = readable(request, pk)
    if not _may(request, _sketch(shown), "seal"):
        raise PermissionDenied
    with override(settings.LANGUAGE_CODE):
        return _opened(request, shown, volume, place)


def _opened(request: HttpRequest, shown: Round, volume: int, place: int) -> HttpResponse:
    """Return the document at a place of a volume; it is Chinese in every language of the screen."""
    found = next((one for one in volumes(shown) if one.number == volume), None)
    if found is None or not 1 <= place <= len(found.documents):
        raise Http404
    one = found.documents[place - 1]
    if one.produce is None:
        raise Http404
    try:
        content = one.produce(timezone.now())
    except (UnableToTypeset, FileNotFoundError, ValueError) as error:
        messages.error(request, _("打不开“%(name)s”：%(why)s") % {"name": one.name, "why": error})
        return redirect("archive:round", pk=shown.pk)
    operations.read_document(shown, one, content, by=actor(request), at=timezone.now())
    ending = one.name.rpartition(".")[2].lower()
    return sent(content, one.name, MEDIA.get(ending, "application/octet-stream"))


@require_POST
def open_dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the dossier of a round."""
    shown = readable(request, pk)
    try:
        operations.open_dossier(shown, by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已建立档案。各卷齐全后封存。"))
    return redirect("archive:round", pk=pk)


def seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what sealing does and how long it binds; seal after the word is typed."""
    dossier = find(Dossier, request, pk)
    if not _may(request, dossier, "seal"):
        raise PermissionDenied
    if dossier.state != "open":
        messages.info(request, _("档案已经封存。"))
        return redirect(dossier)
    form = SealForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            operations.seal(dossier, by=actor(request), at=timezone.now())
        except Unable as error:
            form.add_error("word", str(error))
        else:
            messages.success(request, _("档案已封存。"))
            return redirect(dossier)
    return render(request, "archive/seal.html", _sealing(dossier, form), status=409 if form.errors else 200)


def _sealing(dossier: Dossier, form: SealForm) -> dict[str, Any]:
    """Return what the page before the seal says."""
    listed, span = volumes(dossier.round), param("retention.span", today())
    ends_on = publicity_ends(dossier.round)
    missing = [str(sentence) for sentence in Dossier.steps["seal"].missing(dossier)]
    if ends_on is not None and today() <= ends_on:
        missing.append(_("公示到 %s 结束") % ends_on.isoformat())
    return {
        "record": dossier, "form": form, "missing": missing, "word": _("封存"),
        "url": reverse("archive:seal", args=[dossier.pk]), "back": dossier.get_absolute_url(),
        "will": [
            _("五卷文件、全部办理记录和目录装入一个压缩包，逐个文件记下 SHA-256。"),
            _("封存以后不能增删；保管期满以前不能销毁，期满后须两人批准。"),
        ],
        "figures": [
            {"label": _("文件"), "value": sum(len(one.paths()) for one in listed), "num": True},
            {"label": _("封存日期"), "day": today()},
            {"label": _("保管至"), "day": last_day(today(), span.span), "basis": rule_of(span)},
        ],
    }  # fmt: skip


def consult(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what a sealed dossier is opened for, keep that in its history, and give the ZIP."""
    dossier = find(Dossier, request, pk)
    step = Dossier.steps["consult"]
    if not _may(request, dossier, "consult"):
        raise PermissionDenied
    form = ReasonForm(*posted(request), step=step)
    if request.method == "POST" and form.is_valid():
        try:
            content = operations.consult(dossier, by=actor(request), at=timezone.now(), **form.cleaned_data)
        except Unable as error:
            form.add_error(None, str(error))
        except (FileNotFoundError, ValueError):
            form.add_error(None, _("打不开档案：文件丢失或被改动。请从备份恢复，并报告系统管理员。"))
        else:
            return sent(content, _("%s期档案.zip") % dossier.round.number, operations.ZIP)
    context = {
        "record": dossier, "form": form, "basis": basis_of(step.basis),
        "back": {"label": _("返回"), "url": dossier.get_absolute_url()},
    }  # fmt: skip
    return render(request, "archive/consult.html", context, status=409 if form.errors else 200)
