"""The pages of venues."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jiangxin.venues.models import Equipment, Room, Site
from tests.stories.pages import signed_in
from tests.stories.plans import room
from tests.world import World


def test_the_centre_registers_a_site_a_room_and_its_equipment(world: World) -> None:
    client = signed_in(world.user("centre"))
    client.post(reverse("venues:add_site"), {"name": "东校区", "address": "演练路2号"})
    site = Site.objects.get(name="东校区")
    client.post(reverse("venues:add_room", args=[site.pk]), {"name": "钳工室", "kind": "practical", "seats": 4})
    made = Room.objects.get(name="钳工室")
    assert made.stations.count() == 4, "a practical room gets a station for each place"
    data = {"name": "台虎钳", "model": "", "quantity": 3, "needed": 4}
    client.post(reverse("venues:add_equipment", args=[made.pk]), data)
    page = client.get(reverse("venues:room", args=[made.pk])).content.decode()
    assert "缺 1" in page
    assert "钳工室" in client.get(reverse("venues:list")).content.decode()


def test_equipment_is_corrected_from_the_rooms_page(world: World) -> None:
    client, meter = signed_in(world.user("centre")), room(world, "电工实训室一").equipment.get(name="兆欧表")
    back = reverse("venues:room", args=[meter.room_id])
    address = reverse("venues:revise_equipment", args=[meter.pk])
    response = client.post(address, {"quantity": 13, "needed": 15, "next": back})
    assert response.headers["Location"] == back
    assert Equipment.objects.get(pk=meter.pk).short_of == 2


@pytest.mark.parametrize(
    "data", [{}, {"name": "x", "kind": "sauna", "seats": 4}, {"name": "x", "kind": "theory", "seats": -1}]
)
def test_an_impossible_room_is_refused(world: World, data: dict[str, object]) -> None:
    site = Site.objects.get()
    response = signed_in(world.user("centre")).post(reverse("venues:add_room", args=[site.pk]), data)
    assert response.status_code == 409


def test_a_second_room_of_the_same_name_is_a_sentence(world: World) -> None:
    site = Site.objects.get()
    data = {"name": "201 机房", "kind": "computer", "seats": 10}
    response = signed_in(world.user("centre")).post(reverse("venues:add_room", args=[site.pk]), data)
    assert response.status_code == 409
    assert "冲突" in response.content.decode()


def test_others_look_and_change_nothing(world: World) -> None:
    meter = room(world, "电工实训室一").equipment.get(name="兆欧表")
    client = signed_in(world.user("college"))
    page = client.get(reverse("venues:room", args=[meter.room_id])).content.decode()
    assert reverse("venues:revise_equipment", args=[meter.pk]) not in page
    response = client.post(reverse("venues:revise_equipment", args=[meter.pk]), {"quantity": 1, "needed": 1})
    assert response.status_code == 403
