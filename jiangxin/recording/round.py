"""What every stage of a recording knows: the round, whose hands, the days, and what the workbooks say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from jiangxin.people.models import Organisation, Person
from jiangxin.recording.asked import Asked
from jiangxin.recording.choosing import Whose
from jiangxin.recording.hands import Hands
from jiangxin.recording.schedule import Schedule
from jiangxin.recording.workbooks import Checked
from jiangxin.rounds.models import Round
from jiangxin.scoring.workbook import PracticalMark, TheoryMark
from jiangxin.standards.models import StandardLevel


@dataclass
class Recording:
    """One recording under way. `round_` is there from its first stage on."""

    asked: Asked
    whose: Whose
    hands: Hands
    days: Schedule
    checked: Checked
    examiners: Mapping[str, Person]  # the institution's, by name
    round_: Round | None = None
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def institution(self) -> Organisation:
        """The institution whose round it is."""
        return self.whose.institution

    @property
    def college(self) -> Organisation:
        """The college that carried it out."""
        return self.whose.college

    @property
    def level(self) -> StandardLevel:
        """The level of the occupation that was assessed."""
        return self.whose.level

    @property
    def held(self) -> Round:
        """The round as it stands now; every stage after the first has one."""
        assert self.round_ is not None
        return Round.objects.select_related("institution", "college", "level__standard__occupation").get(
            pk=self.round_.pk
        )

    @property
    def authority(self) -> dict[str, Organisation]:
        """The authorities of the institution by their part in article 14."""
        known = {
            "employment": self.institution.employment_centre,
            "city": self.institution.city_centre,
            "province": self.institution.provincial_centre,
        }
        return {key: place for key, place in known.items() if place is not None}

    @cached_property
    def theory(self) -> dict[str, TheoryMark]:
        """The theory mark of each person, by ID number."""
        return {mark.id_number: mark for mark in self.checked.marks.theory}

    @cached_property
    def panels(self) -> dict[str, dict[str, list[PracticalMark]]]:
        """For each panel subject and ID number, the marks of its examiners."""
        found: dict[str, dict[str, list[PracticalMark]]] = {}
        for mark in self.checked.marks.practical:
            found.setdefault(mark.subject, {}).setdefault(mark.id_number, []).append(mark)
        return found

    def examined_by(self, subject: str) -> dict[str, tuple[Person, ...]]:
        """Return by ID number who examined each person in a panel subject, in the order of their names."""
        return {
            number: tuple(self.examiners[name] for name in sorted({mark.examiner for mark in marks}))
            for number, marks in self.panels.get(subject, {}).items()
        }

    def is_absent(self, subject: str, person: Person) -> bool:
        """Tell whether the marks say that a person did not come to a subject."""
        if subject == "theory":
            return self.theory[person.id_number].absent
        return all(mark.absent for mark in self.panels[subject][person.id_number])
