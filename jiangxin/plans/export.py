"""The plan on paper: one content, printed as PDF and written as Word."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.documents import printed, word
from jiangxin.documents.sheets import Heading, PlanPart, PlanSheet, PlanTable
from jiangxin.process.step import as_date

if TYPE_CHECKING:
    from jiangxin.plans.models import Plan


def plan_pdf(plan: Plan, at: datetime) -> bytes:
    """Return the plan as PDF/A."""
    with override(settings.LANGUAGE_CODE):
        return printed.plan(sheet(plan, at), at)


def plan_word(plan: Plan, at: datetime) -> bytes:
    """Return the plan as a Word document."""
    with override(settings.LANGUAGE_CODE):
        return word.plan(sheet(plan, at), at)


def sheet(plan: Plan, at: datetime) -> PlanSheet:
    """Return what goes on paper: the approved parts, or the present ones of a plan that is still worked at."""
    round_ = plan.round
    made_on = as_date(at)
    assert made_on is not None
    return PlanSheet(
        heading=Heading(
            institution=round_.institution.name,
            round_name=str(round_),
            occupation=str(round_.level.standard.occupation),
            level=round_.level.level_name,
            practice=round_.institution.practice,
        ),
        title=_("职业技能培训认定工作实施方案"),
        version=plan.version,
        parts=[
            PlanPart(
                heading=part.title,
                paragraphs=list(part.lines),
                tables=[
                    PlanTable(
                        columns=list(table.columns), rows=[list(row) for row in table.rows], caption=table.caption
                    )
                    for table in part.tables
                ],
            )
            for part in plan.parts()
        ],
        made_on=made_on,
        receipt=_receipt(plan),
    )


def _receipt(plan: Plan) -> str:
    """Return the employment centre's receipt in words; "" before there is one."""
    if plan.received_on is None:
        return ""
    day = formats.date_format(plan.received_on)
    if plan.receipt_number:
        return _("备案回执 %(number)s，受理日期 %(day)s") % {"number": plan.receipt_number, "day": day}
    return _("受理日期 %s") % day
