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

from jiangxin.commands import DONE, REFUSED, USAGE, set_up

if TYPE_CHECKING:
    from jiangxin.recording.round import Recording
    from jiangxin.recording.standing import Standing

# The parts that wait for a paper of an authority outside practice, and which paper it is.
RECEIPTS = {"receive": "市就业中心的备案回执", "confirm": "省职鉴中心的确认文件", "register": "省职鉴中心的入库回执"}
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
    parser.add_argument("--filed-on", type=date.fromisoformat, help="开班备案日期；默认按日程；逾期须写明原因")
    parser.add_argument("--late-reason", default="", help="逾期备案的原因")
    parser.add_argument("--clean-rows", action="store_true", help="跳过有错误的名册行继续")
    parser.add_argument("--institution", help="评价机构名称；默认为演练机构")
    parser.add_argument("--by", help="补录员的登录名，默认为 recorder")
    parser.add_argument("--resume", action="store_true", help="收到回执后，从 --out 目录里停下的地方继续")
    parser.add_argument("--receipt", type=Path, help="回执（备案回执、确认文件或入库回执）的扫描件：PDF、JPEG 或 PNG")
    parser.add_argument("--receipt-number", default="", help="回执编号，默认为文件名")


def run(options: argparse.Namespace) -> int:
    """Bring the installation up, check both workbooks, then record stage by stage."""
    if not options.resume and not (options.roster and options.marks):
        print("请用 --roster 和 --marks 指明报名名册和成绩两个工作簿；或用 --resume 继续。", file=sys.stderr)
        return USAGE
    set_up()
    return attempt(options)


def attempt(options: argparse.Namespace) -> int:
    """Record as far as receipts allow, and return the exit status; a refused input leaves nothing behind."""
    from jiangxin.documents.workbook import UnableToRead
    from jiangxin.process.errors import Unable
    from jiangxin.recording.workbooks import UnableToAccept

    try:
        options.out.mkdir(parents=True, exist_ok=True)
        return record(options)
    except UnableToAccept as fault:
        for name, content in fault.marked.items():
            (options.out / name).write_bytes(content)
        print(fault, *(options.out / name for name in fault.marked), sep="\n", file=sys.stderr)
    except (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError) as error:
        print(f"不能补录：无法读写“{error.filename}”（{error.strerror}）。请核对路径和权限。", file=sys.stderr)
    except (Unable, UnableToRead) as refused:
        print(refused, file=sys.stderr)
    return REFUSED


def record(options: argparse.Namespace) -> int:
    """Record the parts that are left, up to the next receipt that is awaited, and write what came out."""
    from django.db import transaction

    from jiangxin.recording import after, before, standing

    state = standing.read(options.out) if options.resume else standing.Standing()
    receipt = standing.receipt(options.receipt, options.receipt_number)
    recording, done = prepare(options, state), list(state.done)
    with transaction.atomic():
        for part in PARTS[len(done) :]:
            stage: Callable[..., None] = getattr(before, part, None) or getattr(after, part)
            needs_receipt = awaits(recording, part)
            if needs_receipt and receipt is None:
                break
            with timed(recording, part):
                stage(recording, receipt) if needs_receipt else stage(recording)
            receipt = None if needs_receipt else receipt
            done.append(part)
        standing.keep(recording, done)
    if len(done) < len(PARTS):
        print(f"已停在等待回执处：{RECEIPTS[PARTS[len(done)]]}。收到后用 --resume --receipt 文件 继续。")
        return DONE
    with timed(recording, "write_out"):
        after.write_out(recording)
    told = summary(recording)
    (options.out / "summary.json").write_text(json.dumps(told, ensure_ascii=False, indent=2))
    print(json.dumps({key: value for key, value in told.items() if key != "seconds"}, ensure_ascii=False))
    return DONE


def prepare(options: argparse.Namespace, state: Standing) -> Recording:
    """Check the workbooks against the institution's level, and lay out the days; a resumed round keeps its own."""
    from jiangxin.recording.preparing import prepared

    recording = prepared(
        roster=options.roster or state.roster, marks=options.marks or state.marks, out=options.out,
        photos=options.photos, institution=options.institution, by=options.by or state.by,
        exam_date=options.exam_date or state.exam_date, filed_on=options.filed_on, clean_rows=options.clean_rows,
        late_reason=options.late_reason, round_key=state.round_key,
    )  # fmt: skip
    recording.stages.update(state.seconds)
    return recording


def awaits(recording: Recording, part: str) -> bool:
    """Tell whether a part waits for a receipt: never in practice, and for the province only where somebody passed."""
    from jiangxin.results.models import ResultFiling

    if part not in RECEIPTS or recording.institution.practice:
        return False
    return part == "receive" or ResultFiling.objects.filter(round=recording.held).exists()


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
