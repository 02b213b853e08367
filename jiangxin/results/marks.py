"""The final marks of a round, and which are still missing."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import SubjectMark


def marks_of(round_: Round) -> dict[int, dict[int, SubjectMark]]:
    """Return the final marks of a round as application → subject → mark, in one query.

    Who sat a subject in two sittings counts by the later one.
    """
    final = SubjectMark.objects.filter(seat__application__round=round_, state="final")
    marks: dict[int, dict[int, SubjectMark]] = {}
    for mark in final.select_related("subject", "seat").order_by("seat__sitting__starts_at", "pk"):
        marks.setdefault(mark.seat.application_id, {})[mark.subject_id] = mark
    return marks


def accepted(round_: Round) -> QuerySet[Application]:
    """Return the candidates of a round: everyone found eligible, seated or not."""
    applications: QuerySet[Application] = Application.objects.filter(round=round_, state="accepted")
    return applications


def marks_missing(round_: Round) -> Iterator[str]:
    """Yield per required subject how many accepted candidates have no final mark; who was never seated has none."""
    candidates = list(accepted(round_).values_list("pk", flat=True))
    marks = marks_of(round_)
    if not candidates:
        yield _("审核通过的考生")
    for subject in round_.level.subjects.all():
        missing = sum(subject.pk not in marks.get(pk, {}) for pk in candidates)
        if missing:
            yield _("%(subject)s：%(count)d 名考生的最终成绩") % {"subject": subject, "count": missing}
