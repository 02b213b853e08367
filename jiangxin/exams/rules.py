"""What a sitting must have before it is confirmed and closed, and a room record before it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.exams.recusal import recused_here
from jiangxin.plans.queries import current_plan, names_of, unfit
from jiangxin.process.above import FactsFromAbove
from jiangxin.regulation.parameters import param

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jiangxin.exams.models import Admission, Duty, ExamRoom, RoomRecord, Seat, Sitting
    from jiangxin.standards.models import StandardLevel

STAFF = {"theory": "invigilator", "practical": "examiner", "review": "reviewer"}  # subject → who is counted
# What a room's record and roll call bind above: published results, marks that rest on who came.
nothing_public = FactsFromAbove("what is public already and rests on the record.", final=True)
nothing_marked = FactsFromAbove("the sheets and marks that rest on whether the candidate came.")
FIT = {"theory": ("theory", "computer"), "practical": ("practical",), "review": ("review", "theory")}  # subject → rooms


@dataclass(frozen=True)
class Ratio:
    """How many people a room needs: one for every `per` candidates (None: whatever their number), `least` at least."""

    role: str
    per: int | None
    least: int
    odd: bool

    def need(self, candidates: int) -> int:
        """Return how many people a room with so many candidates needs; odd where the standard asks for it."""
        count = max(self.least, ceil(candidates / self.per) if self.per else 0)
        return count + 1 if self.odd and count % 2 == 0 else count

    def enough(self, have: int, candidates: int) -> bool:
        """Tell whether so many people are enough (and an odd number, where it must be one)."""
        return have >= self.need(candidates) and not (self.odd and have % 2 == 0)

    def carries(self, have: int) -> int | None:
        """Return how many candidates so many people can serve at most; None without limit, 0 when they are too few."""
        usable = have - 1 if self.odd and have % 2 == 0 else have
        if usable < self.need(0):
            return 0
        return usable * self.per if self.per else None


def ratio(kind: str, level: StandardLevel, on: date) -> Ratio:
    """Return the staffing of a subject at a level on a day (the standard's 1.9.3; domain.md §5.2)."""
    if kind == "theory":
        return Ratio("invigilator", level.candidates_per_invigilator, level.least_invigilators, odd=False)
    if kind == "practical":
        odd = bool(param("panel.examiners_odd", on).value)
        return Ratio("examiner", level.candidates_per_examiner, level.least_examiners, odd)
    least, odd = param("panel.reviewers_min", on).integer, bool(param("panel.reviewers_odd", on).value)
    return Ratio("reviewer", None, least, odd)


@dataclass(frozen=True)
class Staffing:
    """How one room of a sitting is staffed, against what its standard asks for."""

    room: ExamRoom
    rule: Ratio
    seated: int
    have: int

    @property
    def need(self) -> int:
        """How many people this room needs."""
        return self.rule.need(self.seated)

    @property
    def enough(self) -> bool:
        """Whether it has them."""
        return self.rule.enough(self.have, self.seated)


def staffing(sitting: Sitting) -> list[Staffing]:
    """Return the staffing of every room in use, in the rooms' order."""
    rule = ratio(sitting.subject.kind, sitting.round.level, sitting.starts_at.date())
    on_duty = [duty for duty in sitting.duties.all() if duty.state == "assigned" and duty.role == rule.role]
    seats = [seat for seat in sitting.seats.all() if seat.state != "moved"]
    return [
        Staffing(
            room,
            rule,
            sum(seat.exam_room_id == room.pk for seat in seats),
            sum(duty.exam_room_id == room.pk for duty in on_duty),
        )
        for room in sitting.exam_rooms.all()
        if room.state == "in_use"
    ]


def enough_staff(sitting: Sitting) -> Iterator[str]:
    """Yield where the sitting has fewer people on duty than its standard asks for (domain.md §5.2)."""
    for found in staffing(sitting):
        values = {"room": found.room, "seated": found.seated, "need": found.need, "have": found.have}
        if not found.seated:
            yield _("%(room)s还没有考生，请编排座位或撤下这个考场") % values
        elif found.enough:
            continue
        elif found.rule.role == "invigilator":
            yield _("%(room)s有考生 %(seated)d 人，监考员要 %(need)d 名，现有 %(have)d 名") % values
        elif found.rule.role == "examiner":
            yield _("%(room)s有考生 %(seated)d 人，考评员要 %(need)d 名以上的单数，现有 %(have)d 名") % values
        else:
            yield _("%(room)s有考生 %(seated)d 人，评审委员要 %(need)d 名以上的单数，现有 %(have)d 名") % values


def still_ahead(duty: Duty) -> Iterator[str]:
    """Yield a sentence where the sitting of a duty is over or was cancelled: nobody is sent there any more."""
    if duty.sitting.state not in ("arranged", "confirmed"):
        yield _("没有结束、没有取消的场次")


def supervised(sitting: Sitting) -> Iterator[str]:
    """Yield a sentence when none of the institution's own quality supervisors is on duty (article 14(3))."""
    if not any(duty.role == "supervisor" and duty.state == "assigned" for duty in sitting.duties.all()):
        yield _("质量督导员（逢考必督）")


def within_plan(sitting: Sitting) -> Iterator[str]:
    """Yield who is on duty and which room is in use without being named in the plan in force: it may have changed."""
    plan = current_plan(sitting.round)
    if plan is None:
        yield _("备案受理的实施方案")
        return
    named, about = names_of(plan), {"version": plan.version}
    for duty in _serving(sitting):
        if (duty.role, duty.person_id) not in named:
            sentence = _("%(duty)s不在现行第 %(version)d 版实施方案的提名里，请换人，或先走变更备案")
            yield sentence % {**about, "duty": duty}
    for room in sitting.exam_rooms.filter(state="in_use").select_related("room"):
        if ("room", room.room_id) not in named:
            sentence = _("%(room)s不在现行第 %(version)d 版实施方案里，请换考场，或先走变更备案")
            yield sentence % {**about, "room": room}


def everybody_fit(sitting: Sitting) -> Iterator[str]:
    """Yield who on duty has no office or no valid card on the sitting's own day: it needn't be that of the plan."""
    serving, day = list(_serving(sitting)), timezone.localdate(sitting.starts_at)
    for role in sorted({duty.role for duty in serving}):
        yield from unfit(sitting.round, role, [duty.person for duty in serving if duty.role == role], day).values()


def _serving(sitting: Sitting) -> QuerySet[Duty]:
    """Return who serves for the institution; whoever comes from outside, the city's centre answers for."""
    return sitting.duties.filter(state="assigned").exclude(role="outside").select_related("person")


def nobody_recused(sitting: Sitting) -> Iterator[str]:
    """Yield who is on duty although he must not meet one of the candidates."""
    yield from recused_here(sitting)


def somebody_seated(sitting: Sitting) -> Iterator[str]:
    """Yield a sentence when nobody is seated."""
    if not any(seat.state != "moved" for seat in sitting.seats.all()):
        yield _("考生座位")


def all_records_signed(sitting: Sitting) -> Iterator[str]:
    """Yield the rooms whose record is not signed yet."""
    for room in sitting.exam_rooms.filter(state="in_use").select_related("record", "room"):
        record = getattr(room, "record", None)
        if record is None or record.state != "signed":
            yield _("%s的考场记录签字") % room


def application_accepted(admission: Admission) -> Iterator[str]:
    """Yield a sentence when the applicant has not been found eligible."""
    if admission.application.state != "accepted":
        yield _("%s的资格审核通过") % admission.application


def still_arranged(record: Duty | ExamRoom | Seat) -> Iterator[str]:
    """Yield a sentence when the sitting's arrangement is no longer open."""
    if record.sitting.state != "arranged":
        yield _("%(sitting)s现在是“%(state)s”，要先由中心退回编排") % {
            "sitting": record.sitting,
            "state": record.sitting.state_label,
        }


def room_empty(room: ExamRoom) -> Iterator[str]:
    """Yield what still uses the room."""
    if room.seats.exclude(state="moved").exists():
        yield _("先把考生调出%s") % room
    if room.duties.filter(state="assigned").exists():
        yield _("先把考务人员撤出%s") % room


def room_record_open(seat: Seat) -> Iterator[str]:
    """Yield a sentence unless the room's record is being written: before that nobody comes, after it it is signed."""
    record = getattr(seat.exam_room, "record", None)
    if record is None:
        yield _("%s还没有确定，不能登记到场") % seat.sitting
    elif record.state != "open":
        yield _("%s的考场记录已经签字，到场情况不能再改") % seat.exam_room


def all_checked_in(record: RoomRecord) -> Iterator[str]:
    """Yield how many candidates are neither present nor absent."""
    open_seats = record.exam_room.seats.filter(state="seated").count()
    if open_seats:
        yield _("%d 名考生还没有登记到场或缺考") % open_seats


def times_written(record: RoomRecord) -> Iterator[str]:
    """Yield what the record doesn't say about start, end and the sealed paper."""
    if record.started_at is None or record.ended_at is None:
        yield _("开考和结束时间")
    elif record.ended_at <= record.started_at:
        yield _("结束时间要晚于开考时间")
    if record.seal_intact is None:
        yield _("试卷密封是否完好")
    elif not record.seal_intact and not record.incidents:
        yield _("试卷密封不完好时，在“异常情况”里写明经过")
