"""What everybody may read without an account: open rounds, notices, fees, publicity, how to verify a certificate."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from jiangxin.enrolment.place_presenting import place_facts
from jiangxin.fees.models import FeeStandard
from jiangxin.people.models import Organisation
from jiangxin.portal import links
from jiangxin.portal.desk import days_left, with_names
from jiangxin.process.presenting import basis_of
from jiangxin.process.views import today
from jiangxin.regulation.basis import article
from jiangxin.results.models import Publication
from jiangxin.rounds.models import Round

SHOWN = 20


def announced() -> Any:
    """Return the rounds that were ever opened, with what their names are made of."""
    return with_names(Round.objects.filter(state__in=["open", "closed", "cancelled"]))


@login_not_required
def front(request: HttpRequest) -> HttpResponse:
    """Show what can be applied for now, what was announced, and where to look things up."""
    on = today()
    rounds = list(announced()[: 2 * SHOWN])
    open_ = [round_ for round_ in rounds if round_.state == "open" and round_.apply_from <= on <= round_.apply_until]
    left = days_left([round_.apply_until for round_ in open_], on)
    context = {
        "open": [
            {
                "round": round_,
                "left": left[round_.apply_until],
                "notice": links.link("portal:notice", round_.pk),
                "apply": _apply(round_),
            }
            for round_ in sorted(open_, key=lambda round_: round_.apply_until)
        ],
        "notices": [
            {"round": round_, "url": links.link("portal:notice", round_.pk)} for round_ in rounds if round_ not in open_
        ][:SHOWN],
        "publications": _publications(on),
        "several": len({round_.institution_id for round_ in rounds}) > 1,
        "lookup": links.link("certificates:lookup"),
        "verify": links.link("certificates:verify"),
        "fees": links.link("portal:fees"),
        "contacts": contacts(),
    }
    return render(request, "portal/front.html", context)


def _apply(round_: Round) -> str | None:
    """Return the page on which one applies for a round."""
    return links.link("enrolment:start", round_.pk)


def _publications(on: Any) -> list[dict[str, Any]]:
    """Return the publicity lists that may be read today."""
    current = Publication.objects.filter(state="published", published_on__lte=on, ends_on__gte=on)
    related = ("round__college", "round__level__standard__occupation")
    return [
        {"publication": each, "url": links.link("results:publicity", each.pk)}
        for each in current.select_related(*related).order_by("ends_on")[:SHOWN]
    ]


def contacts() -> list[Organisation]:
    """Return the institutions with a way to reach them, for questions and complaints."""
    return list(Organisation.objects.filter(kind=Organisation.INSTITUTION, state="active").exclude(contact=""))


@login_not_required
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the public notice of a round: who may apply, until when, with what, for how much."""
    round_ = get_object_or_404(announced().select_related("level__standard"), pk=pk)
    on = today()
    open_ = round_.state == "open" and round_.apply_from <= on <= round_.apply_until
    fee = FeeStandard.objects.filter(
        institution=round_.institution_id, level=round_.level_id, state="published"
    ).first()
    context = {
        "round": round_,
        "open": open_,
        "left": days_left([round_.apply_until], on)[round_.apply_until],
        "apply": _apply(round_) if open_ else None,
        "conditions": round_.level.conditions.all(),
        "subjects": round_.level.subjects.all(),
        "fee": fee,
        "facts": _facts(round_, fee),
        "contact": round_.institution.contact,
    }
    return render(request, "portal/notice.html", context)


def _facts(round_: Round, fee: FeeStandard | None) -> list[dict[str, Any]]:
    """Return what a notice says in figures."""
    rows: list[dict[str, Any]] = [
        {"label": _("职业（工种）和等级"), "value": str(round_.level), "strong": True},
        {"label": _("面向"), "value": round_.get_audience_display()},
        {"label": _("报名开始"), "day": round_.apply_from},
        {"label": _("报名截止"), "day": round_.apply_until},
        {"label": _("计划考核日期"), "day": round_.planned_on},
        {"label": _("计划人数"), "value": round_.capacity, "num": True},
        *place_facts(round_),
        {"label": _("承办学院"), "value": round_.college},
        {
            "label": _("评价机构"),
            "value": _("%(name)s（备案号 %(number)s）") % {"name": round_.institution, "number": round_.filing.number},
        },
        {"label": _("依据的标准"), "value": round_.level.standard},
    ]
    if fee is not None:
        money = _("培训费 %(training)s 元，认定费 %(assessment)s 元") % {
            "training": fee.training,
            "assessment": fee.assessment,
        }
        rows.append({"label": _("收费"), "value": money, "basis": basis_of(article("21"))})
    return rows


@login_not_required
def fees(request: HttpRequest) -> HttpResponse:
    """Show the fee standards in force, as article 21 wants them published."""
    standards = FeeStandard.objects.filter(state="published").select_related(
        "institution", "level__standard__occupation"
    )
    listed = list(standards)
    context = {
        "fees": listed,
        "several": len({fee.institution_id for fee in listed}) > 1,
        "basis": basis_of(article("21")),
        "contacts": contacts(),
    }
    return render(request, "portal/fees.html", context)
