"""Whatever is kept lies encrypted: with the key of the person it is about, else with the institution's."""

from __future__ import annotations

import pytest

from jiangxin.documents import operations as documents
from jiangxin.documents import store
from jiangxin.documents.models import StoredFile
from jiangxin.documents.operations import UnableToOpen
from jiangxin.people.models import Person
from jiangxin.process.models import History
from tests.stories.privacy import erased
from tests.world import World

TEXT = "考生001，考生002".encode()


def kept(world: World, person: Person | None = None) -> StoredFile:
    """Keep a text about one person, or about many, and return the record as the database has it."""
    file = documents.keep(
        world.practice.institution, "名册.txt", TEXT, "text/plain", by=world.user("college"), at=world.at, person=person
    )
    return StoredFile.objects.get(pk=file.pk)


@pytest.mark.parametrize("about", [None, 1], ids=["many", "one"])
def test_a_file_lies_encrypted_and_reads_back_equal(world: World, about: int | None) -> None:
    person = world.candidate(about) if about else None
    file = kept(world, person)
    on_disk = store.read(file.kept_as)
    assert TEXT not in on_disk
    assert file.key_holder == (person or world.practice.institution)
    assert file.key_holder.open(on_disk) == TEXT
    assert documents.content_of(file) == TEXT


def test_the_hash_is_that_of_the_file_itself(world: World) -> None:
    file, again = kept(world), kept(world)
    assert file.sha256 == again.sha256 == store.digest(TEXT)
    assert file.size == len(TEXT)
    assert file.kept_as != again.kept_as, "sealed twice, the same bytes differ: nobody sees that they are the same"


def test_a_file_that_was_altered_or_lost_is_not_given_out(world: World) -> None:
    file = kept(world)
    path = store.path_of(file.kept_as)
    path.write_bytes(path.read_bytes() + b"!")
    with pytest.raises(ValueError, match="altered"):
        documents.content_of(file)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        documents.content_of(file)


def test_a_destroyed_key_closes_the_files_of_its_person_alone(world: World) -> None:
    person = world.candidate(1)
    own, of_many = kept(world, person), kept(world)
    erased(world, person)
    gone = StoredFile.objects.get(pk=own.pk)
    with pytest.raises(UnableToOpen, match="已销毁"):
        documents.content_of(gone)
    assert documents.picture_of(gone) is None
    with pytest.raises(ValueError, match="destroyed"):
        gone.key_holder.open(store.read(gone.kept_as))
    assert documents.content_of(of_many) == TEXT
    assert History.objects.filter(model="documents.storedfile", record=own.pk).exists()
