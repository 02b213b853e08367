"""The invigilator calls the roll, writes and signs the record on a phone; the others look on."""

from django.test import Client
from django.urls import reverse

from jiangxin.exams.models import ExamRoom
from tests.exams.views.test_arranging import browser_of, plain_files
from tests.stories.exams import confirmed_sittings, held_sittings, sitting_of
from tests.world import World

__all__ = ["plain_files"]


def called(client: Client, room: ExamRoom, place: int, verb: str, **headers: str) -> str:
    seat = room.seats.order_by("number")[place]
    answer = client.post(reverse(f"exams:{verb}", args=[seat.pk]), headers=headers)
    return answer.content.decode()


def test_a_room_is_called_recorded_and_signed(world: World) -> None:
    round_ = confirmed_sittings(world)
    sitting = sitting_of(round_, "theory")
    room, client = sitting.exam_rooms.all()[0], browser_of(world.user("invigilator"))
    assert str(room) in client.get(reverse("exams:duties")).content.decode()
    page = reverse("exams:exam_room", args=[room.pk])
    assert "未点名 6" in client.get(page).content.decode()
    line = called(client, room, 0, "mark_absent", **{"HX-Request": "true"})
    assert "缺考 1" in line
    assert "<html" not in line
    called(client, room, 1, "check_in")
    client.post(reverse("exams:check_in_all", args=[room.pk]))
    assert sorted(room.seats.values_list("state", flat=True)) == ["absent"] + ["present"] * 5
    fields = {
        "seal_intact": "yes", "witnesses": "考生代表", "started_at": f"{sitting.starts_at:%Y-%m-%dT%H:%M}",
        "ended_at": f"{sitting.ends_at:%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert client.post(reverse("exams:write_record", args=[room.record.pk]), fields).status_code == 302
    assert client.post(reverse("exams:sign_record", args=[room.record.pk]), {"reason": ""}).status_code == 302
    assert "已签字" in client.get(page).content.decode()
    refused = called(client, room, 0, "check_in", **{"HX-Request": "true"})
    assert "已经签字，到场情况不能再改" in refused


def test_the_supervisor_looks_on_and_calls_nobody(world: World) -> None:
    room = sitting_of(confirmed_sittings(world), "theory").exam_rooms.all()[0]
    client = browser_of(world.user("supervisor"))
    page = client.get(reverse("exams:exam_room", args=[room.pk]))
    assert page.status_code == 200
    assert "其余全部到场" not in page.content.decode()
    called(client, room, 0, "check_in")
    assert not room.seats.filter(state="present").exists()


def test_an_examiner_of_another_room_finds_nothing_there(world: World) -> None:
    room = sitting_of(confirmed_sittings(world), "theory").exam_rooms.all()[0]
    client = browser_of(world.user("examiner"))
    assert client.get(reverse("exams:exam_room", args=[room.pk])).status_code == 404


def test_the_centre_takes_a_signed_record_back_and_the_room_is_told_why(world: World) -> None:
    room = sitting_of(held_sittings(world), "theory").exam_rooms.all()[0]
    centre, url = browser_of(world.user("centre")), reverse("exams:reopen_record", args=[room.record.pk])
    assert url in centre.get(reverse("exams:exam_room", args=[room.pk])).content.decode()
    assert centre.post(url, {"reason": "违纪情况漏记"}).status_code == 302
    page = browser_of(world.user("invigilator")).get(reverse("exams:exam_room", args=[room.pk])).content.decode()
    assert "记录签字后由中心退回更正：违纪情况漏记" in page
    assert reverse("exams:sign_record", args=[room.record.pk]) in page
