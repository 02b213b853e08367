"""What the parts of a plan are made from, read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiangxin.documents.models import RuleText
from jiangxin.enrolment.models import Application
from jiangxin.items.models import SettingPlan
from jiangxin.items.queries import setting_of
from jiangxin.people.models import Person
from jiangxin.plans.standing import Registers
from jiangxin.rounds.models import Round
from jiangxin.standards.models import StandardLevel, Subject
from jiangxin.training.models import Lesson, Programme, TrainingClass
from jiangxin.training.queries import classes_of, lessons_of, programme_for
from jiangxin.venues.models import Equipment, Room

if TYPE_CHECKING:
    from jiangxin.plans.models import Plan


@dataclass(frozen=True)
class Source:
    """The registers below the plan, as far as its parts speak of them."""

    plan: Plan
    round: Round
    level: StandardLevel
    subjects: Sequence[Subject]
    accepted: Sequence[Application]
    undecided: int
    returned: int
    programme: Programme | None
    classes: Sequence[TrainingClass]
    lessons: Sequence[Lesson]
    setting: SettingPlan | None
    rules: Mapping[str, RuleText]
    rooms: Sequence[Room]
    equipment: Mapping[int, Sequence[Equipment]]
    people: Mapping[str, Sequence[Person]]  # by kind of nomination
    kinds: Mapping[int, set[str]]  # the kinds in which a person (by primary key) is nominated
    registers: Registers

    @classmethod
    def of(cls, plan: Plan) -> Source:
        """Read everything, in a constant number of queries."""
        round_ = Round.objects.select_related("institution", "filing", "level__standard__occupation", "college").get(
            pk=plan.round_id
        )
        plan.round = round_
        live = ["submitted", "endorsed", "returned", "accepted"]
        applications = Application.objects.filter(round=round_, state__in=live)
        applied = list(applications.select_related("person", "condition").order_by("person__sort_key", "pk"))
        people, kinds, rooms = _nominated(plan)
        persons = {person.pk: person for listed in people.values() for person in listed}
        return cls(
            plan=plan,
            round=round_,
            level=round_.level,
            subjects=list(round_.level.subjects.all()),
            accepted=[each for each in applied if each.state == "accepted"],
            undecided=sum(each.state in ("submitted", "endorsed") for each in applied),
            returned=sum(each.state == "returned" for each in applied),
            programme=programme_for(round_),
            classes=list(classes_of(round_)),
            lessons=list(lessons_of(round_)),
            setting=setting_of(round_),
            rules={
                rule.kind: rule for rule in RuleText.objects.filter(institution=round_.institution_id, state="in_force")
            },
            rooms=rooms,
            equipment=_equipment(rooms),
            people=people,
            kinds=kinds,
            registers=Registers.of(persons.values(), round_),
        )

    def seats(self, *kinds: str) -> int:
        """Return how many candidates the nominated rooms of these kinds hold at a time."""
        return sum(room.seats for room in self.rooms if room.kind in kinds)


def _nominated(plan: Plan) -> tuple[dict[str, list[Person]], dict[int, set[str]], list[Room]]:
    """Return the nominated people by kind, the kinds of each person, and the nominated rooms."""
    people: dict[str, list[Person]] = defaultdict(list)
    kinds: dict[int, set[str]] = defaultdict(set)
    rooms: list[Room] = []
    nominations = plan.nominations.filter(state="nominated").select_related("person", "room__site")
    for nomination in nominations.order_by("kind", "pk"):
        if nomination.room is not None:
            rooms.append(nomination.room)
        elif nomination.person is not None:
            people[nomination.kind].append(nomination.person)
            kinds[nomination.person.pk].add(nomination.kind)
    return people, kinds, rooms


def _equipment(rooms: Sequence[Room]) -> dict[int, list[Equipment]]:
    """Return what is in use in each of the rooms."""
    found: dict[int, list[Equipment]] = defaultdict(list)
    for each in Equipment.objects.filter(room__in=rooms, state="open"):
        found[each.room_id].append(each)
    return found
