"""Where a recording stands between two receipts: kept in its directory, so that it can go on days later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _

from jiangxin.documents.scans import scan_type
from jiangxin.documents.store import digest
from jiangxin.recording.hands import UnableToRecord
from jiangxin.recording.round import Recording

FILE = "round.json"


class Receipt(NamedTuple):
    """A receipt on paper: its number, and the scan."""

    number: str
    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Standing:
    """What a directory knows of its recording; nothing, before the first stage."""

    round_key: int | None = None
    roster: Path = Path()
    marks: Path = Path()
    by: str = "recorder"
    exam_date: date | None = None
    filed_on: date | None = None
    done: Sequence[str] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)


def read(out: Path) -> Standing:
    """Return where the recording in a directory stands.

    Raises UnableToRecord where none has begun, or where a workbook is not the one that was recorded.
    """
    try:
        kept = json.loads((out / FILE).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        sentence = _("不能继续补录：“%s”里没有停下的批次。请核对 --out，或用 --roster 和 --marks 从头补录。")
        raise UnableToRecord(sentence % out) from None
    for path, known in kept["workbooks"].items():
        if digest(Path(path).read_bytes()) != known:
            sentence = _("不能继续补录：“%s”和停下时不一样了，已录入的内容以原来的工作簿为准。请恢复原文件后再继续。")
            raise UnableToRecord(sentence % path)
    roster, marks = map(Path, kept["workbooks"])
    exam_date, filed_on = (date.fromisoformat(kept[name]) for name in ("exam_date", "filed_on"))
    return Standing(kept["round"], roster, marks, kept["by"], exam_date, filed_on, kept["done"], kept["seconds"])


def keep(recording: Recording, done: Sequence[str]) -> None:
    """Write where the recording stands into its directory."""
    asked = recording.asked
    kept = {
        "round": recording.held.pk,
        "workbooks": {str(path.resolve()): digest(path.read_bytes()) for path in (asked.roster, asked.marks)},
        "by": recording.hands.recorder.username,
        "exam_date": recording.days.theory_on.isoformat(),
        "filed_on": recording.days.filed_on.isoformat(),
        "done": list(done),
        "seconds": recording.stages,
    }
    (asked.out / FILE).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")


def receipt(path: Path | None, number: str) -> Receipt | None:
    """Return a receipt's number (its file's name where none is given), file name and content.

    Raises UnableToRecord for a file that is no PDF, JPEG or PNG.
    """
    if path is None:
        return None
    content = path.read_bytes()
    media_type = scan_type(content)
    if media_type is None:
        raise UnableToRecord(_("不能登记回执：“%s”不是 PDF、JPEG 或 PNG 格式的扫描件。请换一个文件。") % path.name)
    return Receipt(number or path.stem, path.name, content, media_type)
