"""One round driven through the pages, from its draft to its archive: every act a form that somebody sends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

import openpyxl
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from jiangxin.archive.models import Dossier
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.enrolment.models import Roster
from jiangxin.exams.models import Duty, ExamRoom, Seat
from jiangxin.exams.queries import sittings_of
from jiangxin.items.models import Paper, SettingPlan
from jiangxin.people.models import Person, User
from jiangxin.plans.models import Nomination, Plan
from jiangxin.process.models import Record
from jiangxin.results.models import Publication, ResultFiling
from jiangxin.rounds.models import Round
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.standards.models import FilingScope
from jiangxin.supervision.checks import CHECKS
from jiangxin.supervision.models import RoundReport
from jiangxin.supervision.queries import inspections_of
from jiangxin.training.models import TrainingClass
from jiangxin.training.queries import programme_for
from jiangxin.venues.models import Room
from tests.stories.enrolment import applications
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World

PDF = b"%PDF-1.7 a stamped sheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOURS_A_DAY = 8


def send(world: World, by: str | User, name: str, /, *args: Any, **fields: Any) -> None:
    """Open a page as somebody at the hour of the world, fill in the form that stands there, and send it.

    Fields that are not named keep what the page's form begins with. An answer that is no redirection, or that tells of
    an error, fails the test with its words.
    """
    client, address = signed_in(world.user(by) if isinstance(by, str) else by), reverse(name, args=args)
    with at_the_hour(world):
        page = client.get(address)
        form = page.context and page.context.get("form")
        begun = {field.html_name: field.value() for field in form} if page.status_code == 200 and form else {}
        known = {key: value for key, value in {**begun, **fields}.items() if value not in (None, "")}
        filled = {key: _typed(value) for key, value in known.items()}
        answer = client.post(address, {"csrfmiddlewaretoken": "as every form has", **filled})
    refusals = _refusals(answer)
    assert refusals == [], (name, refusals)


def _refusals(answer: Any) -> list[str]:
    """Return what an answer to a form says against it: nothing, when it leads on, or keeps what a tablet sent."""
    told = [str(message) for message in get_messages(answer.wsgi_request) if message.level_tag in ("error", "warning")]
    if answer.status_code == 302 or (answer.status_code == 200 and "json" in answer.headers["Content-Type"]):
        return told
    form = answer.context and answer.context.get("form")
    return [*told, str(form.errors) if form is not None else words(answer)[-2000:], str(answer.status_code)]


def _typed(value: Any) -> Any:
    """Return a value as a browser's field holds it."""
    if isinstance(value, Record):
        return value.pk
    if isinstance(value, datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%dT%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def step(world: World, by: str | User, record: Record, verb: str, /, **fields: Any) -> None:
    """Take a step of a record on the page of that step."""
    send(world, by, f"{record._meta.app_label}:{verb}", record.pk, **fields)


def upload(name: str, content: bytes, media_type: str = "application/pdf") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content, media_type)


# ---- enrolment, plan, filing


def enrolled(world: World, roster: Path) -> Round:
    """Draft and open a round, enrol a roster in it, accept everybody, and close it."""
    day = world.at.date()
    scope = FilingScope.objects.get(filing=world.practice.filing, level=world.practice.level)
    send(
        world, "centre", "rounds:draft_round", scope=scope, college=world.practice.college, audience="own_students",
        apply_from=day, apply_until=day + timedelta(days=14), planned_on=day + timedelta(days=60), capacity=4,
    )  # fmt: skip
    round_ = Round.objects.get()
    step(world, "centre", round_, "open")
    send(world, "college", "enrolment:rosters", round_.pk, file=upload(roster.name, roster.read_bytes(), XLSX))
    step(world, "college", Roster.objects.get(), "import_roster", on_paper="on")
    for application in applications(round_):
        send(world, "reviewer", "enrolment:accept", application.pk)
    world.later(days=14)
    step(world, "centre", round_, "close")
    return round_


def filed(world: World, round_: Round) -> Plan:
    """Settle how papers are made; write, nominate, submit, approve, file and receive the plan."""
    send(
        world, "college", "items:draft_setting", round_.pk, papers_per_subject=1, method="双人命题", secrecy="专柜保管"
    )
    step(world, "college", SettingPlan.objects.get(), "settle_setting")
    plan, day = Plan.objects.get(), world.at.date() + timedelta(days=45)
    step(
        world, "college", plan, "write", method="分别评分", duties="中心统筹，学院组织", demand="每年约三百名",
        theory_on=day, practical_on=day + timedelta(days=1),
    )  # fmt: skip
    for kind, chosen in _nominees(world).items():
        send(world, "college", "plans:nominate", plan.pk, kind=kind, pk=[one.pk for one in chosen])
    step(world, "college", plan, "submit_plan")
    step(world, "centre", plan, "approve")
    step(world, "centre", plan, "file")
    step(world, "employment", plan, "acknowledge", receipt_number="演练-1")
    return plan


