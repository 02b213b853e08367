"""The ZIP of a dossier: readable by every tool, the same bytes for the same content, every file with its sum."""

import json
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from jiangxin.archive import package
from jiangxin.archive.volumes import volumes
from jiangxin.documents.store import digest
from tests.stories.archive import registered_round
from tests.world import World


def test_the_same_files_make_the_same_bytes_whatever_their_order() -> None:
    first = package.packed({"01-名册.xlsx": b"a" * 1000, "02-方案.pdf": b"b"})
    second = package.packed({"02-方案.pdf": b"b", "01-名册.xlsx": b"a" * 1000})
    assert first == second


def test_chinese_names_are_marked_as_utf_8() -> None:
    with ZipFile(BytesIO(package.packed({"01-名册.xlsx": b"a"}))) as archive:
        (entry,) = archive.infolist()
    assert entry.filename == "01-名册.xlsx"
    assert entry.flag_bits & 0x800


def test_a_word_document_loses_the_moment_at_which_it_was_written() -> None:
    first, second = BytesIO(), BytesIO()
    for buffer, year in ((first, 2001), (second, 2002)):
        with ZipFile(buffer, "w") as archive:
            archive.writestr(ZipInfo("word/document.xml", date_time=(year, 1, 1, 0, 0, 0)), b"<w/>")
    assert package.restamped(first.getvalue()) == package.restamped(second.getvalue())


def test_a_dossier_is_built_twice_to_the_same_bytes_and_its_sums_are_right(world: World) -> None:
    round_ = registered_round(world, 3)
    content = package.build(round_, volumes(round_), world.at)
    assert content == package.build(round_, volumes(round_), world.at)
    with ZipFile(BytesIO(content)) as archive:
        manifest = json.loads(archive.read(package.MANIFEST))
        files = {name: archive.read(name) for name in archive.namelist()}
    sums = dict(line.split("  ", 1)[::-1] for line in files.pop(package.SUMS).decode().splitlines())
    assert sums == {name: digest(data) for name, data in files.items()}
    del files[package.MANIFEST]
    assert {one["path"]: one["sha256"] for one in manifest["files"]} == {k: digest(v) for k, v in files.items()}
    assert manifest["practice"] is True
    assert sorted({path.split("-", 1)[0] for path in files}) == ["00", "01", "02", "03", "04", "05"]
