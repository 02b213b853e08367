"""Deciding many at once: the clean ones of a round, of which the system draws a sample that must be read first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiangxin.enrolment import operations
from jiangxin.enrolment.desk import clean, seen
from jiangxin.enrolment.desk_views import asked_for, queue
from jiangxin.enrolment.models import Batch, Sampled
from jiangxin.enrolment.terms import terms
from jiangxin.process.errors import Unable
from jiangxin.process.presenting import rule_of
from jiangxin.process.views import actor, find, record_context, step_urls, today
from jiangxin.regulation.parameters import param

TAGS = {"drawn": "go", "accepted": "ok", "dropped": "plain"}


@require_POST
def draw_sample(request: HttpRequest) -> HttpResponse:
    """Draw from whatever is clean in the queue of the address: one round, one level."""
    members = clean(queue(request, asked_for(request)))
    try:
        if not members:
            raise operations.UnableToDraw(_("没有可以批量审核的报名：要初审无疑问、没有提醒、材料齐全。请逐份审核。"))
        batch = operations.draw_sample(members[0].round, members, by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
        return redirect(f"{reverse('enrolment:applications')}?{request.GET.urlencode()}")
    return redirect(batch)


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a batch: its sample with what has been read, and what can be done."""
    found = find(Batch, request, pk)
    sampled = list(found.sampled.select_related("application__person"))
    left = [one for one in sampled if one.state == "waiting"]
    # Whoever sees the batch sees the round's applications, but never his own among them.
    visible = seen(actor(request), today()).filter(pk__in=[one.application_id for one in sampled])
    mine = set(visible.values_list("pk", flat=True))
    context = record_context(
        found, request, tag={"state": TAGS[found.state], "label": found.state_label}, round=found.round,
        rows=[_row(one, one.application_id in mine) for one in sampled], left=len(left), read=len(sampled) - len(left),
        columns=[{"label": label} for label in (_("抽中的报名"), _("打开的材料"), _("阅看"), _("审核"))],
        rule=rule_of(param("review.sample", today())), vouch=terms("vouch"),
        first=_address(left[0]) if left and found.drawn_by == actor(request).id else "",
    )  # fmt: skip
    return render(request, "enrolment/batch.html", context)


def _row(sampled: Sampled, seen_by_me: bool) -> dict[str, Any]:
    application = sampled.application
    tag = {"state": "ok" if sampled.state == "read" else "wait", "label": sampled.state_label}
    return {
        "id": sampled.pk,
        "cells": [
            {"text": str(application), "lead": True, "url": _address(sampled) if seen_by_me else ""},
            {"text": len(sampled.opened), "num": True},
            {"tag": tag},
            {"text": application.state_label},
        ],
    }


def _address(sampled: Sampled) -> str:
    return sampled.application.get_absolute_url()


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a sampled application was read, and go on to the next of the sample, else to the batch."""
    sampled = find(Sampled, request, pk)
    try:
        operations.read(sampled, by=actor(request), at=timezone.now())
    except Unable as error:
        messages.error(request, str(error))
        return redirect(sampled.application)
    left = sampled.batch.sampled.filter(state="waiting").select_related("application").first()
    return redirect(left.application if left else sampled.batch)


STEPS = [address for address in step_urls(Batch, operations) if address.name in {"accept_batch", "drop_batch"}]
