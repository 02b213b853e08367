"""The only writers of results, publicity, objections and result filings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.documents import operations as documents
from jiangxin.documents.scans import scan_type
from jiangxin.documents.workbook import MEDIA_TYPE
from jiangxin.process.dues import last_day
from jiangxin.process.errors import Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, begin_all, take, take_all, under_way
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article
from jiangxin.regulation.parameters import param
from jiangxin.results import filing_workbook
from jiangxin.results.amending import amended
from jiangxin.results.models import FilingRow, Objection, Publication, Result, ResultFiling
from jiangxin.results.queries import composed, in_publicity, results_to_file
from jiangxin.results.rules import conclude
from jiangxin.results.steps import PUBLICITY, WAITING
from jiangxin.rounds.models import Round


class UnableToObject(Unable):
    """No objection can be raised: the publicity has not begun or has ended, or it says nothing."""


class UnableToPrepareFiling(Unable):
    """A report is in preparation already, or there is nothing published."""


class UnableToFile(Unable):
    """There is nobody left to file."""


class UnableToConfirm(Unable):
    """There is nothing to confirm, or the confirmation on paper can't be read."""


def prepare_publication(round_: Round, *, by: Actor, at: datetime) -> Publication:
    """Prepare the publicity of a round's results, as the signed supervision report allows (article 14(3)).

    A report that is signed again, after a room record was corrected, finds the publicity in preparation already.
    """
    existing = Publication.objects.filter(round=round_).first()
    return existing or begin(Publication(round=round_), "prepare_publication", by=by, at=at)


def publish(publication: Publication, *, by: Actor, at: datetime, reason: str = "") -> Publication:
    """Conclude every candidate's result and publish it; the working days of the publicity begin.

    Where somebody passed, the result filing is prepared in the same moment.
    """
    with _held(publication.round), take(publication, "publish", by=by, at=at, reason=reason) as publication:
        day = as_date(at)
        assert day is not None
        publication.published_on = day
        publication.ends_on = last_day(day, param("publicity.span", day).span)
        results = [
            Result(application=application, marks=[one.as_json() for one in subjects], conclusion=conclude(subjects))
            for application, subjects in composed(publication.round)
        ]
        begin_all(results, "conclude_result", by=by, at=at)
        of_round = Result.objects.filter(application__round=publication.round)
        take_all(of_round, "publish_result", by=by, at=at)
        if results_to_file(publication.round).exists():
            _new_filing(publication, 1, by=by, at=at)
    return publication


@contextmanager
def _held(round_: Round) -> Iterator[None]:
    """Hold the round: while its results become final nobody cancels it, seals it, or takes a room record back."""
    with transaction.atomic():
        Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
        yield


def raise_objection(result: Result, *, by: Actor, at: datetime, name: str, contact: str, text: str) -> Objection:
    """Object to a published result; until it is decided it stops this person, and nobody else.

    Raises UnableToObject outside the publicity, and when name, contact or text are blank.
    """
    publication = Publication.objects.get(round=result.application.round_id)
    day = as_date(at)
    assert day is not None
    if not in_publicity(publication, day):
        raise UnableToObject(_window(publication), basis=PUBLICITY)
    if not (name.strip() and contact.strip() and text.strip()):
        raise UnableToObject(_("不能提出异议：请写明姓名、联系方式和异议内容，以便核实后答复您。"), basis=PUBLICITY)
    made = Objection(result=result, name=name.strip(), contact=contact.strip(), text=text.strip())
    with transaction.atomic(), under_way("results.objection.raise_objection"):
        Result.objects.select_for_update().get(pk=result.pk)  # a decision on another objection may be under way
        objection = begin(made, "raise_objection", by=by, at=at)
        take_all(Result.objects.filter(pk=result.pk, state="published"), "hold", by=by, at=at)
    return objection


def uphold(
    objection: Objection, *, by: Actor, at: datetime, reason: str, corrections: Mapping[str, Decimal] | None = None,
    lifted_knockouts: Collection[str] = (),
) -> Objection:  # fmt: skip
    """Find an objection right: correct the marks (subject → points) or lift a knock-out, and conclude anew.

    Raises UnableToAmend for a strange subject, a mark out of its range, or when nothing would change.
    """
    with take(objection, "uphold", by=by, at=at, reason=reason) as objection:
        objection.answer = reason
        with take(objection.result, "amend", by=by, at=at, reason=reason) as result:
            level = result.application.round.level
            full_marks = {subject.kind: subject.full_mark for subject in level.subjects.all()}
            after = amended(result.subjects, corrections or {}, lifted_knockouts, full_marks)
            result.marks, result.conclusion = [entry.as_json() for entry in after], conclude(after)
        _release(objection, by=by, at=at)
    return objection


def dismiss(objection: Objection, *, by: Actor, at: datetime, reason: str) -> Objection:
    """Find an objection wrong, with the reason that its author is told."""
    with take(objection, "dismiss", by=by, at=at, reason=reason) as objection:
        objection.answer = reason
        _release(objection, by=by, at=at)
    return objection


