"""How marks become a conclusion: each subject by its own pass mark."""

from decimal import Decimal

import pytest

from jiangxin.results.rules import SubjectResult, conclude


def subject(
    mark: str | None, *, kind: str = "theory", pass_mark: str = "60", knocked_out: bool = False
) -> SubjectResult:
    return SubjectResult(kind, Decimal(mark) if mark else None, Decimal(pass_mark), mark is None, knocked_out)


@pytest.mark.parametrize(
    ("subjects", "conclusion"),
    [
        ([subject("60.0"), subject("60.0")], "passed"),
        ([subject("59.9"), subject("100")], "failed"),  # 79.95 on average, and failed
        ([subject("100"), subject("59.5", pass_mark="59.5")], "passed"),
        ([subject("100"), subject("59", pass_mark="59.5")], "failed"),
        ([subject("90"), subject("95", knocked_out=True)], "knocked_out"),
        ([subject("10"), subject("95", knocked_out=True)], "knocked_out"),
        ([subject(None), subject("90")], "absent"),
        ([subject(None), subject("95", knocked_out=True)], "absent"),
        ([subject("70"), subject("70"), subject("59", kind="review")], "failed"),
    ],
)
def test_each_subject_counts_by_its_own_pass_mark(subjects: list[SubjectResult], conclusion: str) -> None:
    assert conclude(subjects) == conclusion


def test_a_knock_out_keeps_its_mark() -> None:
    entry = subject("95.0", knocked_out=True)
    assert entry.mark == Decimal("95.0")
    assert not entry.passed


@pytest.mark.parametrize("entry", [subject("83.0"), subject(None), subject("95.5", knocked_out=True)])
def test_a_result_survives_its_storage(entry: SubjectResult) -> None:
    assert SubjectResult.from_json(entry.as_json()) == entry
    assert entry.mark is None or entry.as_json()["mark"] == str(entry.mark)
