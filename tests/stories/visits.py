"""A visit of an outside supervisor: sent by the city's centre, written and signed after the sitting."""

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Sitting
from jiangxin.exams.queries import sittings_of
from jiangxin.rounds.models import Round
from jiangxin.supervision.models import Visit
from tests.stories.exams import confirmed_sittings, hold
from tests.stories.plans import person
from tests.world import World


def sent(world: World, count: int = 3) -> Visit:
    """Return the visit of an outside supervisor who is sent to the first of a round's confirmed sittings."""
    sitting = sittings_of(confirmed_sittings(world, count))[0]
    duty = exams.dispatch(sitting, person(world, "outside"), by=world.user("city"), at=world.at)
    return Visit.objects.select_related("duty__sitting__round").get(duty=duty)


def held(world: World, sitting: Sitting) -> Round:
    """Hold a sitting and close it; the hour is that of its end."""
    for exam_room in sitting.exam_rooms.filter(state="in_use"):
        hold(world, exam_room, set())
    exams.close_sitting(sitting, by=world.user("centre"), at=world.at)
    return sitting.round
