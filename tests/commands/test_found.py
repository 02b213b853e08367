"""`jiangxin found`: its exit statuses, what it prints, and that whoever is printed can sign in and begin."""

import re
from pathlib import Path

import pytest
from django.test import Client

from jiangxin import cli, embedded
from jiangxin.commands import DONE, REFUSED, USAGE, found
from jiangxin.founding import EXAMPLE
from jiangxin.people.models import Organisation
from tests.commands.installation import environment, jiangxin, options
from tests.world import World

EMPTY = "founded"


def test_it_founds_once_and_the_first_officer_begins(
    world: World, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found.attempt(options(found, EXAMPLE)) == DONE
    told = capsys.readouterr().out
    [password] = re.findall(r"登录名 lijing  首次密码 (\S+)", told)
    client = Client()
    client.post("/login", {"username": "lijing", "password": password})
    own = {"old_password": password, "new_password1": "my-own-password-1", "new_password2": "my-own-password-1"}
    client.post("/account/password", own)
    assert "示例职业学院" in client.get("/people/organisations").content.decode()
    reply = {"kind": "college", "name": "机械工程学院", "short_name": "", "contact": "0000-1"}
    assert client.post("/people/organisations/new", reply).status_code == 302
    assert Organisation.objects.get(name="机械工程学院").institution
    assert found.attempt(options(found, EXAMPLE)) == REFUSED
    assert "已经登记" in capsys.readouterr().err


def test_what_is_no_file_is_refused_and_no_file_is_wrong_usage(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found.attempt(options(found, tmp_path / "nowhere.toml")) == REFUSED
    (tmp_path / "gbk.toml").write_bytes("名称".encode("gb18030"))
    assert found.attempt(options(found, tmp_path / "gbk.toml")) == REFUSED
    assert "UTF-8" in capsys.readouterr().err
    assert cli.main(["found"]) == USAGE
    assert cli.main(["found", "--example"]) == DONE
    assert capsys.readouterr().out == EXAMPLE.read_text(encoding="utf-8")


def test_an_empty_installation_is_brought_up_and_founded(server: embedded.Server, tmp_path: Path) -> None:
    server.drop_database(EMPTY)
    server.create_database(EMPTY)
    (tmp_path / "data").mkdir()
    env = environment(server, EMPTY, tmp_path / "data")
    assert "登录名 lijing" in jiangxin("found", EXAMPLE, env=env).stdout
    assert "已经登记" in jiangxin("found", EXAMPLE, env=env, status=REFUSED).stderr
    server.drop_database(EMPTY)
