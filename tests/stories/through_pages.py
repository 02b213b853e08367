"""One round driven through the pages, from its draft to its archive: every act a form that somebody fills in and sends.

Every form stands on a page, and every act of a record is pressed on the record's own page or where that leads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from pathlib import Path
from typing import Any

import openpyxl
from django.urls import reverse

from jiangxin.archive.models import Dossier
from jiangxin.certificates.models import Certificate, Registration
from jiangxin.enrolment.models import Roster
from jiangxin.exams.models import Duty, ExamRoom, Seat
from jiangxin.exams.queries import sittings_of
from jiangxin.items.models import Paper, SettingPlan
from jiangxin.people.models import Person, User
from jiangxin.plans.models import Nomination, Plan
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
from tests.stories.walking import Walk, upload

PDF = b"%PDF-1.7 a stamped sheet"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOURS_A_DAY = 8


# ---- enrolment, plan, filing


def enrolled(walk: Walk, roster: Path) -> Round:
    """Draft and open a round, enrol a roster in it, accept everybody, and close it."""
    day = walk.world.at.date()
    scope = FilingScope.objects.get(filing=walk.world.practice.filing, level=walk.world.practice.level)
    walk.send(
        "centre", "rounds:draft_round", scope=scope, college=walk.world.practice.college, audience="own_students",
        apply_from=day, apply_until=day + timedelta(days=14), planned_on=day + timedelta(days=60), capacity=4,
    )  # fmt: skip
    round_ = Round.objects.get()
    walk.step("centre", round_, "open")
    walk.send("college", "enrolment:rosters", round_.pk, file=upload(roster.name, roster.read_bytes(), XLSX))
    walk.step("college", Roster.objects.get(), "import_roster", on_paper="on")
    for application in applications(round_):
        walk.step("reviewer", application, "accept")
    walk.world.later(days=14)
    walk.step("centre", round_, "close")
    return round_


def filed(walk: Walk, round_: Round) -> Plan:
    """Settle how papers are made; write, nominate, submit, approve, file and receive the plan."""
    walk.send("college", "items:draft_setting", round_.pk, papers_per_subject=1, method="双人命题", secrecy="专柜保管")
    walk.step("college", SettingPlan.objects.get(), "settle_setting")
    plan, day = Plan.objects.get(), walk.world.at.date() + timedelta(days=45)
    walk.step(
        "college", plan, "write", method="分别评分", duties="中心统筹，学院组织", demand="每年约三百名",
        theory_on=day, practical_on=day + timedelta(days=1),
    )  # fmt: skip
    for kind, chosen in _nominees(walk).items():
        on = f"{reverse('plans:nominations', args=[plan.pk])}?kind={kind}"
        walk.send("college", "plans:nominate", plan.pk, on=on, kind=kind, pk=[one.pk for one in chosen])
    walk.step("college", plan, "submit_plan")
    walk.step("centre", plan, "approve")
    walk.step("centre", plan, "file")
    walk.step("employment", plan, "acknowledge", receipt_number="演练-1")
    return plan


def _nominees(walk: Walk) -> dict[str, list[Any]]:
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
    return {Nomination.ROOM: list(Room.objects.filter(site__institution=walk.world.practice.institution)), **people}


# ---- training, papers, arrangement


def trained(walk: Walk, round_: Round) -> None:
    """Plan a class with the programme's lessons, hold them with everybody present, and complete it."""
    day, teacher = walk.world.at.date(), walk.world.user("teacher").person
    programme = programme_for(round_)
    assert programme is not None
    parts = [
        (course["name"], min(HOURS_A_DAY, course["hours"] - part * HOURS_A_DAY))
        for course in programme.courses
        for part in range(ceil(course["hours"] / HOURS_A_DAY))
    ]
    last = day + timedelta(days=len(parts))
    walk.send("college", "training:plan_class", round_.pk, name="一班", starts_on=day, ends_on=last)
    group = TrainingClass.objects.get()
    for place, (topic, hours) in enumerate(parts):
        walk.send(
            "college", "training:plan_lesson", group.pk, day=day + timedelta(days=place), hours=hours,
            topic=topic, teacher=teacher,
        )  # fmt: skip
    for lesson in group.lessons.order_by("day"):
        walk.send("teacher", "training:hold_lesson", lesson.pk)
        walk.world.later(days=1)
    walk.step("college", group, "complete_class")


