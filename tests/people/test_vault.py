"""Keys on the disk: made once, read anew when they were replaced, both valid while one follows the other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection, transaction
from django.test import override_settings

from jiangxin import embedded
from jiangxin.people import locks, vault
from tests.stories.races import at_once
from tests.world import World

NUMBER = 7


@pytest.fixture
def directory(tmp_path: Path, db: None) -> Iterator[Path]:
    """Let the keys lie in an empty directory."""
    with override_settings(DATA=tmp_path):
        yield tmp_path / "keys"


def test_a_key_is_made_once_and_only_its_owner_reads_it(directory: Path) -> None:
    wrapped = vault.new_data_key(NUMBER)
    assert vault.open_bytes(NUMBER, wrapped, vault.seal_bytes(NUMBER, wrapped, b"x")) == b"x"
    [path] = directory.iterdir()
    assert path.name == f"institution-{NUMBER}"
    assert path.stat().st_mode & 0o077 == 0
    assert len(path.read_bytes()) == 32


def test_two_who_make_a_key_at_once_get_the_same(tmp_path: Path) -> None:
    with override_settings(DATA=tmp_path):
        first, second = at_once(lambda: vault._key("index-1"), lambda: vault._key("index-1"))
    assert first == second
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["index-1"]


def test_a_rotation_rewraps_and_a_second_look_finds_nothing_to_do(directory: Path) -> None:
    wrapped = vault.new_data_key(NUMBER)
    sealed = vault.seal_bytes(NUMBER, wrapped, "身份证".encode())
    vault.begin_rotation(NUMBER)
    waiting = (directory / f"institution-{NUMBER}.next").read_bytes()
    vault.begin_rotation(NUMBER)  # begun again: the same successor waits
    assert (directory / f"institution-{NUMBER}.next").read_bytes() == waiting
    assert vault.open_bytes(NUMBER, wrapped, sealed).decode() == "身份证"
    anew = vault.rewrapped(NUMBER, wrapped)
    assert anew is not None
    assert vault.rewrapped(NUMBER, anew) is None
    assert vault.rewrapped(NUMBER, vault.new_data_key(NUMBER)) is None, "a key of meanwhile is wrapped by the successor"
    vault.finish_rotation(NUMBER)
    assert vault.open_bytes(NUMBER, anew, sealed).decode() == "身份证"
    with pytest.raises(InvalidTag):
        vault.open_bytes(NUMBER, wrapped, sealed)


def test_a_key_that_another_process_replaced_is_read_anew(directory: Path) -> None:
    wrapped = vault.new_data_key(NUMBER)
    path = directory / f"institution-{NUMBER}"
    beside = directory / "beside"
    beside.write_bytes(b"k" * 32)
    beside.replace(path)
    with pytest.raises(InvalidTag):
        vault.seal_bytes(NUMBER, wrapped, b"x")
    assert vault._open(b"k" * 32, vault.new_data_key(NUMBER))


def test_no_key_opens_what_was_altered(directory: Path) -> None:
    wrapped = vault.new_data_key(NUMBER)
    with pytest.raises(InvalidTag):
        vault.seal_bytes(NUMBER, wrapped[:-1] + bytes([wrapped[-1] ^ 1]), b"x")
    with pytest.raises(ValueError, match="destroyed"):
        vault.seal_bytes(NUMBER, b"", b"x")


def test_the_end_of_a_rotation_waits_for_a_dump(committed_world: World, server: embedded.Server) -> None:
    url, done = server.url(str(connection.settings_dict["NAME"]), embedded.APPLICATION), threading.Event()

    def end() -> None:
        with transaction.atomic():
            vault.hold_storing()
        done.set()
        connection.close()

    with psycopg.connect(url, autocommit=True) as dump:
        dump.execute(locks.LOCK_FOR_DUMP)
        ending = threading.Thread(target=end)
        ending.start()
        assert not done.wait(0.5)
        assert len(vault.new_data_key(1)) > 32, "who registers meanwhile doesn't wait"
    assert done.wait(10)
    ending.join()
