"""Parts 8 and 9: who runs the assessment and who judges, enough of them, and each of them entitled."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from django.utils.translation import gettext as _

from jiangxin.people.models import Person
from jiangxin.plans.part import Gap, Part, Table
from jiangxin.plans.source import Source
from jiangxin.plans.standing import (
    EXAMINER,
    FITTING,
    INVIGILATOR,
    REVIEWER,
    SUPERVISOR,
    card_kinds,
    kind_label,
    reasons,
)
from jiangxin.regulation.parameters import param
from jiangxin.standards.models import Subject


def staff(source: Source) -> Part:
    """Return part 8: invigilators and quality supervisors, and who does what (职责分工)."""
    have, need = len(source.people.get(INVIGILATOR, ())), invigilators_needed(source)
    missing = []
    if not source.plan.duties.strip():
        missing.append(Gap(_("职责分工还没有写"), "plans:write", source.plan.pk))
    if have < need:
        sentence = _("监考员要 %(need)d 名（%(ratio)s，每考场不少于 %(least)d 名），已提名 %(have)d 名") % {
            "need": need,
            "ratio": f"1:{source.level.candidates_per_invigilator}",
            "least": source.level.least_invigilators,
            "have": have,
        }
        missing.append(_mend(source, sentence))
    if not source.people.get(SUPERVISOR):
        missing.append(_mend(source, _("还没有提名质量督导员（逢考必督）")))
    missing += _unfit(source, INVIGILATOR, SUPERVISOR)
    rows = [
        [kind_label(kind), person.name, person.employer]
        for kind in (INVIGILATOR, SUPERVISOR)
        for person in source.people.get(kind, ())
    ]
    return Part(
        8,
        _("监考 %(invigilators)d 人，督导 %(supervisors)d 人") % {
            "invigilators": have,
            "supervisors": len(source.people.get(SUPERVISOR, ())),
        },
        lines=[_("职责分工：%s") % source.plan.duties.strip()],
        tables=[Table([_("岗位"), _("姓名"), _("所在单位")], rows)] if rows else [],
        missing=missing,
        url="plans:nominations",
        argument=source.plan.pk,
    )  # fmt: skip


def invigilators_needed(source: Source) -> int:
    """Return how many invigilators the nominated rooms ask for in one theory sitting, filled in the order of size."""
    level, left, needed = source.level, len(source.accepted), 0
    fitting = [room for room in source.rooms if room.kind in FITTING[Subject.THEORY]]
    for room in sorted(fitting, key=lambda room: -room.seats):
        seated = min(room.seats, left)
        if seated <= 0:
            break
        needed += max(level.least_invigilators, ceil(seated / level.candidates_per_invigilator))
        left -= seated
    return needed or level.least_invigilators


def examiners(source: Source) -> Part:
    """Return part 9: examiners in odd panels with cards valid on the day; at levels 2 and 1 the reviewers too."""
    missing = [*_examiners_missing(source)]
    kinds = [EXAMINER]
    if source.level.needs_review:
        kinds.append(REVIEWER)
        missing += _reviewers_missing(source)
    missing += _unfit(source, *kinds)
    rows = [
        [kind_label(kind), person.name, person.employer, *_card(source, kind, person)]
        for kind in kinds
        for person in source.people.get(kind, ())
    ]
    columns = [_("岗位"), _("姓名"), _("所在单位"), _("证号"), _("有效期至")]
    return Part(
        9,
        _("，").join(
            _("%(kind)s %(count)d 人") % {"kind": kind_label(k), "count": len(source.people.get(k, ()))} for k in kinds
        ),
        tables=[Table(columns, rows)] if rows else [],
        missing=missing,
        url="plans:nominations",
        argument=source.plan.pk,
    )


def _examiners_missing(source: Source) -> Iterator[Gap]:
    """Yield a sentence when the examiners can't form odd panels, or none big enough for a room (domain.md §5.2)."""
    level, have = source.level, len(source.people.get(EXAMINER, ()))
    practical = [room for room in source.rooms if room.kind in FITTING[Subject.PRACTICAL]]
    seated = min((min(room.seats, len(source.accepted)) for room in practical), default=0)
    least = _odd(max(level.least_examiners, ceil(seated / level.candidates_per_examiner)))
    if have < least:
        sentence = _("考评员要 %(least)d 名以上的单数（每场 1:%(per)d），已提名 %(have)d 名") % {
            "least": least,
            "per": level.candidates_per_examiner,
            "have": have,
        }
        yield _mend(source, sentence)
    elif source.plan.round.recorded:
        return  # its panels were formed on paper, and may share people: the marks name each, and are checked for it
    elif not forms_odd_panels(have, max(len(practical), 1), level.least_examiners):
        sentence = _("%d 名考评员分不成单数的考评组，请再提名一名或撤下一名")
        yield _mend(source, sentence % have)


def forms_odd_panels(people: int, rooms: int, least: int) -> bool:
    """Tell whether that many people can be parted into odd panels of at least `least`, one panel a room at most.

    >>> [number for number in range(1, 8) if forms_odd_panels(number, 2, 3)]
    [3, 5, 6, 7]
    """
    return any(people >= panels * _odd(least) and (people - panels) % 2 == 0 for panels in range(1, rooms + 1))


def _odd(number: int) -> int:
    """Return the number, or the next one when it is even."""
    return number + 1 - number % 2


def _reviewers_missing(source: Source) -> Iterator[Gap]:
    """Yield a sentence when the review has no odd panel of enough reviewers (article 11; domain.md §5.2)."""
    have, least = len(source.people.get(REVIEWER, ())), param("panel.reviewers_min").integer
    if have < least or have % 2 == 0:
        sentence = _("综合评审委员要 %(least)d 名以上的单数，已提名 %(have)d 名") % {"least": least, "have": have}
        yield _mend(source, sentence)


def _unfit(source: Source, *kinds: str) -> Iterator[Gap]:
    """Yield why people who are nominated may not serve as the registers stand now."""
    for kind in kinds:
        for person in source.people.get(kind, ()):
            for reason in reasons(source.plan, kind, person, source.registers, source.kinds[person.pk]):
                yield _mend(source, reason)


def _card(source: Source, kind: str, person: Person) -> tuple[str, str]:
    """Return number and last day of the card by which a person serves."""
    wanted = card_kinds(kind, source.level.level)
    cards = [card for card in source.registers.cards.get(person.pk, ()) if card.kind in wanted]
    return (cards[-1].number, cards[-1].valid_until.isoformat()) if cards else ("", "")


def _mend(source: Source, sentence: str) -> Gap:
    """Return a gap that is mended on the page of nominations."""
    return Gap(sentence, "plans:nominations", source.plan.pk)
