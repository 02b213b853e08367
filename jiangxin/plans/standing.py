"""Who and which rooms may be nominated for a round, and why not: for one nomination, and for whole lists at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.impartiality.queries import PERSONAL, Recusal, recusals
from jiangxin.people import roles
from jiangxin.people.models import Appointment, Person, Qualification
from jiangxin.process.who import ROLES
from jiangxin.rounds.models import Round
from jiangxin.venues.models import Room

if TYPE_CHECKING:
    from jiangxin.plans.models import Nomination, Plan

INVIGILATOR, EXAMINER, REVIEWER, SUPERVISOR = "invigilator", "examiner", "reviewer", "supervisor"
MOST_REASONS = 3  # a sentence names so many candidates for whom a person must stand back; the rest are counted

# The office that each kind of nomination asks for. Who sits on the comprehensive review holds an examiner's card.
OFFICES = {
    INVIGILATOR: roles.INVIGILATOR,
    EXAMINER: roles.EXAMINER,
    REVIEWER: roles.EXAMINER,
    SUPERVISOR: roles.INTERNAL_SUPERVISOR,
}
# A supervisor watches the others, so he is none of them (domain.md §5.7).
CLASHES = {
    INVIGILATOR: {SUPERVISOR},
    EXAMINER: {SUPERVISOR},
    REVIEWER: {SUPERVISOR},
    SUPERVISOR: {INVIGILATOR, EXAMINER, REVIEWER},
}
# Which rooms each subject can be held in.
FITTING = {
    "theory": {Room.THEORY, Room.COMPUTER},
    "practical": {Room.PRACTICAL},
    "review": {Room.REVIEW, Room.THEORY},
}


@dataclass(frozen=True)
class Registers:
    """What the registers know of some persons, read once for all of them."""

    appointments: Mapping[int, list[Appointment]]
    cards: Mapping[int, list[Qualification]]
    recusals: Mapping[int, list[Recusal]]

    @classmethod
    def of(cls, persons: Iterable[Person], round_: Round) -> Registers:
        """Read offices, cards and recusals of the persons, in a constant number of queries."""
        listed = list(persons)
        return replace(cls.without_recusals(listed, round_), recusals=recusals(listed, round_))

    @classmethod
    def without_recusals(cls, persons: Iterable[Person], round_: Round) -> Registers:
        """Read offices and cards of the persons, in two queries."""
        listed = list(persons)
        appointments: dict[int, list[Appointment]] = defaultdict(list)
        for held in Appointment.objects.filter(
            person__in=listed, institution=round_.institution_id, role__in=OFFICES.values(), state="current"
        ):
            appointments[held.person_id].append(held)
        cards: dict[int, list[Qualification]] = defaultdict(list)
        for card in Qualification.objects.filter(person__in=listed, state="valid").order_by("valid_until"):
            cards[card.person_id].append(card)
        return cls(appointments, cards, {})


def days_of(plan: Plan, kind: str) -> list[date]:
    """Return the days on which a nomination of this kind serves; the planned day of the round until they are set."""
    by_kind: dict[str, tuple[date | None, ...]] = {
        INVIGILATOR: (plan.theory_on,),
        EXAMINER: (plan.practical_on,),
        REVIEWER: (plan.review_on,),
        SUPERVISOR: (plan.theory_on, plan.practical_on, plan.review_on),
    }
    return sorted({day for day in by_kind[kind] if day}) or [plan.round.planned_on]


def card_kinds(kind: str, level: int) -> tuple[str, ...]:
    """Return the cards of which one is asked for: levels 2 and 1 ask for senior examiners (domain.md §5.6)."""
    if kind == SUPERVISOR:
        return (Qualification.SUPERVISOR,)
    if kind == INVIGILATOR:
        return ()
    senior = level <= 2 or kind == REVIEWER
    return (Qualification.SENIOR_EXAMINER,) if senior else (Qualification.EXAMINER, Qualification.SENIOR_EXAMINER)


def reasons(plan: Plan, kind: str, person: Person, known: Registers, others: Iterable[str] = ()) -> Iterator[str]:
    """Yield why a person may not serve as `kind`; `others` are the kinds in which the plan names him already."""
    yield from _unfit(plan.round, kind, person, known, days_of(plan, kind))
    for clash in sorted(CLASHES[kind] & set(others)):
        yield _("%(name)s已提名为%(other)s，同一批次不得兼任：督导员不参加监考和考评") % {
            "name": person,
            "other": kind_label(clash),
        }
    yield from _recusal_reasons(kind, person, known.recusals.get(person.pk, []))


def unfit(round_: Round, kind: str, persons: Iterable[Person], day: date) -> dict[int, str]:
    """Return who of these persons can't serve as `kind` on a day, and why: no office then, or no card that is valid."""
    listed = list(persons)
    known = Registers.without_recusals(listed, round_)
    found = {person.pk: next(_unfit(round_, kind, person, known, [day]), "") for person in listed}
    return {key: why for key, why in found.items() if why}


