"""The stages from the examination on: sittings, marks, supervision, results, certificates, archive."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.archive import operations as archive
from jiangxin.archive.models import Dossier
from jiangxin.archive.room_sheets import record_sheet, room_files
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.documents import operations as documents
from jiangxin.documents import printed
from jiangxin.documents.operations import content_of
from jiangxin.exams import operations as exams
from jiangxin.exams.models import Duty, ExamRoom, Seat, Sitting
from jiangxin.items import operations as items
from jiangxin.items.models import Paper
from jiangxin.people import roles
from jiangxin.plans.export import plan_pdf, plan_word
from jiangxin.plans.queries import latest_plan
from jiangxin.recording import photos
from jiangxin.recording.hands import UnableToRecord
from jiangxin.recording.refusals import refused_rows
from jiangxin.recording.round import Recording
from jiangxin.recording.schedule import at_hour
from jiangxin.recording.standing import Receipt
from jiangxin.results import operations as results
from jiangxin.results.models import FilingRow, Publication, ResultFiling
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.models import SubjectMark
from jiangxin.scoring.operations import SheetRow
from jiangxin.supervision import operations as supervision
from jiangxin.supervision.checks import CHECKS, YES
from jiangxin.supervision.models import RoundReport
from jiangxin.supervision.queries import heading, inspections_of

FINDINGS = "补录：督导员全程在场，情况以纸质考场记录表为准，原件已签字盖章存档。"
REPORT = "补录：本批次每场考核均有质量督导员全程督导，督导情况已写入各考场记录表。"


def sit(recording: Recording) -> None:
    """Open the papers, take each room's attendance from the marks, sign its record, and close the sittings."""
    opened: set[int] = set()
    for sitting in _sittings(recording):
        rooms = list(sitting.exam_rooms.filter(state="in_use").order_by("number"))
        if sitting.subject_id not in opened:
            _open_paper(recording, sitting, rooms[0])
            opened.add(sitting.subject_id)
        for room in rooms:
            _hold(recording, sitting, room)
        officer = recording.hands.of(roles.COLLEGE_OFFICER, recording.college)
        exams.close_sitting(sitting, by=officer, at=sitting.ends_at + timedelta(minutes=30))


def _sittings(recording: Recording) -> list[Sitting]:
    return list(Sitting.objects.filter(round=recording.held, state="confirmed").select_related("subject"))


def _staff(room: ExamRoom) -> list[Duty]:
    """Return who is on duty in a room, the leader first."""
    return list(room.duties.filter(state="assigned").select_related("person").order_by("-leads", "pk"))


def _open_paper(recording: Recording, sitting: Sitting, room: ExamRoom) -> None:
    """Record that two of those on duty opened the subject's paper."""
    paper = Paper.objects.get(round=recording.held, subject=sitting.subject_id, state="issued")
    first, second = (recording.hands.person(duty.person) for duty in _staff(room)[:2])
    at = sitting.starts_at - timedelta(minutes=10)
    paper = items.propose_opening(paper, by=first, at=at, seal_intact=True)
    items.confirm_opening(paper, by=second, at=at)


def _hold(recording: Recording, sitting: Sitting, room: ExamRoom) -> None:
    """Take a room's attendance and write and sign its record."""
    staff = [recording.hands.person(duty.person) for duty in _staff(room)]
    seats = room.seats.exclude(state="moved").select_related("application__person")
    kind = sitting.subject.kind
    absent = [seat.application_id for seat in seats if recording.is_absent(kind, seat.application.person)]
    exams.check_in_all(room, absent, by=staff[0], at=sitting.starts_at)
    record = exams.write_record(
        room.record, by=staff[0], at=sitting.ends_at, seal_intact=True,
        opened_at=sitting.starts_at - timedelta(minutes=10), started_at=sitting.starts_at, ended_at=sitting.ends_at,
        witnesses="、".join(str(user.paper_of) for user in staff[:2]),
    )  # fmt: skip
    exams.sign_record(record, by=staff[0], at=sitting.ends_at + timedelta(minutes=10))


