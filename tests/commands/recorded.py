"""Recording a round by the command, in the test's own transaction: what its tests share."""

import json
from pathlib import Path

from jiangxin.commands import run_round
from tests.commands.installation import options
from tests.stories.institution import NAME, PREFIX

SCAN = b"%PDF-1.7 a stamped receipt"
COUNTS = {
    "rows": 4, "refused": 0, "ignored_marks": 0, "applied": 4, "accepted": 4, "absent": 1, "passed": 1, "failed": 2,
    "certificates": 1,
}  # fmt: skip
REAL = ("--institution", NAME, "--by", f"{PREFIX}recorder")


def record(out: Path, *words: object) -> int:
    """Record the workbooks beside `out`, in the test's own transaction, and return the exit status."""
    books = ("--roster", out.parent / "roster.xlsx", "--marks", out.parent / "marks.xlsx")
    return run_round.attempt(options(run_round, *books, "--out", out, *words))


def resume(out: Path, *words: object) -> int:
    """Go on with a recording where it stopped."""
    return run_round.attempt(options(run_round, "--resume", "--out", out, *words))


def summary(out: Path) -> dict[str, int]:
    """Return the counts of a recorded round."""
    told: dict[str, int] = json.loads((out / "summary.json").read_text())
    assert told.pop("seconds")
    return told
