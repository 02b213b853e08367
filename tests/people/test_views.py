"""The register of persons: found, appointed, carded, read in clear only for a purpose."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from jiangxin.people.models import Appointment, Organisation, Person, Qualification
from jiangxin.process.models import History
from tests.stories import enrolment as story
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def page_of(person: Person) -> str:
    return reverse("people:person", args=[person.pk])


def test_staff_come_first_and_everybody_can_be_found(world: World) -> None:
    person = world.candidate(2, name=story.name_of(2))
    client = signed_in(world.user("centre"))
    assert person.name not in words(client.get(reverse("people:persons")))
    shown = words(client.get(reverse("people:persons"), {"who": "all", "q": "002x"}))
    assert person.name in shown
    assert story.row(2).id_number not in shown


def test_a_person_is_registered_once(world: World) -> None:
    client, stated = signed_in(world.user("college")), story.row(3)
    reply = {"name": stated.name, "id_type": "resident", "id_number": stated.id_number, "phone": "", "employer": ""}
    for _time in range(2):
        response = client.post(reverse("people:register"), reply)
        assert response.headers["Location"] == page_of(Person.objects.get(name=stated.name))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"id_number": "5104992005"}, "18 位"), ({"name": "王?"}, "标准编码"), ({"phone": "123"}, "11 位")],
)
def test_a_wrong_registration_is_refused_beside_its_field(world: World, changed: dict[str, str], sentence: str) -> None:
    stated = story.row(3)
    reply = {"name": stated.name, "id_type": "resident", "id_number": stated.id_number, "phone": "", "employer": ""}
    response = signed_in(world.user("centre")).post(reverse("people:register"), {**reply, **changed})
    assert response.status_code == 409
    assert sentence in words(response)
    assert not Person.objects.filter(name=stated.name).exists()


def test_reading_in_clear_asks_for_a_purpose(world: World) -> None:
    person = world.candidate(1)
    client, address = signed_in(world.user("reviewer")), reverse("people:reveal", args=[person.pk])
    number = story.row(1).id_number
    assert number not in words(client.get(page_of(person)))
    assert number not in words(client.get(address))
    assert client.post(address, {"purpose": ""}).status_code == 409
    assert "请写明" in words(client.post(address, {"purpose": "other", "words": " "}))
    shown = client.post(address, {"purpose": "identity", "words": "现场核对身份证"})
    assert number in words(shown)
    assert "no-store" in shown.headers["Cache-Control"]
    assert History.objects.get(model="people.reading", verb="reveal").reason == "核对身份：现场核对身份证"
    assert "现场核对身份证" in words(client.get(page_of(person)))


def test_the_centre_appoints_and_ends(world: World) -> None:
    person, client = world.candidate(1), signed_in(world.user("centre"))
    address = reverse("people:appoint", args=[person.pk])
    reply: dict[str, Any] = {"organisation": world.practice.college.pk, "role": "reviewer", "starts_on": "2026-03-02"}
    wrong = client.post(address, {**reply, "ends_on": "2026-03-01"})
    assert wrong.status_code == 409
    assert "不能早于" in words(wrong)
    client.post(address, reply)
    appointment = Appointment.objects.get(person=person)
    assert "资格审核员" in words(client.get(page_of(person)))
    client.post(reverse("people:end_appointment", args=[appointment.pk]), {"reason": "调离"})
    appointment.refresh_from_db()
    assert appointment.state == "ended"
    assert signed_in(world.user("college")).post(address, reply).status_code == 403


def test_cards_that_end_soon_are_marked(world: World) -> None:
    person, client = world.candidate(1), signed_in(world.user("centre"))
    address = reverse("people:add_qualification", args=[person.pk])
    day = world.at.date()
    for number, days in (("A-1", 10), ("A-2", 400), ("A-3", -1)):
        reply = {"kind": "examiner", "number": number, "occupation": "电工", "valid_from": day - timedelta(days=700),
                 "valid_until": day + timedelta(days=days)}  # fmt: skip
        assert client.post(address, reply).status_code == 302
    page = words(client.get(page_of(person)))
    assert "剩 10 天" in page
    assert "已过期" in page
    card = Qualification.objects.get(number="A-1")
    client.post(reverse("people:withdraw_qualification", args=[card.pk]), {"reason": "换证"})
    assert "已撤下" in words(client.get(page_of(person)))


def test_a_person_is_corrected_by_the_office_and_reached_by_himself(world: World) -> None:
    person = world.candidate(1, login=True)
    address = reverse("people:correct_person", args=[person.pk])
    reply = {"name": "欧阳明", "employer": "", "phone": "13900000000", "reason": "身份证更名"}
    assert signed_in(person.user).post(address, reply).status_code == 403
    signed_in(world.user("college")).post(address, reply)
    person = Person.objects.get(pk=person.pk)
    assert (person.name, person.phone) == ("欧阳明", "13900000000")
    own = reverse("people:update_contact", args=[person.pk])
    signed_in(person.user).post(own, {"employer": "甲公司", "address": ""})
    assert Person.objects.get(pk=person.pk).employer == "甲公司"


def test_units_are_registered_and_corrected_by_the_centre(world: World) -> None:
    client = signed_in(world.user("centre"))
    reply = {"kind": "college", "name": "机械工程学院", "short_name": "", "contact": "0000-1"}
    client.post(reverse("people:found"), reply)
    unit = Organisation.objects.get(name="机械工程学院")
    again = client.post(reverse("people:found"), reply)
    assert again.status_code == 409
    client.post(
        reverse("people:revise_organisation", args=[unit.pk]), {"name": "机械学院", "short_name": "", "contact": ""}
    )
    assert "机械学院" in words(client.get(reverse("people:organisations")))
    assert signed_in(world.user("teacher")).post(reverse("people:found"), reply).status_code == 403


def test_the_centre_states_the_province_by_which_numbers_of_another_are_told_apart(world: World) -> None:
    client, place = signed_in(world.user("centre")), world.practice.institution
    address = reverse("people:revise_organisation", args=[place.pk])
    assert address in client.get(reverse("people:organisations")).content.decode()
    page = words(client.get(address))
    assert "外省证件占比" in page
    reply = {"name": place.name, "short_name": "", "contact": place.contact}
    refused = client.post(address, {**reply, "region": "攀枝花市"})
    assert refused.status_code == 409
    assert "认不出是哪个省" in words(refused)
    assert client.post(address, {**reply, "region": place.region}).status_code == 302  # what stands there may stay
    assert client.post(address, {**reply, "region": "四川省攀枝花市"}).status_code == 302
    place.refresh_from_db()
    assert place.region == "四川省攀枝花市"
    row = {"kind": "college", "name": "机械工程学院", "region": "火星"}
    assert "认不出是哪个省" in words(client.post(reverse("people:found"), row))


@pytest.mark.parametrize("login", ["college", "auditor"])
def test_nobody_else_corrects_the_institution(world: World, login: str) -> None:
    address = reverse("people:revise_organisation", args=[world.practice.institution.pk])
    reply = {"name": "另一学院", "short_name": "", "contact": "", "region": ""}
    assert signed_in(world.user(login)).post(address, reply).status_code == 403


@pytest.mark.parametrize("login", ["examiner", "teacher", "province"])
def test_the_register_is_not_open_to_everybody(world: World, login: str) -> None:
    person = world.candidate(1)
    client = signed_in(world.user(login))
    for name in ("person", "reveal", "appoint", "add_qualification"):
        assert client.get(reverse(f"people:{name}", args=[person.pk])).status_code == 404
    assert person.name not in words(client.get(reverse("people:persons"), {"who": "all"}))
