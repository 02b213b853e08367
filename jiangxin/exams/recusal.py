"""Who must not meet whom in a sitting (回避), as `impartiality` gives it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiangxin.enrolment.models import Application
from jiangxin.impartiality.queries import PERSONAL, recusals
from jiangxin.people.models import Person
from jiangxin.rounds.models import Round

if TYPE_CHECKING:
    from jiangxin.exams.models import Duty, Seat, Sitting

type Recused = Mapping[int, Mapping[int, str]]  # person → application → the sentence that says why


def recused_from(persons: Iterable[Person], round_: Round, role: str) -> Recused:
    """Return from which candidates of the round each person is recused in a role, and why.

    Who marks or supervises stands back also for pupils and colleagues, who invigilates only for personal relations.
    """
    everybody: list[int] | None = None
    accepted = Application.objects.filter(round=round_, state="accepted")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for person, reasons in recusals(list(persons), round_).items():
        for recusal in reasons:
            if role == "invigilator" and recusal.kind not in PERSONAL:
                continue
            if recusal.application is not None:
                found[person][recusal.application.pk] = str(recusal.sentence)
                continue
            everybody = everybody or list(accepted.values_list("pk", flat=True))
            found[person] |= dict.fromkeys(everybody, str(recusal.sentence))
    return found


def recused_here(sitting: Sitting) -> Iterator[str]:
    """Yield a sentence for each person on duty who must not meet somebody seated before him."""
    duties = [duty for duty in sitting.duties.all() if duty.state == "assigned"]
    seats = [seat for seat in sitting.seats.all() if seat.state != "moved"]
    for duty, why in recused_duties(duties, seats, sitting.round):
        yield _("%(duty)s须回避：%(why)s") % {"duty": duty, "why": why}


def recused_duties(duties: Sequence[Duty], seats: Sequence[Seat], round_: Round) -> Iterator[tuple[Duty, str]]:
    """Yield the duties whose person must not meet somebody of these seats before him, each with the sentence why."""
    for role in sorted({duty.role for duty in duties}):
        serving = [duty for duty in duties if duty.role == role]
        found = recused_from([duty.person for duty in serving], round_, role)
        for duty in serving:
            if why := conflict(found.get(duty.person_id, {}), seats, duty.exam_room_id):
                yield duty, why


def conflict(recused: Mapping[int, str], seats: Iterable[Seat], exam_room: int | None) -> str:
    """Return why a person recused from these applications can't serve a room (the whole sitting when None), or ""."""
    for seat in seats:
        if seat.application_id in recused and exam_room in (None, seat.exam_room_id):
            return recused[seat.application_id]
    return ""
