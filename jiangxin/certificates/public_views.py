"""Pages for everybody: the answer to a name and a number, and to a file."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.certificates.checking import Verdict, check
from jiangxin.certificates.forms import FileForm, LookupForm
from jiangxin.certificates.queries import PublicAnswer, look_up, tidy_number
from jiangxin.certificates.steps import ENTERED, SUBMITTED
from jiangxin.documents.keys import trusted_certificates
from jiangxin.process import limits
from jiangxin.process.views import posted

MISSES = limits.Limit("lookup", most="lookup.misses", span="lookup.span")


@login_not_required
def lookup(request: HttpRequest, number: str = "") -> HttpResponse:
    """Ask for name and number and answer with every printed fact; a QR code brings the number along, never the name.

    Whoever goes on guessing is asked to wait; a lookup that finds its certificate counts for nothing.
    """
    form, unknown = LookupForm(*posted(request), initial={"number": tidy_number(number)}), ""
    if request.method == "POST" and form.is_valid():
        address, at = limits.address(request), timezone.now()
        if pause := limits.wait(MISSES, address, at):
            sentence = _("查询次数过多，暂时不能查询。请核对证书上的姓名和编号，%d 分钟以后再查。")
            form.add_error(None, sentence % limits.minutes(pause))
            return render(request, "certificates/lookup.html", {"form": form}, status=429)
        answer = look_up(form.cleaned_data["name"], form.cleaned_data["number"])
        if answer is not None:
            return render(request, "certificates/answer.html", answer_context(answer))
        limits.count(MISSES, address, at)
        # One sentence for a wrong name and a wrong number.
        unknown = _("姓名和证书编号须与证书上的完全一致。请核对后再查；仍查不到，请联系发证机构。")
    context = {"form": form, "scanned": bool(number), "unknown": unknown}
    return render(request, "certificates/lookup.html", context, status=200 if request.method == "GET" else 404)


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """Take a certificate's file and say in a sentence whether it is genuine; the file is not kept."""
    form = FileForm(*posted(request))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        context |= verdict_context(check(file.read(), trusted_certificates()), file.name)
    return render(request, "certificates/verify.html", context)


def answer_context(answer: PublicAnswer) -> dict[str, Any]:
    """Return the public answer for its page: heading, mark, facts, proofs."""
    return {"answer": answer, **_heading(answer), "facts": facts_of(answer), "proofs": _proofs(answer)}


def _heading(answer: PublicAnswer) -> dict[str, str]:
    if answer.revoked_on is not None:
        return {"title": _("证书已经撤销"), "lead": _("它不再证明任何技能。"), "word": _("已撤销"), "mark": "late"}
    if answer.practice:
        lead = _("这份证书由演练环境制作，不证明任何技能。")
        return {"title": _("这是样张"), "lead": lead, "word": _("样张"), "mark": "wait"}
    lead = _("以下为证书上印制的全部内容，请逐项核对。")
    return {"title": _("证书真实有效"), "lead": lead, "word": _("有效"), "mark": "ok"}


def facts_of(answer: PublicAnswer) -> list[dict[str, Any]]:
    """Return the printed facts in the order of the certificate, and the status."""
    if answer.revoked_on is not None:
        state = {"state": "late", "label": _("已于%s撤销") % answer.revoked_on.isoformat()}
    elif answer.practice:
        state = {"state": "wait", "label": _("样张，不证明任何技能")}
    else:
        state = {"state": "ok", "label": _("有效")}
    institution = _("%(name)s（备案号 %(number)s）") % {"name": answer.institution, "number": answer.filing_number}
    return [
        {"label": _("姓名"), "value": answer.name, "strong": True},
        {"label": _("证件类型"), "value": answer.id_type},
        {"label": _("证件号码"), "value": answer.masked_id, "num": True},
        {"label": _("职业"), "value": answer.occupation},
        {"label": _("工种"), "value": answer.work_type or "–"},
        {"label": _("等级"), "value": answer.level},
        {"label": _("证书编号"), "value": answer.number, "num": True},
        {"label": _("发证日期"), "day": answer.issued_on},
        {"label": _("评价机构"), "value": institution},
        {"label": _("状态"), "tag": state},
    ]


def _proofs(answer: PublicAnswer) -> list[dict[str, Any]]:
    """Return on what the answer rests."""
    uploaded = {ENTERED: True, SUBMITTED: None}.get(answer.registration, False)
    words = {True: _("已入库"), None: _("已上报，待入库"), False: _("尚未上报")}[uploaded]
    simulated = _("演练：确认是模拟的") if answer.confirmation_simulated or answer.practice else ""
    return [
        {"label": _("省职鉴中心已确认该考生的结果"), "ok": True, "note": simulated},
        {"label": _("评价机构已签发，登记在册"), "ok": answer.valid, "note": "" if answer.valid else _("后已撤销")},
        {"label": _("省级证书查询库"), "ok": uploaded or None, "note": words},
    ]


def verdict_context(verdict: Verdict, file_name: str) -> dict[str, Any]:
    """Return the answer to a file for its page."""
    if not verdict.genuine:
        word, mark = _("存疑"), "late"
    elif verdict.practice:
        word, mark = _("样张"), "wait"
    else:
        word, mark = _("真实"), "ok"
    facts = facts_of(verdict.facts) if verdict.facts else []
    return {"verdict": verdict, "word": word, "mark": mark, "facts": facts, "file_name": file_name}
