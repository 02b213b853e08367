"""An institution's own key, made by the administrator."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from tests.world import World


def test_the_key_is_made_once_and_its_certificate_named(world: World, tmp_path: Path) -> None:
    with override_settings(DATA=tmp_path):
        told = StringIO()
        call_command("signing_key", world.practice.institution.name, stdout=told)
        [authority] = tmp_path.glob("keys/signing-*/authority.pem")
        before = authority.read_bytes()
        assert str(authority) in told.getvalue()
        call_command("signing_key", world.practice.institution.name, stdout=told)
        assert authority.read_bytes() == before


def test_an_unknown_institution_is_refused_by_a_sentence(world: World) -> None:
    with pytest.raises(CommandError, match="没有评价机构"):
        call_command("signing_key", "无此学院")
