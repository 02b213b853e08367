"""A first password opens the page that changes it, and nothing else."""

from django.test import Client

from jiangxin.people import operations as people
from tests.people.operations.test_accounts import newcomer
from tests.stories.pages import words
from tests.world import World


def test_a_first_password_must_be_changed_before_anything_else(world: World) -> None:
    given = people.grant_account(newcomer(world), by=world.user("centre"), at=world.at, username="sunqian")
    client = Client()
    client.post("/login", {"username": "sunqian", "password": given.password})
    for closed in ("/desk", "/rounds", "/account"):
        assert client.get(closed).headers["Location"] == "/account/password"
    assert client.post("/account/password", {}).status_code == 200
    assert client.get("/").status_code == 200
    page = words(client.get("/account/password"))
    assert "请先改成自己的密码" in page
    form = {"old_password": given.password, "new_password1": given.password, "new_password2": given.password}
    assert "新密码和原密码一样" in words(client.post("/account/password", form))
    own = {"new_password1": "my-own-password-1", "new_password2": "my-own-password-1"}
    assert client.post("/account/password", {**form, **own}).headers["Location"] == "/account"
    assert client.get("/desk").status_code == 200
    assert "请先改成自己的密码" not in words(client.get("/account/password"))
