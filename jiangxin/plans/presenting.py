"""Plans as the components of the pages take them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jiangxin.plans.models import Plan
from jiangxin.plans.part import Gap, Part
from jiangxin.process.presenting import due_items
from jiangxin.process.views import today

TAGS = {"draft": "go", "submitted": "wait", "approved": "go", "filed": "wait", "received": "ok", "replaced": "plain"}


def address(name: str, argument: int | None) -> str:
    """Return the page on which something is mended: by its argument, else as a list filtered by the round."""
    if not name:
        return ""
    try:
        return reverse(name, args=[] if argument is None else [argument])
    except NoReverseMatch:
        pass
    try:
        return reverse(name) + (f"?round={argument}" if argument is not None else "")
    except NoReverseMatch:
        return ""


def checks(parts: Sequence[Part], *, mend: bool) -> list[dict[str, Any]]:
    """Return the 11 parts as a list of checks; with `mend`, each gap leads to the page on which it is mended."""
    return [
        {
            "number": part.number,
            "label": part.heading,
            "ok": part.complete,
            "note": part.summary,
            "gaps": [_gap(gap, mend=mend) for gap in part.missing],
            "notes": part.notes,
        }
        for part in parts
    ]


def _gap(gap: Gap, *, mend: bool) -> dict[str, str]:
    """Return one gap with its link."""
    return {"text": gap.sentence, "url": address(gap.url, gap.argument) if mend else ""}


def state(plan: Plan) -> dict[str, str]:
    """Return the plan's state as a tag; a late filing says so."""
    if plan.is_late:
        return {"state": "late", "label": _("%s · 逾期备案") % plan.state_label}
    return {"state": TAGS[plan.state], "label": plan.state_label}


def rows(plans: Iterable[Plan]) -> list[dict[str, Any]]:
    """Return plans as rows of a table, with the last day of their filing while it is still to come."""
    listed = list(plans)
    dues = {due["record"]: due for due in due_items(listed, today())}
    return [
        {
            "id": plan.pk,
            "cells": [
                {"text": str(plan.round), "url": plan.get_absolute_url(), "lead": True, "sub": plan.round.college.name},
                {"text": _("第 %d 版") % plan.version},
                {"tag": state(plan)},
                _due_cell(plan, dues.get(plan.pk)),
                {"text": plan.receipt_number or None},
            ],
        }
        for plan in listed
    ]


def _due_cell(plan: Plan, due: dict[str, Any] | None) -> dict[str, Any]:
    """Return the day of the filing, or the last day for it with the working days left."""
    if plan.filed_on:
        return {"day": plan.filed_on}
    return {"due": due} if due else {"text": _("变更，不设期限")}


def columns() -> list[dict[str, str]]:
    """Return the heads of the table of plans."""
    return [{"label": label} for label in (_("批次"), _("版本"), _("状态"), _("备案（期限）"), _("回执"))]