def _nominees(world: World) -> dict[str, list[Any]]:
    """Return all rooms, and whoever holds the office; of the examiners only the three whom the marks name."""
    people = {
        kind: list(Person.objects.filter(appointments__role=role).order_by("pk"))
        for kind, role in (
            (Nomination.INVIGILATOR, "invigilator"),
            (Nomination.EXAMINER, "examiner"),
            (Nomination.SUPERVISOR, "internal_supervisor"),
        )
    }
    people[Nomination.EXAMINER] = [one for one in people[Nomination.EXAMINER] if one.name.startswith("考评员")]
    return {Nomination.ROOM: list(Room.objects.filter(site__institution=world.practice.institution)), **people}


# ---- training, papers, arrangement


def trained(world: World, round_: Round) -> None:
    """Plan a class with the programme's lessons, hold them with everybody present, and complete it."""
    day, teacher = world.at.date(), world.user("teacher").person
    programme = programme_for(round_)
    assert programme is not None
    parts = [
        (course["name"], min(HOURS_A_DAY, course["hours"] - part * HOURS_A_DAY))
        for course in programme.courses
        for part in range(ceil(course["hours"] / HOURS_A_DAY))
    ]
    last = day + timedelta(days=len(parts))
    send(world, "college", "training:plan_class", round_.pk, name="一班", starts_on=day, ends_on=last)
    group = TrainingClass.objects.get()
    for place, (topic, hours) in enumerate(parts):
        send(
            world, "college", "training:plan_lesson", group.pk, day=day + timedelta(days=place), hours=hours,
            topic=topic, teacher=teacher,
        )  # fmt: skip
    for lesson in group.lessons.order_by("day"):
        send(world, "teacher", "training:hold_lesson", lesson.pk)
        world.later(days=1)
    step(world, "college", group, "complete_class")


def issued(world: World, round_: Round) -> None:
    """Set, review, seal and issue a paper for each subject."""
    for subject in round_.level.subjects.all():
        send(
            world, "setter", "items:set_paper", round_.pk, subject=subject.pk, code="A",
            reviewer=world.user("setter2").person, upload=upload(f"{subject.kind}.pdf", PDF),
        )  # fmt: skip
        paper = Paper.objects.get(subject=subject)
        step(world, "setter2", paper, "review_paper")
        step(world, "centre", paper, "seal_paper")
        step(world, "centre", paper, "issue_paper", issued_to="赵明")


def arranged(world: World, round_: Round) -> None:
    """Arrange, seat and staff everything, and confirm each sitting."""
    send(world, "college", "exams:arrange_all", round_.pk)
    for sitting in sittings_of(round_):
        step(world, "centre", sitting, "confirm_sitting")


# ---- the examination


def held(world: World, round_: Round, absent: Iterable[str]) -> None:
    """Open the papers, call the roll, write and sign the records, and close the sittings."""
    for sitting in sittings_of(round_):
        world.at = sitting.starts_at
        rooms = list(sitting.exam_rooms.filter(state="in_use").order_by("number"))
        paper = Paper.objects.get(subject=sitting.subject_id)
        if paper.state == "issued":
            first, second = staff(rooms[0])[:2]
            step(world, first, paper, "propose_opening", seal_intact="yes")
            step(world, second, paper, "confirm_opening")
        for room in rooms:
            _called(world, room, set(absent))
        step(world, "college", sitting, "close_sitting")


def _called(world: World, room: ExamRoom, absent: set[str]) -> None:
    """Call the roll of a room, and write and sign its record."""
    leader, sitting = staff(room)[0], room.sitting
    world.at = sitting.starts_at
    for seat in room.seats.select_related("application__person"):
        if seat.application.person.id_number in absent:
            send(world, leader, "exams:mark_absent", seat.pk)
    send(world, leader, "exams:check_in_all", room.pk)
    world.at = sitting.ends_at
    step(
        world, leader, room.record, "write_record", seal_intact="yes", opened_at=sitting.starts_at, witnesses="两名考生"
    )
    step(world, leader, room.record, "sign_record")


def staff(room: ExamRoom) -> list[User]:
    """Return the accounts of who is on duty in a room, the leader first."""
    duties = room.duties.filter(state="assigned").order_by("-leads", "pk")
    return [User.objects.select_related("person").get(person=duty.person_id) for duty in duties]


