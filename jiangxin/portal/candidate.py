"""One candidate, from application to certificate, as history tells it; and a candidate's own home."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.certificates.models import Certificate
from jiangxin.enrolment.models import Application, Material
from jiangxin.enrolment.place_presenting import place_words
from jiangxin.enrolment.presenting import promises_told
from jiangxin.enrolment.stating import stated_words
from jiangxin.enrolment.wanted import asked_materials
from jiangxin.exams.models import Seat
from jiangxin.portal import links
from jiangxin.portal.asking import asker
from jiangxin.portal.events import acts
from jiangxin.portal.line import BELOW, Candidate, line
from jiangxin.process.presenting import state_tag, step_buttons
from jiangxin.process.who import Actor
from jiangxin.results.models import Result
from jiangxin.scoring.models import SubjectMark

EVENTS = 60


def visible(request: HttpRequest) -> QuerySet[Application]:
    """Return the applications that whoever asks may see: examiners see none."""
    related = (
        "person",
        "condition",
        "place",
        "round__college",
        "round__institution",
        "round__level__standard__occupation",
    )
    rows: QuerySet[Application] = Application.objects.visible_to(*asker(request)).select_related(*related)
    return rows


def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one candidate's whole course, to his officers and to himself."""
    application = get_object_or_404(visible(request), pk=pk)
    user, on = asker(request)
    shown = Candidate(application, user, on)
    seats = list(
        shown.of(Seat).exclude(state="moved").select_related("sitting__subject", "sitting__site", "exam_room__room")
    )
    events = acts([shown.of(model) for model in BELOW], limit=EVENTS)
    context = {
        "application": application,
        "own": application.person_id == user.person_id,
        "crumbs": _crumbs(application, own=application.person_id == user.person_id),
        "tag": state_tag(application, good=["accepted"], bad=["rejected", "returned"]),
        "nodes": line(shown, seats, events),
        "facts": facts(application),
        "materials": _materials(shown),
        "seats": seats,
        "marks": marks(shown),
        "result": shown.first(Result),
        "certificate": _certificate(shown),
        "steps": step_buttons(application, user, on, back=request.get_full_path()),
        "events": events,
    }
    return render(request, "portal/candidate.html", context)


def _crumbs(application: Application, *, own: bool) -> list[dict[str, Any]]:
    if own:
        return [{"label": _("我的报名"), "url": links.link("portal:mine")}]
    round_ = application.round
    return [
        {"label": _("认定批次"), "url": links.link("portal:rounds")},
        {"label": str(round_), "url": links.link("portal:round", round_.pk)},
        {"label": _("报名"), "url": links.records("enrolment.application", round=round_.pk)},
    ]


def facts(application: Application) -> list[dict[str, Any]]:
    """Return what is known of the candidate; numbers are masked."""
    person = application.person
    rows = [
        (_("证件号码"), person.masked_id),
        (_("手机"), person.masked_phone),
        (_("人员类别"), application.get_category_display()),
        (_("文化程度"), application.get_education_display()),
        (_("所在单位"), application.employer or person.employer),
        (_("申报条件"), application.condition and f"{application.condition.label} {application.condition.text}"),
        *stated_words(application.stated),
        *promises_told(application),
        (_("审核意见"), application.remark),
    ]
    return [{"label": label, "value": value} for label, value in rows if value not in (None, "")]


def _materials(shown: Candidate) -> list[dict[str, Any]]:
    """Return the materials as checks: what the condition asks for, and what is there."""
    found = list(shown.of(Material).filter(state="attached"))
    there = {material.kind: material for material in found}
    wanted = asked_materials(shown.application)
    return [
        {"label": kind, "ok": kind in there, "note": _note(there.get(kind))}
        for kind in dict.fromkeys([*wanted, *there])
    ]


def _note(material: Material | None) -> str:
    if material is None:
        return _("未提供")
    return _("已查验纸质") if material.on_paper else _("已上传")


def marks(shown: Candidate) -> list[dict[str, Any]]:
    """Return the marks that may be seen: officers see each subject's mark, a candidate his published result."""
    result = shown.first(Result)
    if result is not None:
        names = {subject.kind: str(subject) for subject in shown.application.round.level.subjects.all()}
        return [{**entry.as_json(), "name": names.get(entry.subject, entry.subject)} for entry in result.subjects]
    return [
        {
            "name": str(mark.subject),
            "mark": mark.mark,
            "pass_mark": mark.subject.pass_mark,
            "absent": mark.absent,
            "knocked_out": mark.knocked_out,
        }
        for mark in shown.of(SubjectMark).exclude(state="void").select_related("subject")
    ]


def _certificate(shown: Candidate) -> dict[str, Any] | None:
    certificate = shown.first(Certificate)
    if certificate is None:
        return None
    url = links.record("certificates.certificate", certificate.pk)
    return {
        "certificate": certificate,
        "url": url,
        "tag": state_tag(certificate, good=["signed", "handed_over"], bad=["revoked"]),
    }


def mine(request: HttpRequest) -> HttpResponse:
    """Show a candidate his applications, each with its state and what comes next."""
    user, on = asker(request)
    rows = (
        visible(request).filter(person=user.person_id).order_by("-pk") if user.person_id else Application.objects.none()
    )
    listed = [{"application": each, "next": _next(each), **_mine(each, user, on)} for each in rows]
    return render(request, "portal/mine.html", {"listed": listed, "apply": links.link("portal:front")})


def _mine(application: Application, user: Actor, on: date) -> dict[str, Any]:
    certificate = Candidate(application, user, on).first(Certificate)
    return {
        "url": links.link("portal:candidate", application.pk),
        "tag": state_tag(application, good=["accepted"], bad=["rejected", "returned"]),
        "go_on": links.link("enrolment:start", application.round_id)
        if application.state in ("draft", "returned")
        else None,
        "certificate": certificate,
    }


def _next(application: Application) -> str:
    """Return in a sentence what comes next for the candidate."""
    round_ = application.round
    until = formats.date_format(round_.apply_until)
    return {
        "draft": _("还没有提交。请在 %(day)s 前填完并提交。") % {"day": until},
        "submitted": place_words(application) + _("已提交，等待资格审核。结果会显示在这里。"),
        "endorsed": _("学院初审已通过，等待中心复审。结果会显示在这里。"),
        "returned": _("审核员请您补正：%(remark)s") % {"remark": application.remark or _("详见退回意见")},
        "accepted": _("资格审核已通过。计划考核日期 %(day)s，准考证编好后在这里查看。")
        % {"day": formats.date_format(round_.planned_on)},
        "rejected": _("资格审核没有通过：%(remark)s") % {"remark": application.remark or _("详见审核意见")},
        "withdrawn": _("这次报名已撤回。"),
        "unplaced": _("报名已截止，您没有取得名额，这次报名结束。"),
    }[application.state]
