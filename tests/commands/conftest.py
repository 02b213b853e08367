"""What the tests of the commands can ask for: a directory with workbooks, and an institution that has left practice."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from jiangxin.people.models import Organisation
from tests.stories.institution import real_institution
from tests.stories.workbooks import few
from tests.world import World


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return the directory into which a round is recorded; `roster.xlsx` and `marks.xlsx` of four people beside it."""
    few(tmp_path)
    return tmp_path / "out"


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """Return a data directory of this test: keys and secret are those of all tests, files are only its own."""
    place = tmp_path / "here"
    shutil.copytree(settings.DATA / "keys", place / "keys")
    shutil.copy(settings.DATA / "secret-key", place)
    with override_settings(DATA=place, MEDIA_ROOT=place / "files"):
        yield place


@pytest.fixture
def real(world: World, tmp_path: Path) -> Iterator[Organisation]:
    """Return an institution that has left practice, its keys in a data directory of this test."""
    shutil.copytree(settings.DATA / "keys", tmp_path / "data" / "keys")
    setting = override_settings(DATA=tmp_path / "data")
    setting.enable()
    yield real_institution(world.practice.level, timezone.now() - timedelta(days=1))
    setting.disable()