def marked(world: World, round_: Round, marks: Path) -> None:
    """Type the theory marks, mark on the examiners' tablets, compose, and confirm the knock-outs."""
    book = openpyxl.load_workbook(marks)
    seats: dict[str, dict[str, Seat]] = defaultdict(dict)
    for seat in Seat.objects.filter(sitting__round=round_).select_related("application__person", "sitting__subject"):
        seats[seat.sitting.subject.kind][seat.application.person.id_number] = seat
    typed: dict[str, Any] = {}
    for number, _name, mark, away in book["理论成绩"].iter_rows(min_row=2, values_only=True):
        key = seats["theory"][str(number)].application_id
        typed |= {f"absent-{key}": "on"} if away else {f"mark-{key}": mark}
    send(world, "centre", "scoring:theory", round_.pk, **typed)
    for number, _name, examiner, *modules, knockout, away in book["实操成绩"].iter_rows(min_row=2, values_only=True):
        account = User.objects.select_related("person").get(person__name=examiner)
        _sheet(world, account, seats["practical"][str(number)], modules, knockout=bool(knockout), away=bool(away))
    # A panel's marks are composed as its last sheet is handed in; those of absent candidates when the centre asks.
    send(world, "centre", "scoring:compose_marks", round_.pk, "practical")
    for waiting in SubjectMark.objects.filter(seat__sitting__round=round_, state="awaiting"):
        step(world, supervisor(waiting.seat.sitting.pk), waiting, "confirm_knockout")


def _sheet(world: World, examiner: User, seat: Seat, modules: list[Any], *, knockout: bool, away: bool) -> None:
    """Mark one candidate as an examiner does: his own sheet, handed in."""
    if away:
        send(world, examiner, "scoring:enter_absent", seat.pk)
        return
    send(world, examiner, "scoring:open_sheet", seat.pk)
    sheet = ScoreSheet.objects.get(seat=seat, marker=examiner.person)
    given = {f"m{place}": Decimal(str(mark)) for place, mark in enumerate(modules)}
    note = {"knockout_note": "带电作业未断电"} if knockout else {}
    step(world, examiner, sheet, "mark", knockout="yes" if knockout else "no", **note, **given)
    step(world, examiner, sheet, "submit_sheet")


def supervisor(sitting: int) -> User:
    """Return the account of the supervisor on duty in a sitting."""
    duty = Duty.objects.get(sitting=sitting, role="supervisor", state="assigned")
    return User.objects.select_related("person").get(person=duty.person_id)


def supervised(world: World, round_: Round) -> None:
    """Write and sign the findings of every room, with the stamped sheet, and the report."""
    checks = {f"check-{name}": "yes" for name in CHECKS}
    for inspection in inspections_of(round_):
        by = supervisor(inspection.record.exam_room.sitting_id)
        send(
            world, by, "supervision:inspection", inspection.pk, findings="全程督导", scan=upload("记录表.pdf", PDF),
            **checks,
        )  # fmt: skip
        step(world, by, inspection, "sign_findings")
    report = RoundReport.objects.get()
    send(world, by, "supervision:report", report.pk, text="组织规范")
    step(world, by, report, "sign_report")


# ---- results, certificates, archive


def confirmed(world: World, round_: Round) -> None:
    """Publish, file after the publicity, and confirm as the province."""
    publication = Publication.objects.get()
    step(world, "centre", publication, "publish", word="公示")
    publication.refresh_from_db()
    assert publication.ends_on is not None
    world.at = datetime.combine(publication.ends_on + timedelta(days=1), world.at.timetz())
    filing = ResultFiling.objects.get()
    step(world, "centre", filing, "file_results")
    step(world, "province", filing, "confirm_all")


def certified(world: World, round_: Round) -> None:
    """Number and sign the certificates, register them, and have the province enter them."""
    send(world, "centre", "certificates:issue", round_.pk, word="编号")
    for certificate in Certificate.objects.all():
        step(world, "centre", certificate, "sign_certificate")
    send(world, "centre", "certificates:prepare_registration", round_.pk, batch_number="演练-1")
    registration = Registration.objects.get()
    step(world, "centre", registration, "submit_registration")
    step(world, "province", registration, "enter_registration")


def archived(world: World, round_: Round) -> None:
    """Open the dossier and seal it."""
    send(world, "centre", "archive:open_dossier", round_.pk)
    step(world, "centre", Dossier.objects.get(), "seal", word="封存")


def driven(world: World, roster: Path, marks: Path, absent: Iterable[str]) -> Round:
    """Drive one round through the pages, from its opening to its archive."""
    round_ = enrolled(world, roster)
    filed(world, round_)
    trained(world, round_)
    issued(world, round_)
    arranged(world, round_)
    held(world, round_, absent)
    marked(world, round_, marks)
    supervised(world, round_)
    confirmed(world, round_)
    certified(world, round_)
    archived(world, round_)
    return round_
