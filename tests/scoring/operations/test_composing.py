"""A mark is composed from a whole, odd panel that agrees on who was there; a knock-out waits for the supervisor."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from decimal import Decimal
from threading import Thread
from time import perf_counter

import pytest
from django.db import connection

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Seat
from jiangxin.exams.queries import accepted, sittings_of
from jiangxin.people import operations as people
from jiangxin.people.models import User
from jiangxin.plans import operations as plans
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from jiangxin.results import queries as results
from jiangxin.results.marks import marks_missing
from jiangxin.results.rules import conclude
from jiangxin.rounds.models import Round
from jiangxin.scoring import operations as scoring
from jiangxin.scoring.models import ScoreSheet, SubjectMark
from jiangxin.scoring.operations import SheetRow, UnableToCompose, UnableToMark
from jiangxin.scoring.queries import marks_of, panel_faults, panel_of
from tests.stories.exams import confirmed_sittings, held_sittings, hold, large_plan, sitting_of
from tests.stories.plans import complete_plan, issued_papers, received_plan
from tests.stories.races import at_once
from tests.stories.scoring import PASSED, marked_practical, marked_round, marked_theory, seats, subject_of
from tests.world import World

MORE = (Decimal("33"), Decimal("31"), Decimal("16"))


def before_eleven(world: World) -> Round:
    """Return a held round of two candidates whose practical panel are eleven examiners."""
    plan, college, centre, kind = complete_plan(world, 2), world.user("college"), world.user("centre"), "examiner"
    since, until = world.at.date(), world.practice.filing.valid_until
    more = [world.candidate(900 + number, name=f"考评员{number}", login=True) for number in range(8)]
    with under_way("setup"):
        for number, person in enumerate(more):
            people.appoint(person, world.practice.college, kind, by=SYSTEM, at=world.at, starts_on=since)
            people.add_qualification(
                person, by=SYSTEM, at=world.at, kind=kind, number=f"YL-9{number}", valid_from=since, valid_until=until
            )
    plans.nominate_all(plan, kind, by=college, at=world.at, persons=more)
    plan = plans.approve(plans.submit_plan(plan, by=college, at=world.at), by=centre, at=world.at)
    issued_papers(world, plan.round)
    plan = plans.file(plan, by=centre, at=world.at)
    plan = plans.acknowledge(plan, by=world.user("employment"), at=world.at, receipt_number="演练回执-011")
    exams.arrange_all(plan, by=college, at=world.at)
    practical = sitting_of(plan.round, "practical")
    for person in more:
        exams.assign(practical, person, kind, exam_room=practical.exam_rooms.get(), by=college, at=world.at)
    exams.confirm_all(plan.round, by=centre, at=world.at)
    for sitting in sittings_of(plan.round):
        hold(world, sitting.exam_rooms.get(), set())
    return plan.round


def test_the_rounded_mark_decides(world: World) -> None:
    round_ = before_eleven(world)
    marked_theory(world, round_)
    full, less = (Decimal(24), Decimal(24), Decimal(12)), (Decimal(24), Decimal(24), Decimal("11.5"))
    for place, seat in enumerate(seats(round_, "practical")):
        for order, examiner in enumerate(panel_of(seat)):
            # One of eleven gives half a mark less than 60: 59.9545… Two do so: 59.9090…
            row = SheetRow(seat, less if order <= place else full)
            scoring.enter_sheets([row], by=User.objects.get(person=examiner), at=world.at)
    composed(world, round_)
    marks = [marks_of(round_).get(seat=seat) for seat in seats(round_, "practical")]
    assert [(mark.mark, mark.passed) for mark in marks] == [(Decimal("60.0"), True), (Decimal("59.9"), False)]
    concluded = {application.pk: conclude(subjects) for application, subjects in results.composed(round_)}
    assert [concluded[mark.seat.application_id] for mark in marks] == ["passed", "failed"]


def rows_of(round_: Round) -> list[SheetRow]:
    return [
        SheetRow(seat, () if seat.state == "absent" else PASSED, seat.state == "absent")
        for seat in seats(round_, "practical")
    ]


def enter(world: World, rows: list[SheetRow], *examiners: str) -> None:
    for login in examiners:
        scoring.enter_sheets(rows, by=world.user(login), at=world.at)


def composed(world: World, round_: Round) -> list[SubjectMark]:
    return scoring.compose_marks(round_, subject_of(round_, "practical"), by=world.user("centre"), at=world.at)


def test_marks_are_final_absence_is_kept_and_a_second_click_gives_the_same(world: World) -> None:
    round_ = marked_round(world)
    first = composed(world, round_)
    assert [one.pk for one in composed(world, round_)] == [one.pk for one in first]
    by_place = [next(mark for mark in first if mark.seat_id == seat.pk) for seat in seats(round_, "practical")]
    assert [mark.mark for mark in by_place] == [Decimal("78.5")] * 5 + [None]
    assert [mark.absent for mark in by_place] == [False] * 5 + [True]
    assert (by_place[1].knocked_out, by_place[1].passed, by_place[0].passed) == (True, False, True)
    assert by_place[1].confirmed_by == world.user("supervisor").person
    theory = list(marks_of(round_, subject_of(round_, "theory")).order_by("mark"))
    assert (theory[0].mark, theory[0].passed) == (Decimal("55.5"), False)


def test_a_missing_examiner_is_named_and_nothing_is_composed(world: World, held: Round) -> None:
    enter(world, rows_of(held), "examiner", "examiner3")
    with pytest.raises(Refused, match="考评员乙还没有交评分表"):
        composed(world, held)
    assert not SubjectMark.objects.exists()
    enter(world, rows_of(held)[:5], "examiner2")
    with pytest.raises(Refused, match="考评员乙还没有交评分表"):
        composed(world, held)
    assert not SubjectMark.objects.exists()


def test_an_even_or_small_panel_and_a_quarrel_over_absence_give_no_mark(world: World, held: Round) -> None:
    seat = seats(held, "practical")[0]
    enter(world, rows_of(held), "examiner", "examiner2", "examiner3")
    (seat,) = [one for one in seats(held, "practical") if one.pk == seat.pk]
    mark = SubjectMark(seat=seat, subject=seat.sitting.subject)
    assert list(panel_faults(mark)) == []
    seat.sheets.all()[0].absent = True
    assert "是否缺考，考评员意见不一：" in next(iter(panel_faults(mark)))
    duties = list(seat.exam_room.duties.all())
    duties.remove(next(duty for duty in duties if duty.role == "examiner"))
    seat.exam_room._prefetched_objects_cache["duties"] = duties  # type: ignore[attr-defined]
    faults = "；".join(panel_faults(mark))
    assert "考评组只有 2 人，应有 3 人以上" in faults
    assert "交了评分表，但不在这个考场的考评组里" in faults
    duties += duties
    assert "考评组有 4 人，人数应为单数" in "；".join(panel_faults(mark))


def test_a_knock_out_waits_for_the_supervisor_of_the_sitting(world: World, held: Round) -> None:
    marked_practical(world, held, knocked_out=[1])
    (mark,) = marks_of(held).filter(state="awaiting")
    for login in ("centre", "college", "examiner", "supervisor2"):
        with pytest.raises(Refused) as refusal:
            scoring.confirm_knockout(mark, by=world.user(login), at=world.at)
        assert refusal.value.code == "person"
    mark = scoring.confirm_knockout(mark, by=world.user("supervisor"), at=world.at)
    assert (mark.state, mark.mark, mark.passed) == ("final", Decimal("78.5"), False)


def test_nothing_of_a_cancelled_sitting_counts_and_the_round_goes_on(world: World) -> None:
    round_, centre = confirmed_sittings(world), world.user("centre")
    sitting, away = sitting_of(round_, "practical"), list(accepted(round_))[5].pk
    for one in sittings_of(round_):
        hold(world, one.exam_rooms.get(), {away})
    marked_theory(world, round_)
    marked_practical(world, round_, knocked_out=[1])
    first = marks_of(round_, subject_of(round_, "practical"))[0]
    scoring.void_mark(first, by=centre, at=world.at, reason="重评")
    sheet = first.seat.sheets.get(marker=world.user("examiner").person)
    scoring.void_sheet(sheet, by=centre, at=world.at, reason="重评")
    opened = scoring.open_sheet(first.seat, sheet.marker, by=world.user("examiner"), at=world.at)
    exams.cancel_sitting(sitting, by=centre, at=world.at, reason="试题泄露")
    assert not marks_of(round_, subject_of(round_, "practical"))
    assert set(ScoreSheet.objects.filter(seat__sitting=sitting).values_list("state", flat=True)) == {"void"}
    why = History.objects.filter(model="scoring.subjectmark", verb="cancel_mark").values_list("reason", flat=True)
    assert list(why) == ["试题泄露"] * 5
    with pytest.raises(Refused):
        scoring.submit_sheet(opened, by=world.user("examiner"), at=world.at)
    with pytest.raises(UnableToMark, match="已调出这个座位"):
        scoring.open_sheet(Seat.objects.get(pk=first.seat_id), sheet.marker, by=world.user("examiner"), at=world.at)
    assert "；".join(marks_missing(round_)).startswith("操作技能考核：6 名考生的最终成绩")
    [anew] = exams.arrange_all(sitting.plan, by=world.user("college"), at=world.at)
    exams.confirm_sitting(anew, by=centre, at=world.at)
    hold(world, anew.exam_rooms.get(), set())  # who stayed away from what was not held came to what was
    marked_practical(world, round_)
    assert not list(marks_missing(round_))
    concluded = {application.pk: conclude(subjects) for application, subjects in results.composed(round_)}
    assert concluded == {one.pk: "absent" if one.pk == away else "passed" for one in accepted(round_)}


def test_of_cancelling_and_handing_in_at_once_nothing_is_left(committed_world: World) -> None:
    world = committed_world
    round_ = confirmed_sittings(world)
    sitting = sitting_of(round_, "practical")
    hold(world, sitting.exam_rooms.get(), set())
    marked_practical(world, round_)
    [mark, *_rest] = marks_of(round_)
    scoring.void_mark(mark, by=world.user("centre"), at=world.at, reason="重评")
    sheet = mark.seat.sheets.get(marker=world.user("examiner").person)
    scoring.void_sheet(sheet, by=world.user("centre"), at=world.at, reason="重评")
    by = world.user("examiner")
    sheet = scoring.open_sheet(mark.seat, sheet.marker, by=by, at=world.at)
    scoring.mark(sheet, PASSED, knockout=False, by=by, at=world.at)
    at_once(
        lambda: scoring.submit_sheet(sheet, by=by, at=world.at),
        lambda: exams.cancel_sitting(sitting, by=world.user("centre"), at=world.at, reason="试题泄露"),
    )
    assert set(SubjectMark.objects.values_list("state", flat=True)) == {"void"}
    assert set(ScoreSheet.objects.values_list("state", flat=True)) == {"void"}


def test_marks_of_a_subject_without_seats_are_refused(world: World) -> None:
    round_ = received_plan(world).round
    with pytest.raises(UnableToCompose, match="还没有考生编座"):
        composed(world, round_)


def test_nobody_hands_in_after_the_mark_stands(world: World, held: Round) -> None:
    marked_practical(world, held)
    row = rows_of(held)[0]
    scoring.enter_sheets([row], by=world.user("examiner"), at=world.at)  # the same again is no harm
    scoring.void_mark(marks_of(held).get(seat=row.seat), by=world.user("centre"), at=world.at, reason="重评")
    sheet = row.seat.sheets.get(marker=world.user("examiner").person)
    scoring.void_sheet(sheet, by=world.user("centre"), at=world.at, reason="重评")
    enter(world, [SheetRow(row.seat, MORE)], "examiner")
    assert composed(world, held)
    assert marks_of(held).get(seat=row.seat).mark == Decimal("79.0")


def test_120_candidates_before_a_panel_cost_no_query_each(
    world: World, django_assert_max_num_queries: Callable[..., AbstractContextManager[object]]
) -> None:
    plan = large_plan(world, 120)
    exams.arrange_all(plan, by=world.user("college"), at=world.at)
    exams.confirm_all(plan.round, by=world.user("centre"), at=world.at)
    for sitting in sittings_of(plan.round).filter(subject__kind="practical"):
        for exam_room in sitting.exam_rooms.all():
            hold(world, exam_room, set())
    rows = rows_of(plan.round)
    with django_assert_max_num_queries(90):
        begun = perf_counter()
        enter(world, rows, "examiner", "examiner2", "examiner3")
        assert len(composed(world, plan.round)) == 120
        print(f"360 sheets and 120 marks in {perf_counter() - begun:.2f} s")


def test_two_who_compose_at_once_get_one_mark_each(committed_world: World) -> None:
    round_ = held_sittings(committed_world)
    enter(committed_world, rows_of(round_), "examiner", "examiner2", "examiner3")
    counts: list[int] = []

    def try_it() -> None:
        try:
            counts.append(len(composed(committed_world, round_)))
        finally:
            connection.close()

    threads = [Thread(target=try_it) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [6, 6, 6]
    assert SubjectMark.objects.count() == 6


def test_a_panel_that_hands_in_at_once_gets_its_mark(committed_world: World) -> None:
    world = committed_world
    round_ = held_sittings(world)
    seat = seats(round_, "practical")[0]
    for examiner in panel_of(seat):
        by = User.objects.get(person=examiner)
        sheet = scoring.open_sheet(seat, examiner, by=by, at=world.at)
        scoring.mark(sheet, PASSED, knockout=False, by=by, at=world.at)

    def hand_in(login: str) -> None:
        try:
            by = world.user(login)
            scoring.submit_sheet(seat.sheets.get(marker=by.person_id), by=by, at=world.at)
        finally:
            connection.close()

    threads = [Thread(target=hand_in, args=[login]) for login in ("examiner", "examiner2", "examiner3")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SubjectMark.objects.get().mark == Decimal("78.5")
