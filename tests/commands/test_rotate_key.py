"""`jiangxin rotate-key`, and what a dump opens with after it."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from jiangxin import embedded
from jiangxin.commands import REFUSED, rotate_key
from jiangxin.people.models import Person
from tests.commands.installation import environment, jiangxin, options
from tests.stories.enrolment import row
from tests.world import World

OTHER = "rotated"
READ = """
from jiangxin.people.models import Person
print(sum(bool(person.id_number) for person in Person.objects.filter(state="known")))
"""


@pytest.fixture
def other(server: embedded.Server, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the environment of a second installation, in which nothing is."""
    server.drop_database(OTHER)
    server.create_database(OTHER)
    (tmp_path / "there").mkdir()
    yield environment(server, OTHER, tmp_path / "there")
    server.drop_database(OTHER)


def test_after_a_rotation_a_dump_opens_with_the_new_key_only(
    committed_world: World, server: embedded.Server, data: Path, other: dict[str, str], tmp_path: Path
) -> None:
    world, here = committed_world, environment(server)
    person, institution = world.candidate(1), world.practice.institution
    name = f"institution-{institution.pk}"
    old = (data / "keys" / name).read_bytes()
    assert "已更换" in jiangxin("rotate-key", "--by", "centre", "--reason", "年度更换", env=here).stdout
    assert Person.objects.get(pk=person.pk).id_number == row(1).id_number, "whoever is running reads on"
    dump = tmp_path / "all.tar.gz"
    jiangxin("dump", dump, env=here)
    with tarfile.open(dump) as archive:
        assert f"keys/{name}.next" not in archive.getnames()
        kept = archive.extractfile(f"keys/{name}")
        assert kept
        assert kept.read() != old
    jiangxin("restore", dump, env=other)
    count = jiangxin("manage", "shell", "--no-imports", "-c", READ, env=other).stdout.strip()
    assert count == str(Person.objects.filter(state="known").count())
    (tmp_path / "there" / "keys" / name).write_bytes(old)
    refused = jiangxin("manage", "shell", "--no-imports", "-c", READ, env=other, status=None)
    assert "InvalidTag" in refused.stderr


def test_who_may_not_replaces_no_key_and_a_wrong_name_is_told(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(Path(settings.DATA) / "keys", tmp_path / "keys")
    path = tmp_path / "keys" / f"institution-{world.practice.institution.pk}"
    old = path.read_bytes()

    def refused(*words: str) -> str:
        assert rotate_key.attempt(options(rotate_key, *words, "--reason", "年度更换")) == REFUSED
        return capsys.readouterr().err

    with override_settings(DATA=tmp_path):
        assert "中心管理员" in refused("--by", "college")
        assert "登录名" in refused("--by", "nobody")
        assert "评价机构名称" in refused("--by", "centre", "--institution", "没有的学院")
    assert path.read_bytes() == old
