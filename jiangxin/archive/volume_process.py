"""Volume 3: how the assessment was held (认定过程管理卷)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.archive import corrections
from jiangxin.archive.document import Document, stored, table
from jiangxin.archive.room_sheets import RoomFile, record_sheet, room_files, room_sheet, staff_sheet
from jiangxin.documents import printed
from jiangxin.items.models import Paper
from jiangxin.process.models import History
from jiangxin.process.queries import entries
from jiangxin.rounds.models import Round
from jiangxin.supervision.models import RoundReport
from jiangxin.supervision.queries import heading, report_sheet


def documents(round_: Round) -> list[Document]:
    """Return sign-in sheets, papers' issue, room records and their corrections, the stamped sheets, and the report."""
    files = room_files(round_)
    corrected = corrections.documents(round_, files)
    return [*_sheets(round_, files), *corrected, _papers(round_), *_scans(files), _report(round_)]


def _sheets(round_: Round, files: list[RoomFile]) -> list[Document]:
    """Return the three printed sheets of all rooms; they are there once every room has its record."""
    head, source = heading(round_), _("考务编排和考场记录")
    if not files or any(getattr(file.room, "record", None) is None for file in files):
        names = (_("监考、考评人员签到表.pdf"), _("考生签到表.pdf"), _("考场记录表.pdf"))
        return [Document(name, None, source=source) for name in names]
    return [
        Document(
            _("监考、考评人员签到表.pdf"),
            lambda at: printed.staff_sign_in_sheets(head, [staff_sheet(file) for file in files], at),
        ),
        Document(
            _("考生签到表.pdf"), lambda at: printed.sign_in_sheets(head, [room_sheet(file) for file in files], at)
        ),
        Document(
            _("考场记录表.pdf"), lambda at: printed.room_records(head, [record_sheet(file) for file in files], at)
        ),
    ]


def _papers(round_: Round) -> Document:
    """Return the record of issue and opening of the papers, who did it and when, from history."""
    papers = list(Paper.objects.filter(round=round_).select_related("subject", "setter", "reviewer"))
    known = {paper.pk: paper for paper in papers}
    steps = History.objects.filter(model="items.paper", record__in=known).order_by("id")
    rows = [
        (
            str(known[entry.row.record].subject), known[entry.row.record].code, str(entry.label),
            entry.signer or entry.actor, f"{timezone.localtime(entry.row.at):%Y-%m-%d %H:%M}",
            known[entry.row.record].issued_to,
        )
        for entry in entries(steps)
    ]  # fmt: skip
    columns = [
        (_("科目"), 20),
        (_("试卷代码"), 12),
        (_("办理"), 20),
        (_("办理人"), 14),
        (_("时间"), 20),
        (_("领取人"), 14),
    ]
    return table(round_, _("试卷发放、收取和启封登记表"), columns, rows, source=_("试卷的命制、封存和发放"))


def _scans(files: list[RoomFile]) -> Iterator[Document]:
    """Yield the stamped sheet of each room."""
    for file in files:
        inspection = getattr(getattr(file.room, "record", None), "inspection", None)
        name = _("盖章考场记录表-第%(sitting)d场-第%(room)d考场") % {
            "sitting": file.room.sitting.number, "room": file.room.number,
        }  # fmt: skip
        yield stored(inspection.scan if inspection else None, name, source=_("质量督导"))


def _report(round_: Round) -> Document:
    report = RoundReport.objects.filter(round=round_, state="signed").select_related("round", "supervisor").first()
    name, source = _("内部质量督导报告.pdf"), _("质量督导")
    if report is None:
        return Document(name, None, source=source)
    return Document(name, lambda at: printed.supervision_report(report_sheet(report), at), source=source)
