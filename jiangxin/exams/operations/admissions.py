"""Admission numbers."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from jiangxin.exams import numbers, queries
from jiangxin.exams.models import Admission
from jiangxin.exams.operations.round_held import arranging, received_plan
from jiangxin.process.errors import Unable
from jiangxin.process.taking import begin_all
from jiangxin.process.who import Actor
from jiangxin.rounds.models import Round
from jiangxin.standards.models import Filing


class UnableToAdmit(Unable):
    """Admission numbers can't be given."""


def admit_all(round_: Round, *, by: Actor, at: datetime) -> list[Admission]:
    """Give every eligible candidate of the round an admission number; who has one keeps it.

    Raises UnableToArrange before the plan is filed, UnableToAdmit while enrolment is open or nobody is eligible.
    """
    plan = received_plan(round_)
    if round_.state != "closed":
        raise UnableToAdmit(_("还不能编制准考证号：%s的报名还没有截止。") % round_)
    with arranging(round_):
        Filing.objects.select_for_update(of=("self",)).get(pk=round_.filing_id)  # numbers run on within a filing
        waiting = list(queries.accepted(round_).filter(admission=None))
        day = plan.theory_on or round_.planned_on
        head = numbers.prefix(round_.filing.number, day)
        taken = Admission.objects.filter(number__startswith=head).values_list("number", flat=True)
        for application in waiting:
            application.round = round_
        given = zip(waiting, numbers.numbers(round_.filing.number, day, taken), strict=False)
        begin_all([Admission(application=one, number=number) for one, number in given], "admit", by=by, at=at)
        admissions = list(queries.admissions_of(round_))
    if not admissions:
        raise UnableToAdmit(_("还不能编制准考证号：%s没有审核通过的考生。") % round_)
    return admissions
