"""The two pages of signing in by a code: what is typed stays, what is wrong is said, where one comes out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from jiangxin.people import operations as people
from jiangxin.people.models import Organisation, Person
from jiangxin.process.taking import under_way
from jiangxin.process.who import SYSTEM
from tests.stories.enrolment import row
from tests.stories.messages import another, code, received
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World

ENTER = "/signin/"
type Console = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def stated(number: int = 1, **more: str) -> dict[str, str]:
    return {"id_type": "resident", "id_number": row(number).id_number, "phone": row(number).phone, **more}


def test_a_candidate_signs_in_and_comes_out_where_he_wanted(world: World, capsys: Console) -> None:
    person, client = world.candidate(1), Client()
    asked = client.get("/mine")
    assert asked.headers["Location"] == "/login?next=/mine"
    assert "/signin/?next=/mine" in words(client.get(asked.headers["Location"])).replace("%2F", "/")
    page = client.post(ENTER, stated(act="send", next="/mine"))
    assert page.status_code == 200
    assert "输入验证码" in words(page)
    assert "no-store" in page.headers["Cache-Control"]
    answer = client.post(ENTER, stated(act="enter", next="/mine", code=f" {code(capsys)} "))
    assert answer.headers["Location"] == "/mine"
    assert client.session["_auth_user_id"] == str(person.user.pk)
    assert client.session.get_expiry_age() == 12 * 3600
    assert client.get(ENTER).headers["Location"] == "/desk"


def test_nothing_of_what_was_stated_goes_into_the_session(world: World, capsys: Console) -> None:
    client = Client()
    client.post(ENTER, stated(act="send"))
    assert received(capsys)
    assert dict(client.session) == {}


def test_it_leads_to_no_other_site(world: World, capsys: Console) -> None:
    world.candidate(1)
    client = Client()
    client.post(ENTER, stated(act="send", next="https://example.org/"))
    answer = client.post(ENTER, stated(act="enter", next="https://example.org/", code=code(capsys)))
    assert answer.headers["Location"] == "/desk"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"id_number": ""}, "请填写证件号码"),
        ({"id_number": "51049920050301"}, "18 位"),
        ({"phone": "1380000"}, "11 位"),
        ({"phone": ""}, "请填写手机号码"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_sent(
    world: World, capsys: Console, changed: dict[str, str], sentence: str
) -> None:
    page = Client().post(ENTER, {**stated(act="send"), **changed})
    assert page.status_code == 409
    assert sentence in words(page)
    for value in {**stated(), **changed}.values():
        assert value in words(page)
    assert received(capsys) == []


def test_a_wrong_code_asks_again_and_keeps_everything(world: World, capsys: Console) -> None:
    world.candidate(1)
    client = Client()
    client.post(ENTER, stated(act="send"))
    right = code(capsys)
    page = client.post(ENTER, stated(act="enter", code=another(right)))
    assert page.status_code == 409
    assert "验证码不对" in words(page)
    assert row(1).id_number in words(page)
    assert "是几位数字" in words(client.post(ENTER, stated(act="enter", code="abc")))
    assert client.post(ENTER, stated(act="enter", code=right)).status_code == 302


def test_one_may_go_back_and_ask_again(world: World, capsys: Console) -> None:
    client = Client()
    client.post(ENTER, stated(act="send"))
    back = client.post(ENTER, stated(act="change"))
    assert back.status_code == 200
    assert "获取验证码" in words(back)
    assert row(1).id_number in words(back)
    for act in ("send", "again"):  # within the minute: the code under way can still be typed
        again = client.post(ENTER, stated(act=act))
        assert again.status_code == 409
        assert "刚刚发出" in words(again)
        assert "输入验证码" in words(again)
    assert len(received(capsys)) == 1


def test_a_gateway_that_is_down_is_told_and_nothing_is_lost(world: World) -> None:
    with override_settings(MESSAGES="sms", SMS_URL="http://127.0.0.1:9/"):
        page = Client().post(ENTER, stated(act="send"))
    assert page.status_code == 409
    assert "验证码没有发出去" in words(page)
    assert row(1).id_number in words(page)


def test_the_page_says_where_codes_are_while_they_go_to_no_telephone(world: World) -> None:
    assert "服务器的控制台" in words(Client().post(ENTER, stated(act="send")))
    with override_settings(MESSAGES="sms", SMS_URL="http://127.0.0.1:9/"):
        assert "服务器的控制台" not in words(Client().post(ENTER, stated(act="send")))


def test_where_there_are_several_institutions_one_says_which(world: World, capsys: Console) -> None:
    world.candidate(1)
    with under_way("setup"):
        other = people.found(by=SYSTEM, at=world.at, kind=Organisation.INSTITUTION, name="另一机构")
    client, own = Client(), str(world.practice.institution.pk)
    assert "请选择您报名的评价机构" in words(client.post(ENTER, stated(act="send")))
    client.post(ENTER, stated(act="send", where=own))
    right = code(capsys)
    assert client.post(ENTER, stated(act="enter", where=str(other.pk), code=right)).status_code == 409
    assert client.post(ENTER, stated(act="enter", where=own, code=right)).status_code == 302


def test_staff_who_are_signed_in_go_on(world: World) -> None:
    answer: Any = signed_in(world.user("centre")).get(reverse("signin:enter"))
    assert answer.headers["Location"] == "/desk"


def test_a_new_telephone_takes_the_place_of_the_old_one_once_it_is_proved(world: World, capsys: Console) -> None:
    person, address = world.candidate(1, login=True), reverse("signin:phone")
    client, old, new = signed_in(person.user), person.phone, "13911111111"
    assert 'name="code"' not in words(client.get(address))
    assert client.post(address, {"phone": "139"}).status_code == 409
    asked = client.post(address, {"phone": "139 1111 1111"})
    assert asked.status_code == 409
    assert 'name="code"' in words(asked)
    [message] = received(capsys)
    assert (message["phone"], Person.objects.get(pk=person.pk).phone) == (new, old)
    wrong = client.post(address, {"phone": new, "code": another(message["code"])})
    assert "验证码不对" in words(wrong)
    assert f'value="{new}"' in words(wrong)
    assert client.post(address, {"phone": new, "code": message["code"]}).headers["Location"] == "/people/own"
    assert Person.objects.get(pk=person.pk).phone == new


def test_a_code_for_one_number_proves_no_other(world: World, capsys: Console) -> None:
    person, address = world.candidate(1, login=True), reverse("signin:phone")
    client = signed_in(person.user)
    client.post(address, {"phone": "13911111111"})
    assert client.post(address, {"phone": "13922222222", "code": code(capsys)}).status_code == 409
    assert Person.objects.get(pk=person.pk).phone == person.phone