def issued(walk: Walk, round_: Round) -> None:
    """Set, review, seal and issue a paper for each subject."""
    for subject in round_.level.subjects.all():
        walk.send(
            "setter", "items:set_paper", round_.pk, subject=subject.pk, code="A",
            reviewer=walk.world.user("setter2").person, upload=upload(f"{subject.kind}.pdf", PDF),
        )  # fmt: skip
        paper = Paper.objects.get(subject=subject)
        walk.step("setter2", paper, "review_paper")
        walk.step("centre", paper, "seal_paper")
        walk.step("centre", paper, "issue_paper", issued_to="赵明")


def arranged(walk: Walk, round_: Round) -> None:
    """Arrange, seat and staff everything, and confirm each sitting."""
    walk.send("college", "exams:arrange_all", round_.pk, on=reverse("exams:round", args=[round_.pk]))
    for sitting in sittings_of(round_):
        walk.step("centre", sitting, "confirm_sitting")


# ---- the examination


def held(walk: Walk, round_: Round, absent: Iterable[str]) -> None:
    """Open the papers, call the roll, write and sign the records, and close the sittings."""
    for sitting in sittings_of(round_):
        walk.world.at = sitting.starts_at
        rooms = list(sitting.exam_rooms.filter(state="in_use").order_by("number"))
        paper = Paper.objects.get(subject=sitting.subject_id)
        if paper.state == "issued":
            first, second = staff(rooms[0])[:2]
            walk.step(first, paper, "propose_opening", seal_intact="yes")
            walk.step(second, paper, "confirm_opening")
        for room in rooms:
            _called(walk, room, set(absent))
        walk.step("college", sitting, "close_sitting")


def _called(walk: Walk, room: ExamRoom, absent: set[str]) -> None:
    """Call the roll of a room, and write and sign its record."""
    leader, sitting = staff(room)[0], room.sitting
    walk.world.at = sitting.starts_at
    for seat in room.seats.select_related("application__person"):
        if seat.application.person.id_number in absent:
            walk.send(leader, "exams:mark_absent", seat.pk, on=room.get_absolute_url())
    walk.send(leader, "exams:check_in_all", room.pk, on=room.get_absolute_url())
    walk.world.at = sitting.ends_at
    walk.step(leader, room.record, "write_record", seal_intact="yes", opened_at=sitting.starts_at, witnesses="两名考生")
    walk.step(leader, room.record, "sign_record")


def staff(room: ExamRoom) -> list[User]:
    """Return the accounts of who is on duty in a room, the leader first."""
    duties = room.duties.filter(state="assigned").order_by("-leads", "pk")
    return [User.objects.select_related("person").get(person=duty.person_id) for duty in duties]


def marked(walk: Walk, round_: Round, marks: Path) -> None:
    """Type the theory marks, mark on the examiners' tablets, compose, and confirm the knock-outs."""
    book = openpyxl.load_workbook(marks)
    seats: dict[str, dict[str, Seat]] = defaultdict(dict)
    for seat in Seat.objects.filter(sitting__round=round_).select_related("application__person", "sitting__subject"):
        seats[seat.sitting.subject.kind][seat.application.person.id_number] = seat
    typed: dict[str, Any] = {}
    for number, _name, mark, away in book["理论成绩"].iter_rows(min_row=2, values_only=True):
        if not away:  # who is absent, the roll call has said
            typed[f"mark-{seats['theory'][str(number)].application_id}"] = mark
    walk.send("centre", "scoring:theory", round_.pk, **typed)
    for number, _name, examiner, *modules, knockout, away in book["实操成绩"].iter_rows(min_row=2, values_only=True):
        account = User.objects.select_related("person").get(person__name=examiner)
        _sheet(walk, account, seats["practical"][str(number)], modules, knockout=bool(knockout), away=bool(away))
    # A panel's marks are composed as its last sheet is handed in; those of absent candidates when the centre asks.
    walk.send("centre", "scoring:compose_marks", round_.pk, "practical", on=reverse("scoring:round", args=[round_.pk]))
    for waiting in SubjectMark.objects.filter(seat__sitting__round=round_, state="awaiting"):
        walk.step(supervisor(waiting.seat.sitting.pk), waiting, "confirm_knockout")


