"""A first arrangement serves everybody within the ratios, spreads work units, and keeps apart who must not meet."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

import pytest

from jiangxin.exams.arranging import Hours, Place, Team, UnableToPlan, plan_sittings, spread
from jiangxin.exams.rules import Ratio
from jiangxin.regulation.parameters import param, parameters

THEORY = Ratio("invigilator", 15, 2, odd=False)
PRACTICAL = Ratio("examiner", 5, 3, odd=True)
DAY = date(2026, 5, 9)
EVERYBODY = range(1000, 1120)


def slots(minutes: int = 90, hours: Hours | None = None) -> list[tuple[datetime, datetime]]:
    return list(islice((hours or Hours.on(DAY)).slots(DAY, minutes, UTC), 60))


def test_a_theory_subject_of_120_sits_at_once_in_four_rooms() -> None:
    team = Team(range(1, 9), [50], THEORY)
    (sitting,) = plan_sittings(EVERYBODY, [Place(number, 30) for number in range(4)], team, slots())
    assert [len(room.candidates) for room in sitting.rooms] == [30, 30, 30, 30]
    assert [room.staff for room in sitting.rooms] == [(1, 2), (3, 4), (5, 6), (7, 8)]
    assert sitting.supervisor == 50
    assert [one for room in sitting.rooms for one in room.candidates] == list(EVERYBODY)


def test_a_practical_subject_goes_on_slot_after_slot_with_one_panel() -> None:
    team = Team([1, 2, 3, 4], [50, 51], PRACTICAL)
    sittings = plan_sittings(EVERYBODY, [Place(1, 15), Place(2, 15)], team, slots())
    assert [len(sitting.rooms) for sitting in sittings] == [1] * 8
    assert {sitting.rooms[0].staff for sitting in sittings} == {(1, 2, 3)}
    assert sum(len(sitting.rooms[0].candidates) for sitting in sittings) == 120
    assert len({sitting.starts_at.date() for sitting in sittings}) == 2
    assert all(later.starts_at >= earlier.ends_at for earlier, later in pairwise(sittings))


def test_six_examiners_serve_two_rooms_at_once() -> None:
    team = Team(range(1, 7), [50], PRACTICAL)
    sittings = plan_sittings(EVERYBODY, [Place(1, 15), Place(2, 15)], team, slots())
    assert len(sittings) == 4
    assert [room.staff for room in sittings[0].rooms] == [(1, 2, 3), (4, 5, 6)]


def test_a_large_room_takes_no_more_than_its_panel_may_serve() -> None:
    (first, second) = plan_sittings(range(40), [Place(1, 40)], Team([1, 2, 3, 4, 5, 6], [50], PRACTICAL), slots())
    assert (len(first.rooms[0].candidates), len(first.rooms[0].staff)) == (25, 5)
    assert (len(second.rooms[0].candidates), len(second.rooms[0].staff)) == (15, 3)


def test_who_must_not_meet_does_not_meet() -> None:
    recused = {1: {1000, 1001}, 50: {1002}}
    team = Team([1, 2, 3, 4], [50, 51], PRACTICAL, recused)
    sittings = plan_sittings(range(1000, 1015), [Place(1, 15)], team, slots())
    for sitting in sittings:
        for room in sitting.rooms:
            assert not any(
                candidate in recused.get(person, ()) for person in room.staff for candidate in room.candidates
            )
            assert not any(candidate in recused.get(sitting.supervisor, ()) for candidate in room.candidates)
    assert sorted(one for sitting in sittings for one in sitting.rooms[0].candidates) == list(range(1000, 1015))


def test_panels_that_are_settled_examine_their_own_candidates_whole() -> None:
    """Five stay five; panels that share nobody sit at once, panels that share somebody one after the other."""
    five, apart, shared = (1, 2, 3, 4, 5), (6, 7, 8), (1, 9, 10)
    panels = {candidate: (five, apart, shared)[candidate % 3] for candidate in range(60)}
    team = Team(range(1, 11), [50], PRACTICAL, panels=panels)
    sittings = plan_sittings(range(60), [Place(1, 15), Place(2, 15)], team, slots())
    assert [[room.staff for room in sitting.rooms] for sitting in sittings] == [
        [five, apart], [shared, apart], [five], [shared],
    ]  # fmt: skip
    for room in (room for sitting in sittings for room in sitting.rooms):
        assert {panels[candidate] for candidate in room.candidates} == {room.staff}
    assert sorted(one for sitting in sittings for room in sitting.rooms for one in room.candidates) == list(range(60))


@pytest.mark.parametrize(
    ("places", "team", "words"),
    [
        ([], Team([1, 2], [50], THEORY), "没有适合这一科目的考场"),
        ([Place(1, 30)], Team([1], [50], THEORY), "至少要 2 名考务人员，方案只提名了 1 名"),
        ([Place(1, 30)], Team([1, 2], [], THEORY), "逢考必督"),
        ([Place(1, 30)], Team([1, 2], [1], THEORY), "督导员都与某名考生有回避关系，或同时有别的岗位"),
        ([Place(1, 30)], Team([1, 2], [50], THEORY, {1: {7}}), "有考生找不到不须回避的考务人员"),
        ([Place(1, 30)], Team([1, 2, 3, 4], [50], Ratio("examiner", 5, 3, odd=True), {1: {7}, 2: {7}}), "有考生找不到"),
    ],
)
def test_what_cannot_be_planned_is_told_in_a_sentence(places: list[Place], team: Team, words: str) -> None:
    with pytest.raises(UnableToPlan, match=words):
        plan_sittings([7], places, team, slots())


def test_slots_leave_the_noon_break_and_stop_at_the_close() -> None:
    local = [(start.time(), end.time()) for start, end in slots()[:6]]
    assert local == [
        (time(8, 30), time(10, 0)), (time(10, 15), time(11, 45)), (time(13, 0), time(14, 30)),
        (time(14, 45), time(16, 15)), (time(16, 30), time(18, 0)), (time(8, 30), time(10, 0)),
    ]  # fmt: skip
    assert slots()[5][0].date() == DAY + timedelta(days=1)


def test_a_sitting_longer_than_the_day_is_refused() -> None:
    with pytest.raises(UnableToPlan, match="一场要 400 分钟，08:30 到 18:00 放不下"):
        slots(400)


def test_a_seed_gives_one_order_and_another_seed_another() -> None:
    units = {key: f"单位{key % 4}" for key in range(40)}
    assert spread(units, "2026-01") == spread(dict(reversed(units.items())), "2026-01")
    assert spread(units, "2026-01") != spread(units, "2026-02")
    assert sorted(spread(units, "x")) == sorted(units)


def test_people_of_one_unit_do_not_sit_side_by_side_where_it_can_be_helped() -> None:
    units = {key: "甲厂" if key < 10 else "乙厂" if key < 20 else "" for key in range(30)}
    order = spread(units, "seed")
    assert not any(units[left] and units[left] == units[right] for left, right in pairwise(order))


def test_the_hours_are_those_of_the_parameters_which_say_that_no_rule_states_them() -> None:
    hours = Hours.on(DAY)
    assert (hours.opens, hours.closes) == (time(8, 30), time(18, 0))
    assert (hours.break_from, hours.break_until) == (time(12, 0), time(13, 0))
    assert (hours.changeover, hours.block) == (param("entry.before").integer, 180)
    given = [each for each in parameters() if each.key.startswith("sitting.")]
    assert len(given) == 6
    assert {(each.certainty, "惯例，无依据" in each.note.zh) for each in given} == {("B", True)}
