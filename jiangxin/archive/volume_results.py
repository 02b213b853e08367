"""Volume 4: papers and results (评价试卷及结果卷)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jiangxin.archive.document import Document, stored, table
from jiangxin.documents import printed
from jiangxin.documents.workbook_writing import Value
from jiangxin.exams.models import Sitting
from jiangxin.items.models import Paper
from jiangxin.results.models import FilingRow, Objection, Publication, Result, ResultFiling
from jiangxin.results.queries import publicity_sheet, results_of
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import ScoreSheet
from jiangxin.standards.models import Subject
from jiangxin.supervision.rooms import sittings_not_closed


def documents(round_: Round) -> list[Document]:
    """Return the summary of results, every score sheet, the papers, the publicity, objections, filings, answers."""
    return [
        _summary(round_),
        _score_sheets(round_),
        *_papers(round_),
        _publicity(round_),
        _objections(round_),
        *_filings(round_),
        _answers(round_),
    ]


def _papers(round_: Round) -> Iterator[Document]:
    """Yield the papers once every sitting is over: before that a sealed paper opens to nobody through this door."""
    if not Sitting.objects.filter(round=round_, state="closed").exists() or any(sittings_not_closed(round_)):
        return
    for paper in Paper.objects.filter(round=round_).exclude(state="void").select_related("file", "subject"):
        yield stored(paper.file, _("试卷-%s") % paper, required=False)


def _summary(round_: Round) -> Document:
    subjects: list[Subject] = list(round_.level.subjects.all())
    columns = [(_("姓名"), 14), (_("证件号码"), 22), (_("准考证号"), 22)]
    for subject in subjects:
        columns += [(str(subject), 16), (_("%s合格线") % subject, 16)]
    rows = [
        (
            result.application.person.name, result.application.person.id_number,
            str(getattr(result.application, "admission", "")),
            *[value for subject in subjects for value in _marks(result, subject.kind)],
            str(result.get_conclusion_display()),
        )
        for result in results_of(round_)
    ]  # fmt: skip
    return table(round_, _("评价结果汇总表"), [*columns, (_("结论"), 18)], rows, source=_("成绩公示"))


def _marks(result: Result, kind: str) -> tuple[str, str]:
    """Return a mark as lists show it, and its pass mark."""
    entry = result.mark_of(kind)
    if entry is None:
        return "", ""
    mark = _("缺考") if entry.absent else str(entry.mark)
    return (_("%s（否定项）") % mark if entry.knocked_out else mark), str(entry.pass_mark)


def _score_sheets(round_: Round) -> Document:
    sheets = ScoreSheet.objects.filter(seat__sitting__round=round_).select_related(
        "seat__application__person", "subject", "marker"
    )
    rows = [
        (
            str(sheet.subject), sheet.seat.application.person.name, str(sheet.marker),
            "、".join("—" if mark is None else str(mark) for mark in sheet.marks),
            "" if sheet.total is None else str(sheet.total), _("是") if sheet.absent else "",
            sheet.knockout_note or _("是") if sheet.knockout else "", sheet.state_label,
        )
        for sheet in sheets.order_by("subject", "seat__application__person__sort_key", "seat", "marker")
    ]  # fmt: skip
    columns = [
        (_("科目"), 18),
        (_("姓名"), 14),
        (_("评分人"), 14),
        (_("各模块得分"), 24),
        (_("合计"), 10),
        (_("缺考"), 8),
        (_("否定项"), 20),
        (_("状态"), 10),
    ]
    return table(round_, _("评分记录表"), columns, rows, source=_("评分"))


def _publicity(round_: Round) -> Document:
    publication = Publication.objects.filter(round=round_, state="published").select_related("round").first()
    if publication is None:
        return Document(_("成绩公示.pdf"), None, source=_("成绩公示"))
    return Document(_("成绩公示.pdf"), lambda at: printed.publicity(publicity_sheet(publication), at))


def _objections(round_: Round) -> Document:
    objections = Objection.objects.filter(result__application__round=round_).select_related(
        "result__application__person"
    )
    rows = [
        (one.result.application.person.name, one.name, one.contact, one.text, one.state_label, one.answer)
        for one in objections.order_by("id")
    ]
    columns = [
        (_("考生"), 14),
        (_("异议人"), 14),
        (_("联系方式"), 20),
        (_("异议内容"), 50),
        (_("结论"), 10),
        (_("处理意见"), 50),
    ]
    return table(round_, _("异议处理记录"), columns, rows, required=False)


def _filings(round_: Round) -> Iterator[Document]:
    filings = ResultFiling.objects.filter(round=round_).select_related("workbook", "receipt")
    for filing in filings.order_by("sequence"):
        yield stored(filing.workbook, _("合格人员（第%d次结果备案）") % filing.sequence, source=_("结果备案"))
        if filing.receipt:
            listed = filing.rows.values_list("result__application__person", flat=True)
            yield stored(
                filing.receipt, _("省职鉴中心确认文件（第%d次）") % filing.sequence, required=False, whose=listed
            )


def _answers(round_: Round) -> Document:
    rows: list[tuple[Value, ...]] = [
        (
            str(row.result_filing.sequence), row.result.application.person.name,
            row.result.application.person.id_number, row.state_label, row.answer,
        )
        for row in FilingRow.objects.filter(result_filing__round=round_).select_related(
            "result_filing", "result__application__person"
        )
    ]  # fmt: skip
    columns = [(_("次数"), 8), (_("姓名"), 14), (_("证件号码"), 22), (_("答复"), 16), (_("退回原因"), 50)]
    return table(round_, _("结果备案答复"), columns, rows, required=False)