def prepare_filing(publication: Publication, *, by: Actor, at: datetime, reason: str = "") -> ResultFiling:
    """Prepare the next report for those who were held back or refused; its time runs from this day.

    Raises UnableToPrepareFiling while another report is in preparation, Refused when nobody could be filed or the
    dossier is sealed.
    """
    with _held(publication.round):
        publication = Publication.objects.select_for_update().get(pk=publication.pk)
        earlier = list(ResultFiling.objects.filter(round=publication.round_id).order_by("sequence"))
        if publication.ends_on is None:
            raise UnableToPrepareFiling(_("不能准备结果备案：成绩还没有公示。请先办理“公示成绩”。"), basis=PUBLICITY)
        if any(filing.state == "draft" for filing in earlier):
            raise UnableToPrepareFiling(
                _("不能再准备一次结果备案：已经有一次待备案，请先上报那一次。"), basis=article("14(4)")
            )
        sequence = earlier[-1].sequence + 1 if earlier else 1
        return _new_filing(publication, sequence, by=by, at=at, reason=reason)


def file_results(
    filing: ResultFiling, *, by: Actor, at: datetime, reason: str = "", leave_out: Collection[int] = ()
) -> ResultFiling:
    """File passed candidates with the provincial centre (article 14(4)): a row each, and the workbook 合格人员.

    Refused until the publicity has ended; after its time only with a reason. `leave_out` are keys of results that stay
    for a later report. Raises UnableToFile when nobody is left.
    """
    with _held(filing.round), take(filing, "file_results", by=by, at=at, reason=reason) as filing:
        results = list(results_to_file(filing.round).exclude(pk__in=leave_out).select_for_update(of=("self",)))
        if not results:
            raise UnableToFile(_("不能备案：没有可以列入的合格人员。请至少保留一人。"), basis=article("14(4)"))
        round_, day = filing.round, as_date(at)
        with override(settings.LANGUAGE_CODE):
            name = _("%(number)s期合格人员（%(sequence)d）.xlsx") % {
                "number": round_.number, "sequence": filing.sequence,
            }  # fmt: skip
        filing.workbook = documents.keep(
            round_.institution, name, filing_workbook.filing_workbook(results), MEDIA_TYPE, by=by, at=at
        )  # fmt: skip
        filing.filed_on, filing.simulated = day, round_.institution.practice
        rows = [FilingRow(result_filing=filing, result=result) for result in results]
        begin_all(rows, "file_row", by=by, at=at)
    return filing


def enter_receipt(
    filing: ResultFiling, *, by: Actor, at: datetime, number: str, name: str, content: bytes, reason: str = ""
) -> ResultFiling:
    """Enter the province's confirmation on paper: its number and the scan (PDF, JPEG or PNG).

    Raises UnableToConfirm when the number is blank or the file is none of these.
    """
    kind = scan_type(content)
    if not number.strip() or kind is None:
        raise UnableToConfirm(
            _("不能登记确认文件：请填写文件编号，并上传 PDF、JPEG 或 PNG 格式的扫描件。"), basis=article("14(5)")
        )
    with take(filing, "enter_receipt", by=by, at=at, reason=reason) as filing:
        filing.receipt_number = number.strip()
        filing.receipt = documents.keep(filing.round.institution, name, content, kind, by=by, at=at)
    return filing


def confirm_row(row: FilingRow, *, by: Actor, at: datetime, reason: str = "") -> FilingRow:
    """Confirm one candidate, by the province's own officer (article 14(5))."""
    with take(row, "confirm_row", by=by, at=at, reason=reason) as row:
        _close_when_answered(row.result_filing, [row.pk], by=by, at=at)
    return row


def refuse_row(row: FilingRow, *, by: Actor, at: datetime, reason: str) -> FilingRow:
    """Refuse one candidate with the reason; corrected, he can be filed in the next report."""
    with take(row, "refuse_row", by=by, at=at, reason=reason) as row:
        row.answer = reason
        _close_when_answered(row.result_filing, [row.pk], by=by, at=at)
    return row


def confirm_all(filing: ResultFiling, *, by: Actor, at: datetime, reason: str = "") -> list[FilingRow]:
    """Confirm every candidate of a report who waits, by the province's own officer; all or none."""
    return _answer_all(filing, "awaiting", "confirm_row", by=by, at=at, reason=reason)


def propose_confirmation(row: FilingRow, *, by: Actor, at: datetime, reason: str = "") -> FilingRow:
    """Enter the confirmation of one candidate from the province's paper; another officer checks it."""
    with take(row, "propose_confirmation", by=by, at=at, reason=reason) as row:
        return row


def propose_confirmation_all(filing: ResultFiling, *, by: Actor, at: datetime, reason: str = "") -> list[FilingRow]:
    """Enter the confirmation of every candidate who waits from the province's paper; another officer checks it."""
    return _answer_all(filing, "awaiting", "propose_confirmation", by=by, at=at, reason=reason)


