"""What must lie with an application: the proof of a category that waits before others."""

import pytest

from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.place_queries import position
from jiangxin.process.errors import Refused
from tests.enrolment.operations.test_places import POOR_FIRST, enrol, place, told
from tests.stories import enrolment as story
from tests.world import World


def test_a_category_that_waits_first_is_proved(world: World) -> None:
    round_, person = world.open_round(quota=1, priority=POOR_FIRST), world.candidate(1, login=True)
    application = story.filled(world, round_, person)
    enrolment.fill(application, by=person.user, at=world.at, category="poor")
    with pytest.raises(Refused, match="人员类别证明（未就业贫困劳动力）"):
        enrolment.submit(application, by=person.user, at=world.at)
    kind = "人员类别证明（未就业贫困劳动力）"
    enrolment.attach(application, kind, "证明.pdf", b"%PDF-1.7", "application/pdf", by=person.user, at=world.at)
    assert enrolment.submit(application, by=person.user, at=world.at).state == "submitted"


def test_whoever_is_sent_back_for_a_wrong_category_waits_in_the_group_of_the_right_one(world: World) -> None:
    round_, person = world.open_round(quota=1, priority=POOR_FIRST), world.candidate(9, login=True)
    enrol(world, round_, 1)
    application = story.filled(world, round_, person)
    enrolment.fill(application, by=person.user, at=world.at, category="poor")
    kind = "人员类别证明（未就业贫困劳动力）"
    enrolment.attach(application, kind, "证明.pdf", b"%PDF-1.7", "application/pdf", by=person.user, at=world.at)
    application = enrolment.submit(application, by=person.user, at=world.at)
    (other,) = enrol(world, round_, 2)
    assert (position(place(application)), position(place(other))) == (1, 2)
    reviewer = world.user("reviewer")
    enrolment.send_back(application, by=reviewer, at=world.at, reason="不是贫困劳动力", about="category")
    enrolment.fill(application, by=person.user, at=world.at, category="student")
    enrolment.submit(application, by=person.user, at=world.at)
    assert place(application).tier == place(other).tier
    assert (position(place(application)), position(place(other))) == (1, 2), "among equals he came first"
    (poor,) = enrol(world, round_, 3, category="poor")
    assert position(place(poor)) == 1
    assert [verb for verb, *_others in told(place(application))] == ["queue", "keep_place", "change_tier"]