def _unfit(round_: Round, kind: str, person: Person, known: Registers, days: list[date]) -> Iterator[str]:
    """Yield which office or card a person lacks on one of the days."""
    offices = [each for each in known.appointments.get(person.pk, ()) if each.role == OFFICES[kind]]
    for day in days:
        if not any(each.starts_on <= day and (each.ends_on is None or day <= each.ends_on) for each in offices):
            yield _("%(name)s在 %(day)s 不是本机构聘任的%(role)s") % {
                "name": person,
                "day": formats.date_format(day),
                "role": ROLES[OFFICES[kind]],
            }
            break
    yield from _card_reasons(round_, kind, person, known.cards.get(person.pk, []), days)


def _card_reasons(
    round_: Round, kind: str, person: Person, cards: list[Qualification], days: list[date]
) -> Iterator[str]:
    """Yield which card is missing, or on which day it is valid no more."""
    wanted = card_kinds(kind, round_.level.level)
    if not wanted:
        return
    occupation = round_.level.standard.occupation.name
    fitting = [
        card for card in cards if card.kind in wanted and (kind == SUPERVISOR or card.occupation in ("", occupation))
    ]
    label = dict(Qualification._meta.get_field("kind").flatchoices)[wanted[0]]
    if not fitting:
        card = (
            label if kind == SUPERVISOR else _("%(card)s（%(occupation)s）") % {"card": label, "occupation": occupation}
        )
        yield _("%(name)s没有登记有效的%(card)s") % {"name": person, "card": card}
        return
    for day in days:
        if not any(card.valid_from <= day <= card.valid_until for card in fitting):
            yield _("%(name)s的%(card)s %(until)s 到期，%(day)s 考核时无效") % {
                "name": person,
                "card": label,
                "until": formats.date_format(fitting[-1].valid_until),
                "day": formats.date_format(day),
            }
            return


def _recusal_reasons(kind: str, person: Person, found: list[Recusal]) -> Iterator[str]:
    """Yield why he must stand back; invigilators only for what is personal, for they judge nobody (domain.md §5.6)."""
    counted = [each for each in found if kind != INVIGILATOR or each.kind in PERSONAL]
    yield from (each.sentence for each in counted[:MOST_REASONS])
    if len(counted) > MOST_REASONS:
        yield _("%(name)s另有 %(count)d 条回避关系") % {"name": person, "count": len(counted) - MOST_REASONS}


def room_reasons(plan: Plan, room: Room) -> Iterator[str]:
    """Yield why a room can't be nominated: not of this institution, out of use, or fit for no subject of the level."""
    if room.site.institution_id != plan.round.institution_id:
        yield _("%s不是本机构登记的房间") % room
    if "closed" in (room.state, room.site.state):
        yield _("%s已停用") % room
    kinds = {subject.kind for subject in plan.round.level.subjects.all()}
    if not any(room.kind in FITTING[kind] for kind in kinds):
        yield _("%(room)s是%(kind)s，本批次没有科目用得上") % {"room": room, "kind": room.get_kind_display()}


def obstacles(nomination: Nomination) -> Iterator[str]:
    """Yield why this nomination may not stand."""
    plan = nomination.plan
    if nomination.room is not None:
        yield from room_reasons(plan, nomination.room)
        if plan.nominations.filter(room=nomination.room, state="nominated").exclude(pk=nomination.pk).exists():
            yield _("%s已经提名") % nomination.room
    elif nomination.person is not None:
        person = nomination.person
        named = plan.nominations.filter(person=person, state="nominated").exclude(pk=nomination.pk)
        others = list(named.values_list("kind", flat=True))
        if nomination.kind in others:
            yield _("%(name)s已经提名为%(kind)s") % {"name": person, "kind": kind_label(nomination.kind)}
        yield from reasons(plan, nomination.kind, person, Registers.of([person], plan.round), others)


def kind_label(kind: str) -> str:
    """Return a kind of nomination in words."""
    return str(
        {
            "room": _("考场"),
            INVIGILATOR: _("监考员"),
            EXAMINER: _("考评员"),
            REVIEWER: _("综合评审委员"),
            SUPERVISOR: _("质量督导员"),
        }[kind]
    )