def _sheet(walk: Walk, examiner: User, seat: Seat, modules: list[Any], *, knockout: bool, away: bool) -> None:
    """Mark one candidate as an examiner does: his own sheet, handed in."""
    room = reverse("scoring:room", args=[seat.exam_room_id])
    if away:
        walk.send(examiner, "scoring:enter_absent", seat.pk, on=room)
        return
    walk.send(examiner, "scoring:open_sheet", seat.pk, on=room)
    sheet = ScoreSheet.objects.get(seat=seat, marker=examiner.person)
    given = {f"m{place}": Decimal(str(mark)) for place, mark in enumerate(modules)}
    note = {"knockout_note": "带电作业未断电"} if knockout else {}
    walk.keep(examiner, sheet.get_absolute_url(), knockout="yes" if knockout else "no", **note, **given)
    walk.step(examiner, sheet, "submit_sheet")


def supervisor(sitting: int) -> User:
    """Return the account of the supervisor on duty in a sitting."""
    duty = Duty.objects.get(sitting=sitting, role="supervisor", state="assigned")
    return User.objects.select_related("person").get(person=duty.person_id)


def supervised(walk: Walk, round_: Round) -> None:
    """Write and sign the findings of every room, with the stamped sheet, and the report."""
    checks = {f"check-{name}": "yes" for name in CHECKS}
    for inspection in inspections_of(round_):
        by = supervisor(inspection.record.exam_room.sitting_id)
        walk.send(
            by, "supervision:inspection", inspection.pk, findings="全程督导", scan=upload("记录表.pdf", PDF),
            **checks,
        )  # fmt: skip
        walk.step(by, inspection, "sign_findings")
    report = RoundReport.objects.get()
    walk.send(by, "supervision:report", report.pk, text="组织规范")
    walk.step(by, report, "sign_report")


# ---- results, certificates, archive


def confirmed(walk: Walk, round_: Round) -> None:
    """Publish, file after the publicity, and confirm as the province."""
    publication = Publication.objects.get()
    walk.step("centre", publication, "publish", word="公示")
    publication.refresh_from_db()
    assert publication.ends_on is not None
    walk.world.at = datetime.combine(publication.ends_on + timedelta(days=1), walk.world.at.timetz())
    filing = ResultFiling.objects.get()
    walk.step("centre", filing, "file_results")
    walk.step("province", filing, "confirm_all")


def certified(walk: Walk, round_: Round) -> None:
    """Number and sign the certificates, register them, and have the province enter them."""
    walk.send("centre", "certificates:issue", round_.pk, word="编号")
    for certificate in Certificate.objects.all():
        walk.step("centre", certificate, "sign_certificate")
    walk.send("centre", "certificates:prepare_registration", round_.pk, batch_number="演练-1")
    registration = Registration.objects.get()
    walk.step("centre", registration, "submit_registration")
    walk.step("province", registration, "enter_registration")


def archived(walk: Walk, round_: Round) -> None:
    """Open the dossier and seal it."""
    walk.send("centre", "archive:open_dossier", round_.pk, on=reverse("archive:round", args=[round_.pk]))
    walk.step("centre", Dossier.objects.get(), "seal", word="封存")


def driven(walk: Walk, roster: Path, marks: Path, absent: Iterable[str]) -> Round:
    """Drive one round through the pages, from its opening to its archive."""
    round_ = enrolled(walk, roster)
    filed(walk, round_)
    trained(walk, round_)
    issued(walk, round_)
    arranged(walk, round_)
    held(walk, round_, absent)
    marked(walk, round_, marks)
    supervised(walk, round_)
    confirmed(walk, round_)
    certified(walk, round_)
    archived(walk, round_)
    return round_
