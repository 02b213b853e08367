"""Recusal, computed: one function for all who need it, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q
from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application
from jiangxin.impartiality.models import Relation
from jiangxin.impartiality.rules import unit_of
from jiangxin.people.models import Person
from jiangxin.rounds.models import Round
from jiangxin.training.models import Attendance
from jiangxin.training.queries import lessons_of

type Kind = Literal["self", "trainer", "unit", "kin", "pupil", "other"]
type Found = dict[int, list[Recusal]]

PERSONAL: frozenset[str] = frozenset({"self", "kin", "pupil", "other"})


@dataclass(frozen=True)
class Recusal:
    """Why a person must stand back: for one candidate, or for all of the round when `application` is None."""

    kind: Kind
    sentence: str
    application: Application | None


def recusals(persons: Iterable[Person], round_: Round) -> dict[int, list[Recusal]]:
    """Return for each person (by primary key) why he may not decide about candidates of the round; [] when he may.

    `self`: he is a candidate himself. `trainer`: he taught a candidate, in whichever class, or is to teach in a class
    of this round (then for all of it: nobody knows yet who will come). `unit`: a candidate works or studies in his
    unit (`rules.unit_of`). `kin`, `pupil`, `other`: a relation that either of the two declared.
    Bases: domain.md §5.6 and §5.7. At most five queries, however many persons and candidates.
    """
    asked = {person.pk: person for person in persons}
    found: Found = {key: [] for key in asked}
    open_ = Application.objects.filter(round=round_, state__in=["submitted", "returned", "endorsed", "accepted"])
    candidates: dict[int, Application] = {each.person_id: each for each in open_.select_related("person")}
    for key in asked.keys() & candidates.keys():
        sentence = _("%s本人是本批次的考生") % asked[key]
        found[key].append(Recusal("self", sentence, candidates[key]))
    _trainers(asked, candidates, round_, found)
    _units(asked, candidates, round_, found)
    _relations(asked, candidates, found)
    return found


def _trainers(asked: dict[int, Person], candidates: dict[int, Application], round_: Round, found: Found) -> None:
    """Add whoever taught a candidate in a lesson that was held, or stands in the timetable of the round."""
    planned = lessons_of(round_).filter(teacher__in=asked, state="planned")
    for lesson in planned.order_by("teacher_id", "day").distinct("teacher_id"):
        sentence = _("%(name)s是培训班“%(class)s”的授课教师，不得考评本人培训的学员") % {
            "name": lesson.teacher,
            "class": lesson.training_class,
        }
        found[lesson.teacher_id].append(Recusal("trainer", sentence, None))
    taught = Attendance.objects.filter(
        lesson__teacher__in=asked, application__person__in=candidates, lesson__state="held", hours__gt=0
    )
    pairs = taught.order_by().values_list("lesson__teacher", "application__person").distinct()
    for teacher, person in pairs:
        sentence = _("%(name)s给考生%(candidate)s上过课，不得考评本人培训的学员") % {
            "name": asked[teacher],
            "candidate": candidates[person],
        }
        found[teacher].append(Recusal("trainer", sentence, candidates[person]))


def _units(asked: dict[int, Person], candidates: dict[int, Application], round_: Round, found: Found) -> None:
    """Add whoever is of the same unit as a candidate."""
    home = round_.institution.name
    members: dict[str, list[Application]] = defaultdict(list)
    for application in candidates.values():
        members[unit_of(application.employer or application.person.employer, home)].append(application)
    members.pop("", None)
    for key, person in asked.items():
        for application in members.get(unit_of(person.employer, home), ()):
            if application.person_id == key:
                continue
            sentence = _("%(name)s和考生%(candidate)s同属“%(unit)s”") % {
                "name": person,
                "candidate": application,
                "unit": person.employer,
            }
            found[key].append(Recusal("unit", sentence, application))


def _relations(asked: dict[int, Person], candidates: dict[int, Application], found: Found) -> None:
    """Add whoever declared a relation to a candidate, or of whom a candidate declared one."""
    between = Q(person__in=asked, other__in=candidates) | Q(person__in=candidates, other__in=asked)
    for relation in Relation.objects.filter(between, state="declared"):
        for mine, theirs in (
            (relation.person_id, relation.other_id),
            (relation.other_id, relation.person_id),
        ):
            if mine in asked and theirs in candidates:
                sentence = _("%(name)s和考生%(candidate)s已申报“%(relation)s”关系") % {
                    "name": asked[mine],
                    "candidate": candidates[theirs],
                    "relation": relation.get_kind_display(),
                }
                found[mine].append(Recusal(relation.kind, sentence, candidates[theirs]))
