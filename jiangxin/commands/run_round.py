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


# What the beginning of a recording settles, and no later word changes.
SETTLED = (
    "roster", "marks", "exam_date", "filed_on", "late_reason", "clean_rows", "institution", "filing", "level",
    "college", "audience",
)  # fmt: skip


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
    parser.add_argument("--filing", help="备案号；机构有几个备案、名册又看不出来时指明")
    parser.add_argument("--level", help="等级，如 4 或 四级；备案有几个等级、名册又看不出来时指明")
    parser.add_argument("--college", help="承办学院名称；机构有几个学院时指明")
    parser.add_argument("--audience", help="面向：本校学生、本单位职工或社会人员；备案面向几类人时指明")
    parser.add_argument("--by", help="补录员的登录名，默认为 recorder")
    parser.add_argument("--resume", action="store_true", help="收到回执后，从 --out 目录里停下的地方继续")
    parser.add_argument("--receipt", type=Path, help="回执（备案回执、确认文件或入库回执）的扫描件：PDF、JPEG 或 PNG")
    parser.add_argument("--receipt-number", default="", help="回执编号，默认为文件名")
    parser.add_argument(
        "--refused", type=Path,
        help="省职鉴中心退回的人：在上报的合格人员表里加一列“退回原因”，在被退回的人那一行写明原因"
        "（或另列一张有“证件号码”和“退回原因”的表，.xlsx 或 .csv），连同确认文件的 --receipt 一起给；"
        "其余的人视为已确认",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Bring the installation up, check both workbooks, then record stage by stage."""
    if not options.resume and not (options.roster and options.marks):
        print("请用 --roster 和 --marks 指明报名名册和成绩两个工作簿；或用 --resume 继续。", file=sys.stderr)
        return USAGE
    if options.resume and (given := [f"--{name.replace('_', '-')}" for name in SETTLED if getattr(options, name)]):
        print(f"继续补录时不能再给 {'、'.join(given)}：开始补录时已经定了，已录入的内容以那时为准。", file=sys.stderr)
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
    from jiangxin.recording.hands import UnableToRecord

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
        if options.refused and "confirm" not in done[len(state.done) :]:
            raise UnableToRecord(
                "没有用上 --refused，什么也没有写入：这一步登记的不是省职鉴中心的确认文件。请在登记确认文件时一起给。"
            )
        standing.keep(recording, done)
    with timed(recording, "write_out"):
        after.write_out(recording)
    if len(done) < len(PARTS):
        print(f"已停在等待回执处：{RECEIPTS[PARTS[len(done)]]}。收到后用 --resume --receipt 文件 继续。")
        return DONE
    told = summary(recording)
    (options.out / "summary.json").write_text(json.dumps(told, ensure_ascii=False, indent=2))
    print(json.dumps({key: value for key, value in told.items() if key != "seconds"}, ensure_ascii=False))
    return DONE


def prepare(options: argparse.Namespace, state: Standing) -> Recording:
    """Check the workbooks against the institution's level, and lay out the days; a resumed round keeps its own."""
    from jiangxin.recording.asked import Asked
    from jiangxin.recording.preparing import prepared

    asked = Asked(
        roster=options.roster or state.roster, marks=options.marks or state.marks, out=options.out,
        photos=options.photos, by=options.by or state.by, institution=options.institution, filing=options.filing,
        level=options.level, college=options.college, audience=options.audience,
        exam_date=options.exam_date or state.exam_date, filed_on=options.filed_on or state.filed_on,
        late_reason=options.late_reason, clean_rows=options.clean_rows, refused=options.refused,
    )  # fmt: skip
    recording = prepared(asked, state.round_key)
    recording.stages |= state.seconds
    return recording


def awaits(recording: Recording, part: str) -> bool:
    """Tell whether a part waits for a receipt: never in practice, and for the province only where it was asked."""
    from jiangxin.certificates.models import Registration
    from jiangxin.results.models import ResultFiling

    if part not in RECEIPTS or recording.institution.practice:
        return False
    if part == "confirm":
        return ResultFiling.objects.filter(round=recording.held).exists()
    return part == "receive" or Registration.objects.filter(round=recording.held).exists()


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
