"""The office arranges, seats, staffs and confirms a round on pages; whoever may not see it finds nothing there."""

import pytest
from django.test import Client
from django.urls import reverse

from jiangxin.exams import operations as exams
from jiangxin.exams.models import Duty, Seat, Sitting
from jiangxin.exams.queries import accepted, sittings_of
from jiangxin.impartiality import operations as impartiality
from jiangxin.people.models import User
from jiangxin.plans.models import Plan
from jiangxin.scoring.models import ScoreSheet
from tests.exams.operations.test_sittings import arranged
from tests.stories.exams import arranged_sittings, confirmed_sittings, hold, sitting_of
from tests.stories.pages import words
from tests.stories.plans import approved_plan, person, received_plan, room
from tests.stories.races import while_uncommitted
from tests.stories.scoring import marked_practical
from tests.world import World

LOGIN = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def plain_files(settings: object) -> None:
    """Answer by any host name, as a browser on the institution's network does."""
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]


def browser_of(user: User) -> Client:
    client = Client(headers={"Accept-Language": "zh-hans"})
    client.force_login(user, backend=LOGIN)
    return client


def test_a_round_is_arranged_and_confirmed_in_two_presses(world: World, plan: Plan) -> None:
    college, centre = browser_of(world.user("college")), browser_of(world.user("centre"))
    page = reverse("exams:round", args=[plan.round_id])
    assert "还没有场次" in college.get(page).content.decode()
    college.post(reverse("exams:arrange_all", args=[plan.round_id]), {"shuffle_by": "7"})
    assert "考场时间表" in college.get(page).content.decode()
    assert Seat.objects.count() == 12
    answer = college.post(reverse("exams:confirm_all", args=[plan.round_id]), follow=True)
    assert "这一步由中心管理员办理" in answer.content.decode()
    centre.post(reverse("exams:confirm_all", args=[plan.round_id]))
    assert {sitting.state for sitting in sittings_of(plan.round)} == {"confirmed"}
    assert "确定全部场次" not in centre.get(page).content.decode()  # nothing is left to confirm
    assert plan.round.number in centre.get(reverse("exams:sittings")).content.decode()


def test_a_sitting_is_made_by_hand_and_a_refusal_keeps_what_was_typed(world: World, plan: Plan) -> None:
    college = browser_of(world.user("college"))
    address = reverse("exams:arrange", args=[plan.round_id])
    theory = plan.round.level.subjects.get(kind="theory")
    room = sitting_room(plan)
    typed = {"subject": theory.pk, "starts_at": f"{plan.theory_on}T09:00", "rooms": [room]}
    assert college.post(address, typed).status_code == 302
    again = college.post(address, typed)
    assert again.status_code == 409
    assert "已由" in again.content.decode()
    assert f"{plan.theory_on}T09:00" in again.content.decode()
    assert Sitting.objects.count() == 1


def sitting_room(plan: Plan) -> int:
    nomination = plan.nominations.get(room__name="201 机房")
    assert nomination.room_id is not None
    return nomination.room_id


def test_the_roster_shows_who_must_not_serve_and_why(world: World) -> None:
    round_ = arranged_sittings(world)
    sitting = sitting_of(round_, "practical")
    exam_room, college = sitting.exam_rooms.all()[0], browser_of(world.user("college"))
    duty = Duty.objects.get(sitting=sitting, person=person(world, "examiner"))
    college.post(reverse("exams:release", args=[duty.pk]), {"reason": "轮换"})
    candidate = sitting.seats.all()[0].application.person
    examiner = person(world, "examiner")
    impartiality.declare(examiner, other=candidate, kind="kin", by=world.user("examiner"), at=world.at)
    address = reverse("exams:assign", args=[sitting.pk, "examiner"]) + f"?room={exam_room.pk}"
    page = college.get(address).content.decode()
    assert "亲属" in page
    assert f'value="{examiner.pk}" required disabled' in page
    assert "亲属" in college.post(address, {"person": examiner.pk}).content.decode()
    assert not Duty.objects.filter(person=examiner, state="assigned").exists()


