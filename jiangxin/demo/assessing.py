"""The days of the assessment: sittings arranged and held, rooms recorded, findings signed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from jiangxin.archive.room_sheets import record_sheet, room_files
from jiangxin.demo.stage import Stage
from jiangxin.documents import printed
from jiangxin.exams import operations as exams
from jiangxin.exams.models import Duty, ExamRoom, Seat, Sitting
from jiangxin.exams.queries import sittings_of
from jiangxin.items import operations as items
from jiangxin.items.models import Paper
from jiangxin.people.models import User
from jiangxin.plans.queries import current_plan
from jiangxin.rounds.models import Round
from jiangxin.scoring.queries import seats_in
from jiangxin.supervision import operations as supervision
from jiangxin.supervision.checks import CHECKS, YES
from jiangxin.supervision.models import Inspection, Visit
from jiangxin.supervision.queries import heading, inspections_of

FINDINGS = "全程在场督导：人员到岗，试卷当场验封启封，考评员独立评分，秩序良好。"


def arrange(stage: Stage, round_: Round, day: date) -> None:
    """Have the college arrange every sitting by the plan in force, and the centre confirm them."""
    plan = current_plan(round_)
    assert plan is not None
    for sitting in exams.arrange_all(plan, by=stage.user("college"), at=stage.hour(day, 10)):
        exams.confirm_sitting(sitting, by=stage.user("centre"), at=stage.hour(day, 15))


def send_outside(stage: Stage, sitting: Sitting, day: date) -> Visit:
    """Have the city's centre send its supervisor to a sitting, and return what he is to write."""
    duty = exams.dispatch(sitting, stage.person("outside"), by=stage.user("city"), at=stage.hour(day, 16))
    return Visit.objects.get(duty=duty)


def sittings(round_: Round, kind: str) -> list[Sitting]:
    """Return the sittings of a subject in the order of time."""
    return list(sittings_of(round_).filter(subject__kind=kind).order_by("starts_at"))


def seats(round_: Round, kind: str) -> list[Seat]:
    """Return the seats of a subject, in the order of sittings, rooms and numbers."""
    return list(seats_in(round_, round_.level.subjects.get(kind=kind)))


def hold(stage: Stage, sitting: Sitting, away: Collection[str] = (), remark: str = "") -> None:
    """Hold a sitting: the paper opened by two, the roll called, the records signed, the sitting closed."""
    for room in sitting.exam_rooms.filter(state="in_use").order_by("number"):
        staff = on_duty(stage, room)
        _open_paper(sitting, staff)
        _hold_room(sitting, room, staff, away, remark)
    exams.close_sitting(sitting, by=stage.user("college"), at=sitting.ends_at + timedelta(minutes=25))


def on_duty(stage: Stage, room: ExamRoom) -> list[User]:
    """Return the accounts of those who serve in a room, the leader first."""
    serving = room.duties.filter(state="assigned").select_related("person").order_by("-leads", "pk")
    return [stage.account(duty.person) for duty in serving]


def supervisor_of(stage: Stage, sitting: Sitting) -> User:
    """Return the account of the supervisor of a sitting."""
    duty: Duty = sitting.duties.select_related("person").get(state="assigned", role=Duty.SUPERVISOR)
    return stage.account(duty.person)


def _open_paper(sitting: Sitting, staff: list[User]) -> None:
    found = Paper.objects.filter(round=sitting.round_id, subject=sitting.subject_id, state="issued").first()
    if found is not None:
        at = sitting.starts_at - timedelta(minutes=10)
        found = items.propose_opening(found, by=staff[0], at=at, seal_intact=True)
        items.confirm_opening(found, by=staff[1], at=at + timedelta(minutes=1))


def _hold_room(sitting: Sitting, room: ExamRoom, staff: list[User], away: Collection[str], remark: str) -> None:
    here = room.seats.exclude(state="moved")
    absent = set(here.filter(application__person__name__in=away).values_list("application", flat=True))
    exams.check_in_all(room, absent, by=staff[0], at=sitting.starts_at)
    record = exams.write_record(
        room.record, by=staff[0], at=sitting.ends_at, seal_intact=True, incidents=remark,
        opened_at=sitting.starts_at - timedelta(minutes=10), started_at=sitting.starts_at, ended_at=sitting.ends_at,
        witnesses="、".join(str(user) for user in staff[:2]),
    )  # fmt: skip
    exams.sign_record(record, by=staff[0], at=sitting.ends_at + timedelta(minutes=10))


def sign_findings(stage: Stage, round_: Round, inspection: Inspection, at: datetime) -> User:
    """Have the supervisor on duty write and sign the findings of a room; return who it was."""
    room = inspection.record.exam_room
    by = supervisor_of(stage, room.sitting)
    sheet = next(record_sheet(file) for file in room_files(round_) if file.room.pk == room.pk)
    scan = printed.room_records(heading(round_), [sheet], at)
    name = f"考场记录表-{room.sitting.number}-{room.number}.pdf"
    written = supervision.write_findings(
        inspection, by=by, at=at, findings=FINDINGS, checks=dict.fromkeys(CHECKS, YES),
        scan=(name, scan, "application/pdf"),
    )  # fmt: skip
    supervision.sign_findings(written, by=by, at=at + timedelta(minutes=5))
    return by


def open_findings(round_: Round, kind: str) -> list[Inspection]:
    """Return the findings of a subject's rooms that are not signed."""
    return list(inspections_of(round_).filter(state="open", record__exam_room__sitting__subject__kind=kind))
