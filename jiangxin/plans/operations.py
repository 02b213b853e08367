"""The only writers of plans and nominations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.documents import operations as documents
from jiangxin.documents.scans import scan_type
from jiangxin.people.models import Person
from jiangxin.plans.models import Nomination, Plan
from jiangxin.plans.parts import assemble, freeze
from jiangxin.plans.queries import is_overdue
from jiangxin.plans.standing import Registers, reasons, room_reasons
from jiangxin.process.errors import Unable
from jiangxin.process.step import as_date
from jiangxin.process.taking import begin, begin_all, take, take_all
from jiangxin.process.who import Actor
from jiangxin.regulation.basis import article
from jiangxin.regulation.words import joined
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room

TEXTS = ("method", "duties", "demand")
DAYS = ("theory_on", "practical_on", "review_on")


class UnableToWritePlan(Unable):
    """What was entered is no part of a plan's own texts and days."""


class UnableToRecordReceipt(Unable):
    """A receipt on paper lacks its number or its scan."""


class UnableToReceive(Unable):
    """A receipt can't be of a day before its filing."""


class UnableToRevisePlan(Unable):
    """A plan can't be changed by a next version now."""


def prepare(round_: Round, *, by: Actor, at: datetime) -> Plan:
    """Make the first version of a round's plan, with the texts of the college's last plan for this level.

    It follows the close of enrolment; nobody calls it by hand.
    """
    earlier = Plan.objects.filter(round__college=round_.college_id, round__level=round_.level_id)
    model = earlier.order_by("-pk").first()
    texts = {name: getattr(model, name) for name in TEXTS} if model else {}
    return begin(Plan(round=round_, version=1, **texts), "prepare", by=by, at=at)


def write(plan: Plan, *, by: Actor, at: datetime, **fields: Any) -> Plan:
    """Write the plan's own texts (`method`, `duties`, `demand`) and days (`theory_on`, `practical_on`, `review_on`).

    Raises UnableToWritePlan for anything else.
    """
    if unknown := set(fields) - {*TEXTS, *DAYS}:
        raise UnableToWritePlan(
            _("不能编制方案：“%s”不是方案自己的内容，请到它的登记页修改。") % joined(sorted(unknown))
        )
    with take(plan, "write", by=by, at=at) as plan:
        for name, value in fields.items():
            setattr(plan, name, value)
    return plan


def nominate(
    plan: Plan, kind: str, *, by: Actor, at: datetime, room: Room | None = None, person: Person | None = None,
    note: str = "",
) -> Nomination:  # fmt: skip
    """Name a room (kind `room`) or a person (`invigilator`, `examiner`, `reviewer`, `supervisor`) in the plan.

    Raises Refused with every reason against it: office, card, recusal, another office in the same round.
    """
    with transaction.atomic():
        locked = Plan.objects.select_for_update().get(pk=plan.pk)  # so that it isn't submitted meanwhile
        nomination = Nomination(plan=locked, kind=kind, room=room, person=person, note=note)
        return begin(nomination, "nominate", by=by, at=at)


def nominate_all(
    plan: Plan, kind: str, *, by: Actor, at: datetime, rooms: Iterable[Room] = (), persons: Iterable[Person] = ()
) -> list[Nomination]:
    """Name several rooms or persons of one kind: all or none."""
    with transaction.atomic():
        named = [nominate(plan, kind, by=by, at=at, room=room) for room in rooms]
        return named + [nominate(plan, kind, by=by, at=at, person=person) for person in persons]


def withdraw_nomination(nomination: Nomination, *, by: Actor, at: datetime, reason: str = "") -> Nomination:
    """Take a room or a person out of a plan that is still a draft."""
    with transaction.atomic():
        Plan.objects.select_for_update().get(pk=nomination.plan_id)
        with take(nomination, "withdraw_nomination", by=by, at=at, reason=reason) as nomination:
            return nomination


def submit_plan(plan: Plan, *, by: Actor, at: datetime, reason: str = "") -> Plan:
    """Submit a plan of which nothing is missing to the centre."""
    with take(plan, "submit_plan", by=by, at=at, reason=reason) as plan:
        return plan


def send_back_plan(plan: Plan, *, by: Actor, at: datetime, reason: str) -> Plan:
    """Return a plan to the college, with what must be changed."""
    with take(plan, "send_back_plan", by=by, at=at, reason=reason) as plan:
        return plan


def approve(plan: Plan, *, by: Actor, at: datetime, reason: str = "") -> Plan:
    """Approve a plan: its 11 parts are frozen as they stand now, and no later change of a register alters them."""
    with take(plan, "approve", by=by, at=at, reason=reason) as plan, override(settings.LANGUAGE_CODE):
        plan.snapshot = freeze(assemble(plan))
    return plan


