"""The wrapping key is replaced: everything opens before, meanwhile and after; the old key opens nothing any more."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.test import override_settings

from jiangxin.archive import operations as archive
from jiangxin.archive.models import Dossier
from jiangxin.people import operations as people
from jiangxin.people import vault
from jiangxin.people.models import KeyHolder, Organisation, Person
from jiangxin.people.operations import keys
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.process.taking import take_all
from tests.stories.archive import sealed_dossier
from tests.stories.enrolment import row
from tests.stories.privacy import erased
from tests.world import World

REASON = "年度更换"


@pytest.fixture(autouse=True)
def _keys_of_this_test(tmp_path: Path) -> Iterator[None]:
    """Let the keys lie in a directory of this test: its transaction is rolled back, files are not."""
    shutil.copytree(Path(settings.DATA) / "keys", tmp_path / "keys")
    with override_settings(DATA=tmp_path):
        yield


def key_of(institution: Organisation) -> bytes:
    return (Path(settings.DATA) / "keys" / f"institution-{institution.pk}").read_bytes()


def holders(institution: Organisation) -> list[KeyHolder]:
    """Return everything that has a data key, as the database has it now."""
    found: list[KeyHolder] = [Organisation.objects.get(pk=institution.pk)]
    found += Person.objects.filter(institution=institution).exclude(data_key=b"")
    return [*found, *Dossier.objects.exclude(data_key=b"")]


def test_every_data_key_is_rewrapped_and_the_old_key_opens_none(world: World) -> None:
    dossier = sealed_dossier(world, 2)
    person, gone = world.candidate(21), erased(world, world.candidate(22))
    institution, centre = world.practice.institution, world.user("centre")
    sealed, old = institution.seal("名册".encode()), key_of(institution)
    people.rotate_key(institution, by=centre, at=world.at, reason=REASON)
    assert key_of(institution) != old
    assert not vault.rotating(institution.pk)
    for holder in holders(institution):
        with pytest.raises(InvalidTag):
            vault._open(old, bytes(holder.data_key))
        assert holder.open(holder.seal(b"x")) == b"x"
    assert Organisation.objects.get(pk=institution.pk).open(sealed).decode() == "名册"
    assert Person.objects.get(pk=person.pk).id_number == row(21).id_number
    assert archive.content_of(Dossier.objects.get(pk=dossier.pk)).startswith(b"PK")
    assert not Person.objects.get(pk=gone.pk).data_key, "a destroyed key stays destroyed"
    told = History.objects.filter(model="people.organisation", record=institution.pk).order_by("pk")
    assert list(told.values_list("verb", flat=True))[-3:] == ["rotate_key", "rewrap", "end_rotation"]
    assert told.get(verb="rotate_key").reason == REASON
    assert not History.objects.filter(change__has_key="data_key").exists()


def test_both_keys_open_while_it_runs_and_an_interrupted_one_is_resumed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people_known = [world.candidate(number) for number in range(1, 8)]
    institution, centre = world.practice.institution, world.user("centre")
    old, taken = key_of(institution), 0
    whole = take_all

    def interrupted(*args: Any, **kwargs: Any) -> Any:
        nonlocal taken
        taken += 1
        if taken == 3:
            raise KeyboardInterrupt
        return whole(*args, **kwargs)

    monkeypatch.setattr(keys, "BATCH", 4)
    with monkeypatch.context() as patch:
        patch.setattr(keys, "take_all", interrupted)
        with pytest.raises(KeyboardInterrupt):
            people.rotate_key(institution, by=centre, at=world.at, reason=REASON)
    assert vault.rotating(institution.pk)
    assert key_of(institution) == old
    wrapped_by_old = 0
    for person in Person.objects.filter(institution=institution):
        assert person.phone is not None
        try:
            vault._open(old, bytes(person.data_key))
            wrapped_by_old += 1
        except InvalidTag:
            pass
    assert 0 < wrapped_by_old < Person.objects.filter(institution=institution).count(), "some before, some after"
    newcomer = world.candidate(30)  # registered meanwhile: wrapped by the successor
    with pytest.raises(InvalidTag):
        vault._open(old, bytes(newcomer.data_key))
    people.rotate_key(institution, by=centre, at=world.at, reason="继续")
    assert not vault.rotating(institution.pk)
    for number, person in enumerate(people_known, start=1):
        assert Person.objects.get(pk=person.pk).id_number == row(number).id_number
    assert History.objects.filter(model="people.organisation", verb="rotate_key").count() == 1
    rewrapped = History.objects.filter(model="people.person", verb="rewrap")
    assert rewrapped.count() == rewrapped.values("record").distinct().count(), "nobody was rewrapped twice"


def test_only_the_centre_replaces_the_key_with_a_reason(world: World) -> None:
    institution = world.practice.institution
    for login in ("college", "auditor", "province"):
        with pytest.raises(Refused) as refusal:
            people.rotate_key(institution, by=world.user(login), at=world.at, reason=REASON)
        assert refusal.value.code == "person"
    with pytest.raises(Refused) as refusal:
        people.rotate_key(institution, by=world.user("centre"), at=world.at, reason="")
    assert refusal.value.code == "reason"
    assert not vault.rotating(institution.pk)


def test_every_holder_of_a_data_key_can_be_rewrapped() -> None:
    kinds = [model for model in apps.get_models() if issubclass(model, KeyHolder)]
    assert {model.__name__ for model in kinds} == {"Organisation", "Person", "Dossier"}
    assert all("rewrap" in model.steps and "data_key" in model.unrecorded for model in kinds)
