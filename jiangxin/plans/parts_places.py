"""Parts 6 and 7: the days, the rooms, and what the practical rooms are equipped with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import ceil

from django.utils import formats
from django.utils.translation import gettext as _

from jiangxin.plans.part import Gap, Part, Table
from jiangxin.plans.source import Source
from jiangxin.plans.standing import FITTING, room_reasons
from jiangxin.regulation.words import joined
from jiangxin.standards.models import Subject
from jiangxin.venues.models import Room


def rooms(source: Source) -> Part:
    """Return part 6: on which day and in which rooms each subject is held, and whether the rooms do."""
    missing = [*_days_missing(source), *_rooms_missing(source)]
    lines = []
    for subject in source.subjects:
        day, seats = day_of(source, subject), source.seats(*FITTING[subject.kind])
        lines.append(
            _("%(subject)s：%(day)s，%(seats)d 个座位（工位），考生 %(count)d 人，分 %(sittings)d 场") % {
                "subject": subject,
                "day": formats.date_format(day) if day else _("未定"),
                "seats": seats,
                "count": len(source.accepted),
                "sittings": sittings(source, subject),
            }
        )  # fmt: skip
    rows = [[room.site.name, room.name, str(room.get_kind_display()), str(room.seats)] for room in source.rooms]
    tables = [Table([_("考点"), _("房间"), _("用途"), _("座位（工位）")], rows)] if rows else []
    return Part(
        6,
        _("%(rooms)d 间，%(seats)d 座") % {"rooms": len(rows), "seats": sum(room.seats for room in source.rooms)},
        lines,
        tables,
        missing,
        notes=_notes(source),
        url="plans:nominations",
        argument=source.plan.pk,
    )


def day_of(source: Source, subject: Subject) -> date | None:
    """Return the day on which the plan holds a subject."""
    days: dict[str, date | None] = {
        Subject.THEORY: source.plan.theory_on,
        Subject.PRACTICAL: source.plan.practical_on,
        Subject.REVIEW: source.plan.review_on,
    }
    return days[subject.kind]


def sittings(source: Source, subject: Subject) -> int:
    """Return in how many sittings the nominated rooms hold all candidates; 0 where there is no room."""
    seats = source.seats(*FITTING[subject.kind])
    return ceil(len(source.accepted) / seats) if seats else 0


def _days_missing(source: Source) -> Iterator[Gap]:
    """Yield the days that are not set, lie before the close, or outside the filing (articles 2 and 20)."""
    for subject in source.subjects:
        day = day_of(source, subject)
        sentence = ""
        if day is None:
            sentence = _("%s的日期还没有定") % subject
        elif source.round.closed_on and day <= source.round.closed_on:
            sentence = _("%(subject)s的日期 %(day)s 不在报名截止以后")
        elif not source.round.filing.covers(day):
            sentence = _("%(subject)s的日期 %(day)s 不在备案有效期内")
        if sentence:
            words = sentence if day is None else sentence % {"subject": subject, "day": formats.date_format(day)}
            yield Gap(words, "plans:write", source.plan.pk)


def _rooms_missing(source: Source) -> Iterator[Gap]:
    """Yield the subjects without a room, or with more sittings than papers, and the rooms that may not stand."""
    for subject in source.subjects:
        needed = sittings(source, subject)
        sentence = ""
        if not source.seats(*FITTING[subject.kind]):
            sentence = _("%s还没有提名考场") % subject
        elif subject.kind == Subject.THEORY and source.setting and needed > source.setting.papers_per_subject:
            # One paper used in two sittings would be known in the second (domain.md §7.7).
            sentence = _(
                "座位不够：%(subject)s要分 %(sittings)d 场，命制方案每科只有 %(papers)d 套试卷，同卷分场会泄题"
            ) % {
                "subject": subject,
                "sittings": needed,
                "papers": source.setting.papers_per_subject,
            }
        if sentence:
            yield Gap(sentence, "plans:nominations", source.plan.pk)
    for room in source.rooms:
        for reason in room_reasons(source.plan, room):
            yield Gap(reason, "plans:nominations", source.plan.pk)


def _notes(source: Source) -> list[str]:
    """Return that a room without computers is named for a subject that the standard holds at computers."""
    at_computers = any(subject.kind == Subject.THEORY and subject.mode == "机考" for subject in source.subjects)
    plain = [str(room) for room in source.rooms if at_computers and room.kind == Room.THEORY]
    return [_("标准规定理论知识机考，%s不是机房") % joined(plain)] if plain else []


def equipment(source: Source) -> Part:
    """Return part 7: the equipment of the nominated practical rooms, the short ones by name."""
    practical = [room for room in source.rooms if room.kind == Room.PRACTICAL]
    missing: list[Gap] = []
    rows: list[list[str]] = []
    for room in practical:
        listed = source.equipment.get(room.pk, [])
        if not listed:
            missing.append(Gap(_("%s没有登记设备") % room.name, "venues:room", room.pk))
        for each in listed:
            rows.append([room.name, each.name, each.model, str(each.quantity), str(each.needed)])
            if each.short_of:
                sentence = _("%(room)s缺 %(count)d 台（套）%(name)s") % {
                    "room": room.name,
                    "count": each.short_of,
                    "name": each.name,
                }
                missing.append(Gap(sentence, "venues:room", room.pk))
    if not practical:
        missing.append(Gap(_("还没有提名实训室"), "plans:nominations", source.plan.pk))
    columns = [_("房间"), _("设备"), _("型号"), _("现有"), _("需要")]
    return Part(
        7,
        _("%(rooms)d 间实训室，%(kinds)d 种设备") % {"rooms": len(practical), "kinds": len({row[1] for row in rows})},
        tables=[Table(columns, rows)] if rows else [],
        missing=missing,
        url="plans:nominations",
        argument=source.plan.pk,
    )