def file(plan: Plan, *, by: Actor, at: datetime, reason: str = "") -> Plan:
    """File a plan with the employment centre (开班备案, article 14(1)); after its last day only with a reason."""
    with take(plan, "file", by=by, at=at, reason=reason) as plan:
        day = as_date(at)
        assert day is not None
        plan.late_reason = reason if is_overdue(plan, day) else ""
        plan.filed_on = day
    return plan


def acknowledge(plan: Plan, *, by: Actor, at: datetime, receipt_number: str = "") -> Plan:
    """Receive a filing, as the employment centre; the version before it is replaced in the same moment.

    Raises UnableToReceive for a day before the filing.
    """
    with take(plan, "acknowledge", by=by, at=at) as plan:
        _replace_older(plan, by=by, at=at)
        plan.receipt_number, plan.received_on = receipt_number.strip(), _received_on(plan, at)
    return plan


def record_receipt(
    plan: Plan, *, by: Actor, at: datetime, number: str, name: str, content: bytes
) -> Plan:  # fmt: skip
    """Record a receipt that the employment centre gave on paper, with its number and its scan.

    Raises UnableToRecordReceipt when the number is blank or the file is no PDF, JPEG or PNG, UnableToReceive for a day
    before the filing.
    """
    media_type = scan_type(content)
    if not number.strip() or media_type is None:
        sentence = _("不能登记备案回执：纸质回执要有编号和扫描件（PDF、JPEG 或 PNG），缺一不可。补齐后再登记。")
        raise UnableToRecordReceipt(sentence, basis=article("14(1)"))
    with take(plan, "record_receipt", by=by, at=at) as plan:
        _replace_older(plan, by=by, at=at)
        plan.receipt = documents.keep(plan.round.institution, name, content, media_type, by=by, at=at)
        plan.receipt_number, plan.received_on = number.strip(), _received_on(plan, at)
    return plan


def _received_on(plan: Plan, at: datetime) -> date:
    """Return the day of a receipt; nobody receives what hasn't been filed yet."""
    day = as_date(at)
    assert day is not None
    assert plan.filed_on is not None
    if day < plan.filed_on:
        sentence = _(
            "不能登记受理：受理日期 %(received)s 早于备案日期 %(filed)s，方案要先备案才有回执。请核对这两个日期。"
        )
        days = {"received": formats.date_format(day), "filed": formats.date_format(plan.filed_on)}
        raise UnableToReceive(sentence % days, basis=article("14(1)"))
    return day


def _replace_older(plan: Plan, *, by: Actor, at: datetime) -> None:
    """Replace the version that was in force until now."""
    take_all(Plan.objects.filter(round=plan.round_id, state="received"), "replace_plan", by=by, at=at)


def revise_plan(plan: Plan, *, by: Actor, at: datetime, reason: str) -> Plan:
    """Make the plan's next version (变更备案): texts, days and nominations are copied; it is approved and filed again.

    A nomination that may not stand any more is left behind; the parts say what is then missing.
    Raises UnableToRevisePlan unless the plan is in force and no other version is being worked at.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update().select_related("round").get(pk=plan.pk)
        newest = Plan.objects.filter(round=plan.round_id).order_by("-version")[0]
        if plan.state != "received" or newest.pk != plan.pk:
            sentence = _(
                "不能变更%(plan)s：它现在是“%(state)s”，最新一版是第 %(newest)d 版（%(newest_state)s）。"
                "请在最新一版上办理。"
            )
            raise UnableToRevisePlan(
                sentence % {
                    "plan": plan,
                    "state": plan.state_label,
                    "newest": newest.version,
                    "newest_state": newest.state_label,
                },
                basis=article("14(1)"),
            )  # fmt: skip
        copied = {name: getattr(plan, name) for name in (*TEXTS, *DAYS)}
        fresh = Plan(round=plan.round, version=plan.version + 1, **copied)
        fresh = begin(fresh, "revise_plan", by=by, at=at, reason=reason)
        _copy_nominations(plan, fresh, by=by, at=at)
    return fresh


def _copy_nominations(old: Plan, fresh: Plan, *, by: Actor, at: datetime) -> None:
    """Copy the nominations that may still stand."""
    named = list(old.nominations.filter(state="nominated").select_related("person", "room__site"))
    known = Registers.of({each.person for each in named if each.person is not None}, fresh.round)
    kept = [
        Nomination(plan=fresh, kind=each.kind, room=each.room, person=each.person, note=each.note)
        for each in named
        if not any(_against(fresh, each, known))
    ]
    begin_all(kept, "nominate", by=by, at=at)


def _against(plan: Plan, nomination: Nomination, known: Registers) -> Iterator[str]:
    """Yield why an earlier nomination may not stand in this plan."""
    if nomination.room is not None:
        yield from room_reasons(plan, nomination.room)
    elif nomination.person is not None:
        yield from reasons(plan, nomination.kind, nomination.person, known)
