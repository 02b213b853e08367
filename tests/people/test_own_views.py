"""A person sees his data, who read it, takes it with him, and asks for what is wrong to be put right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from jiangxin.documents import operations as documents
from jiangxin.enrolment.models import Application
from jiangxin.people import operations as people
from jiangxin.people.models import Correction, Person, Reading
from tests.stories.enrolment import enrolled_round, filled, row
from tests.stories.pages import at_the_hour, signed_in, words
from tests.stories.privacy import erased
from tests.world import World

OWN = "people:own"


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def test_one_sees_one_s_own_data_and_who_read_it(world: World) -> None:
    person = world.candidate(11, login=True)
    client = signed_in(person.user)
    page = words(client.get(reverse(OWN)))
    assert "还没有人查看过" in page
    assert person.masked_id in page
    people.reveal(person, by=world.user("reviewer"), at=world.at, purpose="identity", words="现场核对")
    page = words(client.get(reverse(OWN)))
    reader = world.user("reviewer").person
    assert reader
    for word in (reader.name, "资格审核员", "核对身份：现场核对", "全部 1 条"):
        assert word in page
    listed = words(client.get(reverse("people:readings", args=[person.pk])))
    assert "核对身份：现场核对" in listed
    assert "no-store" in client.get(reverse(OWN)).headers["Cache-Control"]


def test_readings_are_for_oneself_the_centre_and_the_auditor(world: World) -> None:
    person, other = world.candidate(11, login=True), world.candidate(12, login=True)
    people.reveal(person, by=world.user("reviewer"), at=world.at, purpose="contact", words="通知补材料")
    address = reverse("people:readings", args=[person.pk])
    for login, seen in (("centre", True), ("auditor", True), ("reviewer", True), ("college", False)):
        assert ("通知补材料" in words(signed_in(world.user(login)).get(address))) == seen, login
    assert signed_in(other.user).get(address).status_code == 404


def test_one_takes_everything_along_in_one_zip(world: World) -> None:
    round_ = world.open_round()
    person, other = world.candidate(11, login=True), world.candidate(12, login=True)
    filled(world, round_, person)
    filled(world, round_, other)
    for one in (person, other):
        documents.keep(
            one.institution, f"证明-{one.pk}.txt", f"证明 {one.pk}".encode(), "text/plain", by=world.user("college"),
            at=world.at, person=one,
        )  # fmt: skip
    people.reveal(person, by=world.user("reviewer"), at=world.at, purpose="identity")
    response = signed_in(person.user).get(reverse("people:own_archive"))
    with ZipFile(BytesIO(response.content)) as archive:
        told = json.loads(archive.read("个人信息.json"))
        files = [name for name in archive.namelist() if f"证明-{person.pk}" in name]
        assert archive.read(files[0]).decode() == f"证明 {person.pk}"
        assert not [name for name in archive.namelist() if f"证明-{other.pk}" in name]
    assert told["本人"]["id_number"] == row(11).id_number
    kinds = {record["类别"] for record in told["记录"]}
    assert "报名" in kinds
    assert not kinds & {"组织", "批次", "职业"}, "what everybody reads isn't about him"
    [application] = [record for record in told["记录"] if record["类别"] == "报名"]
    assert application["经过"][0]["步骤"] == "开始报名"
    assert [reading["查看目的"] for reading in told["谁看过我的信息"]] == ["核对身份"]
    assert row(12).id_number not in json.dumps(told)
    assert Reading.objects.filter(what="export", people=[person.pk]).exists()


def test_who_has_no_person_or_no_key_has_no_page_of_his_own(world: World) -> None:
    person = world.candidate(11, login=True)
    client = signed_in(person.user)
    erased(world, person)
    assert client.get(reverse(OWN)).status_code in (302, 404)


def test_one_asks_and_an_office_answers(world: World) -> None:
    application = Application.objects.filter(round=enrolled_round(world, 1))[0]
    person = application.person
    client = signed_in(people.open_account(person, "himself", None))
    page = words(client.get(reverse(OWN)))
    assert reverse("people:correct_own_name", args=[person.pk]) not in page
    assert "更正须由学院或中心核对证件后办理" in page
    address = reverse("people:ask_correction")
    assert "请写明" in words(client.post(address, {"kind": "name", "wanted": "", "why": ""}))
    assert "标准编码" in words(client.post(address, {"kind": "name", "wanted": "王?", "why": ""}))
    assert client.post(address, {"kind": "name", "wanted": "欧阳明", "why": "名册写错"}).status_code == 302
    request = Correction.objects.get()
    office = signed_in(world.user("college"))
    assert "个人信息申请 1 件" in words(office.get(reverse("people:persons")))
    assert person.name in words(office.get(reverse("people:corrections")))
    shown = words(office.get(request.get_absolute_url()))
    for word in (person.name, "欧阳明", "名册写错", "同意并办理"):
        assert word in shown
    office.post(reverse("people:accept_correction", args=[request.pk]), {"reason": "已核对身份证原件"})
    assert Person.objects.get(pk=person.pk).name == "欧阳明"
    page = words(client.get(request.get_absolute_url()))
    assert "已办理" in page
    assert "已核对身份证原件" in page


def test_a_free_name_and_the_address_are_corrected_at_once_but_a_phone_only_by_its_own_page(world: World) -> None:
    person = world.candidate(11, login=True)
    client = signed_in(person.user)
    client.post(reverse("people:correct_own_name", args=[person.pk]), {"name": "欧阳明"})
    sent = {"phone": "13911111111", "employer": "", "address": "某路"}
    client.post(reverse("people:update_contact", args=[person.pk]), sent)
    known = Person.objects.get(pk=person.pk)
    assert (known.name, known.phone, known.clear["address"]) == ("欧阳明", person.phone, "某路")
    assert reverse("signin:phone") in words(client.get(reverse("people:own")))


def test_pages_say_that_the_data_is_destroyed(world: World) -> None:
    person = erased(world, world.candidate(1))
    page = words(signed_in(world.user("centre")).get(reverse("people:person", args=[person.pk])))
    assert page.count("已销毁") >= 3
    assert reverse("people:reveal", args=[person.pk]) not in page
    assert "批准销毁数据密钥" in page, "history is whole"


def test_the_second_officer_finds_the_proposal_on_the_page(world: World) -> None:
    person = world.candidate(1)
    people.propose_erasure(person, by=world.user("centre"), at=world.at, reason="本人要求")
    address = reverse("people:erase", args=[person.pk])
    assert address not in words(signed_in(world.user("centre")).get(reverse("people:person", args=[person.pk])))
    second = signed_in(world.user("centre2"))
    assert address in words(second.get(reverse("people:person", args=[person.pk])))
    second.post(address, {"reason": "已核对"})
    assert Person.objects.get(pk=person.pk).state == "erased"
