"""The outside supervisor: sent by the city's centre alone, sees his sitting alone, and writes what he found apart."""

from datetime import timedelta

import pytest

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Duty, ExamRoom, RoomRecord, Sitting
from jiangxin.exams.operations import UnableToAssign
from jiangxin.exams.queries import sittings_of
from jiangxin.people import operations as people
from jiangxin.people.models import Qualification
from jiangxin.process.errors import Refused
from jiangxin.supervision import operations
from jiangxin.supervision.models import Inspection, Visit
from jiangxin.supervision.operations import sign_findings, write_findings
from tests.stories.exams import arranged_sittings, confirmed_sittings
from tests.stories.plans import person
from tests.stories.supervision import ALL_WELL, SCAN, supervisor_of
from tests.stories.visits import held, sent
from tests.world import World


@pytest.mark.parametrize("login", ["centre", "college", "province", "outside"])
def test_only_the_citys_centre_sends_and_calls_back(world: World, login: str) -> None:
    visit = sent(world)
    other, by = sittings_of(visit.duty.sitting.round)[1], world.user(login)
    with pytest.raises(Refused) as refusal:
        exams.dispatch(other, person(world, "outside"), by=by, at=world.at)
    assert refusal.value.code == "person"
    with pytest.raises(Refused) as refusal:
        exams.recall(visit.duty, by=by, at=world.at, reason="改派")
    assert refusal.value.code == "person"


def test_nobody_else_is_sent_and_nobody_without_a_valid_card(world: World) -> None:
    sitting = sittings_of(confirmed_sittings(world, 3))[0]
    city, outside = world.user("city"), person(world, "outside")
    with pytest.raises(UnableToAssign, match="不是市职鉴中心聘任的外部质量督导员"):
        exams.dispatch(sitting, person(world, "supervisor2"), by=city, at=world.at)
    card = Qualification.objects.get(person=outside)
    people.withdraw_qualification(card, by=city, at=world.at, reason="到期换证")
    with pytest.raises(UnableToAssign, match="没有当天有效的质量督导员证"):
        exams.dispatch(sitting, outside, by=city, at=world.at)


def test_he_is_sent_once_at_a_time_and_not_by_the_institution(world: World) -> None:
    visit = sent(world)
    with pytest.raises(UnableToAssign, match="已安排为"):
        exams.dispatch(visit.duty.sitting, person(world, "outside"), by=world.user("city"), at=world.at)
    with pytest.raises(UnableToAssign, match="没有提名"):
        exams.assign(visit.duty.sitting, person(world, "outside"), "supervisor", by=world.user("college"), at=world.at)


def test_the_institutions_own_supervisor_is_asked_for_all_the_same(world: World) -> None:
    sitting = sittings_of(arranged_sittings(world, 3))[0]
    own = Duty.objects.get(sitting=sitting, role=Duty.SUPERVISOR, state="assigned")
    exams.release(own, by=world.user("college"), at=world.at, reason="改派")
    exams.dispatch(sitting, person(world, "outside"), by=world.user("city"), at=world.at)
    with pytest.raises(Refused, match="逢考必督"):
        exams.confirm_sitting(sitting, by=world.user("centre"), at=world.at)


def test_a_sitting_to_which_he_is_sent_is_moved_and_confirmed_though_no_plan_names_him(world: World) -> None:
    sitting = sittings_of(arranged_sittings(world, 3))[0]
    duty = exams.dispatch(sitting, person(world, "outside"), by=world.user("city"), at=world.at)
    later = sitting.starts_at + timedelta(minutes=30)
    exams.rearrange(sitting, later, by=world.user("college"), at=world.at)
    exams.confirm_sitting(sitting, by=world.user("centre"), at=world.at)
    duty.refresh_from_db()
    assert duty.starts_at == later


def test_he_sees_his_sitting_with_rooms_and_records_and_signed_findings_and_no_more(world: World) -> None:
    visit = sent(world)
    held(world, visit.duty.sitting)
    user, day = world.user("outside"), world.at.date()
    mine = {visit.duty.sitting_id}
    assert set(Sitting.objects.visible_to(user, day).values_list("pk", flat=True)) == mine
    assert set(ExamRoom.objects.visible_to(user, day).values_list("sitting", flat=True)) == mine
    assert set(RoomRecord.objects.visible_to(user, day).values_list("exam_room__sitting", flat=True)) == mine
    assert not Inspection.objects.visible_to(user, day).exists()
    one = Inspection.objects.filter(record__exam_room__sitting__in=mine)[0]
    by = supervisor_of(one)
    one = write_findings(one, by=by, at=world.at, findings="秩序良好。", checks=ALL_WELL, scan=SCAN)
    sign_findings(one, by=by, at=world.at)
    assert list(Inspection.objects.visible_to(user, day)) == [one]
    with pytest.raises(Refused):
        write_findings(Inspection.objects.exclude(pk=one.pk)[0], by=user, at=world.at, findings="", checks={})


def test_he_signs_what_he_found_once_the_sitting_is_over(world: World) -> None:
    visit, outside = sent(world), world.user("outside")
    visit = operations.write_visit(visit, by=outside, at=world.at, findings="入场有序。")
    with pytest.raises(Refused, match="结束"):
        operations.sign_visit(visit, by=outside, at=world.at)
    assert not Visit.objects.visible_to(world.user("centre"), world.at.date()).exists()
    held(world, visit.duty.sitting)
    with pytest.raises(Refused):
        operations.sign_visit(visit, by=world.user("supervisor"), at=world.at)
    signed = operations.sign_visit(visit, by=outside, at=world.at)
    assert (signed.state, signed.signed_at) == ("signed", world.at)
    with pytest.raises(Refused):
        operations.write_visit(signed, by=outside, at=world.at, findings="改口。")
    for login in ("centre", "auditor", "city"):
        assert list(Visit.objects.visible_to(world.user(login), world.at.date())) == [signed]


def test_whoever_is_called_back_writes_nothing(world: World) -> None:
    visit, outside = sent(world), world.user("outside")
    exams.recall(visit.duty, by=world.user("city"), at=world.at, reason="改派")
    with pytest.raises(Refused):
        operations.write_visit(visit, by=outside, at=world.at, findings="没有去。")
    exams.dispatch(visit.duty.sitting, person(world, "outside"), by=world.user("city"), at=world.at)
    assert Visit.objects.count() == 2
    held(world, visit.duty.sitting)
    with pytest.raises(Refused, match="没有结束、没有取消的场次"):
        exams.recall(
            Duty.objects.get(role="outside", state="assigned"), by=world.user("city"), at=world.at, reason="晚"
        )