def mark(recording: Recording) -> None:
    """Enter every sheet by the hand of the one who signed it, compose the marks, and confirm knock-outs."""
    after = recording.days.moment((recording.days.supervised_on - recording.days.theory_on).days, 9)
    centre = recording.hands.of(roles.CENTRE_OFFICER, recording.institution)
    for subject in recording.level.subjects.all():
        seats = Seat.objects.filter(sitting__round=recording.held, sitting__subject=subject).exclude(state="moved")
        by_number = {
            seat.application.person.id_number: seat for seat in seats.select_related("application__person__institution")
        }
        if subject.kind == "theory":
            marks = {seat.application_id: recording.theory[number].mark for number, seat in by_number.items()}
            scoring.enter_theory(recording.held, marks, by=centre, at=after)
        else:
            _enter_panel(recording, subject.kind, by_number, after)
            scoring.compose_marks(recording.held, subject, by=centre, at=after)
    waiting = SubjectMark.objects.filter(seat__sitting__round=recording.held, state="awaiting")
    for knocked_out in waiting.select_related("seat__sitting"):
        supervisor = knocked_out.seat.sitting.duties.filter(role="supervisor", state="assigned")[0].person
        scoring.confirm_knockout(knocked_out, by=recording.hands.person(supervisor), at=after)


def _enter_panel(recording: Recording, kind: str, seats: dict[str, Seat], at: datetime) -> None:
    """Enter a panel subject's sheets, examiner by examiner."""
    rows: dict[str, list[SheetRow]] = {}
    for number, marks in recording.panels[kind].items():
        for given in marks:
            row = SheetRow(
                seats[number], tuple((given.modules or {}).values()), absent=given.absent, knockout=given.knocked_out
            )
            rows.setdefault(given.examiner, []).append(row)
    for name, listed in rows.items():
        scoring.enter_sheets(listed, by=recording.hands.person(recording.examiners[name]), at=at)


def supervise(recording: Recording) -> None:
    """Sign the findings on each room's record, with its printed sheet, and the report of the round."""
    at = at_hour(recording.days.supervised_on, 14)
    sheets = {file.room.pk: record_sheet(file) for file in room_files(recording.held)}
    head, signers = heading(recording.held), []
    for inspection in inspections_of(recording.held):
        room = inspection.record.exam_room
        person = room.sitting.duties.filter(role="supervisor", state="assigned")[0].person
        by = recording.hands.person(person)
        signers.append(by)
        name = f"考场记录表-{room.sitting.number}-{room.number}.pdf"
        scan = (name, printed.room_records(head, [sheets[room.pk]], at), "application/pdf")
        written = supervision.write_findings(
            inspection, by=by, at=at, findings=FINDINGS, checks=dict.fromkeys(CHECKS, YES), scan=scan
        )
        supervision.sign_findings(written, by=by, at=at)
    report = RoundReport.objects.get(round=recording.held)
    report = supervision.write_report(report, by=signers[0], at=at_hour(recording.days.supervised_on, 16), text=REPORT)
    supervision.sign_report(report, by=signers[0], at=at_hour(recording.days.supervised_on, 16))


def publish(recording: Recording) -> None:
    """Publish the results, and file them on the working day after the publicity."""
    centre = recording.hands.of(roles.CENTRE_OFFICER, recording.institution)
    days = recording.days
    results.publish(Publication.objects.get(round=recording.held), by=centre, at=at_hour(days.published_on, 9))
    filing = _filing(recording)
    if filing is None:  # nobody passed: there is nothing to report, to confirm, or to certify
        return
    day = min(days.publicity_ends_on + timedelta(days=1), days.today)
    results.file_results(filing, by=centre, at=at_hour(day, 8))


def confirm(recording: Recording, receipt: Receipt | None = None) -> None:
    """Enter the province's answer, refusals and all: simulated in practice, else from the paper, by two officers."""
    filing = _filing(recording)
    refused = refused_rows(recording.asked.refused, filing)
    if filing is None:
        return
    at = timezone.now()
    if receipt is None:
        province = recording.hands.of(roles.AUTHORITY_OFFICER, recording.authority["province"])
        for row, reason in refused:
            results.refuse_row(row, by=province, at=at, reason=reason)
        if filing.rows.filter(state="awaiting").exists():
            results.confirm_all(filing, by=province, at=at, reason=_("演练：模拟省职鉴中心确认"))
        return
    first = recording.hands.of(roles.CENTRE_OFFICER, recording.institution)
    second = recording.hands.of(roles.CENTRE_OFFICER, recording.institution, number=2)
    filing = results.enter_receipt(
        filing, by=first, at=at, number=receipt.number, name=receipt.name, content=receipt.content
    )
    proposed = [results.propose_refusal(row, by=first, at=at, reason=reason) for row, reason in refused]
    if filing.rows.filter(state="awaiting").exists():
        results.propose_confirmation_all(filing, by=first, at=at)
        results.second_confirmation_all(filing, by=second, at=at)
    for row in proposed:
        results.second_refusal(row, by=second, at=at)


