"""Stories of marks: a round whose marks are all final."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jiangxin.exams.models import Seat
from jiangxin.people.models import User
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.operations import SheetRow
from jiangxin.scoring.queries import marks_of, panel_of, seats_in
from jiangxin.standards.models import Subject
from tests.stories.exams import held_sittings
from tests.stories.remembered import remembered
from tests.world import World

PASSED = (Decimal("32"), Decimal("30.5"), Decimal("16"))
FAILED = (Decimal("20"), Decimal("18.5"), Decimal("10"))


def subject_of(round_: Round, kind: str) -> Subject:
    """Return the round's subject of a kind."""
    found: Subject = round_.level.subjects.get(kind=kind)
    return found


def seats(round_: Round, kind: str) -> list[Seat]:
    """Return the seats of a subject in the order of the candidates' names."""
    return sorted(seats_in(round_, subject_of(round_, kind)), key=lambda seat: seat.application.person.sort_key)


@remembered
def marked_round(world: World, count: int = 6, *, absent: int = 1, **fields: Any) -> Round:
    """Return a round whose marks are all final.

    The last `absent` candidates never came. With six or more the first failed in theory (55.5) and the second is
    knocked out in the practical subject, confirmed by the supervisor; everybody else passed both.
    """
    round_ = held_sittings(world, count, absent=absent, **fields)
    marked_theory(world, round_, failed=1 if count >= 6 else 0)
    marked_practical(world, round_, knocked_out=[1] if count >= 6 else [])
    for mark in marks_of(round_).filter(state="awaiting"):
        scoring.confirm_knockout(mark, by=world.user("supervisor"), at=world.at)
    return round_


def marked_theory(world: World, round_: Round, *, failed: int = 0) -> None:
    """Enter the theory marks: the first `failed` get 55.5, everybody else who came 78."""
    marks = {
        seat.application_id: None if seat.state == "absent" else Decimal("55.5") if place < failed else Decimal(78)
        for place, seat in enumerate(seats(round_, "theory"))
    }
    scoring.enter_theory(round_, marks, by=world.user("centre"), at=world.at)


def marked_practical(world: World, round_: Round, *, knocked_out: list[int] | None = None) -> None:
    """Enter every examiner's sheets and compose them; two of the panel knock out the candidates at these places."""
    by_examiner: dict[int, list[SheetRow]] = {}
    for place, seat in enumerate(seats(round_, "practical")):
        for order, person in enumerate(panel_of(seat)):
            away = seat.state == "absent"
            knockout = not away and order < 2 and place in (knocked_out or [])
            row = SheetRow(seat, () if away else PASSED, away, knockout, "带电作业未断电" if knockout else "")
            by_examiner.setdefault(person.pk, []).append(row)
    for key, rows in by_examiner.items():
        scoring.enter_sheets(rows, by=User.objects.get(person=key), at=world.at)
    scoring.compose_marks(round_, subject_of(round_, "practical"), by=world.user("centre"), at=world.at)
