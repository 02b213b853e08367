"""Signing keys: made once, kept apart, practice ones marked."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.test import override_settings

from jiangxin.documents import keys
from jiangxin.documents.signing import PRACTICE_UNIT
from jiangxin.people.models import Organisation
from tests.documents.conftest import NOW

REAL = Organisation(pk=7, name="示范学院", practice=False)
PRACTICE = Organisation(pk=7, name="示范学院", practice=True)


@pytest.fixture(autouse=True)
def data(tmp_path: Path) -> Iterator[Path]:
    """Give every test keys of its own."""
    setting = override_settings(DATA=tmp_path)
    setting.enable()
    yield tmp_path
    setting.disable()


def test_a_practice_key_is_made_when_it_is_needed_and_says_so() -> None:
    subject = keys.signing_key(PRACTICE, NOW).certificate.subject.rfc4514_string()
    assert PRACTICE_UNIT in subject


def test_a_real_institution_never_signs_with_its_practice_key() -> None:
    practice = keys.signing_key(PRACTICE, NOW)
    with pytest.raises(keys.UnableToUseKey, match="示范学院"):
        keys.signing_key(REAL, NOW)
    own = keys.ensure_signing_key(REAL, NOW)
    assert PRACTICE_UNIT not in own.certificate.subject.rfc4514_string()
    assert keys.signing_key(REAL, NOW) == own != practice


def test_a_key_is_made_once_also_by_two_at_a_time() -> None:
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(lambda _: keys.ensure_signing_key(REAL, NOW), range(2)))
    assert made[0].certificate == made[1].certificate


def test_a_key_is_readable_by_its_owner_alone() -> None:
    keys.ensure_signing_key(REAL, NOW)
    directory = keys.key_directory(REAL, practice=False)
    assert (directory.stat().st_mode & 0o077, (directory / "key.pem").stat().st_mode & 0o077) == (0, 0)


def test_the_installation_trusts_what_it_made_and_nothing_else() -> None:
    assert keys.trusted_certificates() == []
    made = [keys.ensure_signing_key(REAL, NOW), keys.ensure_signing_key(PRACTICE, NOW)]
    assert keys.trusted_certificates() == [made[0].authorities[0], made[1].authorities[0]]
