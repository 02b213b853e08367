"""`jiangxin verify`: the sentence and the exit status, with and without an installation."""

from pathlib import Path

import pytest

from jiangxin import embedded
from jiangxin.certificates import operations as certificates
from jiangxin.certificates.models import Certificate
from jiangxin.certificates.queries import document_of
from jiangxin.documents.keys import key_directory
from jiangxin.documents.signing import make_signing_key
from tests.certificates.rows import confirmed_rows
from tests.commands.installation import environment, jiangxin
from tests.world import World

SAMPLE = "未经改动的样张，不证明任何技能"


def certificate_in(world: World, folder: Path) -> tuple[Certificate, Path]:
    """Return a signed practice certificate and its file."""
    centre = world.user("centre")
    numbered = certificates.issue_all(confirmed_rows(world, 1), by=centre, at=world.at)
    [made] = certificates.sign_all(numbered, by=centre, at=world.at).signed
    path = folder / "certificate.pdf"
    path.write_bytes(document_of(made))
    return made, path


def test_against_the_installation(committed_world: World, server: embedded.Server, tmp_path: Path) -> None:
    """One certificate through every answer: unchanged, asked for a real one, changed, added to, revoked."""
    env = environment(server)
    made, path = certificate_in(committed_world, tmp_path)
    assert SAMPLE in jiangxin("verify", path, env=env).stdout
    assert SAMPLE in jiangxin("verify", path, "--real", env=env, status=1).stdout
    changed = tmp_path / "changed.pdf"
    content = bytearray(path.read_bytes())
    content[5000] ^= 1
    changed.write_bytes(content)
    assert "改动" in jiangxin("verify", changed, env=env, status=1).stdout
    changed.write_bytes(path.read_bytes() + b" ")
    jiangxin("verify", changed, env=env, status=1)
    certificates.revoke(made, by=committed_world.user("centre"), at=committed_world.at, reason="材料造假")
    assert "撤销" in jiangxin("verify", path, env=env, status=1).stdout


@pytest.fixture
def elsewhere(server: embedded.Server, tmp_path: Path) -> dict[str, str]:
    """Return the environment of a machine without any installation."""
    env = environment(server, database="none", data=tmp_path / "nothing-here")
    return {key: value for key, value in env.items() if not key.startswith("DATABASE")}


def test_elsewhere_with_the_issuer_s_key_alone(world: World, elsewhere: dict[str, str], tmp_path: Path) -> None:
    _, path = certificate_in(world, tmp_path)
    trust = key_directory(world.practice.institution, practice=True) / "authority.pem"
    before = sorted(tmp_path.iterdir())
    told = jiangxin("verify", path, "--trust", trust, env=elsewhere, cwd=tmp_path).stdout
    assert SAMPLE in told
    assert "未能核对" in told
    assert sorted(tmp_path.iterdir()) == before, "verifying leaves nothing behind"
    assert "不在可信" in jiangxin("verify", path, env=elsewhere, cwd=tmp_path, status=1).stdout


def test_a_stranger_s_key_is_not_trusted(world: World, elsewhere: dict[str, str], tmp_path: Path) -> None:
    _, path = certificate_in(world, tmp_path)
    make_signing_key(tmp_path / "stranger", "示范学院", practice=True, at=world.at)
    trust = tmp_path / "stranger" / "authority.pem"
    jiangxin("verify", path, "--trust", trust, env=elsewhere, cwd=tmp_path, status=1)


def test_what_can_t_be_read_is_refused(elsewhere: dict[str, str], tmp_path: Path) -> None:
    assert "无法读取" in jiangxin("verify", "absent.pdf", env=elsewhere, cwd=tmp_path, status=2).stderr
    (tmp_path / "text.pdf").write_text("hello")
    jiangxin("verify", "text.pdf", env=elsewhere, cwd=tmp_path, status=1)
    (tmp_path / "bad.pem").write_text("hello")
    jiangxin("verify", "text.pdf", "--trust", "bad.pem", env=elsewhere, cwd=tmp_path, status=2)


def test_without_an_answer_from_the_register_nothing_is_said_to_be_genuine(
    world: World, server: embedded.Server, tmp_path: Path
) -> None:
    """The database of the installation is away: 1, unless the keys to trust are named; then the sentence says so."""
    _, path = certificate_in(world, tmp_path)
    env = environment(server, database="no_such_database")
    assert "无法核对是否已被撤销" in jiangxin("verify", path, env=env, status=1).stderr
    trust = key_directory(world.practice.institution, practice=True) / "authority.pem"
    assert "未能核对" in jiangxin("verify", path, "--trust", trust, env=env).stdout


def test_wrong_usage(elsewhere: dict[str, str], tmp_path: Path) -> None:
    jiangxin("verify", env=elsewhere, cwd=tmp_path, status=64)
    jiangxin("verify", "a.pdf", "--nonsense", env=elsewhere, cwd=tmp_path, status=64)
