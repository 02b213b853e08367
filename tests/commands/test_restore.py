"""`jiangxin dump` and `jiangxin restore`: there and back, with history, files and guards whole."""

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from jiangxin import embedded
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.queries import document_of
from jiangxin.documents import operations as documents
from jiangxin.process.models import History
from tests.certificates.rows import confirmed_rows
from tests.commands.installation import environment, jiangxin
from tests.world import World

OTHER = "restored"
ROSTER = "考生001 510499"
READ = """
from jiangxin.documents.models import StoredFile
from jiangxin.documents.operations import content_of
print(content_of(StoredFile.objects.get(name="名册.txt")).decode())
"""


@pytest.fixture
def other(server: embedded.Server, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the environment of a second installation, in which nothing is."""
    server.drop_database(OTHER)
    server.create_database(OTHER)
    (tmp_path / "data").mkdir()
    yield environment(server, OTHER, tmp_path / "data")
    server.drop_database(OTHER)


def history(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as session:
        return session.execute("SELECT * FROM process_history ORDER BY id").fetchall()


def refused(url: str, statement: str) -> bool:
    try:
        with psycopg.connect(url) as session:
            session.execute(statement)
    except psycopg.Error:
        return True
    return False


@pytest.mark.usefixtures("data")
def test_there_and_back(committed_world: World, server: embedded.Server, other: dict[str, str], tmp_path: Path) -> None:
    world, centre = committed_world, committed_world.user("centre")
    numbered = certificates.issue_all(confirmed_rows(world, 1, photos=True), by=centre, at=world.at)
    [made] = certificates.sign_all(numbered, by=centre, at=world.at).signed
    (tmp_path / "certificate.pdf").write_bytes(document_of(made))
    documents.keep(world.practice.institution, "名册.txt", ROSTER.encode(), "text/plain", by=centre, at=world.at)
    here, dump = environment(server), tmp_path / "all.tar.gz"
    jiangxin("dump", dump, env=here)
    assert dump.stat().st_mode & 0o077 == 0, "the file is as secret as the keys in it"
    jiangxin("dump", dump, env=here, status=2)

    jiangxin("restore", dump, env=other)
    assert history(other["DATABASE_URL"]) == history(here["DATABASE_URL"])
    assert History.objects.exists()
    application = other["DATABASE_URL"]
    for statement in (
        "UPDATE rounds_round SET capacity = 1",
        "DELETE FROM certificates_certificate",
        "UPDATE process_history SET reason = 'x'",
        "TRUNCATE process_history",
        "INSERT INTO process_history SELECT * FROM process_history LIMIT 1",
        "UPDATE django_migrations SET name = 'x'",
    ):
        assert refused(application, statement), statement
    # Keys and files are there too: the certificate is known, and its file can be read.
    jiangxin("verify", tmp_path / "certificate.pdf", env=other)
    assert jiangxin("manage", "shell", "--no-imports", "-c", READ, env=other).stdout.strip() == ROSTER

    assert "已有数据" in jiangxin("restore", dump, env=other, status=2).stderr
    jiangxin("restore", dump, "--replace", env=other)
    assert history(other["DATABASE_URL"]) == history(here["DATABASE_URL"])


def test_what_is_no_dump_changes_nothing(other: dict[str, str], tmp_path: Path) -> None:
    broken = tmp_path / "broken.tar.gz"
    broken.write_bytes(b"hello")
    assert "无法读取" in jiangxin("restore", broken, env=other, status=2).stderr
    jiangxin("restore", tmp_path / "absent.tar.gz", env=other, status=2)
    with tarfile.open(broken, "w:gz") as archive:
        archive.add(__file__, "manifest.json")
    jiangxin("restore", broken, env=other, status=2)
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == []


@pytest.mark.usefixtures("data")
def test_a_database_that_can_t_be_filled_stays_as_it_was(
    committed_world: World, server: embedded.Server, tmp_path: Path
) -> None:
    here = environment(server)
    dump, false = tmp_path / "all.tar.gz", tmp_path / "false"
    jiangxin("dump", dump, env=here)
    with tarfile.open(dump) as archive:
        archive.extractall(false, filter="data")
    (false / "database.dump").write_bytes(b"PGDMP no more")

    manifest = json.loads((false / "manifest.json").read_text())
    manifest["database_sha256"] = hashlib.sha256(b"PGDMP no more").hexdigest()
    (false / "manifest.json").write_text(json.dumps(manifest))
    with tarfile.open(tmp_path / "false.tar.gz", "w:gz") as archive:
        archive.add(false, ".")
    data = tmp_path / "copy"
    data.mkdir()
    shutil.copy(Path(here["JIANGXIN_DATA"]) / "secret-key", data)
    before = history(here["DATABASE_URL"])
    env = here | {"JIANGXIN_DATA": str(data)}
    assert "没有变动" in jiangxin("restore", tmp_path / "false.tar.gz", "--replace", env=env, status=1).stderr
    assert history(here["DATABASE_URL"]) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replaced%%'")
        assert cursor.fetchall() == []
