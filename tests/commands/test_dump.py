"""What a dump holds of a person whose data key was destroyed before it was taken: nothing that anybody reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from jiangxin import embedded
from jiangxin.documents import operations as documents
from jiangxin.documents import store
from jiangxin.people import vault
from jiangxin.process.models import History
from tests.commands.installation import environment, jiangxin
from tests.stories.enrolment import row
from tests.stories.privacy import erased
from tests.world import World

OTHER = "erased"
PHOTO = b"a photo of one person"
# Tries everything that is there: the vault with the restored keys, every stored file, every row of history.
READ = """
import json
from jiangxin.documents.models import StoredFile
from jiangxin.documents.operations import content_of
from jiangxin.people import vault
from jiangxin.people.models import Person, User
from jiangxin.process.models import History

def tried(read):
    try:
        return str(read())
    except Exception as error:
        return type(error).__name__

person = Person.objects.get(state="erased")
file = StoredFile.objects.get(person=person)
print(json.dumps({
    "shown": [person.name, person.masked_id, person.id_number, person.phone, person.masked_phone],
    "details": tried(lambda: vault.open_details(person.institution_id, person.data_key, person.details)),
    "file": tried(lambda: content_of(file)),
    "index": bytes(person.id_index).hex(),
    "account": User.objects.get(person=person).username,
    "history": [row.verb for row in History.objects.filter(model="people.person", record=person.pk).order_by("pk")],
}))
"""


@pytest.fixture
def other(server: embedded.Server, tmp_path: Path) -> Iterator[dict[str, str]]:
    """Return the environment of a second installation, in which nothing is."""
    server.drop_database(OTHER)
    server.create_database(OTHER)
    (tmp_path / "data").mkdir()
    yield environment(server, OTHER, tmp_path / "data")
    server.drop_database(OTHER)


@pytest.mark.usefixtures("data")
def test_a_dump_after_the_destruction_of_a_key_holds_nothing_readable(
    committed_world: World, server: embedded.Server, other: dict[str, str], tmp_path: Path
) -> None:
    world = committed_world
    person = world.candidate(1, login=True)
    file = documents.keep(
        person.institution, "证件照.jpg", PHOTO, "image/jpeg", by=world.user("college"), at=world.at, person=person
    )
    wrapped, index = bytes(person.data_key), bytes(person.id_index)
    erased(world, person)
    dump = tmp_path / "all.tar.gz"
    jiangxin("dump", dump, env=environment(server))
    jiangxin("restore", dump, env=other)
    told = json.loads(jiangxin("manage", "shell", "--no-imports", "-c", READ, env=other).stdout)
    assert told["shown"] == [person.name, "已销毁", "已销毁", "", "已销毁"]
    assert (told["details"], told["file"]) == ("ValueError", "UnableToOpen")
    assert told["history"] == ["register", "propose_erasure", "erase"], "history is whole"
    # With all restored keys, the ID number is not even found, neither in the register nor in history.
    assert vault.blind_index(person.institution_id, row(1).id_number) == index
    assert told["index"] != index.hex()
    assert told["account"].startswith("erased-")
    changes = " ".join(json.dumps(change) for change in History.objects.values_list("change", flat=True))
    assert wrapped.hex() not in changes
    assert index.hex() not in changes
    # Its bytes lie there still, and no key opens them.
    sealed = (tmp_path / "data" / "files" / file.kept_as[:2] / file.kept_as).read_bytes()
    assert sealed == store.read(file.kept_as)
    assert PHOTO not in sealed
    for key in (tmp_path / "data" / "keys").glob("institution-*"):
        with pytest.raises(InvalidTag):
            vault._open(key.read_bytes(), sealed)
