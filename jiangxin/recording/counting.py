"""What came out of a recorded round, in numbers."""

from __future__ import annotations

from django.db.models import Count, Q

from jiangxin.certificates.models import Certificate
from jiangxin.enrolment.models import Application
from jiangxin.recording.round import Recording
from jiangxin.results.models import Result


def counts(recording: Recording) -> dict[str, int]:
    """Return the counts of a round; `absent` is whoever missed a required subject, `failed` includes knock-outs."""
    roster, round_ = recording.checked.roster, recording.held
    applications = Application.objects.filter(round=round_)
    concluded = Result.objects.filter(application__round=round_).aggregate(
        absent=Count("pk", filter=Q(conclusion="absent")),
        passed=Count("pk", filter=Q(conclusion="passed")),
        failed=Count("pk", filter=Q(conclusion__in=["failed", "knocked_out"])),
    )
    return {
        "rows": len(roster.rows),
        "refused": len(roster.faulty),
        "ignored_marks": recording.checked.marks.ignored,
        "applied": applications.count(),
        "accepted": applications.filter(state="accepted").count(),
        **concluded,
        "certificates": Certificate.objects.filter(row__result_filing__round=round_).exclude(state="revoked").count(),
    }
