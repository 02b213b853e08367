"""A pack of photos from the ZIP to the applications; whatever is not added is told, with its reason."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image

from jiangxin.documents import operations as documents
from jiangxin.documents import store
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application, PhotoPack
from jiangxin.enrolment.operations import UnableToImport, photos
from jiangxin.process.errors import Refused
from jiangxin.process.models import History
from jiangxin.rounds.models import Round
from tests.stories import enrolment as story
from tests.world import World


def number_of(number: int) -> str:
    """Return the ID number of a person of the stories."""
    return story.row(number).id_number


@pytest.fixture
def round_(world: World) -> Round:
    """Return a round with five people enrolled and a draft."""
    round_ = story.enrolled_round(world, 5)
    story.drafted(world, round_, world.candidate(6, name=story.name_of(6), login=True))
    return round_


def checked(world: World, round_: Round, files: Mapping[str, bytes]) -> PhotoPack:
    return photos.check_photos(round_, "一班.zip", story.photo_zip(files), by=world.user("college"), at=world.at)


def found(pack: PhotoPack) -> dict[int, str]:
    """Return what became of the files that are not added, by their place in the pack."""
    return {file["place"]: file["found"] for file in pack.summary["files"]}


def test_photos_are_added_by_each_of_the_three_names(world: World, round_: Round) -> None:
    names = [number_of(1), f"{story.name_of(2)}-{number_of(2)}", f"{number_of(3)}-{story.name_of(3)}"]
    pack = checked(world, round_, {f"一班/{name}.jpg": story.picture(400 + 10 * n) for n, name in enumerate(names)})
    assert (pack.photos, pack.matched, found(pack)) == (3, 3, {})
    assert not Application.objects.exclude(photo=None).exists()
    pack = photos.import_photos(pack, by=world.user("college"), at=world.at)
    assert pack.state == "imported"
    photographed = Application.objects.exclude(photo=None).order_by("pk")
    assert [one.person.name for one in photographed] == [story.name_of(n) for n in (1, 2, 3)]
    file = photographed[0].photo
    assert file is not None
    assert file.person_id == photographed[0].person_id
    assert b"JFIF" not in store.read(file.kept_as), "it lies sealed with the person's own key"
    with Image.open(BytesIO(documents.content_of(file))) as picture:
        assert 300 <= picture.width <= 500
    history = History.objects.filter(model="enrolment.application", verb="add_photo")
    assert history.count() == 3


def test_whatever_is_not_added_is_told(world: World, round_: Round) -> None:
    enrolment.add_photo(
        Application.objects.get(person__name=story.name_of(5)), "a.jpg", story.picture(), by=world.user("college"),
        at=world.at,
    )  # fmt: skip
    pack = checked(
        world, round_,
        {
            f"{number_of(1)}.jpg": story.picture(),
            "510499200601217572.jpg": story.picture(),
            "集体照.jpg": story.picture(),
            f"{story.name_of(1)}-{number_of(2)}.jpg": story.picture(),
            f"{number_of(3)}.jpg": story.picture(),
            f"{story.name_of(3)}-{number_of(3)}.jpg": story.picture(400),
            f"{number_of(4)}.jpg": b"no picture",
            f"{story.name_of(4)}-{number_of(4)}.png": story.picture(200, 300, "PNG"),
            "说明.txt": b"1",
            f"{number_of(5)}.jpg": story.picture(),
            f"{number_of(6)}.jpg": story.picture(),
        },
    )  # fmt: skip
    assert found(pack) == {
        2: "unmatched", 3: "unmatched", 4: "ambiguous", 5: "ambiguous", 6: "ambiguous", 7: "unusable", 8: "unusable",
        9: "unusable", 10: "kept", 11: "kept",
    }  # fmt: skip
    assert pack.matched == 1
    sentences = [file["sentence"] for file in pack.summary["files"]]
    assert [sentence for sentence in sentences if sentence[-1] not in "。）"] == []  # a basis may follow the sentence
    assert "300" in sentences[6], "how wide a photo must be is told"
    assert number_of(3) not in str(pack.summary)
    photos.import_photos(pack, by=world.user("college"), at=world.at)
    assert Application.objects.exclude(photo=None).count() == 2


def test_of_the_same_picture_twice_one_is_used(world: World, round_: Round) -> None:
    same = story.picture()
    pack = checked(world, round_, {f"{number_of(1)}.jpg": same, f"{number_of(1)}-{story.name_of(1)}.jpg": same})
    assert (pack.matched, found(pack)) == (1, {2: "kept"})


def test_nothing_else_is_added_than_the_check_has_told(world: World, round_: Round) -> None:
    college = world.user("college")
    pack = checked(world, round_, {f"{number_of(n)}.jpg": story.picture() for n in (1, 2)})
    one = Application.objects.get(person__name=story.name_of(1))
    enrolment.add_photo(one, "a.jpg", story.picture(), by=college, at=world.at)
    with pytest.raises(UnableToImport, match="重新上传"):
        photos.import_photos(pack, by=college, at=world.at)
    assert Application.objects.exclude(photo=None).count() == 1


def test_a_pack_without_a_photo_for_anybody_is_imported_not_but_discarded(world: World, round_: Round) -> None:
    college = world.user("college")
    pack = checked(world, round_, {"集体照.jpg": story.picture()})
    with pytest.raises(UnableToImport, match="没有可以补录"):
        photos.import_photos(pack, by=college, at=world.at)
    photos.discard_photos(pack, by=college, at=world.at)
    with pytest.raises(Refused):
        photos.import_photos(pack, by=college, at=world.at)


@pytest.mark.parametrize("content", [b"", b"Rar!", story.photo_zip({})])
def test_what_holds_no_photos_is_refused_by_a_sentence(world: World, round_: Round, content: bytes) -> None:
    with pytest.raises(UnableToImport) as refusal:
        photos.check_photos(round_, "一班.zip", content, by=world.user("college"), at=world.at)
    assert str(refusal.value).endswith("。")
    assert not PhotoPack.objects.exists()


def test_only_the_office_checks_photos(world: World, round_: Round) -> None:
    with pytest.raises(Refused):
        photos.check_photos(
            round_, "一班.zip", story.photo_zip({"a.jpg": b"1"}), by=world.user("reviewer"), at=world.at
        )