@pytest.mark.parametrize("login", ["reviewer", "teacher", "employment"])
def test_whoever_has_no_part_in_it_finds_no_sitting(world: World, login: str) -> None:
    sitting = sitting_of(arranged_sittings(world), "theory")
    client = browser_of(world.user(login))
    assert client.get(reverse("exams:sitting", args=[sitting.pk])).status_code == 404
    assert client.post(reverse("exams:seat", args=[sitting.pk])).status_code == 404


def test_a_reader_does_not_arrange(world: World) -> None:
    round_ = arranged_sittings(world)
    client = browser_of(world.user("auditor"))
    assert client.get(reverse("exams:round", args=[round_.pk])).status_code == 200
    assert client.get(reverse("exams:arrange", args=[round_.pk])).status_code == 403
    sitting = sitting_of(round_, "theory")
    assert client.get(reverse("exams:assign", args=[sitting.pk, "supervisor"])).status_code == 403


def test_before_the_filing_the_page_says_what_is_missing(world: World) -> None:
    plan = approved_plan(world)
    client = browser_of(world.user("college"))
    assert "还不能编排" in client.get(reverse("exams:round", args=[plan.round_id])).content.decode()
    answer = client.post(reverse("exams:arrange_all", args=[plan.round_id]), follow=True)
    assert "实施方案还没有备案受理" in answer.content.decode()


@pytest.mark.parametrize(("part", "kind"), [("doors", "application/pdf"), ("pack", "application/zip")])
def test_the_pack_is_downloaded(world: World, part: str, kind: str) -> None:
    round_ = arranged_sittings(world)
    client = browser_of(world.user("college"))
    answer = client.get(reverse("exams:print_round", args=[round_.pk, part]))
    assert answer["Content-Type"] == kind
    sitting = sitting_of(round_, "theory")
    assert client.get(reverse("exams:print_sitting", args=[sitting.pk, part])).status_code == 200
    assert client.get(reverse("exams:print_sitting", args=[sitting.pk, "nothing"])).status_code == 404


def test_the_page_says_what_cancelling_a_sitting_does_once_it_has_begun(world: World) -> None:
    round_, centre = confirmed_sittings(world), browser_of(world.user("centre"))
    sitting = sitting_of(round_, "practical")
    address = reverse("exams:cancel_sitting", args=[sitting.pk])
    assert "开考" not in centre.get(address).content.decode()
    hold(world, sitting.exam_rooms.get(), {list(accepted(round_))[5].pk})
    marked_practical(world, round_)
    page = centre.get(address).content.decode()
    assert "登记到场 5 人、缺考 1 人" in page
    assert "评分表和成绩随之作废" in page
    sheet = ScoreSheet.objects.all()[0]
    assert centre.post(address, {"reason": "试题泄露"}).status_code == 302
    assert "作废" in centre.get(sheet.get_absolute_url()).content.decode()


def test_the_page_tells_who_comes_second_what_another_round_has_just_taken(committed_world: World) -> None:
    world = committed_world
    first, second = received_plan(world), received_plan(world)
    college, hall = browser_of(world.user("college")), room(world, "201 机房")
    sent = {
        "subject": second.round.level.subjects.get(kind="theory").pk, "starts_at": f"{second.theory_on}T09:00",
        "rooms": [hall.pk],
    }  # fmt: skip
    page = while_uncommitted(
        lambda: arranged(world, first), lambda: college.post(reverse("exams:arrange", args=[second.round_id]), sent)
    )
    assert (page.status_code, f"已由{first.round.number}的第1场" in words(page)) == (409, True)
    assert f'value="{second.theory_on}T09:00"' in words(page)
    mine, who = arranged(world, second, name="电工实训室一", kind="practical"), person(world, "supervisor")
    page = while_uncommitted(
        lambda: exams.assign(
            Sitting.objects.get(round=first.round), who, "supervisor", by=world.user("college"), at=world.at
        ),
        lambda: college.post(reverse("exams:assign", args=[mine.pk, "supervisor"]), {"person": who.pk}),
    )
    assert (page.status_code, "一人同一时间只能在一处" in words(page)) == (409, True)