def second_confirmation(row: FilingRow, *, by: Actor, at: datetime, reason: str = "") -> FilingRow:
    """Check one entered confirmation against the province's paper, by an officer who did not enter it."""
    with take(row, "second_confirmation", by=by, at=at, reason=reason) as row:
        _close_when_answered(row.result_filing, [row.pk], by=by, at=at)
    return row


def second_confirmation_all(filing: ResultFiling, *, by: Actor, at: datetime, reason: str = "") -> list[FilingRow]:
    """Check every entered confirmation against the province's paper, by an officer who entered none of them."""
    return _answer_all(filing, "proposed", "second_confirmation", by=by, at=at, reason=reason)


def withdraw_confirmation(row: FilingRow, *, by: Actor, at: datetime, reason: str) -> FilingRow:
    """Take back an entered confirmation that doesn't agree with the paper."""
    with take(row, "withdraw_confirmation", by=by, at=at, reason=reason) as row:
        return row


def propose_refusal(row: FilingRow, *, by: Actor, at: datetime, reason: str) -> FilingRow:
    """Enter from the province's paper that it refuses one candidate, and why; another officer checks it."""
    with take(row, "propose_refusal", by=by, at=at, reason=reason) as row:
        row.answer = reason
    return row


def second_refusal(row: FilingRow, *, by: Actor, at: datetime, reason: str = "") -> FilingRow:
    """Check one entered refusal against the province's paper, by an officer who did not enter it.

    Corrected, the candidate can be filed in the next report.
    """
    with take(row, "second_refusal", by=by, at=at, reason=reason) as row:
        _close_when_answered(row.result_filing, [row.pk], by=by, at=at)
    return row


def withdraw_refusal(row: FilingRow, *, by: Actor, at: datetime, reason: str) -> FilingRow:
    """Take back an entered refusal that doesn't agree with the paper."""
    with take(row, "withdraw_refusal", by=by, at=at, reason=reason) as row:
        row.answer = ""
    return row


def _answer_all(
    filing: ResultFiling, state: str, verb: str, *, by: Actor, at: datetime, reason: str
) -> list[FilingRow]:
    """Take one step for all rows of a report in a state; raises UnableToConfirm when there is none."""
    with transaction.atomic(), under_way(f"results.filingrow.{verb}"):
        waiting: QuerySet[FilingRow] = FilingRow.objects.filter(result_filing=filing, state=state)
        rows = take_all(waiting, verb, by=by, at=at, reason=reason)
        if not rows:
            sentence = _("没有可以“%s”的人员：这次备案的人员都已经答复过，或还没有登记。请刷新页面查看。")
            raise UnableToConfirm(sentence % FilingRow.steps[verb].label, basis=article("14(5)"))
        if verb != "propose_confirmation":
            _close_when_answered(filing, [row.pk for row in rows], by=by, at=at)
    return rows


def _close_when_answered(filing: ResultFiling, just_now: Collection[int], *, by: Actor, at: datetime) -> None:
    """Close a report when every other row than those being answered now has its answer."""
    filing = ResultFiling.objects.select_for_update().get(pk=filing.pk)  # the last two rows may be answered at once
    waiting = filing.rows.filter(state__in=WAITING).exclude(pk__in=just_now)
    if filing.state == "filed" and not waiting.exists():
        with take(filing, "close_filing", by=by, at=at):
            pass


def _new_filing(publication: Publication, sequence: int, *, by: Actor, at: datetime, reason: str = "") -> ResultFiling:
    """Begin a report; the first one's time runs from the end of the publicity, a later one's from today."""
    counts_from = publication.ends_on if sequence == 1 else as_date(at)
    assert counts_from is not None
    filing = ResultFiling(
        round=publication.round, publication=publication, sequence=sequence, counts_from=counts_from
    )  # fmt: skip
    return begin(filing, "prepare_filing", by=by, at=at, reason=reason)


def _release(objection: Objection, *, by: Actor, at: datetime) -> None:
    """Let the person go on, unless another objection against the same result still waits."""
    result = Result.objects.select_for_update().get(pk=objection.result_id)
    if not result.objections.filter(state="raised").exclude(pk=objection.pk).exists():
        with take(result, "release_result", by=by, at=at):
            pass


def _window(publication: Publication) -> str:
    """Return why no objection can be raised now."""
    if publication.published_on is None or publication.ends_on is None:
        return _("现在不能提出异议：这一批次的成绩还没有公示。")
    return _(
        "现在不能提出异议：公示期为 %(first)s 至 %(last)s。对成绩仍有疑问的，请直接与%(institution)s联系。"
    ) % {
        "first": formats.date_format(publication.published_on), "last": formats.date_format(publication.ends_on),
        "institution": publication.round.institution,
    }  # fmt: skip
