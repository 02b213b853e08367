"""What an institution must have before its round can be recorded: told whole, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from jiangxin.exams.rules import FIT
from jiangxin.people import roles
from jiangxin.people.models import Organisation
from jiangxin.process.who import ROLES
from jiangxin.recording.hands import UnableToRecord, holders
from jiangxin.recording.round import Recording
from jiangxin.regulation.words import in_series
from jiangxin.rounds.models import Round
from jiangxin.training.queries import programme_for
from jiangxin.venues.models import Room


def require_all(recording: Recording) -> None:
    """Raise UnableToRecord with everything that the institution lacks: people with accounts, programme, rooms."""
    if lacking := [*_offices(recording), *_registers(recording)]:
        sentence = _("不能补录，没有写入任何数据：%(place)s还缺以下登记：%(what)s。请补齐后重新运行。")
        raise UnableToRecord(sentence % {"place": recording.institution, "what": in_series(lacking)})


def _offices(recording: Recording) -> Iterator[str]:
    """Yield the offices that too few people hold on the first day of the round; each must have an account."""
    on = recording.hands.on
    for role, place, need in _needed(recording):
        have = len(holders(role, place, on))
        if have < need:
            values = {"place": place, "day": on.isoformat(), "role": ROLES[role], "need": need, "have": have}
            yield _("%(place)s在 %(day)s 在任并有账号的%(role)s要 %(need)d 名，现有 %(have)d 名") % values


def _needed(recording: Recording) -> Iterator[tuple[str, Organisation, int]]:
    """Yield each office with the organisation that fills it, and how many people sign its papers."""
    institution, college = recording.institution, recording.college
    yield roles.CENTRE_OFFICER, institution, 1 if institution.practice else 2  # two enter the province's answer
    yield roles.COLLEGE_OFFICER, college, 1
    yield roles.REVIEWER, college, 1
    yield roles.TEACHER, institution, 1
    yield roles.ITEM_SETTER, institution, 2  # who sets a paper doesn't review it
    yield roles.INVIGILATOR, institution, recording.level.least_invigilators
    yield roles.INTERNAL_SUPERVISOR, institution, 1
    if institution.practice:
        yield from ((roles.AUTHORITY_OFFICER, recording.authority[key], 1) for key in ("employment", "province"))


def _registers(recording: Recording) -> Iterator[str]:
    """Yield what is not registered: the training programme of the level, a room for a subject."""
    level, institution = recording.level, recording.institution
    if programme_for(Round(institution=institution, level=level)) is None:
        yield _("%s现行的培训计划") % level
    rooms = Room.objects.filter(site__institution=institution, site__state="open", state="open")
    kinds = set(rooms.values_list("kind", flat=True))
    for subject in level.subjects.all():
        if kinds.isdisjoint(FIT[subject.kind]):
            yield _("可以用于%s的考场") % subject
