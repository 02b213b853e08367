"""How marks become a conclusion, and what publicity and filing need first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from jiangxin.process.above import FactsFromAbove
from jiangxin.results.marks import marks_missing
from jiangxin.supervision.queries import report_signed

if TYPE_CHECKING:
    from jiangxin.results.models import FilingRow, Publication, ResultFiling

not_sealed = FactsFromAbove("a dossier that is still open: nobody is filed outside a sealed one.", final=True)

PASSED, FAILED, KNOCKED_OUT, ABSENT = "passed", "failed", "knocked_out", "absent"


@dataclass(frozen=True)
class SubjectResult:
    """One subject of a result: its mark in points (None when absent) beside its own pass mark."""

    subject: str
    mark: Decimal | None
    pass_mark: Decimal
    absent: bool = False
    knocked_out: bool = False

    @property
    def passed(self) -> bool:
        """Whether this subject reaches its own pass mark without a knock-out."""
        return self.mark is not None and not self.knocked_out and self.mark >= self.pass_mark

    def as_json(self) -> dict[str, Any]:
        """Return the entry as `Result.marks` keeps it: points as text, so that 83.0 stays 83.0."""
        return {
            "subject": self.subject,
            "mark": None if self.mark is None else str(self.mark),
            "pass_mark": str(self.pass_mark),
            "absent": self.absent,
            "knocked_out": self.knocked_out,
        }

    @classmethod
    def from_json(cls, entry: Mapping[str, Any]) -> SubjectResult:
        """Return the entry of `Result.marks` as a value."""
        mark = None if entry["mark"] is None else Decimal(entry["mark"])
        return cls(entry["subject"], mark, Decimal(entry["pass_mark"]), entry["absent"], entry["knocked_out"])


def conclude(subjects: Sequence[SubjectResult]) -> str:
    """Return the conclusion of a candidate's results in all required subjects.

    Each subject counts by its own pass mark, never an average (domain.md §5.1). Absent in any subject is absent; a
    knock-out keeps its mark and fails.
    """
    if any(subject.absent for subject in subjects):
        return ABSENT
    if any(subject.knocked_out for subject in subjects):
        return KNOCKED_OUT
    return PASSED if all(subject.passed for subject in subjects) else FAILED


def everything_marked(publication: Publication) -> Iterator[str]:
    """Yield how many candidates still lack a final mark in a subject."""
    yield from marks_missing(publication.round)


def supervision_signed(publication: Publication) -> Iterator[str]:
    """Yield a sentence while the supervisor's report is not signed: no result without it (article 14(3))."""
    if not report_signed(publication.round):
        yield _("质量督导报告")


def round_stands(record: Publication | ResultFiling) -> Iterator[str]:
    """Yield a sentence when the round was cancelled: its results are none."""
    if record.round.state == "cancelled":
        yield _("有效的批次（这一批次已经取消）")


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
