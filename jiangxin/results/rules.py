"""How marks become a conclusion, and what publicity and filing need first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from jiangxin.results.models import FilingRow, Publication, ResultFiling
    from jiangxin.scoring.models import SubjectMark

PASSED, FAILED, KNOCKED_OUT, ABSENT = "passed", "failed", "knocked_out", "absent"


def conclude(marks: Sequence[SubjectMark]) -> str:
    """Return the conclusion of a candidate's marks in all required subjects.

    Each subject counts by its own pass mark. Absent in any subject is absent; a knock-out keeps its mark and fails.
    """
    if any(mark.absent for mark in marks):
        return ABSENT
    if any(mark.knocked_out for mark in marks):
        return KNOCKED_OUT
    return PASSED if all(mark.passed for mark in marks) else FAILED


def everything_marked(publication: Publication) -> Iterator[str]:
    """Yield how many candidates still lack a final mark in a subject."""
    yield from publication.marks_missing()


def supervision_signed(publication: Publication) -> Iterator[str]:
    """Yield a sentence while the supervisor's report is not signed: no result without it (article 14(3))."""
    report = getattr(publication.round, "supervision_report", None)
    if report is None or report.state != "signed":
        yield _("质量督导报告")


def rows_there(filing: ResultFiling) -> Iterator[str]:
    """Yield a sentence when there is nobody to file."""
    if not filing.candidates_to_file().exists():
        yield _("可以备案的合格人员")


def confirmation_on_paper(row: FilingRow) -> Iterator[str]:
    """Yield what is missing of the province's confirmation on paper: its number and scan."""
    if not row.result_filing.receipt_number:
        yield _("省职鉴中心确认文件的编号")
    if row.result_filing.receipt_id is None:
        yield _("省职鉴中心确认文件的扫描件")
