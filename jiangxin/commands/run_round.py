"""`jiangxin run-round`: record a round that was held on paper, headless, from two workbooks to a sealed dossier."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiangxin.commands import DONE, REFUSED, set_up

if TYPE_CHECKING:
    from jiangxin.recording.round import Recording

# The parts that wait for a paper of an authority, and which paper it is.
RECEIPTS = {"receive": "市就业中心的备案回执", "confirm": "省职鉴中心的确认文件", "register": "省职鉴中心的入库回执"}
STATE = "round.json"
PARTS = [
    "enrol",
    "plan",
    "receive",
    "train",
    "keep_papers",
    "arrange",
    "sit",
    "mark",
    "supervise",
    "publish",
    "confirm",
    "certify",
    "register",
    "seal",
]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the workbooks, the directory, and what may be chosen."""
    parser.add_argument("--roster", type=Path, help="报名名册工作簿")
    parser.add_argument("--marks", type=Path, help="成绩工作簿")
    parser.add_argument("--out", type=Path, required=True, help="结果目录")
    parser.add_argument("--photos", type=Path, help="照片目录，文件名含证件号码")
    parser.add_argument("--exam-date", type=date.fromisoformat, help="理论考试日期；默认使公示期恰于昨天届满")
    parser.add_argument("--clean-rows", action="store_true", help="跳过有错误的名册行继续")
    parser.add_argument("--institution", help="评价机构名称；默认为演练机构")
    parser.add_argument("--by", default="recorder", help="补录员的登录名")
    parser.add_argument("--late-reason", default="", help="逾期备案的原因")
    parser.add_argument("--resume", action="store_true", help="收到回执后，从 --out 目录里停下的地方继续")
    parser.add_argument("--receipt", type=Path, help="回执（备案回执或省职鉴中心确认文件）的扫描件")
    parser.add_argument("--receipt-number", default="", help="回执编号，默认为文件名")


def run(options: argparse.Namespace) -> int:
    """Check both workbooks, then record stage by stage; a refused input leaves nothing behind."""
    set_up()
    from jiangxin.documents.workbook import UnableToRead
    from jiangxin.process.errors import Unable
    from jiangxin.recording.workbooks import UnableToAccept

    options.out.mkdir(parents=True, exist_ok=True)
    try:
        return record(options)
    except UnableToAccept as fault:
        for name, content in fault.marked.items():
            (options.out / name).write_bytes(content)
        print(fault, *(options.out / name for name in fault.marked), sep="\n", file=sys.stderr)
    except (Unable, UnableToRead, FileNotFoundError, IsADirectoryError) as refused:
        print(refused, file=sys.stderr)
    return REFUSED


def record(options: argparse.Namespace) -> int:
    """Record as far as receipts allow, and write what came out."""
    from django.db import transaction

    from jiangxin.recording import after, before

    state = json.loads((options.out / STATE).read_text()) if options.resume else {}
    recording = prepare(options, state)
    practice = recording.institution.practice
    receipt = _receipt(options)
    done: list[str] = state.get("done", [])
    while remaining := [part for part in PARTS if part not in done]:
        with transaction.atomic():
            for part in remaining:
                needs_receipt = part in RECEIPTS and not practice
                if needs_receipt and receipt is None:
                    break
                stage: Callable[..., None] = getattr(before, part, None) or getattr(after, part)
                with timed(recording, part):
                    stage(recording, receipt) if needs_receipt else stage(recording)
                receipt = None if needs_receipt else receipt
                done = [*done, part]
            _keep(options, recording, done)
        if set(PARTS) - set(done):
            print(f"已停在等待回执处：{_next(done)}。收到后用 --resume --receipt 文件 继续。")
            return DONE
    with timed(recording, "write_out"):
        after.write_out(recording)
    (options.out / "summary.json").write_text(json.dumps(summary(recording), ensure_ascii=False, indent=2))
    print(json.dumps({k: v for k, v in summary(recording).items() if k != "seconds"}, ensure_ascii=False))
    return DONE


def prepare(options: argparse.Namespace, state: dict[str, Any]) -> Recording:
    """Check the workbooks against the institution's level, and lay out the days."""
    from jiangxin.recording.preparing import prepared

    roster = options.roster or Path(state.get("roster", ""))
    marks = options.marks or Path(state.get("marks", ""))
    return prepared(
        roster=roster, marks=marks, out=options.out, photos=options.photos, institution=options.institution,
        by=options.by, exam_date=options.exam_date or _date(state.get("exam_date")), clean_rows=options.clean_rows,
        late_reason=options.late_reason, round_key=state.get("round"),
    )  # fmt: skip


@contextmanager
def timed(recording: Recording, part: str) -> Iterator[None]:
    """Show on the progress bar which stage runs, and keep its seconds."""
    from tqdm import tqdm

    begun = time.perf_counter()
    with tqdm(total=1, desc=f"{len(recording.stages) + 1:2d} {part}", bar_format="{desc:<16}{bar:20} {elapsed}") as bar:
        yield
        bar.update()
    recording.stages[part] = round(time.perf_counter() - begun, 3)


def summary(recording: Recording) -> dict[str, Any]:
    """Return the counts of the round and the seconds of each stage."""
    from jiangxin.recording.counting import counts

    return {**counts(recording), "seconds": recording.stages}


def _keep(options: argparse.Namespace, recording: Recording, done: list[str]) -> None:
    """Keep in the directory where the recording stands, so that it can go on."""
    assert recording.round_ is not None
    state = {
        "round": recording.round_.pk,
        "roster": str(recording.roster.resolve()),
        "marks": str(recording.marks.resolve()),
        "exam_date": recording.days.theory_on.isoformat(),
        "done": done,
    }
    (options.out / STATE).write_text(json.dumps(state, ensure_ascii=False))


def _receipt(options: argparse.Namespace) -> tuple[str, str, bytes] | None:
    if options.receipt is None:
        return None
    return options.receipt_number or options.receipt.stem, options.receipt.name, options.receipt.read_bytes()


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _next(done: list[str]) -> str:
    return next(words for part, words in RECEIPTS.items() if part not in done)
