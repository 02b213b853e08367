"""The account on a person's page: given, shown once, reset, stopped; nothing of it for who may not."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from jiangxin.people.models import User
from tests.people.operations.test_accounts import newcomer
from tests.stories.everything import foreign_officer
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


@pytest.fixture(autouse=True)
def _hour(world: World) -> Iterator[None]:
    with at_the_hour(world):
        yield


def address(verb: str, world: World, number: int = 1) -> str:
    return reverse(f"people:{verb}", args=[newcomer(world, number).pk])


def test_the_centre_opens_an_account_and_the_password_is_shown_once(world: World) -> None:
    client, grant = signed_in(world.user("centre")), address("grant_account", world)
    page = grant.removesuffix("/grant_account")
    assert "还没有账号" in words(client.get(page))
    assert grant in words(client.get(page))
    wrong = client.post(grant, {"username": "孙倩"})
    assert wrong.status_code == 409
    assert "登录名要以字母开头" in words(wrong)
    shown = client.post(grant, {"username": "sunqian"})
    [password] = re.findall(r"\b\w{4}-\w{4}-\w{4}\b", words(shown))
    assert "no-store" in shown.headers["Cache-Control"]
    card = words(client.get(page))
    assert password not in card
    assert "已开通，还没有改首次密码" in card
    assert grant not in card
    assert Client().post("/login", {"username": "sunqian", "password": password}).status_code == 302


def test_it_is_reset_stopped_and_restored_with_a_reason(world: World) -> None:
    client, page = signed_in(world.user("centre")), address("person", world)
    client.post(f"{page}/grant_account", {"username": "sunqian"})
    assert client.post(f"{page}/reset_password", {"reason": ""}).status_code == 409
    assert re.search(r"\b\w{4}-\w{4}-\w{4}\b", words(client.post(f"{page}/reset_password", {"reason": "忘记"})))
    theirs = signed_in(User.objects.get(username="sunqian"))
    client.post(f"{page}/stop_account", {"reason": "调离"})
    assert "/login" in theirs.get("/desk").headers["Location"]
    stopped = words(client.get(page))
    assert f"{page}/restore_account" in stopped
    assert f"{page}/reset_password" not in stopped
    client.post(f"{page}/restore_account", {"reason": "调回"})
    assert User.objects.get(username="sunqian").is_active


def test_a_candidate_is_appointed_first(world: World) -> None:
    page = reverse("people:person", args=[world.candidate(1, login=True).pk])
    shown = words(signed_in(world.user("centre")).get(page))
    assert "先任命，再开通" in shown
    assert "grant_account" not in shown


def test_an_authority_appoints_outside_supervisors_and_no_office_of_an_institution(world: World) -> None:
    outside = world.user("outside").person
    assert outside
    client = signed_in(world.user("city"))
    assert outside.name in words(client.get(reverse("people:persons")))
    offered = words(client.get(reverse("people:appoint", args=[outside.pk])))
    assert "外部质量督导员" in offered
    assert "监考员" not in offered
    theirs = words(signed_in(world.user("centre")).get(reverse("people:appoint", args=[newcomer(world).pk])))
    assert "监考员" in theirs
    assert "外部质量督导员" not in theirs
    assert "人员与任职" in words(client.get("/account"))


def test_it_is_hidden_from_and_refused_to_who_may_not(world: World) -> None:
    page = address("person", world)
    college = signed_in(world.user("college"))
    assert "还没有账号" not in words(college.get(page))
    assert college.post(f"{page}/grant_account", {"username": "sunqian"}).status_code == 403
    foreign = signed_in(foreign_officer(world))
    assert foreign.get(f"{page}/grant_account").status_code == 404
    assert foreign.post(f"{page}/grant_account", {"username": "sunqian"}).status_code == 404
    assert not User.objects.filter(username="sunqian").exists()