def _filing(recording: Recording) -> ResultFiling | None:
    """Return the report of those who passed, None where nobody did."""
    found: ResultFiling | None = ResultFiling.objects.filter(round=recording.held).first()
    return found


def certify(recording: Recording) -> None:
    """Number and sign a certificate for each confirmed row, and prepare the registration."""
    centre, at = recording.hands.of(roles.CENTRE_OFFICER, recording.institution), timezone.now()
    college = recording.hands.of(roles.COLLEGE_OFFICER, recording.college)
    photos.attach(recording, by=college, at=at)  # those that came after enrolment: a real certificate needs one
    rows = FilingRow.objects.filter(result_filing__round=recording.held, state="confirmed")
    issued = certificates.issue_all(rows, by=centre, at=at)
    if not issued:
        return
    signing = certificates.sign_all(issued, by=centre, at=at)
    if signing.unable:
        raise UnableToRecord(" ".join(signing.unable.values()))
    registration = certificates.prepare_registration(recording.held, _("补录"), by=centre, at=at)
    certificates.submit_registration(registration, by=centre, at=at)


def register(recording: Recording, receipt: Receipt | None = None) -> None:
    """Enter that the certificates are in the province's database (入库): simulated in practice, else by its receipt."""
    at = timezone.now()
    by = recording.hands.of(roles.CENTRE_OFFICER, recording.institution)
    reason = _("依据省职鉴中心入库回执 %s") % receipt.number if receipt else _("演练：模拟省职鉴中心入库")
    if receipt:
        documents.keep(recording.institution, receipt.name, receipt.content, receipt.media_type, by=by, at=at)
    else:
        by = recording.hands.of(roles.AUTHORITY_OFFICER, recording.authority["province"])
    for registration in Registration.objects.filter(round=recording.held, state="submitted"):
        number = receipt.number if receipt else ""
        certificates.enter_registration(registration, by=by, at=at, receipt_number=number, reason=reason)


def seal(recording: Recording) -> None:
    """Seal the dossier of the round."""
    centre, at = recording.hands.of(roles.CENTRE_OFFICER, recording.institution), timezone.now()
    dossier = archive.open_dossier(recording.held, by=centre, at=at)
    archive.seal(dossier, by=centre, at=at)


def write_out(recording: Recording) -> None:
    """Write what there is of the round into the directory: plan, workbooks, certificates, dossier."""
    out, round_ = recording.asked.out, recording.held
    signed = Certificate.objects.filter(row__result_filing__round=round_, file__isnull=False)
    for certificate in signed.select_related("file__person"):
        assert certificate.file is not None
        (out / "certificates").mkdir(exist_ok=True)
        _write(out / "certificates" / f"{certificate.number}.pdf", content_of(certificate.file))
    plan = latest_plan(round_)
    assert plan is not None
    _write(out / "实施方案.pdf", plan_pdf(plan, timezone.now()))
    _write(out / "实施方案.docx", plan_word(plan, timezone.now()))
    for filing in ResultFiling.objects.filter(round=round_).select_related("workbook__person"):
        if filing.workbook is not None:
            _write(out / filing.workbook.name, content_of(filing.workbook))
    for registration in Registration.objects.filter(round=round_).select_related("workbook__person", "form__person"):
        _write(out / registration.workbook.name, content_of(registration.workbook))
        _write(out / registration.form.name, content_of(registration.form))
    for dossier in Dossier.objects.filter(round=round_, file__isnull=False).select_related("file__person"):
        assert dossier.file is not None
        _write(out / dossier.file.name, archive.content_of(dossier))


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
