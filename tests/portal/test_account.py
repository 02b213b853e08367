"""Signing in and out, the pause after too many wrong passwords, and one's own account."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from tests.plugins.database import PASSWORD
from tests.stories.pages import at_the_hour, signed_in, words
from tests.world import World


def sign_in(client: Client, password: str, login: str = "centre", **more: str) -> object:
    """Send the form of the login page."""
    return client.post("/login", {"username": login, "password": password, **more})


@pytest.fixture
def staff(world: World) -> World:
    """A world whose centre officer can sign in."""
    user = world.user("centre")
    user.set_password(PASSWORD)
    user.save()
    return world


def test_signing_in_leads_to_the_desk_or_to_the_page_that_was_asked_for(staff: World) -> None:
    client = Client()
    asked = client.get("/rounds")
    assert asked.headers["Location"] == "/login?next=/rounds"
    assert sign_in(client, PASSWORD, next="/rounds").headers["Location"] == "/rounds"  # type: ignore[attr-defined]
    assert sign_in(Client(), PASSWORD).headers["Location"] == "/desk"  # type: ignore[attr-defined]


def test_signing_in_leads_to_no_other_site(staff: World) -> None:
    answer = sign_in(Client(), PASSWORD, next="https://example.org/")
    assert answer.headers["Location"] == "/desk"  # type: ignore[attr-defined]


def test_a_wrong_name_and_a_wrong_password_get_the_same_sentence(staff: World) -> None:
    sentence = "登录名或密码不对"
    assert sentence in words(sign_in(Client(), "wrong"))
    assert sentence in words(sign_in(Client(), "wrong", login="nobody"))


def test_too_many_wrong_passwords_pause_with_a_sentence_and_the_right_one_waits_too(staff: World) -> None:
    client = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, "wrong")
    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert "密码连续输错，登录暂停 15 分钟" in words(answer)
    assert sign_in(client, PASSWORD).status_code == 429  # type: ignore[attr-defined]
    assert sign_in(Client(), "wrong", login="college").status_code == 200  # type: ignore[attr-defined]


def test_signing_out_takes_a_post_and_leads_to_the_front(staff: World) -> None:
    client = signed_in(staff.user("centre"))
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").headers["Location"] == "/"
    assert client.get("/desk").status_code == 302


def test_a_password_is_changed_and_the_old_one_is_worth_nothing(staff: World) -> None:
    client, fresh = signed_in(staff.user("centre")), "新的密码-2026-甲"
    form = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    assert client.post("/account/password", form).headers["Location"] == "/account"
    assert client.get("/account").status_code == 200  # still signed in here
    assert sign_in(Client(), PASSWORD).status_code == 200  # type: ignore[attr-defined]
    assert sign_in(Client(), fresh).status_code == 302  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"old_password": "wrong"}, "原密码不对"),
        ({"new_password2": "something-else-1"}, "两次输入的新密码不一样"),
        ({"new_password1": "short", "new_password2": "short"}, "10"),
    ],
)
def test_a_bad_change_says_what_is_wrong(staff: World, change: dict[str, str], sentence: str) -> None:
    fresh = "another-good-one-7"
    form = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh, **change}
    answer = signed_in(staff.user("centre")).post("/account/password", form)
    assert answer.status_code == 200
    assert sentence in words(answer)


def test_the_account_names_offices_and_cards(world: World) -> None:
    with at_the_hour(world):
        page = words(signed_in(world.user("examiner")).get("/account"))
    assert "考评员证" in page
    assert "公共实验教学中心" in page
    assert "登记与设置" not in page
    with at_the_hour(world):
        assert "登记与设置" in words(signed_in(world.user("centre")).get("/account"))


def test_the_other_language_is_for_everybody(world: World) -> None:
    client = Client()
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/fees"})
    assert answer.headers["Location"] == "/fees"
    assert '<html lang="en"' in words(client.get("/fees"))
