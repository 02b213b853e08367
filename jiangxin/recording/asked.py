"""What the words of the command ask for; None where they leave it open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class Asked:
    """The workbooks of a round, where its papers go, and what the office has said of it.

    `level` and `audience` are as a person writes them; `refused` is the list of those whom the province refused.
    """

    roster: Path
    marks: Path
    out: Path
    by: str = "recorder"
    photos: Path | None = None
    institution: str | None = None
    filing: str | None = None
    level: str | None = None
    college: str | None = None
    audience: str | None = None
    exam_date: date | None = None
    filed_on: date | None = None
    late_reason: str = ""
    clean_rows: bool = False
    refused: Path | None = None
